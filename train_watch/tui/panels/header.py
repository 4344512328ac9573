"""The first row: which run, in what state, how fresh."""

from train_watch.tui.ink import (
    ROLE_OF_LEVEL,
    SYMBOL_OF_LEVEL,
    Area,
    Ranked,
    Role,
    Row,
    Rows,
    Span,
    glue,
    packed,
    row_width,
    span,
    spread,
)
from train_watch.view.state import Header, ViewState

AGE_CELLS = (9, 11, 20)
"""Room for `59 s ago`, `10m 05s ago` and `9 s of about 48 s`: an age that grows moves nothing."""
WIDE_CELLS = 100
STATE_CELLS = 10
"""`WARMING UP` and `EVALUATING`."""


def header(view: ViewState, area: Area) -> Rows:
    """Name and place on the left, state, age and clock on the right; the place gives way first."""
    right = status(view, area.cells)
    room = area.cells - row_width(right) - 4
    left = packed(_who(view.header), room, 2, area.glyphs)
    row = spread((Span(" "), *left), (*right, Span(" ")), area.cells, area.glyphs)
    return (row,)


def _who(head: Header) -> tuple[Ranked, ...]:
    place = head.path if head.path != head.name else ""
    return (
        Ranked(0, span(head.name, "strong")),
        Ranked(3, span(place, "muted")),
        Ranked(2, span(head.format, "muted")),
    )


def status(view: ViewState, cells: int) -> Row:
    """State, age of the last line and the clock, each in a place of fixed width."""
    head = view.header
    lead = "last line " if cells >= WIDE_CELLS else ""
    text = f"{lead}{head.age}" if head.age.endswith("ago") else head.age
    age = span(in_place(text, len(lead), AGE_CELLS[1:]), "warning" if view.frozen else "muted")
    parts = [state_badge(view), age, span(head.clock)]
    return glue(parts if cells >= 60 else parts[:2], 2)


def in_place(age: str, lead: int = 0, places: tuple[int, ...] = AGE_CELLS) -> str:
    """The age at the right of a place of fixed width, the first that is wide enough."""
    room = next((lead + cells for cells in places if len(age) <= lead + cells), 0)
    return age.rjust(room) if age else ""


FROZEN = Span(" FROZEN ", "badge")


def state_badge(view: ViewState) -> Row:
    """The state with its symbol; a run in trouble, or a frozen screen, stands out without colour."""
    head = view.header
    if not head.state:
        return ()
    symbol = SYMBOL_OF_LEVEL[head.level]
    text = f"{symbol} {head.state.ljust(STATE_CELLS)}"
    role: Role = ROLE_OF_LEVEL[head.level]
    badge = Span(text, "badge" if head.level == "critical" else role)
    return (FROZEN, Span("  "), badge) if view.frozen else (badge,)
