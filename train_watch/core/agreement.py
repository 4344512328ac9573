"""Which totals one average allows, if it is the one behind a trainer's remaining time.

Whatever the average is, remaining = (total - done) x elapsed / done, where `elapsed` is the time that the
trainer's average stands for: average x done. What passed before the first line (start-up, compiling), and
what a clock of another origin is wrong by, is one unknown constant, so

    remaining x done / (total - done) = constant + elapsed

and two lines fix the total, within the rounding of what they print. All lines must allow a common total:
a wrong average soon leaves none, one that drifts too, because the constant takes the drift in.
"""

from math import inf, sqrt
from typing import NamedTuple

from train_watch.core.sane import MOST

PATIENCE = 3
"""Lines in a row that contradict the others before these are given up: a single line may be odd."""
FEWEST = 5
"""Lines that agree before they say anything: two unknowns take two lines, and three are left to be wrong."""
UNPROVEN = 10
"""The same where only the constant makes them agree, and nothing shows that the average is the trainer's."""
PLAIN = 0.01
"""Relative width of what one line allows without the constant, up to which it says anything. What many wider
ones allow together may be narrow because noise has pushed their ends, not because they are right."""
LASTING = 1.5
"""Times the steps done since such a line for which the lines must agree: as the run goes on, the mean and
the latest pace of an unsteady run part."""
WINDOW = 20
"""Steps up to which nothing is proven: the mean of the latest so many (20 in Detectron2) is that of the run."""
AGREE = 4
"""Lines that must agree for each that does not."""
ANCHORS = 5
"""Earlier lines that a line is held against: the first, and those at 2, 4, 8 ... times as many lines."""
TINY_S = 1e-9
"""No clock shows less: stands for none."""
PROOFS = 3
"""Times that the remaining time followed an unsteady pace, after which the average is known for its own."""
VISIBLE = 2.0
"""Widths of the rounding by which the pace must leave the straight line for that."""


class Point(NamedTuple):
    """One line: steps done, seconds remaining, seconds elapsed, and by how many either may be wrong.
    `spread` are the square seconds by which the elapsed time may have strayed since the start."""

    done: float
    remaining: float
    elapsed: float
    remaining_blur: float
    elapsed_blur: float
    spread: float = 0.0


class Span(NamedTuple):
    """Totals from `low` to `high` steps. `proven`: this average is the trainer's, for the remaining time was
    seen to follow its ups and downs, or it is printed and has long agreed without any constant."""

    low: float
    high: float
    proven: bool


