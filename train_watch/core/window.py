"""The last few values, kept in order of time and in order of size.

An insertion into a sorted list moves at most `size` pointers (one memmove), so a window of a
hundred costs well under a microsecond a value and every quantile is a look-up.
Quantiles interpolate linearly (definition 7 of Hyndman and Fan, "Sample Quantiles in
Statistical Packages", 1996), as numpy does by default.
"""

from bisect import bisect_left, insort
from collections import deque


class Window:
    """Moving average, median and percentiles of the last `size` values.

    >>> window = Window(3)
    >>> for value in (9.0, 1.0, 2.0, 6.0):
    ...     window.add(value)
    >>> window.mean(), window.median(), window.quantile(1.0)
    (3.0, 2.0, 6.0)
    """

    __slots__ = ("_added", "_total", "ordered", "size", "values")

    def __init__(self, size: int) -> None:
        self.size = size
        self.values: deque[float] = deque()
        self.ordered: list[float] = []
        self._total = 0.0
        self._added = 0

    def __len__(self) -> int:
        return len(self.values)

    def add(self, value: float) -> None:
        """Take `value` in; the oldest one leaves when the window is full."""
        if len(self.values) == self.size:
            oldest = self.values.popleft()
            del self.ordered[bisect_left(self.ordered, oldest)]
            self._total -= oldest
        self.values.append(value)
        insort(self.ordered, value)
        self._total += value
        self._added += 1
        if self._added % self.size == 0:  # rounding must not pile up over a run of days
            self._total = sum(self.values)

    def clear(self) -> None:
        """Forget every value."""
        self.values.clear()
        self.ordered.clear()
        self._total = 0.0
        self._added = 0

    def mean(self) -> float | None:
        """Moving average; None while empty."""
        return self._total / len(self.values) if self.values else None

    def median(self) -> float | None:
        """The middle value; None while empty."""
        return self.quantile(0.5)

    @property
    def gone(self) -> int:
        """How many values have left the window."""
        return self._added - len(self.values)

    def median_after(self, first: int) -> float | None:
        """The median without the `first` values ever added, where these are still here.

        >>> window = Window(3)
        >>> for value in (9.0, 1.0, 2.0, 6.0):
        ...     window.add(value)
        >>> window.median_after(1), window.median_after(3)
        (2.0, 6.0)
        """
        if first <= self.gone:
            return self.median()
        rest = Window(self.size)
        for value in list(self.values)[first - self.gone :]:
            rest.add(value)
        return rest.median()

    def quantile(self, share: float) -> float | None:
        """The value below which `share` (0 to 1) of the window lies; None while empty."""
        if not self.ordered:
            return None
        place = share * (len(self.ordered) - 1)
        below = int(place)
        low = self.ordered[below]
        if below + 1 == len(self.ordered):
            return low
        return low + (self.ordered[below + 1] - low) * (place - below)
