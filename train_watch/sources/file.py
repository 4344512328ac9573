"""Follows the file at a path, whatever happens to it.

    WAIT(reason) -> OPEN -> FOLLOW -> DRAIN(the old file) -> OPEN ...
                      |        \\-> lost its descriptor -> WAIT
                      \\-> REFUSED: a directory, a pipe, a device

Both the descriptor and the path are looked at in every turn, so that a rename, a switched
symbolic link and a new mount are seen without being looked for. The descriptor is kept until the
path leads to something new: an inode that is held open is not given to another file.
"""

from collections.abc import Callable

from train_watch.sources.base import Chunk, SourceEvent
from train_watch.sources.follow import Follower
from train_watch.sources.fs import Fs, RealFs, Stat
from train_watch.sources.trouble import STALE, told, unfit, unfit_at
from train_watch.sources.window import window

QUIET_S = 0.5
"""Silence after which an old file has given all: its writer is let finish a line after a rename."""
DRAIN_S = 1.5
"""The longest that an old file is still read once a new one has text: a switch is seen within 2 s."""
REFRESH_S = 5.0
"""An idle file is opened anew this often, which makes NFS ask its server for the true size."""
STRANGE_LOOKS = 3
"""Path and descriptor that tell the same inode but different sizes this often in a row are two
files (a FUSE mount with one inode number for all); once or twice it is a write in between."""


