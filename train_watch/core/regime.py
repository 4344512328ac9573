"""The level at which a run has held since its pace last changed, and how well it is known."""

from collections import deque
from typing import NamedTuple

CUT = 3.0
"""Standard deviations at which a line is cut, so that a few slow ones do not move the level."""
SURE_LINES = 8
"""Lines below which nothing is cut: the spread itself is not known yet."""
KEPT = 64
"""Lines whose means are kept: a change is confirmed within fewer."""


class Held(NamedTuple):
    """Seconds a step, the standard error of its log, and the lines that it rests on."""

    seconds: float
    error: float
    lines: int


class Regime:
    """Running winsorised mean of log step times.

    >>> regime = Regime(1.0, 9)
    >>> regime.add(2.0, 0.1)
    >>> regime.lines, round(regime.mean, 2), regime.without(1).mean
    (10, 1.03, 1.0)
    """

    __slots__ = ("_before", "lines", "mean")

    def __init__(self, mean: float = 0.0, lines: int = 0) -> None:
        self.mean = mean
        self.lines = lines
        self._before: deque[float] = deque(maxlen=KEPT)
        """The mean before each of the latest lines."""

    def add(self, value: float, scale: float) -> None:
        """One line's log step time; `scale` is the standard deviation of single lines."""
        self.lines += 1
        self._before.append(self.mean)
        limit = CUT * scale if self.lines > SURE_LINES else float("inf")
        deviation = max(-limit, min(limit, value - self.mean))
        self.mean += deviation / self.lines

    def without(self, lines: int) -> "Regime":
        """The same without its newest `lines`, which turned out to belong to the next regime: the mean that
        stood before them, since they had been cut when they came in."""
        rest = self.lines - lines
        if rest <= 0 or not self._before:
            return Regime(self.mean, max(rest, 0))
        return Regime(self._before[max(-lines, -len(self._before))], rest)
