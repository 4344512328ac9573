"""NUL bytes that nobody wrote: holes, and pages whose content has not come yet.

After a copytruncate a writer without O_APPEND goes on at its old offset and leaves a hole before
it. On NFS, and with mmap, a file first grows and gets its content later: what is read in between
is NUL.
"""

HOLD_S = 5.0
"""A page that has not come after so long is taken for what it is: NULs."""
WIDE = 4
"""UTF-16 holds single NULs by right; only a run this long is none of its letters."""


def shortest_run(head: bytes) -> int:
    """How many NULs in a row are suspicious in a file that begins like this."""
    utf16 = head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in head[:WIDE]
    return WIDE if utf16 else 1


def leading_nuls(data: bytes, offset: int = 0) -> int:
    """NULs at the start if they are a hole, or the rest of one, else 0.

    >>> leading_nuls(bytes(100) + b"iter 1"), leading_nuls(b"\\0i\\0t\\0e"), leading_nuls(b"iter")
    (100, 0, 0)
    >>> leading_nuls(b"\\0iter 1", offset=100)
    1
    """
    run = len(data) - len(data.lstrip(b"\0"))
    return run if run >= WIDE or offset else 0


class Hold:
    """Keeps back the NULs at the end of a file until their content comes, or `HOLD_S` pass.

    >>> hold = Hold()
    >>> hold.ready(b"iter 1\\0\\0", 1, offset=100, now=0.0), hold.holds
    (6, True)
    >>> hold.ready(b"\\0\\0", 1, offset=106, now=4.9), hold.ready(b"\\0\\0", 1, offset=106, now=5.0)
    (0, 2)
    """

    __slots__ = ("_at", "_since")

    def __init__(self) -> None:
        self._at: int | None = None
        self._since = 0.0

    @property
    def holds(self) -> bool:
        return self._at is not None

    def ready(self, data: bytes, least: int, *, offset: int, now: float) -> int:
        """How many bytes of the file's end, read at `offset`, may be handed on."""
        kept = len(data.rstrip(b"\0"))
        if len(data) - kept < least:
            self.release()
            return len(data)
        if self._at != offset + kept:
            self._at, self._since = offset + kept, now
        if now - self._since < HOLD_S:
            return kept
        self.release()
        return len(data)

    def release(self) -> None:
        self._at = None
