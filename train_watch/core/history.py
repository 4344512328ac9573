"""Time spent against steps done, over a whole run, in bounded memory.

The running sums are kept at evenly spaced counts of lines; when the store is full every second
point is dropped and the spacing doubles (as in streaming piecewise aggregation, Keogh et al.
2001), so the mean over any stretch is two look-ups and a run of a million lines needs 2 x `CAP`
numbers.
"""

from bisect import bisect_right

CAP = 1024
"""Points kept at most: a stretch's ends are then known to a thousandth of the run."""


class History:
    """Cumulative seconds over cumulative steps.

    >>> history = History()
    >>> for seconds in (1.0, 1.0, 3.0):
    ...     history.add(10, 10 * seconds)
    >>> history.steps, history.mean(0, 20), history.mean(20, 30)
    (30.0, 1.0, 3.0)
    """

    __slots__ = ("_at", "_every", "_left", "_spent", "seconds", "steps")

    def __init__(self) -> None:
        self.steps = 0.0
        self.seconds = 0.0
        self._at = [0.0]
        self._spent = [0.0]
        self._every = 1
        self._left = 1

    def add(self, steps: float, seconds: float) -> None:
        """A line that stands for `steps` steps, which took `seconds` together."""
        self.steps += steps
        self.seconds += seconds
        self._left -= 1
        if self._left:
            return
        self._at.append(self.steps)
        self._spent.append(self.seconds)
        if len(self._at) > CAP:
            self._at = self._at[::2]
            self._spent = self._spent[::2]
            self._every *= 2
        self._left = self._every

    def spent(self, at: float) -> float:
        """Seconds spent until `at` steps, interpolated between the points kept."""
        if at >= self.steps:
            return self.seconds
        above = bisect_right(self._at, at)
        if above == 0:
            return 0.0
        x0, t0 = self._at[above - 1], self._spent[above - 1]
        if above < len(self._at):
            x1, t1 = self._at[above], self._spent[above]
        else:
            x1, t1 = self.steps, self.seconds
        return t0 + (t1 - t0) * (at - x0) / (x1 - x0) if x1 > x0 else t0

    def mean(self, start: float, end: float) -> float:
        """Seconds a step between `start` and `end` steps (`start < end`)."""
        return (self.spent(end) - self.spent(start)) / (end - start)
