"""A clock that is none: a printed sum that was taken for a mean, and multiplied by the steps done.

Where a line prints `time 0.422 (163.8)` the bracket is nearly always the mean since the start, so that
mean x steps is a clock. Where it is the sum, that product grows with the square of the steps: an hour after
an hour of training, a week after a day. The reported time of the same lines stays what it was.
"""

from collections import deque
from typing import NamedTuple

from train_watch.core.records import Record
from train_watch.core.sane import MOST, step_seconds

KEPT = 9
"""Lines compared; neighbours tell the same, so every kept one lies a good deal further on."""
APART = 1.15
"""Times the steps of the kept line before."""
FEWEST = 3
"""Lines before anything is said: a start-up that takes long bends a clock on the first two."""
REACH = 3.0
"""Times the steps of the first kept line that the last one must have done."""
EVEN = 0.15
"""Relative; so even is a sum divided by its steps. A clock divided by their square falls as 1 / steps."""
FASTER = 1.3
"""Times that such a clock runs faster in the later half; one that a resumed run began anew runs evenly."""
FAR = 10.0
"""Times the reported time: loading of data may take a good deal more than the steps, but not that much more
and more of it from line to line."""
HALF = 2.0
"""Factor within which the sum's growth is the reported time."""


class _Point(NamedTuple):
    """Steps done, the clock, and the reported seconds a step."""

    done: float
    clock: float
    reported: float


class FalseClock:
    """Feed the step lines of a run; `proven` tells that their clock is to be disbelieved.

    >>> false = FalseClock()
    >>> for done in (10, 20, 30):
    ...     false.see(Record("step", done, step=done, step_time_s=0.42, clock_s=0.42 * done**2))
    >>> false.proven
    True
    """

    __slots__ = ("_last", "_points", "_sums", "proven")

    def __init__(self) -> None:
        self._points: deque[_Point] = deque(maxlen=KEPT)
        self._last: _Point | None = None
        self._sums = 0
        self.proven = False

    def see(self, record: Record) -> None:
        """A believed line; without both times it says nothing."""
        point = _point(record)
        if point is None or self.proven:
            return
        last, self._last = self._last, point
        if last is None or point.done <= last.done:
            self._points.clear()
            self._sums = 0
        else:
            self._sums = self._sums + 1 if _is_sum(last, point) else 0
        if not self._points or point.done >= APART * self._points[-1].done:
            self._points.append(point)
        self.proven = self._sums >= FEWEST or self._square()

    def _square(self) -> bool:
        """The clock is the square of the steps, and the reported time did not grow."""
        points = self._points
        if len(points) < FEWEST or points[-1].done < REACH * points[0].done:
            return False
        ratios = sorted(point.clock / point.done**2 for point in points)
        first, middle, last = points[0], points[len(points) // 2], points[-1]
        faster = _pace(middle, last) > FASTER * _pace(first, middle)
        steady = last.reported < HALF * first.reported
        return faster and steady and ratios[-1] <= (1 + EVEN) * ratios[0]


def _point(record: Record) -> _Point | None:
    seconds, clock = step_seconds(record.step_time_s), record.clock_s
    if clock is None or seconds is None or record.step is None or record.covers != "step":
        return None
    done = record.step + 1 - record.base
    return _Point(done, clock, seconds) if 0 < clock < MOST and 0 < done < MOST else None


def _pace(first: _Point, second: _Point) -> float:
    return (second.clock - first.clock) / (second.done - first.done)


def _is_sum(last: _Point, point: _Point) -> bool:
    """Clock / steps is what grows as the reported times add up, and the clock itself far faster."""
    steps = point.done - last.done
    usual = _pace(last, point) / point.reported
    growth = (point.clock / point.done - last.clock / last.done) / steps / point.reported
    return usual > FAR and 1 / HALF <= growth <= HALF
