"""What stands around a panel: a box where there is room, a rule with a title where rows are dear."""

from typing import Literal, NamedTuple

from train_watch.tui.ink import Area, Row, Rows, Span, block, row_width, span

Kind = Literal["box", "rule", "bare"]
EDGE_ROWS: dict[Kind, int] = {"box": 2, "rule": 1, "bare": 0}
EDGE_CELLS: dict[Kind, int] = {"box": 4, "rule": 2, "bare": 0}
"""Cells that a frame takes from the width; a blank on either side belongs to it."""


class Frame(NamedTuple):
    """The kind of frame, what stands at the left of its upper edge, and what at the right."""

    kind: Kind
    title: Row = ()
    note: Row = ()


def inside(kind: Kind, outer: Area) -> Area:
    """The room that a frame leaves within `outer`."""
    return Area(
        max(0, outer.cells - EDGE_CELLS[kind]), max(0, outer.rows - EDGE_ROWS[kind]), outer.glyphs
    )


def framed(frame: Frame, body: Rows, outer: Area) -> Rows:
    """`body` within its frame: exactly as many rows and cells as `outer` has."""
    inner = inside(frame.kind, outer)
    rows = block(body, inner.cells, inner.rows, outer.glyphs)
    if frame.kind == "bare":
        return rows
    glyphs = outer.glyphs
    if frame.kind == "rule":
        top = _edge(frame, outer, glyphs.across, glyphs.across)
        return (top, *((Span(" "), *row, Span(" ")) for row in rows))[: outer.rows]
    side = Span(glyphs.down, "frame")
    top = _edge(frame, outer, glyphs.top_left, glyphs.top_right)
    bottom = _edge(Frame("box"), outer, glyphs.bottom_left, glyphs.bottom_right)
    return (top, *((side, Span(" "), *row, Span(" "), side) for row in rows), bottom)[: outer.rows]


def _edge(frame: Frame, outer: Area, left: str, right: str) -> Row:
    """`╭─ title ────── note ─╮`; the note and then the title give way."""
    room = outer.cells - 2  # the corners
    if room < 0:
        return span(left[: outer.cells], "frame")
    across = outer.glyphs.across
    title, note = next(
        (
            labels
            for labels in ((frame.title, frame.note), (frame.title, ()))
            if _cells(*labels) <= room
        ),
        ((), ()),
    )
    rest = room - _cells(title, note)
    head = (Span(across + " ", "frame"), *title, Span(" ")) if title else ()
    tail = (Span(" "), *note, Span(" " + across, "frame")) if note else ()
    return (Span(left, "frame"), *head, Span(across * rest, "frame"), *tail, Span(right, "frame"))


def _cells(*labels: Row) -> int:
    """A blank on either side of each label, and one stroke of the line outside of it."""
    return sum(row_width(label) + 3 for label in labels if label)
