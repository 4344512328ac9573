"""The total that a trainer's own remaining time betrays: total = step + remaining / time per step.

Trainers compute the remaining time from different averages, so each candidate average has its
own series of totals; the steadiest series wins if it is steady enough, and the result is
rounded to the roundest number within its scatter (totals are round: 40,000, not 39,984).
"""

from collections.abc import Mapping

from train_watch.core.window import Window

FEWEST = 5
LOOSEST = 0.02
"""Relative scatter of a series above which it is no evidence."""
BLUNT = 5e-4
"""Relative rounding of a total that is always allowed: trainers print whole seconds."""
KEPT = 31
"""Recent candidates a series; the median of so many hardly moves."""


class Inversion:
    """Feed step, remaining seconds and named averages.

    >>> inversion = Inversion()
    >>> for step in range(100, 800, 100):
    ...     inversion.add(step, (40_000 - step) * 0.425, {"mean": 0.4251, "last": 0.3 + step / 5e3})
    >>> inversion.total()
    40000
    """

    __slots__ = ("_series", "_unit")

    def __init__(self) -> None:
        self._unit = 1
        self._series: dict[str, Window] = {}

    def add(
        self, step: float, remaining_s: float, averages: Mapping[str, float | None], unit: int = 1
    ) -> None:
        """One line's remaining time against each average that might be behind it. The total is a multiple
        of `unit`: the batches of an epoch, where they are known."""
        self._unit = unit
        for name, seconds in averages.items():
            if seconds is None or seconds <= 0:
                continue
            total = step + remaining_s / seconds
            if total < 1e15:
                whole = total if unit == 1 else max(round(total / unit), 1) * unit
                self._series.setdefault(name, Window(KEPT)).add(whole)

    def total(self) -> int | None:
        """Median of the steadiest series, snapped to a round number; None while unsure."""
        ready = [window for window in self._series.values() if len(window) >= FEWEST]
        if not ready:
            return None
        best = min(ready, key=_scatter)
        scatter = _scatter(best)
        if scatter > LOOSEST:
            return None
        if self._unit > 1:
            return round((best.median() or 0.0) / self._unit) * self._unit
        return snap(best.median() or 0.0, max(2 * scatter, BLUNT))


def _scatter(window: Window) -> float:
    """Half the distance between the quartiles, relative to the median."""
    middle = window.median() or 1.0
    return ((window.quantile(0.75) or 0.0) - (window.quantile(0.25) or 0.0)) / 2 / middle


def snap(value: float, tolerance: float) -> int:
    """The roundest whole number within `tolerance` (relative) of `value`.

    >>> snap(39_985.0, 0.001), snap(1234.4, 0.0001)
    (40000, 1234)
    """
    unit = 10 ** max(0, len(str(int(value))) - 1)
    while unit > 1:
        for step in (unit, unit / 2):
            rounded = round(value / step) * step
            if rounded > 0 and abs(rounded / value - 1) <= tolerance:
                return int(rounded)
        unit //= 10
    return round(value)
