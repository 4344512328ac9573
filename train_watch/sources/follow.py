"""One open file that grows: what of it was read, and whether it is still the same file inside."""

from train_watch.sources.base import Chunk, SourceEvent
from train_watch.sources.fingerprint import ANCHOR_BYTES, Fingerprint
from train_watch.sources.fs import Fs, Stat
from train_watch.sources.holes import WIDE, Hold, leading_nuls, shortest_run
from train_watch.sources.window import Window

RECHECK_S = 30.0
"""The content is compared even if nothing seems to have changed: some clocks of files are coarse."""


class Follower:
    """Reads one descriptor. Its methods raise OSError; `file.FileSource` turns that into data.

    The anchor and the new bytes come in one `pread`, so that nobody can write in between: bytes
    are never taken for the continuation of something that is no longer there.
    """

    def __init__(self, fs: Fs, fd: int, stat: Stat, part: Window | None) -> None:
        self.fd = fd
        self.identity = (stat.st_dev, stat.st_ino)
        self.read_so_far = Fingerprint()
        self.size = stat.st_size
        self.modified_ns = stat.st_mtime_ns
        self._fs = fs
        self._there = stat.st_size
        """Bytes that were there at opening: their arrival says nothing."""
        self._part = part
        self._hold = Hold()
        self._in_hole = True
        """Nothing but NULs so far: a hole at the start."""
        self._seen: tuple[int, int, int] | None = None
        self._settled = False
        """A second look after a change found it unchanged: two writes may share one time stamp."""
        self._checked_at = 0.0

    def resume(self, other: "Follower") -> None:
        """Go on where `other` was: the content up to there is the same."""
        self.read_so_far = other.read_so_far
        self._there = other._there
        self._part = other._part
        self._hold = other._hold
        self._in_hole = other._in_hole

    def doubt(self) -> None:
        """Compare the content at the next read, even if nothing seems to have changed."""
        self._seen = None

    @property
    def caught_up(self) -> bool:
        """True if all that is there was handed on, or is held because it is not yet real."""
        return self.read_so_far.offset >= self.size or self._hold.holds

    def read(self, limit: int, now: float, out: list[Chunk | SourceEvent]) -> None:
        """Append the next bytes, at most `limit`; before them an event if the content starts anew.

        An empty chunk tells that there was progress without text (a hole was skipped). What was
        appended before an error holds: it has happened.
        """
        changed = self._look(now)
        if self._part and self.read_so_far.offset >= self._part.head:
            self._jump(self._part, now, out)
        want = self._wanted(limit)
        if not changed and not want:
            return
        data = self._fetch(want)
        if data is None or (changed and not self.read_so_far.head_is_in(self._fs, self.fd)):
            out.append(self._changed(data, now))
            data = self._fetch(self._wanted(limit))
        self._hand_on(data or b"", now, out)

    def _look(self, now: float) -> bool:
        """Take the size and times; True if the content must be compared."""
        stat = self._fs.fstat(self.fd)
        self.size, self.modified_ns = stat.st_size, stat.st_mtime_ns
        seen = (stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size)
        changed = seen != self._seen
        must = changed or not self._settled or not 0 <= now - self._checked_at < RECHECK_S
        self._settled = not changed
        self._seen = seen
        if must:
            self._checked_at = now
        return must

    def _wanted(self, limit: int) -> int:
        """Bytes to read: within the limit, and not over a border between two kinds of bytes."""
        offset = self.read_so_far.offset
        end = self.size
        if self._part:
            end = min(end, self._part.head)
        if offset < self._there:
            end = min(end, self._there)
        return max(0, min(max(limit, WIDE), end - offset))

    def _fetch(self, want: int) -> bytes | None:
        """The bytes at the offset; None if what stands before it has changed."""
        anchor = self.read_so_far.anchor
        back = len(anchor)
        data = self._fs.pread(self.fd, back + want, self.read_so_far.offset - back)
        return data[back:] if data[:back] == anchor else None

    def _changed(self, data: bytes | None, now: float) -> SourceEvent:
        gone = data is None and self.size < self.read_so_far.offset
        event = self.begin_anew()
        return SourceEvent("truncated" if gone else event, "", now)

    def begin_anew(self) -> str:
        """Read from the start: all of it was written while this path was being watched."""
        self.read_so_far = Fingerprint()
        self._there = 0
        self._part = None
        self._in_hole = True
        self._hold.release()
        return "rewritten"

    def _hand_on(self, data: bytes, now: float, out: list[Chunk | SourceEvent]) -> None:
        """Append what is real; holes are skipped, NULs at the end wait."""
        offset = self.read_so_far.offset
        if offset + len(data) >= self.size and data:
            least = shortest_run(self.read_so_far.head or data)
            data = data[: self._hold.ready(data, least, offset=offset, now=now)]
        if not data:
            return
        arrived_at = None if offset < self._there else now
        self.read_so_far.add(data)
        hole = leading_nuls(data, offset) if self._in_hole else 0
        self._in_hole = self._in_hole and hole == len(data)
        out.append(Chunk(data[hole:], offset + hole, arrived_at))

    def _jump(self, part: Window, now: float, out: list[Chunk | SourceEvent]) -> None:
        """Leave the middle of a long file out."""
        start = part.start_of_tail(self._fs, self.fd)
        anchor = self._fs.pread(self.fd, ANCHOR_BYTES, start - ANCHOR_BYTES)
        self._part = None
        if start < part.head + ANCHOR_BYTES or len(anchor) < ANCHOR_BYTES:
            return
        left_out = start - self.read_so_far.offset
        self.read_so_far.jump(start, anchor)
        out.append(SourceEvent("skipped", str(left_out), now))
