"""A curve in one row of text, with a row of marks under it, and a progress bar."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import isfinite
from typing import NamedTuple

BLOCKS = "▁▂▃▄▅▆▇█"
ASCII_LEVELS = "._-=+*#@"
EIGHTHS = " ▏▎▍▌▋▊▉"
MARK_ORDER = "ECow"
"""Which mark is shown where several values share a cell: the first of these."""


class Curve(NamedTuple):
    """Two rows of the same width: the curve and, under each cell, its mark or a blank."""

    row: str
    marks: str


def sparkline(
    values: Sequence[float],
    cells: int,
    *,
    marks: str = "",
    cap: float | None = None,
    floor: float | None = None,
    ascii_only: bool = False,
) -> Curve:
    """`values`, oldest first, as at most `cells` cells from `floor` to `cap`.

    The topmost level is kept for what lies above `cap`. Where several values share a cell it
    shows the mean of those that are not cut off, so that one evaluation does not lift its
    neighbours; its mark is kept, so nothing that stood out disappears by lack of room.

    >>> sparkline([1, 2, 3, 4], 8)
    Curve(row='▁▃▅▇', marks='    ')
    >>> sparkline([4.0, 4.1, 52.0, 4.0], 8, marks="  E ", cap=4.2, floor=3.9)
    Curve(row='▃▅█▃', marks='  E ')
    >>> sparkline([4.0, 4.1, 52.0, 4.0], 2, marks="  E ", cap=4.2, floor=3.9, ascii_only=True)
    Curve(row='=-', marks=' E')
    """
    points = [(v, m) for v, m in zip(values, marks.ljust(len(values)), strict=False) if isfinite(v)]
    if not points or cells <= 0:
        return Curve("", "")
    low, high = _scale([value for value, _ in points], floor, cap)
    levels = ASCII_LEVELS if ascii_only else BLOCKS
    groups = _groups(points, cells)
    row = "".join(levels[_level([v for v, _ in group], low, high)] for group in groups)
    return Curve(row, "".join(_mark(m for _, m in group) for group in groups))


def _scale(values: list[float], floor: float | None, cap: float | None) -> tuple[float, float]:
    return (
        min(values) if floor is None else floor,
        max(values) if cap is None else cap,
    )


def _groups(points: list[tuple[float, str]], cells: int) -> list[list[tuple[float, str]]]:
    """The points dealt to the cells in order, each cell getting one at least."""
    cells = min(cells, len(points))
    edges = [len(points) * cell // cells for cell in range(cells + 1)]
    return [points[start:end] for start, end in pairwise(edges)]


def _level(values: list[float], low: float, high: float) -> int:
    """0 to 6 between `low` and `high`, 7 when all are above."""
    within = [value for value in values if value <= high]
    if not within:
        return 7
    if high <= low:
        return 3
    middle = sum(value / len(within) for value in within)
    share = (middle / 2 - low / 2) / (high / 2 - low / 2)  # halves: no difference overflows
    return max(0, min(6, int(share * 7)))


def _mark(marks: Iterable[str]) -> str:
    found = set(marks)
    return next((mark for mark in MARK_ORDER if mark in found), " ")


def bar(fraction: float | None, cells: int, *, ascii_only: bool = False) -> str:
    """A bar filled to `fraction` in eighths of a cell; not full before the end, and with None empty.

    >>> bar(0.5, 5), bar(0.5, 5, ascii_only=True), bar(1.0, 3), bar(None, 3)
    ('██▌··', '##---', '███', '···')
    """
    if cells <= 0:
        return ""
    share = min(1.0, max(0.0, fraction)) if fraction is not None and isfinite(fraction) else 0.0
    eighths = int(share * cells * 8 + 1e-9)
    whole, rest = divmod(eighths, 8)
    if ascii_only:
        return "#" * whole + "-" * (cells - whole)
    part = EIGHTHS[rest] if rest else ""
    return "█" * whole + part + "·" * (cells - whole - len(part))
