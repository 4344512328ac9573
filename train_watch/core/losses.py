"""The training loss: last, best, slope over the recent lines, validation, and what was not finite."""

from collections import deque
from math import isfinite

from train_watch.core.state import Loss

KEPT = 200
"""Values kept for the curve and its slope."""
SUSTAINED = 3
"""Training lines in a row without a finite loss after which the run is called failed: mixed
precision skips a step or two by design, a diverged model never comes back."""


class Losses:
    """Feed the loss of each training line, and validation losses.

    >>> losses = Losses()
    >>> for step, value in ((10, 4.0), (20, 3.5), (30, float("nan"))):
    ...     losses.train(step, value)
    >>> losses.summary().last, losses.summary().not_finite, losses.broken
    (3.5, 1, False)
    """

    __slots__ = (
        "_best",
        "_best_val",
        "_last",
        "_points",
        "_step",
        "_val",
        "in_a_row",
        "not_finite",
        "since",
    )

    def __init__(self) -> None:
        self._points: deque[tuple[int, float]] = deque(maxlen=KEPT)
        self._last: float | None = None
        self._best: float | None = None
        self._step: int | None = None
        self._val: float | None = None
        self._best_val: float | None = None
        self.not_finite = 0
        self.in_a_row = 0
        self.since: int | None = None
        """Step of the first line of the present series without a finite loss."""

    def train(self, step: int, value: float) -> None:
        """The loss of a training line; a second one of the same step replaces the first."""
        again = step == self._step
        self._step = step
        if not isfinite(value):
            if again and self.in_a_row:
                return
            self.since = step if not self.in_a_row else self.since
            self.not_finite += 1
            self.in_a_row += 1
            return
        self.in_a_row = 0
        self._last = value
        self._best = value if self._best is None else min(self._best, value)
        if again and self._points:
            self._points.pop()
        self._points.append((step, value))

    def validation(self, value: float) -> None:
        """The loss of an evaluation."""
        if isfinite(value):
            self._val = value
            self._best_val = value if self._best_val is None else min(self._best_val, value)

    @property
    def broken(self) -> bool:
        """The last training lines all lack a finite loss."""
        return self.in_a_row >= SUSTAINED

    def summary(self) -> Loss:
        """The frozen form."""
        points = tuple(self._points)
        return Loss(
            last=self._last,
            best=self._best,
            slope_per_100_steps=_slope(points),
            validation=self._val,
            best_validation=self._best_val,
            not_finite=self.not_finite,
            recent=points,
        )


def _slope(points: tuple[tuple[int, float], ...]) -> float | None:
    """Least squares, per 100 steps; None with fewer than three points or one step only."""
    if len(points) < 3:
        return None
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    square = sum((x - mean_x) ** 2 for x, _ in points)
    if not square:
        return None
    return 100 * sum((x - mean_x) * (y - mean_y) for x, y in points) / square
