"""The steps an epoch where a counter goes on over the epochs, from the lines' own epoch numbers.

With `done` steps done in epoch number k (from 0), one of them its own, an epoch is no longer than
(done - 1) / k and no shorter than done / (k + 1). Every line says so, and what all of them allow together
shrinks as the run grows.
"""

from math import inf
from typing import NamedTuple

LOOSEST = 0.025
"""Half the width of what the lines allow, relative, up to which a total is told, as a rough one."""
VARIES = 0.001
"""By how much, relative, the lines may contradict each other: with batches of so many tokens no two epochs
have as many steps (0.02 % in a run of JoeyNMT)."""
LATE = 1.0
"""Steps by which they may do so in any case: trainers count a step before they print it, or after, and the
number of an epoch changes beside its first step."""


class Length(NamedTuple):
    """Steps an epoch, and by how many they may be wrong."""

    steps: float
    half: float


class EpochBounds:
    """Feed the epoch (from 0) and the steps done of every line.

    >>> bounds = EpochBounds()
    >>> for done in range(10, 290, 10):
    ...     bounds.see((done - 1) // 70, done)
    >>> [round(value, 2) for value in bounds.length()]
    [71.5, 1.5]
    """

    __slots__ = ("_changes", "_epoch", "_high", "_low")

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Another run: nothing is known."""
        self._low, self._high = 0.0, inf
        self._epoch: int | None = None
        self._changes = 0

    def see(self, epoch: int, done: float) -> None:
        """A line in `epoch`. Lines that contradict each other tell nothing: their numbers are of something else."""
        if epoch < 0:
            return
        if self._epoch is not None:
            self._changes += epoch == self._epoch + 1
        self._epoch = epoch
        self._low = max(self._low, done / (epoch + 1))
        if epoch > 0:
            self._high = min(self._high, (done - 1) / epoch)  # one of its own is done

    def length(self) -> Length | None:
        """The middle of what all lines allow (or nearly all), once a new epoch was seen to begin and little room is left."""
        middle, half = (self._low + self._high) / 2, (self._high - self._low) / 2
        least = -max(VARIES * middle, LATE / 2)
        if not self._changes or not least <= half <= LOOSEST * middle:
            return None
        return Length(middle, abs(half))