class FileSource:
    """A `Source` for one path. Arrival times and events are in the clock's seconds."""

    def __init__(
        self,
        path: str,
        *,
        clock: Callable[[], float],
        fs: Fs | None = None,
        head_bytes: int | None = None,
        tail_bytes: int | None = None,
    ) -> None:
        self.name = path
        self._clock = clock
        self._fs: Fs = fs or RealFs()
        self.refused: str | None = unfit_at(self._fs, path)
        """Why this path will never be read; None while it may. Known at once for what is there."""
        self._limits = (head_bytes, tail_bytes)
        self._file: Follower | None = None
        self._lost = False
        """The descriptor is gone, but what was read is remembered."""
        self._closed = False
        self._notices: dict[str, tuple[str, str]] = {}
        self._out: list[Chunk | SourceEvent] = []
        self._leaving: tuple[float, float] | None = None
        """While the path leads elsewhere: since when there is text, and when the old file last gave any."""
        self._unreadable_since: float | None = None
        self._strange = 0
        self._active_at = 0.0

    def read(self, limit: int = 1 << 20) -> list[Chunk | SourceEvent]:
        """The next events and at most about `limit` bytes; empty when there is nothing new."""
        self._out = []
        if not self._closed:
            self._turn(max(1, limit), self._clock())
        return self._out

    def size(self) -> int | None:
        return None if self._file is None else self._file.size

    def modified_at(self) -> float | None:
        """The file's modification time, but not later than now: clocks of servers differ."""
        if self._file is None:
            return None
        return min(self._file.modified_ns / 1e9, self._clock())

    def ended(self) -> bool:
        """A file may always grow; only one that is refused has ended."""
        return self.refused is not None

    def close(self) -> None:
        self._closed = True
        self._let_go()

    def _turn(self, limit: int, now: float) -> None:
        if self._file is None:
            self.refused = self.refused or unfit_at(self._fs, self.name)
        if self.refused is not None:
            self._tell("path", "error", self.refused, now)
            return
        if self._file is None or self._lost:
            self._enter(now)
        file = self._file
        if file is None or self._lost:
            return
        gave = self._follow(file, limit, now)
        if not self._lost:
            self._look_at_path(file, gave, now)
        if self._file is not None and self._file is not file:
            self._follow(self._file, limit, now)

    def _follow(self, file: Follower, limit: int, now: float) -> bool:
        """Read what the open file has; True if it gave anything."""
        before = len(self._out)
        try:
            file.read(limit, now, self._out)
        except OSError as error:
            self._tell("file", *told(error, self._fs, self.name), now)
            if error.errno in STALE:
                self._let_go()
            if self._unreadable_since is None:
                self._unreadable_since = now
            return False
        self._unreadable_since = None
        gave = len(self._out) > before
        if gave:
            self._active_at = now
        self._well("file", now)
        return gave

    def _enter(self, now: float) -> None:
        """Open what the path leads to, and go on in it, or start anew."""
        try:
            reason = unfit(self._fs.stat(self.name).st_mode)
            if reason is None:
                self._admit(self._fs.open(self.name), now)
            else:
                self._tell("path", "waiting", reason, now)
        except OSError as error:
            self._tell("path", *told(error, self._fs, self.name), now)

    def _admit(self, fd: int, now: float) -> None:
        try:
            stat = self._fs.fstat(fd)
            file = Follower(self._fs, fd, stat, window(stat.st_size, *self._limits))
            event = self._compared(file, fd)
        except OSError:
            self._fs.close(fd)
            raise
        self._let_go()
        self._file, self._lost = file, False
        self._leaving = None
        self._unreadable_since = None
        self._strange = 0
        self._active_at = now
        if event:
            self._notices.clear()
            detail = self._fs.resolve(self.name) if event == "replaced" else ""
            self._out.append(SourceEvent(event, detail, now))
        self._well("path", now)

    def _compared(self, file: Follower, fd: int) -> str | None:
        """What the file just opened is to the one before it; None if it is the very same."""
        old = self._file
        if old is None:
            return "opened"
        known = old.read_so_far
        same_file = file.identity == old.identity
        if not (same_file or known.proves()) or not known.is_in(self._fs, fd):
            return file.begin_anew() if same_file else "replaced"
        file.resume(old)
        return None if same_file else "continued"

    def _look_at_path(self, file: Follower, gave: bool, now: float) -> None:
        """See whether the path still leads to the open file, and leave that one if it does not."""
        try:
            stat = self._fs.stat(self.name)
        except OSError as error:
            self._leaving = None
            self._tell("path", *told(error, self._fs, self.name), now)
            return
        reason = unfit(stat.st_mode)
        if reason is not None:
            self._leaving = None
            self._tell("path", "waiting", reason, now)
        elif (stat.st_dev, stat.st_ino) != file.identity:
            self._leave(file, stat, gave, now)
        else:
            self._leaving = None
            self._well("path", now)
            self._check_twin(file, stat, now)

    def _leave(self, file: Follower, stat: Stat, gave: bool, now: float) -> None:
        """Read the old file to its end and a little longer, then open the new one."""
        if self._leaving is None:
            file.doubt()
        since, active = self._leaving or (now, now)
        empty = stat.st_size == 0
        self._leaving = (now if empty else since, now if gave else active)
        since, active = self._leaving
        quiet = now - active
        ready = quiet >= (DRAIN_S if empty else QUIET_S) or now - since >= DRAIN_S
        if (ready and self._has_given_all(file, now)) or now < min(since, active):
            self._enter(now)

    def _has_given_all(self, file: Follower, now: float) -> bool:
        """True at the end of the old file, or once it has been unreadable for long."""
        if self._unreadable_since is None:
            return file.caught_up
        return now - self._unreadable_since >= DRAIN_S

    def _check_twin(self, file: Follower, stat: Stat, now: float) -> None:
        """Open the path anew if it seems to be another file, or has been idle for long."""
        differs = (stat.st_size, stat.st_mtime_ns) != (file.size, file.modified_ns)
        self._strange = self._strange + 1 if differs else 0
        if self._strange >= STRANGE_LOOKS or not 0 <= now - self._active_at < REFRESH_S:
            self._active_at = now
            try:
                self._admit(self._fs.open(self.name), now)
            except OSError:  # what is open goes on, even if it may not be opened any more
                return

    def _tell(self, about: str, event: str, detail: str, now: float) -> None:
        """Tell a trouble once, not in every turn."""
        if self._notices.get(about) != (event, detail):
            self._notices[about] = (event, detail)
            self._out.append(SourceEvent(event, detail, now))

    def _well(self, about: str, now: float) -> None:
        """Tell that a trouble that was told is over."""
        if self._notices.pop(about, None):
            self._out.append(SourceEvent("opened", "again", now))

    def _let_go(self) -> None:
        if self._file is not None and not self._lost:
            self._lost = True
            try:
                self._fs.close(self._file.fd)
            except OSError:  # nothing more can be done with it
                return
