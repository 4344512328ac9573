"""Seconds a step out of a printed mean since the start: the difference of two of them.

With n1 < n2 steps behind the means, the steps between took (m2 n2 - m1 n1) / (n2 - n1) each, with
a rounding error of at most half an ulp times (n1 + n2) / (n2 - n1): late in a run the distance
must grow for the difference to mean anything.
"""

from train_watch.core.clocks import Elapsed

LOOSEST = 0.05
"""Rounding bound, relative, up to which a difference is used."""
LONGEST = 64
"""Lines after which the printed mean itself is taken: better than silence."""


class Means:
    """Feed printed means with the number of steps behind them.

    >>> means = Means()
    >>> means.read(2.0, 10, 0.01), means.read(3.0, 20, 0.01)
    (None, Elapsed(seconds=40.0, steps=10, ulp=0.0))
    """

    __slots__ = ("_mean", "_steps", "_waited")

    def __init__(self) -> None:
        self._mean = 0.0
        self._steps = 0.0
        self._waited = 0

    def read(self, mean: float, steps: float, ulp: float) -> Elapsed | None:
        """What the steps since the last answer took together."""
        if steps <= self._steps or not self._steps:
            return self._answer(mean, steps, None)
        between = steps - self._steps
        seconds = mean * steps - self._mean * self._steps
        bound = ulp / 2 * (steps + self._steps) / between
        if seconds > 0 and bound <= LOOSEST * seconds / between:
            return self._answer(mean, steps, Elapsed(seconds, between))
        self._waited += 1
        if self._waited >= LONGEST:
            return self._answer(mean, steps, Elapsed(mean * between, between))
        return None

    def _answer(self, mean: float, steps: float, answer: Elapsed | None) -> Elapsed | None:
        self._mean, self._steps, self._waited = mean, steps, 0
        return answer
