"""A gzipped log, read whole in bounded pieces (RFC 1952: members may follow one another)."""

import zlib
from collections.abc import Callable

from train_watch.sources.base import Chunk, SourceEvent
from train_watch.sources.fs import Fs, RealFs
from train_watch.sources.trouble import told, unfit_at

PIECE_BYTES = 1 << 16
"""Compressed bytes read at a time."""
GZIP_ONLY = 16 + zlib.MAX_WBITS
"""zlib's code for: a gzip header and nothing else."""


class GzSource:
    """A `Source` for a `.gz` file: everything was there before, and it ends.

    A file that is cut off or broken gives what could be read, then an `error` event.
    """

    def __init__(self, path: str, *, clock: Callable[[], float], fs: Fs | None = None) -> None:
        self.name = path
        self._clock = clock
        self._fs: Fs = fs or RealFs()
        self.refused: str | None = unfit_at(self._fs, path)
        self._fd: int | None = None
        self._read_at = 0
        self._given = 0
        self._size: int | None = None
        self._modified_ns: int | None = None
        self._member = zlib.decompressobj(GZIP_ONLY)
        self._compressed = b""
        self._notice: tuple[str, str] | None = None
        self._between_members = False
        self._ended = False

    def read(self, limit: int = 1 << 20) -> list[Chunk | SourceEvent]:
        """The next text, at most `limit` bytes of it; after the last what went wrong, if anything.

        An empty chunk tells that there was progress without text.
        """
        if self._ended:
            return []
        try:
            return self._turn(max(1, limit))
        except OSError as error:
            return self._tell(*told(error, self._fs, self.name))

    def size(self) -> int | None:
        """Bytes of text so far, once there is any."""
        return self._given or self._size

    def modified_at(self) -> float | None:
        if self._modified_ns is None:
            return None
        return min(self._modified_ns / 1e9, self._clock())

    def ended(self) -> bool:
        return self._ended

    def close(self) -> None:
        self._ended = True
        fd, self._fd = self._fd, None
        if fd is not None:
            try:
                self._fs.close(fd)
            except OSError:  # nothing more can be done with it
                return

    def _turn(self, limit: int) -> list[Chunk | SourceEvent]:
        if self._fd is None:
            return self._open()
        if not self._compressed:
            self._compressed = self._fs.pread(self._fd, PIECE_BYTES, self._read_at)
            self._read_at += len(self._compressed)
        if not self._compressed:
            return self._end("" if self._between_members else "the gzip is cut off")
        self._between_members = False
        intact = self._member.copy()
        try:
            return self._chunk(self._inflated(limit))
        except zlib.error as error:
            data = _salvaged(intact, self._compressed)
            return self._chunk(data) + self._end(f"the gzip is broken: {str(error)[:80]}")

    def _inflated(self, limit: int) -> bytes:
        """The next text of this member; at its end the next member begins, after any padding."""
        data = self._member.decompress(self._compressed, limit)
        self._compressed = self._member.unconsumed_tail
        if self._member.eof:
            self._compressed = self._member.unused_data.lstrip(b"\0")
            self._member = zlib.decompressobj(GZIP_ONLY)
            self._between_members = not self._compressed
        return data

    def _chunk(self, data: bytes) -> list[Chunk | SourceEvent]:
        chunk = Chunk(data, self._given)
        self._given += len(data)
        return [chunk]

    def _open(self) -> list[Chunk | SourceEvent]:
        self.refused = self.refused or unfit_at(self._fs, self.name)
        if self.refused is not None:
            return self._end(self.refused)
        self._fd = self._fs.open(self.name)
        stat = self._fs.fstat(self._fd)
        self._size, self._modified_ns = stat.st_size, stat.st_mtime_ns
        return [SourceEvent("opened", "", self._clock())]

    def _tell(self, event: str, detail: str) -> list[Chunk | SourceEvent]:
        """An event, unless it was the last thing told."""
        if self._notice == (event, detail):
            return []
        self._notice = (event, detail)
        return [SourceEvent(event, detail, self._clock())]

    def _end(self, wrong: str) -> list[Chunk | SourceEvent]:
        """Let go of the file; the last event is `ended`, or `error` where it ended too early."""
        self.close()
        return [SourceEvent("error" if wrong else "ended", wrong, self._clock())]


def _salvaged(member: "zlib._Decompress", compressed: bytes) -> bytes:
    """What a broken piece holds before it breaks, found byte by byte."""
    data = b""
    try:
        for place in range(len(compressed)):
            data += member.decompress(compressed[place : place + 1])
    except zlib.error:
        pass
    return data
