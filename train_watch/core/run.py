"""A run as far as its log tells: feed records, ask for its state.

    Record -> Counter -> Timing -> Pace -> forecast
                 |          |        `---> slowdown rule
                 |          `---> rhythm (stalls)
                 `---> a restart begins a new Series, a resume goes on in the same one

No clock is read here: `state` is told what time it is.
"""

from collections import deque

from train_watch.core.counter import Move
from train_watch.core.earlier import MOST_KEPT, summary
from train_watch.core.laps import follow, is_lap
from train_watch.core.moments import Moments
from train_watch.core.prospect import outlook, reached
from train_watch.core.records import Record
from train_watch.core.series import Series
from train_watch.core.snapshot import snapshot
from train_watch.core.state import EarlierRun, Forecast, RunState
from train_watch.core.totals import Total, Totals

CONTINUES = 3
"""Strides within which a log that was cut and begun anew still belongs to the same run."""


class Run:
    """Everything known about the newest run in a log.

    >>> run = Run()
    >>> for record in (
    ...     Record("config", 1, facts={"total_steps": 6000}),
    ...     Record("step", 2, step=0, base=0, step_time_s=65.32104),
    ...     Record("step", 3, step=100, base=0, step_time_s=3.99511),
    ... ):
    ...     run.update(record)
    >>> round(run.state().forecast.at_update_s, 3)
    23571.149
    """

    __slots__ = (
        "_before",
        "_last_config",
        "_option",
        "earlier",
        "earlier_count",
        "moments",
        "series",
    )

    def __init__(self, *, total: int | None = None) -> None:
        self._option = total
        self.series = Series(Totals(total))
        self.moments = Moments()
        self.earlier: deque[EarlierRun] = deque(maxlen=MOST_KEPT)
        """Runs and phases that stand before this one in the same log."""
        self.earlier_count = 0
        self._before: tuple[Series, Moments] | None = None
        self._last_config = 0

    def update(self, record: Record) -> None:
        """Take in one record, in the order of the log. Never raises for what a log holds."""
        if record.kind == "source":
            self._source(record)
            return
        self.moments.saw(record)
        if record.laps_left is not None:
            self.series.laps_left = record.laps_left
        handler = HANDLERS.get(record.kind)
        if handler is not None:
            handler(self, record)

    def reset(self) -> None:
        """The source was started anew (truncated, rewritten, replaced). If its first step goes
        on where the old one ended, it was only rotated and nothing is lost."""
        if self.series.counter.position is not None:
            self._before = (self.series, self.moments)
        self.series = Series(Totals(self._option))
        self.moments = Moments()
        self.earlier.clear()
        self.earlier_count = 0
        self._last_config = 0

    def skip(self) -> None:
        """A part of the log was left out: the next step line ends no interval."""
        self.series.cut_in = self.series.cut_in or self.series.counter.position is None
        self.series.counter.expect_break()
        self.series.timing.interrupt()

    def set_total(self, total: int) -> None:
        """The user tells where the run ends, and is believed before anything in the log."""
        self._option = total
        self.series.ending.totals.option = Total(total, "option")

    def forecast(self) -> Forecast | None:
        """Only the sum, without the rest of the state."""
        return outlook(self.series)

    def state(
        self, now: float | None = None, *, modified_at: float | None = None, ended: bool = False
    ) -> RunState:
        """Everything at the instant `now` (Unix seconds). `modified_at`: when the file last
        changed, for lines that were there before; `ended`: nothing more can ever come."""
        earlier = (tuple(self.earlier), self.earlier_count)
        return snapshot(self.series, self.moments, now, modified_at, earlier=earlier, ended=ended)

    # ---------------------------------------------------------------- one method a kind

    def _source(self, record: Record) -> None:
        if record.event in ("truncated", "rewritten", "replaced"):
            self.reset()
        elif record.event == "skipped":
            self.skip()

    def _config(self, record: Record) -> None:
        self._last_config = record.line
        end, told = self.series.end, record.facts.get("total_steps")
        if (
            end is not None
            and told not in {None, end.steps}
            and reached(self.series)
            and not self.series.done
        ):
            self.series.laps_left = 1  # the next stage of the same run says how long it is
        self.series.announce(record)

    def _event(self, record: Record) -> None:
        self.series.event(record)
        self.moments.anchor(record)

    def _fault(self, record: Record) -> None:
        self.series.failed(record, record.fault or "crash")

    def _done(self, record: Record) -> None:
        self.series.end_told(record)
        self.moments.ended(record)
        self.moments.anchor(record)

    def _phase(self, record: Record) -> None:
        if record.phase is not None:
            self.series.phase = record.phase
        if record.facts:
            self._config(record)

    def _step(self, record: Record) -> None:
        if record.fault is not None:
            self._fault(record)
        if record.step is None:
            self.series.repeat(record)
            return
        if self._before is not None:
            self._rejoin(record)
        move = self.series.place(record)
        if move.kind == "restart":
            self._restart(record)
            move = self.series.place(record)
        if move.kind == "repeat":
            self.series.repeat(record)
        elif move.kind == "doubt":
            self.series.lagged(record, move)
        else:
            self._believe(record, move)

    def _believe(self, record: Record, move: Move) -> None:
        record = self.series.believed(record)
        self.series.step(record, move)
        self.moments.anchor(record)
        self.moments.stepped(record)

    def _restart(self, record: Record) -> None:
        """The counter began anew: another lap, run or phase in the same log; the newest counts."""
        old = self.series
        totals = old.ending.totals
        fresh_config = old.last_step is not None and self._last_config > old.last_step.line
        lap = not fresh_config and is_lap(old, record)
        inner = old.laps_done > 0 and not fresh_config and old.fault is None
        if not lap and not inner:  # behind the laps of an inner loop the outer one goes on
            self._leave(old)
        totals.new_run(carried=not fresh_config)
        self.series = Series(totals)
        self.series.inherit(old, fresh=fresh_config)
        follow(self.series, old, lap=lap)

    def _leave(self, old: Series) -> None:
        """What comes is no part of the run so far."""
        gone = summary(old)
        if gone is not None:
            self.earlier.append(gone)
            self.earlier_count += 1
        self.moments.started()

    def _rejoin(self, record: Record) -> None:
        """After a reset: is this the old run going on in a new file?"""
        assert self._before is not None
        (before, moments), self._before = self._before, None
        step, here = record.step or 0, before.counter.step or 0
        stride = before.counter.stride or 1.0
        if 0 < step - here <= CONTINUES * stride and record.scope == before.counter.scope:
            self.series = before
            self.series.timing.interrupt()
            self.moments.rejoin(moments)


HANDLERS = {
    "step": Run._step,
    "evaluation": Run._event,
    "checkpoint": Run._event,
    "config": Run._config,
    "phase": Run._phase,
    "fault": Run._fault,
    "done": Run._done,
}
