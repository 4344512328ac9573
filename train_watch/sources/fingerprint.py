"""Proof by content that a file is still the one that was read so far.

Device and inode are not enough: a run restarted with `> train.log` keeps both, and an inode is
given out again. Sizes are not enough: the new run may already be longer. The head alone is not
enough: two runs of one configuration print the same banner. The last bytes before the offset are.
"""

from train_watch.sources.fs import Fs

HEAD_BYTES = 256
ANCHOR_BYTES = 256
"""Two or three lines of a log: they hold a loss, a time or a stamp that no other run repeats."""
LEAST_BYTES = 64
"""Fewer bytes prove nothing: any two logs may begin with one newline."""


class Fingerprint:
    """The first and the last bytes before `offset`."""

    __slots__ = ("anchor", "head", "offset")

    def __init__(self) -> None:
        self.offset = 0
        self.head = b""
        self.anchor = b""

    def add(self, data: bytes) -> None:
        """Bytes read at the offset; it moves behind them."""
        if len(self.head) < HEAD_BYTES and len(self.head) == self.offset:
            self.head = (self.head + data)[:HEAD_BYTES]
        self.anchor = (self.anchor + data)[-ANCHOR_BYTES:]
        self.offset += len(data)

    def jump(self, offset: int, anchor: bytes) -> None:
        """The part before `offset` is left out; `anchor` are the bytes just before it."""
        self.offset = offset
        self.anchor = anchor

    def head_is_in(self, fs: Fs, fd: int) -> bool:
        """True if the file still begins as it did."""
        return fs.pread(fd, len(self.head), 0) == self.head

    def is_in(self, fs: Fs, fd: int) -> bool:
        """True if the file holds the same content up to the offset, as far as can be told."""
        before = fs.pread(fd, len(self.anchor), self.offset - len(self.anchor))
        return before == self.anchor and self.head_is_in(fs, fd)

    def proves(self) -> bool:
        """True if there is enough of it to tell one log from another."""
        return self.offset >= LEAST_BYTES
