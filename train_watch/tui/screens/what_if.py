"""`w`: when it would finish under other assumptions, and any speed that is typed."""

from train_watch.tui.ink import Area, Ranked, Row, Rows, Span, packed, span
from train_watch.view.cells import width
from train_watch.view.state import Scenario, ViewState

COLUMNS = ("if the speed ...", "time left", "finish", "deadline")


def what_if_page(view: ViewState, area: Area) -> Rows:
    """One row a scenario, in columns; the deadline's column gives way first."""
    if not view.scenarios:
        return (span("no forecast yet, so nothing to compare", "muted"), (), _invitation())
    widths = _widths(view.scenarios)
    rows = (_row(_texts(scenario), widths, area) for scenario in view.scenarios)
    return (_heading(widths, area), *rows, (), _invitation())


def _texts(scenario: Scenario) -> tuple[str, ...]:
    return (scenario.name, scenario.remaining, scenario.finish, scenario.deadline)


def _widths(scenarios: tuple[Scenario, ...]) -> tuple[int, ...]:
    rows = (COLUMNS, *map(_texts, scenarios))
    return tuple(max(map(width, column)) for column in zip(*rows, strict=True))


def _heading(widths: tuple[int, ...], area: Area) -> Row:
    return tuple(Span(text, "muted") for text, _ in _row(COLUMNS, widths, area))


def _row(texts: tuple[str, ...], widths: tuple[int, ...], area: Area) -> Row:
    name, remaining, finish, deadline = (
        text + " " * (cells - width(text)) for text, cells in zip(texts, widths, strict=True)
    )
    parts = (
        Ranked(2, span(name)),
        Ranked(1, span(remaining, "strong")),
        Ranked(0, span(finish, "strong")),
        Ranked(3, span(deadline.rstrip())),
    )
    return packed(parts, area.cells, 3, area.glyphs)


def _invitation() -> Row:
    return (Span("type", "key"), Span(" any seconds a step, such as 0.2 or 150ms", "muted"))
