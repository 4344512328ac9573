"""Is it slower than before: the iteration time as a curve, and what it says."""

from train_watch.tui.bins import bins
from train_watch.tui.ink import (
    ROLE_OF_LEVEL,
    Area,
    Ranked,
    Row,
    Rows,
    Span,
    packed,
    span,
    spread,
)
from train_watch.tui.plot import plot, scale_of, ticks
from train_watch.view.spark import sparkline
from train_watch.view.state import Speed, ViewState
from train_watch.view.units import count

TEXT_ROWS = 3
"""Rows of words under the plot: median and trend, moving average and basis, legend."""
LEAST_PLOT_ROWS = 3


def speed(view: ViewState, area: Area) -> Rows:
    """A plot where there are rows for it, else one line; below it what it says."""
    told = view.speed
    if not told.values:
        return (span(told.now or "no iteration time yet", "muted"),)
    plot_rows = area.rows - TEXT_ROWS - 2  # the marks above, the steps below
    if plot_rows >= LEAST_PLOT_ROWS:
        return (*_plotted(told, area, plot_rows), *_said(told, area))
    return (*curve_rows(told, area)[: max(1, area.rows - 1)], *_said(told, area)[:1])


def curve_rows(told: Speed, area: Area) -> Rows:
    """The curve as one row in one style, cheap on a slow link; its marks under it."""
    columns = bins(told, area.cells)
    drawn = sparkline(
        [entry.value for entry in columns],
        area.cells,
        marks="".join(entry.mark for entry in columns),
        cap=told.cap,
        floor=told.floor,
        ascii_only=area.glyphs.ascii,
    )
    return (span(drawn.row, "curve"), span(drawn.marks.rstrip(), "mark"))


def _plotted(told: Speed, area: Area, rows: int) -> Rows:
    """The marks, the plot with its scale at the left, and the steps at its two ends."""
    scale = scale_of(told.values, told.floor, told.cap)
    labels = ticks(scale, rows)
    margin = Span(" " * (len(labels[0]) + 2))
    columns = bins(told, area.cells - len(margin.text))
    if not columns:
        return curve_rows(told, area)
    lines = plot([entry.value for entry in columns], rows, scale, ascii_only=area.glyphs.ascii)
    marks = "".join(entry.mark for entry in columns).rstrip()
    steps = _steps(columns[0].step, columns[-1].step, len(columns), area)
    unit = Span("s".rjust(len(labels[0])) + "  ", "muted")
    return ((unit, *span(marks, "mark")), *with_axis(labels, lines, area), (margin, *steps))


def with_axis(labels: tuple[str, ...], lines: tuple[str, ...], area: Area) -> Rows:
    """Each line behind its label."""
    return tuple(
        (Span(f"{label} {area.glyphs.axis}", "muted"), Span(line, "curve"))
        for label, line in zip(labels, lines, strict=True)
    )


def _steps(first: int, last: int, cells: int, area: Area) -> Row:
    """The first and the last step, under their ends of the curve."""
    left, right = count(first), count(last)
    if cells < len(left) + len(right) + 2:
        return span(f"{left} - {right}", "muted")
    return spread(span(left, "muted"), span(right, "muted"), cells, area.glyphs)


def _said(told: Speed, area: Area) -> Rows:
    """The numbers in words, the most telling first."""
    numbers = (
        Ranked(0, span(told.now, "strong")),
        Ranked(1, span(told.trend if told.now else "", ROLE_OF_LEVEL[told.trend_level])),
        Ranked(2, span(told.median)),
        Ranked(3, span(told.p95)),
    )
    average = (Ranked(0, span(told.mean)), Ranked(1, span(told.basis, "muted")))
    legend = [Ranked(4 + n, span(part, "muted")) for n, part in enumerate(told.legend.split("   "))]
    low = area.rows <= TEXT_ROWS
    groups = ((*numbers, *legend),) if low else (numbers, average, tuple(legend))
    rows = (packed(group, area.cells, 3, area.glyphs) for group in groups)
    return tuple(row for row in rows if row)
