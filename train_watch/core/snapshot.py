"""From a run and an instant to the frozen state: which moments are known, what state it is in."""

from types import MappingProxyType

from train_watch.core.phases import Situation, phase
from train_watch.core.prospect import (
    cadences,
    cold,
    last_line,
    outlook,
    reached,
    resumed_from,
    scope_end,
    whole_run,
)
from train_watch.core.records import Record
from train_watch.core.rules import alerts
from train_watch.core.rules.signals import Signals
from train_watch.core.series import Series
from train_watch.core.state import Forecast, Phase, Rhythm, RunState, StepTime, TotalFrom
from train_watch.core.trend import trend

DUE = 1.5
"""Typical gaps of silence after which an evaluation that is due is taken to be running."""


class Moments:
    """When things happened, by arrival where it was seen, else by stamps before the last line."""

    __slots__ = (
        "_anchor", "_config_lines", "_first", "_last", "_step", "_understood_line", "anchored",
        "lines", "understood",
    )  # fmt: skip

    def __init__(self) -> None:
        self.lines = 0
        self.understood = 0
        self._understood_line = 0
        self._config_lines = 0
        self._first: Record | None = None
        self._last: Record | None = None
        self._step: Record | None = None
        self._anchor: Record | None = None

    def saw(self, record: Record) -> None:
        """Any line."""
        self._last = record
        self.lines = max(self.lines, record.line)
        if record.kind == "other" or record.line == self._understood_line:
            return
        self._understood_line = record.line
        self.understood += 1
        self._config_lines += record.kind in ("config", "phase")

    def started(self) -> None:
        """Another run began in the same log."""
        self._first = None

    def stepped(self, record: Record) -> None:
        """A believed step line."""
        self._step = record
        self._first = self._first or record

    def anchor(self, record: Record) -> None:
        """A line from which the forecast counts: a step, or an event that is over."""
        self._anchor = record

    @property
    def announced(self) -> bool:
        """Config or phase lines were understood."""
        return self._config_lines > 0

    def last_arrival(self) -> float | None:
        """When the newest line was seen to arrive; None if it was there before."""
        return self._last.arrived_at if self._last is not None else None

    def updated_at(self, modified_at: float | None) -> float | None:
        """When the last line came."""
        arrived = self.last_arrival()
        return arrived if arrived is not None else modified_at if self.lines else None

    def stepped_at(self, modified_at: float | None) -> float | None:
        """When the last step was logged."""
        return self._when(self._step, modified_at)

    def anchored_at(self, modified_at: float | None) -> float | None:
        """The instant that the forecast counts from."""
        return self._when(self._anchor, modified_at)

    def started_at(self, modified_at: float | None) -> float | None:
        """When the run began, from its clock or its stamps; None where neither tells."""
        step, first = self._step, self._first
        now = self.stepped_at(modified_at)
        if step is None or first is None or now is None:
            return None
        if step.clock_s is not None and step.clock_scope == "run" and 0 <= step.clock_s < 1e9:
            return now - step.clock_s
        if step.at is not None and first.at is not None and step.at > first.at:
            return now - (step.at - first.at)
        return first.arrived_at

    def _when(self, record: Record | None, modified_at: float | None) -> float | None:
        if record is None:
            return None
        if record.arrived_at is not None:
            return record.arrived_at
        last = self._last
        known = self.updated_at(modified_at)
        if last is None or known is None or last.at is None or record.at is None:
            return known
        return known - max(0.0, last.at - record.at)


def snapshot(
    series: Series,
    moments: Moments,
    now: float | None,
    modified_at: float | None,
    *,
    ended: bool,
) -> RunState:
    """The state at `now`."""
    silent = None if ended else _silence(moments, now, modified_at)
    expected = series.schedule.longest_s() if series.evaluating else 0.0
    rhythm = series.pulse.rhythm(expected)
    sum_ = outlook(series)
    state = _phase(series, moments, silent, rhythm, ended=ended)
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
        total_from=end.source if end is not None and whole else _line_or_none(total),
        total_line=end.line if end is not None and whole else None,
        scope="run" if whole and series.counter.scope == "epoch" else series.counter.scope,
        epoch=series.counter.epoch,
        total_epochs=series.total_epochs,
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
        evaluating_since=series.evaluating_since if state == "evaluating" else None,
        recent=tuple(series.display.samples),
        fault_text=series.fault.text if series.fault is not None else None,
        fault_line=series.fault.line if series.fault is not None else None,
        finished_at=moments.updated_at(modified_at) if finished else None,
        last_checkpoint_step=series.schedule.last_step("checkpoint"),
        ignored=series.counter.refused + series.timing.refused,
    )


def _line_or_none(total: int | None) -> TotalFrom | None:
    return "line" if total is not None else None


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


def _phase(
    series: Series, moments: Moments, silent: float | None, rhythm: Rhythm, *, ended: bool
) -> Phase:
    quiet = silent is not None and silent > (rhythm.stalled_after_s or 0.0)
    waits = silent is not None and silent > DUE * (rhythm.typical_s or float("inf"))
    stride = series.counter.stride or 1.0
    due = waits and series.schedule.due(series.counter.position or 0.0, stride)
    return phase(
        Situation(
            lines=moments.lines,
            announced=moments.announced,
            steps=series.last_step is not None,
            cold=cold(series),
            done=series.done,
            reached=reached(series),
            last_line=last_line(series),
            fault=series.fault is not None,
            broken=series.losses.broken,
            evaluating=series.evaluating or due,
            silent=quiet or (ended and last_line(series)),
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


def step_time(series: Series) -> StepTime:
    """The window of steady lines, the level, and the two sources side by side."""
    window, timing, pace = series.display.steady, series.timing, series.pace
    end, here = scope_end(series), series.counter.position
    base = pace.base(max(1.0, end - here) if end is not None and here is not None else 1.0)
    enough = len(window) >= 5
    steady = series.display.plain()
    return StepTime(
        value_s=base.value if base is not None else None,
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
        reported_s=timing.reported.median(),
        observed_s=timing.observed.median(),
        warmup_steps=pace.warmup if not pace.cold else pace.lines,
        outliers=series.display.outliers(),
        trend=trend([s.step for s in steady], [s.seconds for s in steady]),
    )
