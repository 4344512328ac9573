"""The machine form: one object, as the project's contract for `--once --json` has it.

Times are Unix seconds, durations seconds. What is not known is null; no number is ever NaN or
infinite; a whole number stays one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isfinite

from train_watch.core import forecast as core
from train_watch.core.state import Alert, Cadence, EarlierRun, Forecast, RunState, StepTime
from train_watch.view.clock import Zone, local_zone
from train_watch.view.deadline import meets
from train_watch.view.left import forecast_of, time_left
from train_watch.view.whatif import what_if_left
from train_watch.view.words import counter_word, progress_of

SCHEMA = 1
Json = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Extras:
    """What the report holds that is not in the run's state."""

    source: str = ""
    bytes: int | None = None
    deadline_at: float | None = None
    what_if: tuple[float, ...] = ()
    notes: tuple[str, ...] = ()
    zone: Zone = local_zone
    """For the clock times in the sentences of alerts."""


NONE = Extras()


def as_json(state: RunState, now: float, extras: Extras = NONE) -> str:
    """The object on one line, ASCII only, without a line feed."""
    import json

    return json.dumps(as_object(state, now, extras), allow_nan=False)


def as_object(state: RunState, now: float, extras: Extras = NONE) -> dict[str, object]:
    """The object as Python values; `now` is what `eta_s` counts from."""
    return {
        "schema": SCHEMA,
        "source": extras.source,
        "format": state.format,
        "lines": state.lines,
        "lines_understood": state.lines_understood,
        "bytes": extras.bytes,
        "state": state.state,
        "step": state.step,
        "total_steps": state.total_steps,
        "total_from": state.total_from,
        "total_line": state.total_line,
        "total_is_rough": state.total_is_rough,
        "may_end_early": state.may_end_early,
        "limit_steps": state.limit_steps,
        "scope": state.scope,
        "counter": counter_word(state),
        "progress": progress_of(state),
        "epoch": whole(state.epoch),
        "total_epochs": state.total_epochs,
        "phase": state.phase,
        "started_at": instant(state.started_at),
        "updated_at": instant(state.updated_at),
        "finished_at": instant(state.finished_at),
        "resumed_from_step": state.resumed_from_step,
        "last_checkpoint_step": state.last_checkpoint_step,
        "step_time": step_time(state.step_time),
        "forecast": forecast(state, now, extras.deadline_at),
        "not_yet": state.not_yet if forecast_of(state) is None else None,
        "what_if": what_if(state, now, extras.what_if),
        "cadences": [cadence(entry) for entry in state.cadences],
        "alerts": alerts(state, now, extras),
        "metrics": {name: finite(value) for name, value in state.metrics.items()},
        "fault": fault(state),
        "earlier_runs": [earlier(run) for run in state.earlier],
        "notes": list(extras.notes),
    }


def finite(value: float | None) -> float | None:
    """
    >>> finite(float("nan")), finite(None), finite(0.0), finite(3)
    (None, None, 0.0, 3)
    """
    return value if value is not None and isfinite(value) else None


def instant(value: float | None) -> float | None:
    """Unix seconds; what lies before 1970 is a clock that was never set."""
    value = finite(value)
    return value if value is not None and value >= 0 else None


def whole(value: float | None) -> float | None:
    """A whole number without its decimal point.

    >>> whole(3.0), whole(2.37), whole(None)
    (3, 2.37, None)
    """
    value = finite(value)
    return int(value) if value is not None and value == int(value) else value


def earlier(run: EarlierRun) -> Json:
    """A run or phase before this one in the log; lines are numbers of lines, counters as printed."""
    return {
        "format": run.format,
        "phase": run.phase,
        "first_line": run.first_line,
        "last_line": run.last_line,
        "first_step": run.first_step,
        "last_step": run.last_step,
        "total_steps": run.total_steps,
        "epoch": whole(run.epoch),
        "ended": run.ended,
    }


def step_time(time: StepTime) -> Json:
    return {
        "value_s": finite(time.value_s),
        "last_s": finite(time.last_s),
        "mean_s": finite(time.mean_s),
        "median_s": finite(time.median_s),
        "p95_s": finite(time.p95_s),
        "window": time.window,
        "basis": time.basis,
        "reported_s": finite(time.reported_s),
        "observed_s": finite(time.observed_s),
        "warmup_steps": time.warmup_steps,
        "outliers": time.outliers,
        "trend": time.trend.direction,
        "trend_percent_per_1000_steps": finite(time.trend.percent_per_1000_steps),
    }


def forecast(state: RunState, now: float, deadline_at: float | None) -> Json | None:
    """What is left from now and from the last line; null while there is nothing to be said."""
    found, left = forecast_of(state), time_left(state, now)
    if found is None or left is None:
        return None
    return {
        "remaining_steps": found.remaining_steps,
        "eta_s": left.eta_s,
        "at_update_s": found.at_update_s,
        "low_s": left.low_s,
        "high_s": left.high_s,
        "level": found.level,
        "finish_at": left.finish_at,
        "overdue_s": left.overdue_s,
        "terms": terms(found),
        "trainer_eta_s": finite(state.trainer_eta_s),
        "deadline_at": deadline_at,
        "meets_deadline_probability": meets(state, now, deadline_at),
    }


def terms(found: Forecast) -> list[Json]:
    return [
        {"what": term.what, "count": term.count, "each_s": term.each_s, "total_s": term.total_s}
        for term in found.terms
    ]


def what_if(state: RunState, now: float, step_times: Iterable[float]) -> list[Json]:
    """One object for each assumed step time; empty without a forecast."""
    found = ((step_s, what_if_left(state, now, step_s)) for step_s in step_times)
    return [
        {
            "step_time_s": step_s,
            "eta_s": left.eta_s,
            "at_update_s": core.what_if(state, step_s),
            "finish_at": left.finish_at,
        }
        for step_s, left in found
        if left is not None
    ]


def cadence(entry: Cadence) -> Json:
    return {
        "what": entry.what,
        "every_steps": whole(entry.every_steps),
        "each_s": finite(entry.each_s),
        "share": finite(entry.share),
        "seen": entry.seen,
        "announced": entry.announced,
        "ahead": entry.ahead,
    }


def alerts(state: RunState, now: float, extras: Extras) -> list[Json]:
    """The alerts with their sentences; the room of words is only loaded when there are some."""
    if not state.alerts:
        return []
    from train_watch.view.alerts import completed, summary
    from train_watch.view.scene import Scene, ViewOptions

    scene = Scene(state, now, ViewOptions(zone=extras.zone))
    return [
        alert_object(state, alert, summary(scene, alert), completed(scene, alert))
        for alert in state.alerts
    ]


def alert_object(
    state: RunState,
    alert: Alert,
    sentence: str,
    evidence: Mapping[str, float | str | int | None],
) -> Json:
    from train_watch.advice.choose import advice_for

    return {
        "rule": alert.rule,
        "severity": alert.severity,
        "since_step": alert.since_step,
        "since_at": instant(alert.since_at),
        "summary": sentence,
        "evidence": {
            key: value if isinstance(value, str) else finite(value)
            for key, value in evidence.items()
        },
        "advice": list(advice_for(alert.rule, state.format, evidence)),
    }


def fault(state: RunState) -> Json | None:
    """The line that told of the end of the run, where one did."""
    if state.fault_text is None:
        return None
    return {"text": state.fault_text, "line": state.fault_line}
