"""Many values in few columns, so that a new value changes the last column and no other."""

from collections.abc import Sequence
from itertools import groupby, pairwise
from math import isfinite
from operator import itemgetter
from typing import NamedTuple

from train_watch.view.spark import MARK_ORDER
from train_watch.view.state import Speed


class Bin(NamedTuple):
    """One column: its value, its mark or a blank, and its first step."""

    value: float
    mark: str
    step: int


def bins(speed: Speed, columns: int) -> tuple[Bin, ...]:
    """The newest part of the curve of `speed` in at most `columns` columns, oldest first.

    A column holds a fixed range of steps, the same at every call: dealing the values out evenly
    would move all of them with each new one, which flickers and costs a slow link a whole row.
    While there are fewer than two values a column, the oldest are left out rather than the room
    half used.
    """
    points = _points(speed)
    if not points or columns <= 0:
        return ()
    span = _usual_gap(points) * max(1, len(points) // columns)
    found = [_one(list(group)) for _, group in groupby(points, key=lambda point: point[1] // span)]
    return tuple(found[-columns:])


Point = tuple[float, int, str]


def _points(speed: Speed) -> list[Point]:
    steps = speed.steps if len(speed.steps) == len(speed.values) else range(len(speed.values))
    marks = speed.marks.ljust(len(speed.values))
    points = zip(speed.values, steps, marks, strict=False)
    return [point for point in points if isfinite(point[0])]


def _usual_gap(points: Sequence[Point]) -> int:
    """Steps from one value to the next, as a rule."""
    steps = list(map(itemgetter(1), points))
    gaps = sorted(later - earlier for earlier, later in pairwise(steps))
    return max(1, gaps[len(gaps) // 2]) if gaps else 1


def _one(points: Sequence[Point]) -> Bin:
    """The mean of the steady values; a column of nothing but marked ones shows the largest."""
    marks = {mark for _, _, mark in points}
    steady = [value for value, _, mark in points if mark == " "]
    value = sum(steady) / len(steady) if steady else max(value for value, _, _ in points)
    mark = next((mark for mark in MARK_ORDER if mark in marks), " ")
    return Bin(value, mark, points[0][1])
