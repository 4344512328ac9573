"""The level at which a run has held since its pace last changed, and how well it is known."""

from typing import NamedTuple

CUT = 3.0
"""Standard deviations at which a line is cut, so that a few slow ones do not move the level."""
SURE_LINES = 8
"""Lines below which nothing is cut: the spread itself is not known yet."""


class Held(NamedTuple):
    """Seconds a step, the standard error of its log, and the lines that it rests on."""

    seconds: float
    error: float
    lines: int


class Regime:
    """Running winsorised mean of log step times.

    >>> regime = Regime(1.0, 9)
    >>> regime.add(2.0, 0.1)
    >>> regime.lines, round(regime.mean, 2), round(regime.without(2.0, 1).mean, 2)
    (10, 1.03, 0.92)
    """

    __slots__ = ("lines", "mean")

    def __init__(self, mean: float = 0.0, lines: int = 0) -> None:
        self.mean = mean
        self.lines = lines

    def add(self, value: float, scale: float) -> None:
        """One line's log step time; `scale` is the standard deviation of single lines."""
        self.lines += 1
        limit = CUT * scale if self.lines > SURE_LINES else float("inf")
        deviation = max(-limit, min(limit, value - self.mean))
        self.mean += deviation / self.lines

    def without(self, mean: float, lines: int) -> "Regime":
        """The same without its newest `lines`, which turned out to belong to the next regime."""
        rest = self.lines - lines
        if rest <= 0:
            return Regime(self.mean, 0)
        return Regime((self.mean * self.lines - mean * lines) / rest, rest)
