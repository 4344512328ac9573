"""The unfinished end of the data, in bounded memory."""

HEAD_BYTES = 24 << 10
TAIL_BYTES = 8 << 10
"""What is kept of an endless line. A line's text is cut to 3 KiB + 1 KiB; eight times that
leaves room for colour codes and multi-byte characters, which go before the cut."""
CAP_BYTES = HEAD_BYTES + TAIL_BYTES

JOINT = "\uffff"
"""Stands where the middle of a line was left out: no character, so no honest log holds it."""
JOINT_BYTES = JOINT.encode()


def shortened(row: bytes) -> bytes:
    """A row of at most `CAP_BYTES`, else its head and its tail around a joint.

    >>> len(shortened(b"x" * 100_000_000)) == CAP_BYTES + len(JOINT_BYTES)
    True
    """
    if len(row) <= CAP_BYTES:
        return row
    return row[:HEAD_BYTES] + JOINT_BYTES + row[-TAIL_BYTES:]


class Half:
    """Bytes that wait for their terminator; the same for every chunking, however long it gets."""

    __slots__ = ("_cut", "_head", "_tail")

    def __init__(self) -> None:
        self._head = b""
        self._tail = b""
        self._cut = False

    def __bool__(self) -> bool:
        return bool(self._head)

    def add(self, data: bytes) -> None:
        """Append bytes that hold no terminator."""
        if self._cut:
            self._tail = (self._tail + data[-TAIL_BYTES:])[-TAIL_BYTES:]
            return
        self._head = self._head + data if self._head else data
        if len(self._head) > CAP_BYTES:
            self._head, self._tail = self._head[:HEAD_BYTES], self._head[-TAIL_BYTES:]
            self._cut = True

    def peek(self) -> bytes:
        """What is held, shortened if it is long."""
        return self._head + JOINT_BYTES + self._tail if self._cut else self._head

    def take(self) -> bytes:
        """What is held; afterwards it is empty."""
        held = self.peek()
        self._head = self._tail = b""
        self._cut = False
        return held
