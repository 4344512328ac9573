"""Will it make the deadline: how likely, and how close."""

from train_watch.core.forecast import probability_within
from train_watch.core.state import Forecast, RunState
from train_watch.view.left import anchor, forecast_of


def meets(state: RunState, now: float, deadline_at: float | None) -> float | None:
    """Probability that the run ends by `deadline_at`, None where nothing can be said.

    While a run is overdue the forecast's own past is ruled out: it has not ended by now.
    """
    if deadline_at is None:
        return None
    if state.state == "finished":
        ended = state.finished_at if state.finished_at is not None else state.updated_at
        return None if ended is None else float(ended <= deadline_at)
    if state.state in {"failed", "stalled"}:
        return None
    if now >= deadline_at:
        return 0.0
    forecast = forecast_of(state)
    if forecast is None or state.scope != "run":
        return None
    start = anchor(state, now)
    return _given_not_yet(forecast, deadline_at - start, now - start)


def _given_not_yet(forecast: Forecast, limit_s: float, passed_s: float) -> float | None:
    """Probability of ending by `limit_s`, knowing that it takes longer than `passed_s`."""
    by_limit = probability_within(forecast, limit_s)
    if passed_s <= 0:
        return by_limit
    by_now = probability_within(forecast, passed_s)
    if by_now > 0.999:  # the forecast is refuted, and its curve with it
        return None
    return min(1.0, max(0.0, (by_limit - by_now) / (1.0 - by_now)))
