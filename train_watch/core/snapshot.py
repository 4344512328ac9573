"""From a run and an instant to the frozen state."""

from types import MappingProxyType

from train_watch.core.moments import Moments
from train_watch.core.phases import Situation, phase
from train_watch.core.prospect import (
    cadences,
    cold,
    inferred_lap,
    last_line,
    limit_steps,
    outlook,
    reached,
    resumed_from,
    scope_end,
    whole_run,
    within_lap,
)
from train_watch.core.records import Scope
from train_watch.core.rhythm import UNKNOWN_S
from train_watch.core.rules import alerts
from train_watch.core.rules.signals import Signals
from train_watch.core.series import Series
from train_watch.core.state import (
    EarlierRun,
    Forecast,
    Phase,
    Rhythm,
    RunState,
    StepTime,
    TotalFrom,
)
from train_watch.core.trend import trend
from train_watch.core.window import Window

DUE = 1.5
"""Typical gaps of silence after which an evaluation that is due is taken to be running."""


def snapshot(
    series: Series,
    moments: Moments,
    now: float | None,
    modified_at: float | None,
    *,
    earlier: tuple[tuple[EarlierRun, ...], int] = ((), 0),
    ended: bool,
) -> RunState:
    """The state at `now`; `earlier` are the runs before this one, and how many there were."""
    silent = None if ended else _silence(moments, now, modified_at)
    expected = series.schedule.longest_s() if series.evaluating else 0.0
    rhythm = series.pulse.rhythm(expected, surprise=series.schedule.surprise)
    sum_ = outlook(series)
    state = _phase(series, moments, silent, rhythm, sum_, ended=ended)
    not_yet = _not_yet(series, state, sum_)
    signals = Signals(
        state, series.counter.step, moments.updated_at(modified_at), silent, rhythm,
        series.watch.slowdowns.episode, series.fault, series.losses,
    )  # fmt: skip
    whole = whole_run(series)
    end = series.end
    step, total = _counted(series)
    finished = state == "finished"
    return RunState(
        now=now,
        state=state,
        format=series.format,
        lines=moments.lines,
        lines_understood=moments.understood,
        step=step,
        total_steps=total,
        total_from=end.source if end is not None and whole else _line_or_none(total, series),
        total_line=end.line if end is not None and whole else None,
        total_is_rough=end.rough if end is not None and whole else series.ending.length_learnt,
        may_end_early=series.ending.ends_by,
        limit_steps=limit_steps(series),
        scope=_scope(series),
        counter_name=(series.last_step.unit if series.last_step is not None else None) or "step",
        epoch=None if _laps_of_epochs(series) else series.counter.epoch,
        total_epochs=series.ending.total_epochs,
        phase=series.phase,
        started_at=moments.started_at(modified_at),
        updated_at=moments.updated_at(modified_at),
        stepped_at=moments.stepped_at(modified_at),
        anchored_at=moments.anchored_at(modified_at),
        resumed_from_step=resumed_from(series),
        step_time=step_time(series),
        forecast=None if not_yet else sum_,
        not_yet=not_yet,
        cadences=cadences(series),
        rhythm=rhythm,
        alerts=alerts(signals),
        loss=series.losses.summary(),
        metrics=MappingProxyType(dict(series.metrics)),
        trainer_eta_s=series.trainer_eta_s,
        data_s=series.timing.data.median(),
        evaluating_since=series.evaluating_since if state == "evaluating" else None,
        recent=tuple(series.display.samples),
        fault_text=series.fault.text if series.fault is not None else None,
        fault_line=series.fault.line if series.fault is not None else None,
        finished_at=moments.finished_at(modified_at) if finished else None,
        last_checkpoint_step=series.schedule.last_step("checkpoint"),
        earlier=earlier[0],
        earlier_count=earlier[1],
        ignored=series.counter.refused + series.timing.refused,
    )


def _line_or_none(total: int | None, series: Series) -> TotalFrom | None:
    """Where an epoch's end is known from; None where it was worked out."""
    return "line" if total is not None and not series.ending.length_learnt else None


