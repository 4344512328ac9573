"""The level at which a run has been for most of its lines: a median over all of it, thinned.

Every value is kept until `CAP` are; then every second one is dropped and only every second,
fourth ... of the coming ones is taken, so the sample stays spread evenly over the whole run.
"""

from bisect import insort

CAP = 512
"""Values kept at most: the median of so many is known to a hundredth of their spread."""


class Typical:
    """Feed values, ask for their median.

    >>> typical = Typical()
    >>> for index in range(10_000):
    ...     typical.add(1.0 if index % 3 else 50.0)
    >>> typical.median()
    1.0
    """

    __slots__ = ("_every", "_left", "_ordered", "_values")

    def __init__(self) -> None:
        self._values: list[float] = []
        self._ordered: list[float] = []
        self._every = 1
        self._left = 1

    def add(self, value: float) -> None:
        """One line's value."""
        self._left -= 1
        if self._left:
            return
        self._values.append(value)
        insort(self._ordered, value)
        if len(self._values) > CAP:
            self._values = self._values[1::2]
            self._ordered = sorted(self._values)
            self._every *= 2
        self._left = self._every

    def within(self, value: float) -> float:
        """`value`, or the nearest one between the least and the greatest seen."""
        return max(self._ordered[0], min(self._ordered[-1], value))

    def median(self) -> float:
        """The middle value; zero while there is none."""
        return self._ordered[len(self._ordered) // 2] if self._ordered else 0.0
