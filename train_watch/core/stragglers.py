"""Time lost to slow lines that no event line explains: a comb in the dear ones, a rate for the rest.

Evaluations that leave no line of their own show as equally dear lines at equal distances: those
are counted ahead. What does not fit is spread as a rate. A single outage, far dearer than
anything else, is left out of it: one hang says nothing about how often.
"""

from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

from train_watch.core.period import ahead, period

KEPT = 64
"""Slow lines kept for the comb; older ones only count in the rate."""
OUTAGE_LINES = 120.0
"""Extra time, in usual lines, from which a single slow line is an outage, not a habit."""
DEAR = 0.5
"""Share of the second dearest cost that a line must reach to belong to the comb."""
CHANCE = 16.0
"""Strides a distance must be long for two lines and the start to show it: each falls on a comb
within a line by chance with probability 2 / 16."""
CUT = 1.5
"""Times the median at which a cost on the comb is cut: the first one is often dearer."""
LATEST = 8
"""Costs on the comb that count: evaluations become cheaper or dearer in the course of a run."""
ENOUGH = 8
"""Slow lines in the later half of a run from which their rate is taken."""
FIRST_LINES = 8.0
"""Lines' worth of steps added to the watched ones: slow lines crowd at the start of a run."""


class Slow(NamedTuple):
    """A slow line: where it ended, its extra seconds, and those of all steps it stands for."""

    position: float
    extra: float
    weighed: float


class Comb(NamedTuple):
    """Regular dear lines: the last one, their distance, usual cost; seconds of the other lines."""

    last: float
    every: float
    each: float
    rest: float


class Stragglers:
    """Feed positions and extra seconds; ask for the extra time ahead.

    >>> slow = Stragglers()
    >>> for position in (100, 200, 300, 400):
    ...     slow.add(position, 5.0)
    >>> slow.expected(now=450, end=800, steps=450, stride=1)
    (4, 20.0)
    """

    __slots__ = ("_comb", "_dearest", "_fitted", "_outages", "count", "lines", "origin", "weighed")

    def __init__(self, origin: float = 0.0) -> None:
        self.origin = origin
        """Position at which the run was first seen."""
        self.lines: deque[Slow] = deque(maxlen=KEPT)
        self.count = 0
        self.weighed = 0.0
        self._outages = 0.0
        self._dearest = 0.0
        """Extra seconds of all outages, and of the dearest one."""
        self._fitted = -1
        self._comb: Comb | None = None

    def add(
        self, position: float, extra: float, stands_for: float = 1.0, usual_s: float = 0.0
    ) -> None:
        """A line that ended at `position` took `extra` seconds more than its steps account for.

        A line that prints one iteration of every ten was slow by chance and `stands_for` ten;
        if slow lines come at a fixed distance, it was no chance and stands for itself.
        `usual_s`: seconds of a usual line, to know an outage by.
        """
        self.count += 1
        weighed = extra * stands_for
        if usual_s and extra > OUTAGE_LINES * usual_s:
            self._outages += extra
            self._dearest = max(self._dearest, extra)
            weighed = 0.0
        self.weighed += weighed
        self.lines.append(Slow(position, extra, weighed))

    def rewind(self, position: float) -> None:
        """The run went back to a checkpoint at `position`."""
        while self.lines and self.lines[-1].position > position:
            self.lines.pop()
        self._fitted = -1

    def comb(self, stride: float) -> Comb | None:
        """The dear lines, if they come regularly."""
        if self._fitted != self.count:
            self._fitted = self.count
            self._comb = self._fit(stride)
        return self._comb

    def _fit(self, stride: float) -> Comb | None:
        costs = sorted(line.extra for line in self.lines)
        if len(costs) < 2:
            return None
        limit = DEAR * costs[-2]
        dear = [line for line in self.lines if line.extra >= limit]
        positions = [line.position for line in dear]
        every = period(positions, stride) or self._from_start(positions, stride)
        if every is None:
            return None
        rest = sum(line.weighed for line in self.lines if line.extra < limit)
        return Comb(positions[-1], every, _usual([line.extra for line in dear]), rest)

    def _from_start(self, positions: list[float], stride: float) -> float | None:
        """Two dear lines at once and twice a distance from the start; by chance that is rare only
        if the distance is long."""
        every = period([self.origin, *positions], stride)
        return every if every is not None and every >= CHANCE * stride else None

    def expected(
        self,
        now: float,
        end: float,
        steps: float,
        stride: float,
        undecided: Sequence[float] = (),
    ) -> tuple[int, float]:
        """How many more, and their seconds together, given `steps` steps watched so far.

        `undecided`: positions of slow lines that may yet prove to be a change of pace; one that
        is due on the comb has come.
        """
        left = max(0.0, end - now)
        if not self.lines or steps <= 0 or not left:
            return 0, 0.0
        comb = self.comb(stride)
        if comb is None:
            return self._rate(left, now, steps, stride)
        steps = now - self.lines[0].position if self.count > KEPT else steps
        share = left / (steps + FIRST_LINES * stride)
        due = comb.last + comb.every
        last = due if any(abs(position - due) <= stride for position in undecided) else comb.last
        count = ahead(last, comb.every, now, end, stride / 2)
        rest = share * comb.rest
        return count + int(rest > 0), count * comb.each + rest

    def _rate(self, left: float, now: float, steps: float, stride: float) -> tuple[int, float]:
        """Slow lines come at random: as many and as dear a step as in the later half of the run,
        once there are enough (they crowd at its start), else as in all of it."""
        later = [line for line in self.lines if line.position > now - steps / 2]
        if ENOUGH <= len(later) < len(self.lines):
            share = left / (steps / 2)
            return round(share * len(later)), share * sum(line.weighed for line in later)
        share = left / (steps + FIRST_LINES * stride)
        seconds = share * (self.weighed + self._outages - self._dearest)
        return max(round(share * self.count), int(seconds > 0)), seconds


def _usual(costs: list[float]) -> float:
    """Mean of the latest costs, cut at a multiple of their median."""
    costs = costs[-LATEST:]
    limit = CUT * sorted(costs)[(len(costs) - 1) // 2]
    return sum(min(cost, limit) for cost in costs) / len(costs)
