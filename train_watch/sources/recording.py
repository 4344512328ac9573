r"""The format of a recorded run: one row for every piece that was written.

    SECONDS<TAB>TEXT

SECONDS is a decimal, counted from the start. In TEXT `\\` stands for a backslash, `\n` for a
newline and `\r` for a carriage return; everything else stands for itself. A TEXT that ends with
`\r` is a frame and stays as it is; any other is a line and gets its newline. Rows that begin
with `#` and empty rows are comments.
"""

import re
from collections.abc import Iterable

Row = tuple[float, bytes]
"""Seconds since the start, and the bytes that were written then."""

ESCAPES = {rb"\\": b"\\", rb"\n": b"\n", rb"\r": b"\r"}
ESCAPED = re.compile(rb"\\[\\nr]")
SECONDS = re.compile(rb"[0-9]{1,9}(?:\.[0-9]{1,9})?")


def load_recording(rows: Iterable[bytes | str]) -> list[Row]:
    r"""Read a recording, an open file or any rows; rows that are none are left out.

    Time never goes back: a row is never earlier than the one before it.

    >>> load_recording(["0.5\titer 0: loss 10\n", "1.25\t 50%|#  |\\r\n", "# no row\n"])
    [(0.5, b'iter 0: loss 10\n'), (1.25, b' 50%|#  |\r')]
    """
    loaded: list[Row] = []
    for row in rows:
        data = row.encode("utf-8", "surrogateescape") if isinstance(row, str) else row
        seconds, tab, text = data.rstrip(b"\r\n").partition(b"\t")
        if tab and SECONDS.fullmatch(seconds):
            before = loaded[-1][0] if loaded else 0.0
            loaded.append((max(before, float(seconds)), _written(text)))
    return loaded


def recorded(row: Row) -> bytes:
    r"""A row of the format.

    >>> recorded((0.5, b"C:\\run\n"))
    b'0.500\tC:\\\\run\n'
    """
    seconds, data = row
    text = data if data.endswith(b"\r") else data.removesuffix(b"\n")
    for escape, meant in ESCAPES.items():
        text = text.replace(meant, escape)
    return b"%.3f\t%s\n" % (seconds, text)


def _written(text: bytes) -> bytes:
    data = ESCAPED.sub(lambda escape: ESCAPES[escape[0]], text)
    return data if data.endswith(b"\r") else data + b"\n"
