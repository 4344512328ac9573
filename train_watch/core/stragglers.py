"""Time lost to slow lines that no event explains: a comb in them if there is one, else a rate.

The dearest line is left out of the rate, since one event says nothing about how often (a
leave-one-out mean; a hang of an hour is not projected onto the rest of the run).
"""

from train_watch.core.cadence import Event, Train


class Stragglers:
    """Feed positions and extra seconds; ask for the extra time ahead.

    >>> slow = Stragglers()
    >>> for position in (7, 93, 171, 311):
    ...     slow.add(position, 5.0)
    >>> slow.expected(now=400, end=800, steps=400, tolerance=1)
    (3, 15.0)
    """

    __slots__ = ("dearest", "total", "train")

    def __init__(self) -> None:
        self.train = Train("other")
        self.total = 0.0
        self.dearest = 0.0

    def add(self, position: float, extra: float, stands_for: float = 1.0) -> None:
        """A line that ended at `position` took `extra` seconds more than its steps account for.

        A line that prints one iteration of every ten was slow by chance and `stands_for` ten;
        if slow lines come at a fixed distance, it was no chance and stands for itself.
        """
        self.train.add(Event("other", position, extra))
        self.total += extra * stands_for
        self.dearest = max(self.dearest, extra * stands_for)

    def periodic(self, tolerance: float) -> bool:
        """Whether the slow lines come at a fixed distance."""
        return self.train.count > 2 and self.train.regular(tolerance)

    def expected(self, now: float, end: float, steps: float, tolerance: float) -> tuple[int, float]:
        """How many more, and their seconds together, given `steps` steps watched so far."""
        if not self.train.count or steps <= 0:
            return 0, 0.0
        if self.periodic(tolerance):
            each = self.train.each() or 0.0
            count = self.train.ahead(now, end, tolerance) or 0
            return count, count * each
        seconds = (self.total - self.dearest) / steps * max(0.0, end - now)
        count = round((self.train.count - 1) / steps * max(0.0, end - now))
        return max(count, int(seconds > 0)), seconds
