"""Width of text in terminal cells. ASCII, which nearly all of a log is, costs one call.

Terminals disagree about emoji sequences and some Indic marks; where they do, the wider answer is
given, so that a row that is cut by these widths never runs over its edge. East Asian widths are
those of Unicode's UAX #11 as `unicodedata` has them.
"""

from typing import NamedTuple

ELLIPSIS = "\u2026"
EMOJI_VARIANT = "\ufe0f"
"""Asks for the emoji form of the character before it, which is two cells wide."""


class Piece(NamedTuple):
    """A text and the cells it takes."""

    text: str
    cells: int


def width(text: str) -> int:
    """Cells that `text` takes; control characters (see `view.safe`) must be gone already.

    >>> width("iter 100"), width("\u635f\u5931"), width("e\u0301"), width("\u26a0\ufe0f")
    (8, 4, 1, 2)
    """
    if text.isascii():
        return len(text)
    return sum(_widths(text))


def _widths(text: str) -> list[int]:
    from unicodedata import category, east_asian_width

    found: list[int] = []
    for char in text:
        if char == EMOJI_VARIANT and found and found[-1] == 1:
            found.append(1)
        elif category(char) in {"Mn", "Me"}:
            found.append(0)
        else:
            found.append(2 if east_asian_width(char) in "WF" else 1)
    return found


def cut(text: str, cells: int, ellipsis: str = ELLIPSIS) -> str:
    """`text` in at most `cells` cells; what does not fit is replaced by `ellipsis`.

    >>> cut("iter 100: loss 6.1", 10)
    'iter 100:\u2026'
    >>> cut("\u635f\u5931\u635f", 4), cut("abc", 3), cut("abc", 0)
    ('\u635f\u2026', 'abc', '')
    """
    if width(text) <= cells:
        return text
    room = cells - width(ellipsis)
    if room < 0:
        return ellipsis[: max(cells, 0)]
    return _head(text, room).text + ellipsis


def _head(text: str, room: int) -> Piece:
    """As many whole characters as fit, with the marks that belong to the last of them."""
    if text.isascii():
        return Piece(text[:room], min(len(text), room))
    taken = used = 0
    for cells in _widths(text):
        if used + cells > room:
            break
        taken, used = taken + 1, used + cells
    return Piece(text[:taken], used)


def pad(text: str, cells: int) -> str:
    """`text` cut or filled with blanks to exactly `cells` cells, on the left side of them.

    >>> pad("abc", 5), pad("abcdef", 5), pad("\u635f\u5931", 5)
    ('abc  ', 'abcd\u2026', '\u635f\u5931 ')
    """
    text = cut(text, cells)
    return text + " " * (cells - width(text))


def wrap(text: str, cells: int) -> tuple[str, ...]:
    """`text` broken at blanks into rows of at most `cells` cells; a longer word is broken itself.

    >>> wrap("keep fewer checkpoints, or free 12 GB", 20)
    ('keep fewer', 'checkpoints, or free', '12 GB')
    """
    rows: list[str] = []
    row = ""
    for word in text.split(" "):
        joined = f"{row} {word}" if row else word
        if width(joined) <= cells:
            row = joined
            continue
        if row:
            rows.append(row)
        row = word
        while width(row) > cells:
            head = _head(row, max(cells, 2)).text or row[:1]
            rows.append(head)
            row = row[len(head) :]
    return (*rows, row) if row else tuple(rows)
