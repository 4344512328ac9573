"""From the forecast, which counts from the last line, to what is left from now.

Between lines the finish stands still and the time left counts down. Once the expected finish is
behind, the run is overdue: the time left is then 0 and `overdue_s` says by how much.
"""

from math import isfinite
from typing import NamedTuple

from train_watch.core.state import Forecast, RunState
from train_watch.view.words import LIVE


class Left(NamedTuple):
    """Seconds from now (`*_s`) and instants (`*_at`); `low_s <= eta_s <= high_s`, none negative."""

    eta_s: float
    low_s: float
    high_s: float
    finish_at: float
    low_at: float
    high_at: float
    overdue_s: float
    since_update_s: float


def forecast_of(state: RunState) -> Forecast | None:
    """The forecast where it may be shown: a run that is stalled, dead or over has none."""
    forecast = state.forecast
    if forecast is None or state.state not in LIVE:
        return None
    numbers = (forecast.at_update_s, forecast.low_s, forecast.high_s)
    return forecast if all(isfinite(number) for number in numbers) else None


def anchor(state: RunState, now: float) -> float:
    """The instant that the forecast counts from: the last step's or the last line's, which a skewed
    clock of a file server may put into the future, or now where neither is known."""
    at = state.updated_at if state.anchored_at is None else state.anchored_at
    return now if at is None else min(at, now)


def time_left(state: RunState, now: float) -> Left | None:
    """What is left of the forecast at `now`; None where there is none to be shown."""
    forecast = forecast_of(state)
    if forecast is None:
        return None
    return left_of(forecast.at_update_s, forecast.low_s, forecast.high_s, anchor(state, now), now)


def left_of(expected_s: float, low_s: float, high_s: float, start: float, now: float) -> Left:
    """
    >>> left_of(100.0, 90.0, 120.0, 1000.0, 1095.0)[:3]
    (5.0, 0.0, 25.0)
    >>> left_of(100.0, 90.0, 120.0, 1000.0, 1110.0).overdue_s
    10.0
    """
    passed = now - start
    expected_s = max(0.0, expected_s)
    low_s, high_s = min(low_s, expected_s), max(high_s, expected_s)
    eta, low, high = (max(0.0, total - passed) for total in (expected_s, low_s, high_s))
    return Left(
        eta_s=eta,
        low_s=low,
        high_s=high,
        finish_at=max(start + expected_s, now),
        low_at=max(start + low_s, now),
        high_at=max(start + high_s, now),
        overdue_s=max(0.0, passed - expected_s),
        since_update_s=passed,
    )
