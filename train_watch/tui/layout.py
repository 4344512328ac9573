"""Which panels stand where at which size: four layouts, each designed for its room.

Sizes of panels depend on what there is to say (a deadline, an alert), never on numbers, so that
nothing moves while a run goes on.
"""

from collections.abc import Sequence
from typing import NamedTuple

from train_watch.tui.frame import Kind, inside
from train_watch.tui.glyphs import Glyphs
from train_watch.tui.ink import Area
from train_watch.tui.panels.alerts import rows_wanted
from train_watch.tui.panels.health import TWO_COLUMNS_CELLS
from train_watch.tui.panels.speed import LEAST_PLOT_ROWS, TEXT_ROWS
from train_watch.tui.panels.when import when_height, when_rows
from train_watch.view.state import ViewState

LARGE_CELLS, LARGE_ROWS = 100, 30
STANDARD_CELLS, STANDARD_ROWS = 60, 16
WIDE_CELLS = 150
"""From here on the loss has a plot of its own beside the iteration time."""
TALL_ROWS = 44
LOG_ROWS = 6
"""Rows of log that come before a plot of the iteration time."""
MOST_PLOT_ROWS = 14
PLOT_EDGE_ROWS = 1 + 2 + TEXT_ROWS
"""A plot's rule, the rows of its marks and its steps, and its words."""
AIRY_ROWS = 28
"""From here on the standard layout has rows for where the total comes from, too."""
ONE_ROW_PANELS = 2
"""Header and footer."""


class Slot(NamedTuple):
    """One panel in its place."""

    panel: str
    kind: Kind
    cells: int
    rows: int


Band = tuple[Slot, ...]
"""Panels side by side, equally high."""


class Want(NamedTuple):
    """How many rows a band needs to be of use, and how many it can fill."""

    name: str
    least: int
    most: int


def bands(view: ViewState, cells: int, rows: int, glyphs: Glyphs) -> tuple[Band, ...]:
    """The main page from top to bottom. The bands fill all rows but the footer's, which only the
    compact layout draws itself."""
    if cells >= LARGE_CELLS and rows >= LARGE_ROWS:
        return _large(view, cells, rows, glyphs)
    if cells >= STANDARD_CELLS and rows >= STANDARD_ROWS:
        return _standard(view, cells, rows, glyphs)
    return ((Slot("compact", "bare", cells, rows),),)


def is_compact(cells: int, rows: int) -> bool:
    return cells < STANDARD_CELLS or rows < STANDARD_ROWS


def shares(room: int, wants: Sequence[Want]) -> dict[str, int]:
    """Rows for each band, the dearest first: what it needs while that lasts, then what it can fill.

    >>> shares(10, [Want("when", 3, 5), Want("speed", 3, 4), Want("log", 2, 99)])
    {'when': 5, 'speed': 3, 'log': 2}
    >>> shares(5, [Want("when", 3, 5), Want("speed", 3, 4)])
    {'when': 5, 'speed': 0}
    """
    given = {}
    for name, least, _ in wants:
        given[name] = least if least <= room else 0
        room -= given[name]
    for name, _, most in wants:
        more = max(0, min(most - given[name], room)) if given[name] else 0
        given[name] += more
        room -= more
    return given


def _large(view: ViewState, cells: int, rows: int, glyphs: Glyphs) -> tuple[Band, ...]:
    tall = rows >= TALL_ROWS
    inner = inside("box", Area(cells, 0, glyphs))
    said = min(rows_wanted(view, inner.cells), 9 if tall else 4)
    middle = (16 if tall else 12) if view.speed.values else max(3, 2 + len(view.health))
    told = 2 + when_height(view, inner)
    given = shares(
        rows - ONE_ROW_PANELS,
        (
            Want("when", min(5, told), told),
            Want("middle", min(10, middle), middle),
            Want("alerts", 4 if said else 0, 2 + said),
            Want("log", 3, rows),
        ),
    )
    return _stacked(
        (Slot("header", "bare", cells, 1),),
        (Slot("when", "box", cells, given["when"]),),
        _middle(cells, given["middle"]),
        (Slot("alerts", "box", cells, given["alerts"]),),
        (Slot("log", "rule", cells, given["log"]),),
    )


def _middle(cells: int, rows: int) -> Band:
    """Iteration time and health in halves; on a wide screen the loss between them."""
    if cells < WIDE_CELLS:
        left = cells // 2
        return (Slot("speed", "box", left, rows), Slot("health", "box", cells - left, rows))
    third = cells // 3
    return (
        Slot("speed", "box", cells - 2 * third, rows),
        Slot("loss", "box", third, rows),
        Slot("health", "box", third, rows),
    )


def _standard(view: ViewState, cells: int, rows: int, glyphs: Glyphs) -> tuple[Band, ...]:
    inner = inside("rule", Area(cells, 0, glyphs))
    said = min(rows_wanted(view, inner.cells), 3)
    columns = 2 if inner.cells >= TWO_COLUMNS_CELLS else 1
    told = 1 + min(5 if rows < AIRY_ROWS else 9, len(when_rows(view, inner)))
    health = 1 + -(-len(view.health) // columns)
    spare = rows - ONE_ROW_PANELS - told - (1 + said if said else 0) - health - LOG_ROWS
    curve = _curve_rows(view, spare)
    given = shares(
        rows - ONE_ROW_PANELS,
        (
            Want("when", min(4, told), told),
            Want("speed", min(4, curve), curve),
            Want("alerts", 2 if said else 0, 1 + said),
            Want("health", 2, health),
            Want("log", 3, rows),
        ),
    )
    order = ("when", "speed", "health", "alerts", "log")
    return _stacked(
        (Slot("header", "bare", cells, 1),),
        *((Slot(name, "rule", cells, given[name]),) for name in order),
    )


def _curve_rows(view: ViewState, spare: int) -> int:
    """A plot where all else has its rows already; else one row with its marks and its words."""
    if not view.speed.values:
        return 2
    return min(spare, MOST_PLOT_ROWS) if spare > PLOT_EDGE_ROWS + LEAST_PLOT_ROWS else 4


def _stacked(*found: Band) -> tuple[Band, ...]:
    return tuple(band for band in found if band[0].rows > 0)
