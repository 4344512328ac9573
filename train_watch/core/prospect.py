"""What follows from a series: where it ends, whether it is there, and how long it will take."""

from train_watch.core.forecast import Evidence, forecast, term
from train_watch.core.sane import duration
from train_watch.core.series import Series
from train_watch.core.state import Cadence, Forecast

BEGINNING = 3
"""Strides; a log whose first step lies further on was begun by a resumed run."""


def whole_run(series: Series) -> bool:
    """Step and total count the whole run (not only the current epoch)."""
    if series.counter.scope != "epoch":
        return True
    return series.counter.batches is not None and series.end is not None


def scope_end(series: Series) -> float | None:
    """Position of the end of what can be forecast: the run, else the current epoch."""
    if whole_run(series):
        return float(series.end.steps) if series.end is not None else None
    if series.counter.batches is None:
        return None
    return series.counter.epoch_start + series.counter.batches


def reached(series: Series) -> bool:
    """The last step of the run has been printed."""
    last = _last_printed(series)
    return last is not None and (series.counter.position or 0.0) >= last


def limit_steps(series: Series) -> int | None:
    """The total that is only a limit; None where the total is one, or none is known."""
    limit = series.ending.totals.limit() if series.end is None else None
    return limit.steps if limit is not None else None


def last_line(series: Series) -> bool:
    """The next line due would lie beyond the end."""
    last = _last_printed(series)
    counter = series.counter
    if last is None or counter.position is None or counter.stride is None:
        return False
    return counter.position + counter.stride > last


def _last_printed(series: Series) -> float | None:
    if series.last_step is None or series.end is None or not whole_run(series):
        return None
    return series.end.steps - series.last_step.short


def outlook(series: Series) -> Forecast | None:
    """The sum from the last step line (or an event after it) to the end; None while something
    is missing."""
    end, here = scope_end(series), series.counter.position
    if end is None or here is None:
        return None
    told = max(0, int(end - here))  # from the last step line, whatever was seen behind it
    here = min(end, max(here, series.schedule.latest))
    pace = series.pace
    left = max(0, int(end - here))
    base = pace.base(left)
    if base is None:
        return None
    steps = min(left, _allowed(series, base.value, left))
    end = here + steps if steps < left else end
    terms, unseen = series.schedule.terms(
        here, end, pace.stride, base.value, visible=pace.sees_events
    )
    count, seconds = pace.extra(end)
    if count and seconds > 0:
        terms.append(term("other", count, seconds))
    return forecast(base, steps, terms, _evidence(series, here, end, unseen), left=told)


def _allowed(series: Series, step_s: float, left: int) -> int:
    """Steps that fit under the limit which the trainer sets its own clock."""
    clock = duration(series.last_step.clock_s) if series.last_step is not None else None
    if series.ending.time_limit_s is None or clock is None or not step_s > 0:
        return left
    return int(min(left, max(0.0, series.ending.time_limit_s - clock) / step_s))


def _evidence(series: Series, here: float, end: float, unseen: float) -> Evidence:
    whole = end - (series.timing.start or 0.0)
    comb = series.pace.stragglers.comb(series.pace.stride)
    return Evidence(
        share_left=min(1.0, (end - here) / whole) if whole > 0 else 0.0,
        events_seen=series.pace.stragglers.count + series.schedule.seen(),
        dearest_event_s=max(series.schedule.longest_s(), comb.each if comb else 0.0),
        unseen=unseen,
    )


def cadences(series: Series) -> tuple[Cadence, ...]:
    """What comes now and then, in its frozen form."""
    here = series.counter.position or 0.0
    return series.schedule.cadences(here, scope_end(series), series.pace.stride, series.spent)


def cold(series: Series) -> bool:
    """Steps are known, but nothing about their steady time yet (or ever, without a clock)."""
    return series.pace.cold and (series.pace.lines > 0 or series.counter.stride is None)


def resumed_from(series: Series) -> int | None:
    """The checkpoint this run went on from: told, seen, or plain from where it begins."""
    if series.resumed_from is not None:
        return series.resumed_from
    first, stride = series.counter.first, series.counter.settled
    if first is None or series.counter.stride is None or series.last_step is None or series.cut_in:
        return None
    if series.follows:
        return None
    if first <= BEGINNING * stride + 1 or series.counter.scope == "epoch":
        return None
    return int(max(0.0, first - series.last_step.base * stride))
