"""Rows of text with a role for each piece: all that panels and pages make.

Pure and free of Textual; `palette` gives a role its colour, `canvas` brings rows to the screen.
Widths are cells, as `view.cells` counts them.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from train_watch.tui.glyphs import Glyphs
from train_watch.view.cells import cut, width
from train_watch.view.state import Level

Role = Literal[
    "",
    "strong",
    "muted",
    "frame",
    "title",
    "key",
    "good",
    "info",
    "warning",
    "critical",
    "badge",
    "bar",
    "curve",
    "mark",
    "hit",
]
ROLES: tuple[Role, ...] = Role.__args__  # type: ignore[attr-defined]
ROLE_OF_LEVEL: dict[Level, Role] = {
    "": "",
    "info": "info",
    "good": "good",
    "warning": "warning",
    "critical": "critical",
}
SYMBOL_OF_LEVEL: dict[Level, str] = {
    "": "?",
    "info": "-",
    "good": "+",
    "warning": "!",
    "critical": "x",
}
"""The same symbols as in the health rows: no colour alone carries meaning."""


class Span(NamedTuple):
    """Text in one role."""

    text: str
    role: Role = ""


Row = tuple[Span, ...]
Rows = tuple[Row, ...]


class Area(NamedTuple):
    """The room a panel has, inside its frame."""

    cells: int
    rows: int
    glyphs: Glyphs


class Ranked(NamedTuple):
    """A row (or a part of one) and how dear it is: 0 is the last to be given up."""

    rank: int
    row: Row


def span(text: str, role: Role = "") -> Row:
    """A row of one span; no text, no span."""
    return (Span(text, role),) if text else ()


def row_width(row: Row) -> int:
    return sum(width(text) for text, _ in row)


def row_text(row: Row) -> str:
    return "".join(text for text, _ in row)


def clip(row: Row, cells: int, glyphs: Glyphs) -> Row:
    """`row` in at most `cells` cells; an ellipsis stands for what is left out."""
    if row_width(row) <= cells:
        return row
    kept: list[Span] = []
    room = cells
    for piece in row:
        taken = width(piece.text)
        if taken >= room:
            # what follows is cut off too, so the ellipsis is due even where this piece just fits
            short = cut(piece.text + "  ", room, glyphs.ellipsis)
            return (*kept, Span(short, piece.role)) if short else tuple(kept)
        kept.append(piece)
        room -= taken
    return tuple(kept)


def fit(row: Row, cells: int, glyphs: Glyphs) -> Row:
    """`row` in exactly `cells` cells."""
    row = clip(row, cells, glyphs)
    missing = cells - row_width(row)
    return (*row, Span(" " * missing)) if missing > 0 else row


def glue(parts: Iterable[Row], gap: int) -> Row:
    """The parts that are not empty, `gap` blanks apart."""
    out: list[Span] = []
    for part in parts:
        if part and out:
            out.append(Span(" " * gap))
        out.extend(part)
    return tuple(out)


def packed(parts: Sequence[Ranked], cells: int, gap: int, glyphs: Glyphs) -> Row:
    """As many of the parts as fit whole, in their order; the dearest one even if it must be cut."""
    kept: set[int] = set()
    room = cells + gap
    for index in sorted(range(len(parts)), key=lambda index: (parts[index].rank, index)):
        needed = row_width(parts[index].row) + gap
        if parts[index].row and (needed <= room or not kept):
            kept.add(index)
            room -= needed
    return clip(glue((parts[index].row for index in sorted(kept)), gap), cells, glyphs)


def first_that_fits(candidates: Sequence[Row], cells: int, glyphs: Glyphs) -> Row:
    """The first, longest wording that fits; else the last one, cut."""
    for row in candidates:
        if row and row_width(row) <= cells:
            return row
    return clip(candidates[-1], cells, glyphs)


def spread(left: Row, right: Row, cells: int, glyphs: Glyphs) -> Row:
    """`left` and `right` at the two ends of exactly `cells` cells; `right` gives way."""
    gap = cells - row_width(left) - row_width(right)
    if not right or gap < 2:
        return fit(left, cells, glyphs)
    return (*left, Span(" " * gap), *right)


def pick(rows: Sequence[Ranked], count: int) -> Rows:
    """The `count` dearest rows, in their order."""
    dearest = sorted(range(len(rows)), key=lambda index: (rows[index].rank, index))[: max(0, count)]
    return tuple(rows[index].row for index in sorted(dearest))


def block(rows: Sequence[Row], cells: int, count: int, glyphs: Glyphs) -> Rows:
    """Exactly `count` rows of exactly `cells` cells."""
    filled = [*rows[:count], *[()] * (count - len(rows))]
    return tuple(fit(row, cells, glyphs) for row in filled)


UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]"
)
"""Controls, direction marks and lone surrogates. `view.safe` has made all of them visible;
this is the last door before a terminal, and it never finds anything unless that one failed."""
SIMPLE = {
    "\u2026": "~",  # ellipsis
    "\u00b7": ".",  # middle dot
    "\u00d7": "x",  # times
    "\u2013": "-",  # dashes and the minus sign
    "\u2014": "-",
    "\u2212": "-",
}


def _one_ascii(char: str) -> str:
    return char if char.isascii() else SIMPLE.get(char, "?" * width(char))


def finished(row: Row, glyphs: Glyphs) -> Row:
    """`row` as it may go to the terminal: nothing unsafe, and with ASCII glyphs nothing but ASCII."""
    return tuple(Span(_finished(text, glyphs), role) for text, role in row)


def _finished(text: str, glyphs: Glyphs) -> str:
    if text.isascii() and text.isprintable():
        return text
    text = UNSAFE.sub("\ufffd", text)
    return "".join(map(_one_ascii, text)) if glyphs.ascii else text
