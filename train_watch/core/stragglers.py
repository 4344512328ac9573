"""Time lost to slow lines that no event line explains: a comb in the dear ones, a rate for the rest.

Evaluations that leave no line of their own show as equally dear lines at equal distances: those
are counted ahead. What does not fit is spread as a rate. A single outage, far dearer than
anything else, is left out of it: one hang says nothing about how often.
"""

from typing import NamedTuple

from train_watch.core.cadence import Event, Train
from train_watch.core.period import ahead, period

OUTAGE_LINES = 120.0
"""Extra time, in typical lines, from which a single slow line is an outage, not a habit."""
DEAR = 0.5
"""Share of the second dearest cost that a line must reach to belong to the comb."""
CUT = 1.5
"""Times the median at which a cost on the comb is cut."""
FIRST_LINES = 16.0
"""Lines' worth of steps added to the watched ones: slow lines crowd at the start of a run."""


class Stragglers:
    """Feed positions and extra seconds; ask for the extra time ahead.

    >>> slow = Stragglers()
    >>> for position in (100, 200, 300, 400):
    ...     slow.add(position, 5.0)
    >>> slow.expected(now=450, end=800, steps=450, stride=1)
    (4, 20.0)
    """

    __slots__ = ("_comb", "_fitted", "outages", "rare", "train", "weighed")

    def __init__(self) -> None:
        self.train = Train("other")
        self.weighed = 0.0
        """Extra seconds of the common slow lines, each for all the lines it stands for."""
        self.rare = 0.0
        self.outages: list[float] = []
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
        if usual_s and extra > OUTAGE_LINES * usual_s:
            self.outages.append(extra)
        else:
            self.weighed += extra * stands_for
        self.train.add(Event("other", position, extra))

    def rewind(self, position: float) -> None:
        """The run went back to a checkpoint at `position`."""
        self.train.rewind(position)

    def comb(self, stride: float) -> "Comb | None":
        """The dear lines, if they come regularly."""
        if self._fitted != self.train.count:
            self._fitted = self.train.count
            self._comb = self._fit(stride)
        return self._comb

    def _fit(self, stride: float) -> "Comb | None":
        events = [(event.position, event.cost or 0.0) for event in self.train.events]
        costs = sorted(cost for _, cost in events)
        if len(costs) < 2:
            return None
        dear = [(p, c) for p, c in events if c >= DEAR * costs[-2]]
        positions = [p for p, _ in dear]
        every = period(positions, stride) or period([self.train.origin, *positions], stride)
        if every is None:
            return None
        each = _usual_cost([c for _, c in dear])
        older = max(0.0, (positions[-1] - self.train.origin) / every - len(dear))
        return Comb(positions[-1], every, each, sum(c for _, c in dear) + older * each)

    def expected(self, now: float, end: float, steps: float, stride: float) -> tuple[int, float]:
        """How many more, and their seconds together, given `steps` steps watched so far."""
        left = max(0.0, end - now)
        if not self.train.count or steps <= 0 or not left:
            return 0, 0.0
        comb = self.comb(stride)
        share = left / (steps + FIRST_LINES * stride)
        if comb is None:
            seconds = share * (self.weighed + self._repeated_outages())
            return max(round(share * self.train.count), int(seconds > 0)), seconds
        count = ahead(comb.last, comb.every, now, end, stride / 2)
        rest = share * max(0.0, self.weighed + sum(self.outages) - comb.spent)
        return count + int(rest > 0), count * comb.each + rest

    def _repeated_outages(self) -> float:
        return sum(sorted(self.outages)[:-1])


class Comb(NamedTuple):
    """Regular dear lines: the last one, their distance, usual cost, and cost so far."""

    last: float
    every: float
    each: float
    spent: float


def _usual_cost(costs: list[float]) -> float:
    """Mean of the costs cut at half as much again as their median: the first one is often dearer."""
    limit = CUT * sorted(costs)[(len(costs) - 1) // 2]
    return sum(min(cost, limit) for cost in costs) / len(costs)
