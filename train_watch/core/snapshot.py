"""From a run and an instant to the frozen state."""

from types import MappingProxyType

from train_watch.core.counted import counted
from train_watch.core.judging import judge, silence
from train_watch.core.moments import Moments
from train_watch.core.prospect import (
    cadences,
    limit_steps,
    outlook,
    resumed_from,
    scope_end,
)
from train_watch.core.rules import alerts
from train_watch.core.rules.signals import Signals
from train_watch.core.series import Series
from train_watch.core.state import (
    EarlierRun,
    Forecast,
    Phase,
    RunState,
)
from train_watch.core.steptime import step_time


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
    silent = None if ended else silence(moments, now, modified_at)
    expected = series.schedule.longest_s() if series.evaluating else 0.0
    rhythm = series.pulse.rhythm(expected, surprise=series.schedule.surprise)
    sum_ = outlook(series)
    state = judge(series, moments, silent, rhythm, sum_, ended=ended)
    not_yet = _not_yet(series, state, sum_)
    signals = Signals(
        state, series.counter.step, moments.updated_at(modified_at), silent, rhythm,
        series.watch.slowdowns.episode, series.fault, series.losses,
    )  # fmt: skip
    place = counted(series)
    finished = state == "finished"
    return RunState(
        now=now,
        state=state,
        format=series.format,
        lines=moments.lines,
        lines_understood=moments.understood,
        step=place.step,
        total_steps=place.total,
        total_from=place.source,
        total_line=place.line,
        total_is_rough=place.rough,
        may_end_early=series.ending.ends_by,
        limit_steps=limit_steps(series),
        scope=place.scope,
        counter_name=(series.last_step.unit if series.last_step is not None else None) or "step",
        epoch=place.epoch,
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
