"""Differences of a clock: resets, backward jumps and coarse readings.

A clock read to whole seconds says little about a step of a tenth of a second, so a difference is
only taken once it is `TICKS` readings long; until then the steps add up. Nothing is lost by
waiting: the sum of differences is the difference of the sum.
"""

from typing import NamedTuple

TICKS = 5.0
"""Readings (ulps) a difference must span: its rounding error is then below about ten percent,
and errors of neighbours cancel."""
WHOLE_READINGS = 4
"""So many whole numbers in a row and the clock is taken to count whole seconds."""
LONGEST_S = 30 * 86400.0
"""A longer pause is another run or another machine's clock, not a slow step."""


class Elapsed(NamedTuple):
    """Seconds and steps between two readings."""

    seconds: float
    steps: float
    ulp: float = 0.0
    """Seconds between two readings that the clock can tell apart."""


class Clock:
    """One clock against positions in the run.

    >>> clock = Clock()
    >>> clock.start(0.0, 0.0)
    >>> [clock.read(t, float(s), 1.0) for s, t in ((1, 2.0), (2, 5.0), (3, 1.0), (4, 9.0))]
    [None, Elapsed(seconds=5.0, steps=2.0, ulp=1.0), None, Elapsed(seconds=8.0, steps=1.0, ulp=1.0)]
    """

    __slots__ = ("_at", "_position", "_whole", "value")

    def __init__(self) -> None:
        self.value: float | None = None
        """The last reading."""
        self._at: float | None = None
        self._position = 0.0
        self._whole = 0

    def start(self, value: float, position: float) -> None:
        """Count from this reading on."""
        self.value = self._at = value
        self._position = position

    def stop(self) -> None:
        """The next reading has no predecessor."""
        self._at = None

    def ulp(self, told: float) -> float:
        """Seconds between two readings: as told, or a second for a clock of whole seconds."""
        return max(told, 1.0) if self._whole >= WHOLE_READINGS else told

    def read(self, value: float, position: float, ulp: float = 0.0) -> Elapsed | None:
        """The time since the last difference; None while too short, or after a reset."""
        self.value = value
        self._whole = self._whole + 1 if value == int(value) else 0
        ulp = self.ulp(ulp)
        if self._at is None:
            self.start(value, position)
            return None
        seconds, steps = value - self._at, position - self._position
        if seconds < 0 or seconds > LONGEST_S or steps < 0:
            self.start(value, position)
            return None
        if steps == 0 or seconds <= 0 or seconds < TICKS * ulp:
            return None
        self.start(value, position)
        return Elapsed(seconds, steps, ulp)
