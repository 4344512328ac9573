"""Is it alive, is the loss fine: one question a row, with a symbol before every answer."""

from train_watch.tui.ink import (
    ROLE_OF_LEVEL,
    Area,
    Row,
    Rows,
    Span,
    first_that_fits,
    fit,
    row_width,
)
from train_watch.view.state import HealthRow, ViewState

NAME_CELLS = 7
SILENCE = {"x": 0, "!": 1, "+": 2, "-": 3, "?": 4}
"""Which rows are given up last: trouble, then what is known, then what is not."""
TWO_COLUMNS_CELLS = 72
"""Width from which the rows stand in two columns: below it even the short answers are cut."""


def health(view: ViewState, area: Area) -> Rows:
    """The rows in one column, or in two where that saves rows and there is width for it."""
    one_column = len(view.health) <= area.rows or area.cells < TWO_COLUMNS_CELLS
    rows = _loudest(view.health, area.rows if one_column else 2 * area.rows)
    if one_column:
        return tuple(_answer(row, area.cells, area) for row in rows)
    cells = (area.cells - 2) // 2
    height = min(area.rows, -(-len(rows) // 2))
    left, right = rows[:height], rows[height : 2 * height]
    return tuple(
        (
            *fit(_answer(row, cells, area), cells, area.glyphs),
            Span("  "),
            *_nth(right, index, cells, area),
        )
        for index, row in enumerate(left)
    )


def _loudest(rows: tuple[HealthRow, ...], count: int) -> tuple[HealthRow, ...]:
    """At most `count` rows in their order; where some must go, those go that say all is well."""
    by_need = sorted(range(len(rows)), key=lambda index: (SILENCE[rows[index].symbol], index))
    return tuple(rows[index] for index in sorted(by_need[: max(0, count)]))


def _nth(rows: tuple[HealthRow, ...], index: int, cells: int, area: Area) -> Row:
    return _answer(rows[index], cells, area) if index < len(rows) else ()


def _answer(row: HealthRow, cells: int, area: Area) -> Row:
    """The whole answer if it fits, else the short one."""
    role = ROLE_OF_LEVEL[row.level]
    head = (Span(row.name.ljust(NAME_CELLS), "muted"), Span(row.symbol + " ", role))
    loud = role if row.level in {"warning", "critical"} else ""
    candidates = [(Span(row.text, loud),), (Span(row.short or row.text, loud),)]
    return (*head, *first_that_fits(candidates, cells - row_width(head), area.glyphs))
