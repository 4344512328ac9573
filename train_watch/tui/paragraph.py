"""A text wrapped into rows, under a head or an indent."""

from train_watch.tui.ink import Area, Role, Row, Rows, Span
from train_watch.view.cells import wrap


def paragraph(text: str, area: Area, *, head: Row = (), indent: int = 2, role: Role = "") -> Rows:
    """`text` wrapped to the page; `head` stands before its first row, blanks before the others."""
    room = max(1, area.cells - indent)
    margin = Span(" " * indent)
    rows = wrap(text, room) or ("",)
    first = (*head, Span(rows[0], role)) if head else (margin, Span(rows[0], role))
    return (first, *((margin, Span(row, role)) for row in rows[1:]))
