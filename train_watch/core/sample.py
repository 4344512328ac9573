"""One measured stretch of training: the common currency of everything behind `timing`."""

from typing import NamedTuple

from train_watch.core.state import Basis

WIDE = 0.5
"""Last digit of a reported time, relative to it, from which any clock is better: the rounding alone
may make it a quarter wrong, and always in the same direction."""


class Stretch(NamedTuple):
    """`steps` steps that end at `position` (steps done), at `seconds` a step.

    `span` is the number of steps that the value was averaged over: 1 for the printed time of a
    single iteration, which stands for all `steps` since the last line but measured only itself.
    `measured` tells that a clock saw the whole stretch, so that whatever happened in it is inside.
    """

    position: float
    steps: float
    seconds: float
    span: float
    measured: bool
    basis: Basis = "reported"
    eval_in: bool = False
    blur: float = 0.0
    """Seconds a step by which a coarse clock, or a coarsely printed time, may be wrong."""
    own: float | None = None
    """Seconds a step as the trainer reports it on the line of a clock: of single steps, so that what happened
    between them is not in it."""

    @property
    def coarse(self) -> bool:
        """Printed so that it says little: `steps/sec: 0.1` is anything from 6.7 to 20 s a step."""
        return self.basis == "reported" and self.blur >= WIDE * self.seconds

    def spent(self, usual: float) -> float:
        """Seconds of all `steps`; those that were not measured took `usual` seconds each.

        >>> Stretch(20, 10, 13.4, 1, measured=False).spent(0.4)
        17.0
        """
        return self.seconds * self.span + usual * max(0.0, self.steps - self.span)