def _laps_of_epochs(series: Series) -> bool:
    """The counter is itself of epochs, and begins anew: what holds those is no epoch, but a fold, a trial, a seed."""
    last = series.last_step
    counts = last is not None and last.unit == "epoch" and last.epoch is None
    return counts and (series.laps > 0 or series.counter.scope == "epoch")


def _scope(series: Series) -> Scope:
    """What step and total are of."""
    if within_lap(series) or _laps_of_epochs(series):
        return "phase"
    scope = series.counter.scope
    return "run" if scope == "epoch" and whole_run(series) else scope


def _counted(series: Series) -> tuple[int | None, int | None]:
    """Step and total in the scope that is shown."""
    counter = series.counter
    if counter.scope == "epoch" and not whole_run(series):
        return counter.step, counter.batches
    step = int(counter.position) if counter.position is not None else None
    return step, series.end.steps if series.end is not None else None


def _silence(moments: Moments, now: float | None, modified_at: float | None) -> float | None:
    seen = [at for at in (moments.last_arrival(), modified_at) if at is not None]
    return max(0.0, now - max(seen)) if now is not None and seen else None


def _spent(silent: float | None, sum_: Forecast | None) -> bool:
    """The silence is as long as the forecast said the rest of the run would take."""
    return silent is not None and sum_ is not None and silent >= sum_.at_update_s


def _phase(
    series: Series,
    moments: Moments,
    silent: float | None,
    rhythm: Rhythm,
    left: Forecast | None,
    *,
    ended: bool,
) -> Phase:
    limit = rhythm.stalled_after_s
    quiet = silent is not None and limit is not None and silent > limit
    waits = silent is not None and silent > DUE * (rhythm.typical_s or float("inf"))
    stride = series.counter.stride or 1.0
    unjudged = silent is not None and limit is None and silent > UNKNOWN_S
    over = (
        quiet or ended or unjudged
    )  # nothing follows: laps that only seemed to be some were the last
    laps = within_lap(series) and not (over and inferred_lap(series))
    due = waits and series.schedule.due(series.counter.position or 0.0, stride)
    return phase(
        Situation(
            lines=moments.lines,
            announced=moments.announced,
            steps=series.last_step is not None,
            cold=cold(series),
            done=series.done,
            reached=reached(series) and not laps,
            spent=not laps and last_line(series) and (ended or _spent(silent, left)),
            fault=series.fault is not None,
            broken=series.losses.broken,
            evaluating=series.evaluating,
            last_evaluation=series.evaluating and not series.repeated,
            due=due,
            silent=quiet or (ended and not laps and last_line(series)),
            unjudged=unjudged,
        )
    )


def _not_yet(series: Series, state: Phase, sum_: Forecast | None) -> str | None:
    """Why there is no forecast to show; None where there is one."""
    if state in ("stalled", "failed", "finished"):
        return state
    if sum_ is not None:
        return None
    if series.last_step is None:
        return "no_step"
    if scope_end(series) is None:
        return "no_total"
    return "warming_up" if state == "warming_up" else "no_time"


def _steady(window: Window, warm: int, lines: int) -> float | None:
    """Median without the first `warm` lines; a clock says nothing on the first of all `lines`."""
    unread = max(0, lines - window.gone - len(window))
    return window.median_after(warm - unread)


def step_time(series: Series) -> StepTime:
    """The window of steady lines, the level, and the two sources side by side."""
    window, timing, pace = series.display.steady, series.timing, series.pace
    enough = len(window) >= 5
    steady = series.display.plain()
    warm = pace.warmup if not pace.cold else pace.lines
    return StepTime(
        value_s=pace.level.now(),
        last_s=series.display.samples[-1].seconds if series.display.samples else None,
        mean_s=window.mean(),
        median_s=window.median(),
        p05_s=window.quantile(0.05) if enough else None,
        p10_s=window.quantile(0.10) if enough else None,
        p90_s=window.quantile(0.90) if enough else None,
        p95_s=window.quantile(0.95) if enough else None,
        window=len(window),
        basis=timing.basis,
        meaning=timing.meaning,
        reported_s=_steady(timing.reported, warm, pace.lines),
        observed_s=_steady(timing.observed, warm, pace.lines),
        warmup_steps=warm,
        outliers=series.display.outliers(),
        trend=trend([s.step for s in steady], [s.seconds for s in steady]),
    )
