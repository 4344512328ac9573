"""The few calls that a follower makes on a file system, so that tests can stand in for it.

Every error is an OSError (or a ValueError for a name that no file can have) and becomes data.
"""

import os
from typing import Protocol

OPEN_FLAGS = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY
"""Non-blocking, so that a FIFO or a device never holds the reader; it changes nothing for files."""


class Stat(Protocol):
    """What is read of a stat result."""

    @property
    def st_mode(self) -> int: ...
    @property
    def st_dev(self) -> int: ...
    @property
    def st_ino(self) -> int: ...
    @property
    def st_size(self) -> int: ...
    @property
    def st_mtime_ns(self) -> int: ...
    @property
    def st_ctime_ns(self) -> int: ...


class Fs(Protocol):
    """A file system as the follower sees it: read only, no position, nothing waits."""

    def stat(self, path: str) -> Stat: ...
    def open(self, path: str) -> int: ...
    def fstat(self, fd: int) -> Stat: ...
    def pread(self, fd: int, size: int, offset: int) -> bytes: ...
    def close(self, fd: int) -> None: ...
    def resolve(self, path: str) -> str:
        """The path with every symbolic link followed."""
        ...


class RealFs:
    """The operating system's."""

    def stat(self, path: str) -> Stat:
        return os.stat(path)

    def open(self, path: str) -> int:
        return os.open(path, OPEN_FLAGS)

    def fstat(self, fd: int) -> Stat:
        return os.fstat(fd)

    def pread(self, fd: int, size: int, offset: int) -> bytes:
        return os.pread(fd, size, offset)

    def close(self, fd: int) -> None:
        os.close(fd)

    def resolve(self, path: str) -> str:
        return os.path.realpath(path)
