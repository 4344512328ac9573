"""What is wrong, since when, why we think so and what to do: the alerts, as far as rows go."""

from collections.abc import Iterable

from train_watch.tui.glyphs import UNICODE
from train_watch.tui.ink import (
    ROLE_OF_LEVEL,
    SYMBOL_OF_LEVEL,
    Area,
    Ranked,
    Row,
    Rows,
    Span,
    packed,
    pick,
    span,
)
from train_watch.tui.paragraph import paragraph
from train_watch.view.state import AlertRow, Level, ViewState
from train_watch.view.units import plural

INDENT = Span("    ")
LOUDEST_FIRST: tuple[Level, ...] = ("critical", "warning", "info", "good", "")


def alerts(view: ViewState, area: Area) -> Rows:
    """Every title first, then the advice and the evidence of each as long as there is room."""
    left_out = len(view.alerts) - area.rows
    if left_out > 0 and area.rows > 1:
        kept = tuple(title(alert) for alert in view.alerts[: area.rows - 1])
        return (*kept, span(f"  and {left_out + 1} more", "muted"))
    rows = [
        entry for index, alert in enumerate(view.alerts) for entry in _ranked(index, alert, area)
    ]
    return pick(rows, area.rows)


def _ranked(index: int, alert: AlertRow, area: Area) -> Iterable[Ranked]:
    """Titles come before all details; the first advice before the evidence, then the rest."""
    yield Ranked(index, title(alert))
    room = area._replace(cells=max(1, area.cells - len(INDENT.text)))
    evidence = [Ranked(number, span(line, "muted")) for number, line in enumerate(alert.evidence)]
    if evidence:
        yield Ranked(100 * (index + 1) + 1, (INDENT, *packed(evidence, room.cells, 3, area.glyphs)))
    for number, line in enumerate(alert.advice):
        for row in paragraph(line, room, head=(Span("> ", "key"),)):
            yield Ranked(100 * (index + 1) + 2 * number, (INDENT, *row))


def title(alert: AlertRow) -> Row:
    return (
        Span(SYMBOL_OF_LEVEL[alert.level] + " ", ROLE_OF_LEVEL[alert.level]),
        Span(alert.title, ROLE_OF_LEVEL[alert.level]),
    )


def alerts_title(view: ViewState) -> Row:
    """`2 alerts`, in the loudest one's colour."""
    levels = {alert.level for alert in view.alerts}
    loudest = next(level for level in LOUDEST_FIRST if level in levels or not level)
    return span(plural(len(view.alerts), "alert"), ROLE_OF_LEVEL[loudest])


def rows_wanted(view: ViewState, cells: int) -> int:
    """Rows that would show everything at this width."""
    area = Area(cells, 0, UNICODE)
    return sum(1 for index, alert in enumerate(view.alerts) for _ in _ranked(index, alert, area))
