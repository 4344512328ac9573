"""A compressed log, read whole: nothing can grow in it."""

import os
import zlib
from collections.abc import Callable

from train_watch.sources.base import Chunk, SourceEvent

READ_BYTES = 1 << 16
GZIP_WINDOW = 31
"""zlib's window bits for a gzip header and 32 kB of history (zlib manual, inflateInit2)."""


class GzSource:
    """The content of a gzip file, several members one after another; arrival times are not known.

    A truncated or corrupt file gives what could be read, then an `error` event.
    """

    def __init__(self, path: str, *, clock: Callable[[], float]) -> None:
        self.name = path
        self.refused: str | None = None
        self._clock = clock
        self._offset = 0
        self._size: int | None = None
        self._modified: float | None = None
        self._inflate = zlib.decompressobj(GZIP_WINDOW)
        self._rest = b""
        self._fd: int | None = None
        self._ended = False
        self._events = [self._open()]

    def _open(self) -> SourceEvent:
        try:
            self._fd = os.open(self.name, os.O_RDONLY | os.O_CLOEXEC)
            found = os.fstat(self._fd)
        except OSError as error:
            self.refused = (error.strerror or "cannot be opened").lower()
            self._ended = True
            return SourceEvent("error", self.refused, self._clock())
        self._size, self._modified = found.st_size, found.st_mtime
        return SourceEvent("opened", "", self._clock())

    def read(self, limit: int = 1 << 20) -> list[Chunk | SourceEvent]:
        """The next events and at most `limit` bytes of the content."""
        out: list[Chunk | SourceEvent] = [*self._events]
        self._events = []
        data = self._some(limit)
        if data:
            out.append(Chunk(data, self._offset))
            self._offset += len(data)
        return out + self._told()

    def _told(self) -> list[Chunk | SourceEvent]:
        told, self._events = self._events, []
        return [*told]

    def _some(self, limit: int) -> bytes:
        """Up to `limit` bytes of content, empty only at the end."""
        while self._fd is not None:
            try:
                data = self._inflated(limit)
            except (OSError, zlib.error) as error:
                self._end(str(error))
                return b""
            if data:
                return data
        return b""

    def _inflated(self, limit: int) -> bytes:
        assert self._fd is not None
        packed = self._rest or os.read(self._fd, READ_BYTES)
        self._rest = b""
        if not packed:
            self._end("" if self._offset == 0 or self._inflate.eof else "the file ends too early")
            return b""
        if self._inflate.eof:
            packed = packed.lstrip(b"\0")  # padding between members, as gzip itself allows
            self._inflate = zlib.decompressobj(GZIP_WINDOW)
        data = self._inflate.decompress(packed, limit)
        self._rest = self._inflate.unconsumed_tail or self._inflate.unused_data
        return data

    def _end(self, trouble: str) -> None:
        self.close()
        self._ended = True
        if trouble:
            self._events.append(SourceEvent("error", trouble, self._clock()))
        self._events.append(SourceEvent("ended", "", self._clock()))

    def size(self) -> int | None:
        return self._size

    def modified_at(self) -> float | None:
        return None if self._modified is None else min(self._modified, self._clock())

    def ended(self) -> bool:
        return self._ended

    def close(self) -> None:
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None
