"""Is the loss fine: its curve, where the screen is wide enough for a third column."""

from train_watch.tui.ink import Area, Rows, clip, span
from train_watch.tui.panels.speed import with_axis
from train_watch.tui.plot import plot, scale_of, ticks
from train_watch.view.state import ViewState

LEAST_ROWS = 2
LEAST_CELLS = 8
"""Below these a plot tells less than the words under it."""


def loss(view: ViewState, area: Area) -> Rows:
    """The last values as a plot; the numbers in words under it."""
    said = clip(span(view.loss or "no loss in this log"), area.cells, area.glyphs)
    rows = area.rows - 1
    if len(view.loss_values) < 2 or rows < LEAST_ROWS:
        return (said,)
    scale = scale_of(view.loss_values, None, None)
    labels = ticks(scale, rows)
    columns = area.cells - len(labels[0]) - 2
    if columns < LEAST_CELLS:
        return (said,)
    lines = plot(_thinned(view.loss_values, columns), rows, scale, ascii_only=area.glyphs.ascii)
    return (*with_axis(labels, lines, area), said)


def _thinned(values: tuple[float, ...], columns: int) -> tuple[float, ...]:
    """Every n-th value, counted from the end, so that the last one is always there."""
    every = max(1, len(values) // columns)
    return values[::-1][::every][:columns][::-1]
