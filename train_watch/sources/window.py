"""How a long file is read: its head, and its tail from the start of a line on."""

from train_watch.sources.fs import Fs

NEAR_BYTES = 1 << 16
"""How far a line's start is looked for: sixteen times the longest line that is kept whole."""


class Window:
    """What of a file that is `size` bytes long at opening is read: `[0, head)` and the tail.

    None of it applies to what is written later.
    """

    __slots__ = ("_size", "_tail", "head")

    def __init__(self, size: int, head: int, tail: int) -> None:
        self.head = head
        self._tail = tail
        self._size = size

    def start_of_tail(self, fs: Fs, fd: int) -> int:
        """The byte after a newline near the tail's start, else after a return, else that start."""
        start = self._size - self._tail
        data = fs.pread(fd, min(NEAR_BYTES, self._tail), start - 1)
        for terminator in (b"\n", b"\r"):
            found = data.find(terminator)
            if found >= 0:
                return start + found
        return start + start % 2


def window(size: int, head: int | None, tail: int | None) -> Window | None:
    """None where the file is read whole: no limits given, or it is not longer than both.

    >>> window(100, None, 10), window(100, 60, 40)
    (None, None)
    >>> window(101, 60, 40).head
    60
    """
    if head is None or tail is None or size <= head + tail or tail < 1:
        return None
    return Window(size, head, tail)
