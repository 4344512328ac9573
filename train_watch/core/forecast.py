"""The forecast: a sum whose terms can be checked by hand, and a range around it.

The range lives on the log scale (remaining times are positive and their errors relative), with
a scale of its own on each side, since runs are late more often than early.
"""

from collections.abc import Iterable, Sequence
from math import erf, exp, log, sqrt
from typing import NamedTuple

from train_watch.core.level import Base
from train_watch.core.state import Forecast, RunState, Term, What

LEVEL = 0.8
QUANTILE = 1.2815515655446004
"""Standard normal 90 % point: a tenth on either side of an 80 % interval."""
LEAST = 0.002
"""Relative; no run is steadier than this for reasons that no log shows."""
FEW_LINES = 0.25
"""Relative error of a level that rests on one line; it falls with the lines to the power 3/4."""
LOWER = {"noise": 2.0, "disagreement": 1.0, "events": 0.9, "one_event": 0.3}
UPPER = {
    "past_error": 1.65, "events": 2.4, "one_event": 0.48, "future": 0.08, "drift": 4.3,
}  # fmt: skip
"""Weights of what can go wrong (see `_risks`), fitted once, by quantile regression of the log
error at both ends, over the MLPerf, modded-nanogpt and miscellaneous runs and synthetic ones."""


WIDEST = 2.0
"""Standard deviation at which a range says nothing any more (a factor of 13)."""


class Evidence(NamedTuple):
    """What the forecast rests on beside the level of the steps."""

    share_left: float = 0.0
    """Of the whole run, 0 to 1."""
    events_seen: int = 0
    dearest_event_s: float = 0.0
    unseen: float = 0.0
    """Upward spread owed to announced costs that nothing has shown yet."""


def term(what: What, count: int, total_s: float) -> Term:
    """An addend whose count times each is exactly its total."""
    return Term(what, count, total_s / count if count else 0.0, total_s)


def forecast(
    base: Base,
    remaining: int,
    others: Iterable[Term],
    evidence: Evidence | None = None,
    *,
    left: int | None = None,
) -> Forecast:
    """Sum up: `remaining` steps at the base level, and the other terms. `left` tells the steps
    to the printed total where a time limit will end the run before it.

    >>> sum_ = forecast(Base(3.99511, 0.0, 0.0, 0.0, 1), 5900, ())
    >>> round(sum_.at_update_s, 3), sum_.low_s < sum_.at_update_s < sum_.high_s
    (23571.149, True)
    """
    steps = Term("steps", remaining, base.value, remaining * base.value)
    terms = (steps, *(each for each in others if each.count and each.total_s > 0))
    total = sum(each.total_s for each in terms)
    low, high = _spread(base, total, total - steps.total_s, evidence or Evidence())
    return Forecast(
        remaining_steps=remaining if left is None else left,
        at_update_s=total,
        low_s=total * exp(-QUANTILE * low),
        high_s=total * exp(QUANTILE * high),
        level=LEVEL,
        terms=terms,
        log_spread=(low, high),
    )


def _spread(base: Base, total: float, extra: float, evidence: Evidence) -> tuple[float, float]:
    """Lower and upper standard deviation of log remaining time."""
    risks = _risks(base, total, extra, evidence)
    always = LEAST**2 + FEW_LINES**2 / max(1, base.lines) ** 1.5
    low = high = 0.0
    for name, weight in LOWER.items():
        low += (weight * risks[name]) ** 2
    for name, weight in UPPER.items():
        high += (weight * risks[name]) ** 2
    return sqrt(always + low), min(WIDEST, sqrt(always + high + evidence.unseen**2))


def _risks(base: Base, total: float, extra: float, evidence: Evidence) -> dict[str, float]:
    """Relative sizes of what can go wrong: the level is a sample, the experts differ or were
    wrong before, events cost or come otherwise than thought, the pace changes later on."""
    total = total or 1.0
    return {
        "noise": base.noise,
        "disagreement": base.disagreement,
        "past_error": base.past_error,
        "events": extra / total / sqrt(1 + evidence.events_seen),
        "one_event": min(1.0, evidence.dearest_event_s / total),
        "future": evidence.share_left**2,
        "drift": base.scale * evidence.share_left,
    }


def probability_within(forecast: Forecast, seconds: float) -> float:
    """Chance that the remaining time is at most `seconds`.

    Both halves of the split log-normal distribution (Fechner 1897) hold one half of the chance,
    so that `at_update_s` is its median.

    >>> f = Forecast(100, 100.0, 88.0, 114.0, 0.8, (), (0.1, 0.1))
    >>> probability_within(f, 100.0), round(probability_within(f, 100 * 2.718281828 ** 0.1), 3)
    (0.5, 0.841)
    """
    if forecast.at_update_s <= 0:
        return 1.0 if seconds >= 0 else 0.0
    if seconds <= 0:
        return 0.0
    distance = log(seconds / forecast.at_update_s)
    scale = forecast.log_spread[distance > 0]
    if scale <= 0:
        return 1.0 if distance >= 0 else 0.0
    return 0.5 * (1 + erf(distance / scale / sqrt(2)))


def what_if(
    state: RunState, step_s: float | None, *, factors: Sequence[tuple[What, float]] = ()
) -> float | None:
    """Seconds from the last line if a step took `step_s`; other terms stay, or are multiplied
    by the factors given (`("evaluation", 0.5)`: half as often). None where there is no forecast.

    >>> sum_ = forecast(Base(3.99511, 0.0, 0.0, 0.0, 1), 5900, (Term("evaluation", 2, 5.0, 10.0),))
    >>> what_if(RunState(forecast=sum_), 0.2), what_if(RunState(forecast=sum_), 0.2, factors=[("evaluation", 0.0)])
    (1190.0, 1180.0)
    """
    if state.forecast is None:
        return None
    scale = dict(factors)
    total = 0.0
    for each in state.forecast.terms:
        if each.what == "steps" and step_s is not None:
            total += each.count * step_s
        else:
            total += each.total_s * scale.get(each.what, 1.0)
    return total
