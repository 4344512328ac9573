"""A gzipped log, read whole in bounded pieces (RFC 1952: members may follow one another)."""

import zlib
from collections.abc import Callable

from train_watch.sources.base import Chunk, SourceEvent
from train_watch.sources.fs import Fs, RealFs
from train_watch.sources.trouble import told, unfit

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
        self.refused: str | None = None
        self._clock = clock
        self._fs: Fs = fs or RealFs()
        self._fd: int | None = None
        self._read_at = 0
        self._given = 0
        self._size: int | None = None
        self._modified_ns: int | None = None
        self._member = zlib.decompressobj(GZIP_ONLY)
        self._compressed = b""
        self._notice: tuple[str, str] | None = None
        self._ended = False

    def read(self, limit: int = 1 << 20) -> list[Chunk | SourceEvent]:
        """The next text, at most `limit` bytes of it; after the last of it what went wrong, if so."""
        if self._ended:
            return []
        try:
            return self._turn(max(1, limit))
        except OSError as error:
            return self._tell(*told(error, self._fs, self.name))
        except ValueError:
            return self._refuse("is no name that a file can have")
        except zlib.error as error:
            return self._end(f"broken gzip: {str(error)[:80]}")

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
        data = b""
        while not data:
            if not self._compressed:
                self._compressed = self._fs.pread(self._fd, PIECE_BYTES, self._read_at)
                self._read_at += len(self._compressed)
                if not self._compressed:
                    return self._end("" if self._between_members() else "gzip is cut off")
            data = self._inflate(limit)
        chunk = Chunk(data, self._given)
        self._given += len(data)
        return [chunk]

    def _inflate(self, limit: int) -> bytes:
        """The next text of this member; at its end the next member begins, after any padding."""
        data = self._member.decompress(self._compressed, limit)
        self._compressed = self._member.unconsumed_tail
        if self._member.eof:
            self._compressed = self._member.unused_data.lstrip(b"\0")
            self._member = zlib.decompressobj(GZIP_ONLY)
            self._fresh = True
        return data

    def _between_members(self) -> bool:
        return True

    def _open(self) -> list[Chunk | SourceEvent]:
        reason = unfit(self._fs.stat(self.name).st_mode)
        if reason is not None:
            return self._refuse(reason)
        self._fd = self._fs.open(self.name)
        stat = self._fs.fstat(self._fd)
        self._size, self._modified_ns = stat.st_size, stat.st_mtime_ns
        return [SourceEvent("opened", "", self._clock())]
