"""The forecast under another step time, as numbers."""

from train_watch.core.forecast import what_if
from train_watch.core.state import RunState
from train_watch.view.left import Left, anchor, forecast_of, left_of

STEEPEST = 0.1
"""A falling trend may take the step time to a tenth, not to zero and below."""


def mean_growth(slope: float, seen: int, ahead: int) -> float:
    """Mean step time over the `ahead` steps to come, in units of today's, if it grows by `slope` of
    itself a step for as long again as that has been `seen`, and then stays.

    >>> mean_growth(0.001, 100, 100), mean_growth(0.001, 100, 200), mean_growth(-0.1, 100, 100)
    (1.05, 1.075, 0.1)
    """
    if ahead <= 0:
        return 1.0
    growing = min(seen, ahead)
    change = slope * growing * (growing / 2 + (ahead - growing)) / ahead
    return max(STEEPEST, 1.0 + change)


def what_if_left(state: RunState, now: float, step_s: float) -> Left | None:
    """What is left from `now` if every step took `step_s` and the other terms stayed; None
    without a forecast."""
    total = what_if(state, step_s)
    if forecast_of(state) is None or total is None:
        return None
    return left_of(total, total, total, anchor(state, now), now)