class Agreement:
    """Feed one average's points; `span` tells which totals they allow.

    >>> agreement = Agreement()
    >>> for done in range(100, 1600, 100):  # 0.5 s a step, 60 s before the first; of 10,000
    ...     left = (10_000 - done) * (60 + done / 2) / done
    ...     agreement.add(Point(done, left, done / 2, 0.5, 0.0))
    >>> low, high, _ = agreement.span()
    >>> round(low), round(high)
    (9999, 10001)
    """

    __slots__ = (
        "_anchors", "_high", "_hits", "_least", "_low", "_misses", "_most", "_past", "_plain",
        "_previous", "_proofs", "_row",
    )  # fmt: skip

    def __init__(self) -> None:
        self._past = 0
        """Lines up to the last time that they were given up."""
        self._begin()

    def _begin(self) -> None:
        self._anchors: list[Point] = []
        self._previous: Point | None = None
        self._low, self._high = 0.0, inf
        self._least, self._most = 0.0, inf
        """Totals that all lines allow if the constant is nought."""
        self._hits = self._misses = self._row = self._proofs = 0
        self._plain = 0.0
        """Steps done at the first line that says something without the constant; nought: none has."""

    def add(self, point: Point) -> None:
        """One line. Time is constant; `done` must be above that of the line before."""
        if self._previous is not None and point.done <= self._previous.done:
            return
        low, high = self._allowed(point)
        if low > high:
            self._miss(point)
            return
        self._low, self._high = low, high
        least, most = alone(point)
        self._least, self._most = max(self._least, least), min(self._most, most)
        if most - least <= PLAIN * most:
            self._plain = self._plain or point.done
        self._row = 0
        self._hits += 1
        if self._previous is not None and self._follows(self._previous, point):
            self._proofs += 1
        self._previous = point
        self._keep(point)

    def span(self, *, own: bool = False) -> Span | None:
        """The totals allowed; None while too few lines agree, or too many did not. `own`: the trainer prints
        this average, so that it needs no proof once the lines have long agreed without the constant."""
        if self._high == inf or self._hits < max(FEWEST, self._past, AGREE * self._misses):
            return None
        low, high = max(self._least, self._low), min(self._most, self._high)
        if own and low <= high and self._lasts() and self._hits >= UNPROVEN:
            return Span(low, high, proven=True)
        proven = self._proofs >= PROOFS and self._done() > WINDOW
        if self._hits < UNPROVEN and not proven:
            return None
        return Span(self._low, self._high, proven)

    def _lasts(self) -> bool:
        """The lines have agreed without the constant for so long that another average would have shown."""
        return 0 < LASTING * self._plain <= self._done()

    def _done(self) -> float:
        return self._previous.done if self._previous is not None else 0.0

    def _allowed(self, point: Point) -> tuple[float, float]:
        low, high = max(self._low, point.done), self._high
        for anchor in self._anchors:
            least, most = between(anchor, point)
            low, high = max(low, least), min(high, most)
        return low, high

    def _miss(self, point: Point) -> None:
        self._misses += 1
        self._row += 1
        if self._row < PATIENCE:
            return
        self._past += self._hits + self._misses
        self._begin()
        self.add(point)

    def _keep(self, point: Point) -> None:
        if self._hits & (self._hits - 1):
            return
        if len(self._anchors) == ANCHORS:
            del self._anchors[1]
        self._anchors.append(point)

    def _follows(self, middle: Point, point: Point) -> bool:
        """The pace left the straight line from the first point to this one by more than rounding hides."""
        first = self._anchors[0]
        if not first.done < middle.done < point.done < self._low:
            return False
        share = (middle.done - first.done) / (point.done - first.done)
        straight = first.elapsed + share * (point.elapsed - first.elapsed)
        blur = sum(_blur(each, self._low) for each in (first, middle, point))
        blur += sqrt(max(0.0, point.spread - first.spread))
        return abs(middle.elapsed - straight) > VISIBLE * blur


def alone(point: Point) -> tuple[float, float]:
    """The least and the greatest total that one line allows, if nothing passed before the first step.

    >>> alone(Point(100, 450.0, 50.0, 0.5, 0.0))
    (999.0, 1001.0)
    """
    done, remaining, elapsed, blur, elapsed_blur, _ = point
    low = done + max(0.0, remaining - blur) * done / max(elapsed + elapsed_blur, TINY_S)
    return low, done + (remaining + blur) * done / max(elapsed - elapsed_blur, TINY_S)


def _blur(point: Point, total: float) -> float:
    return point.elapsed_blur + point.remaining_blur * point.done / (total - point.done)


def between(first: Point, second: Point) -> tuple[float, float]:
    """The least and the greatest total that two lines allow, `second` the later one.

    >>> low, high = between(Point(100, 450.0, 50.0, 0.5, 0.0), Point(200, 400.0, 100.0, 0.5, 0.0))
    >>> round(low), round(high)
    (997, 1003)
    """
    passed = second.elapsed - first.elapsed
    strayed = sqrt(max(0.0, second.spread - first.spread))
    blur = first.elapsed_blur + second.elapsed_blur + strayed
    gap = second.done - first.done
    early, late = first.done * first.remaining, second.done * second.remaining
    early_blur, late_blur = first.done * first.remaining_blur, second.done * second.remaining_blur
    low = _left(passed + blur, gap, early + early_blur, max(0.0, late - late_blur))
    high = _left(passed - blur, gap, max(0.0, early - early_blur), late + late_blur)
    return second.done + low, second.done + high


def _left(passed: float, gap: float, early: float, late: float) -> float:
    """The steps left x at the second line, of late / x - early / (x + gap) = passed: the one positive root."""
    if passed <= 0:
        return inf
    half = (passed * gap + early - late) / 2
    product = passed * late * gap
    root = sqrt(half * half + product)
    left = (root - half) / passed if half <= 0 else late * gap / (root + half)
    return left if left < MOST else inf
