"""One run of training: what all step and event lines since its start add up to."""

from typing import TYPE_CHECKING

from train_watch.core.axis import place
from train_watch.core.counter import Counter, Move
from train_watch.core.display import Display
from train_watch.core.ending import Ending
from train_watch.core.laps import turns
from train_watch.core.losses import Losses
from train_watch.core.pace import Pace
from train_watch.core.pacewatch import PaceWatch
from train_watch.core.records import Record
from train_watch.core.rhythm import Pulse
from train_watch.core.rules.signals import Fault
from train_watch.core.sane import duration, whole
from train_watch.core.schedule import Schedule
from train_watch.core.standing import Standing
from train_watch.core.state import Basis, What
from train_watch.core.timing import Reading, Timing
from train_watch.core.totals import Total, Totals

if TYPE_CHECKING:
    from train_watch.core.falseclock import FalseClock

HEAD = "Traceback (most recent call last)"
CLOCKS: tuple[Basis, ...] = ("logged_clock", "arrival_clock")
TORN_LINES = 2
"""A log whose first step line is one of its first lines has lost its beginning: trainers print
their settings first."""


class Series:
    """Feed step and event records of one run; ask for the forecast."""

    __slots__ = (
        "_evaluating", "_false_clock", "_move", "_standing", "_taken", "counter", "cut_in",
        "display", "done", "doubted", "ending", "evaluating_since", "fault", "first_step",
        "follows", "format", "laps_done", "laps_left", "last_step", "losses", "metrics", "pace",
        "phase", "pulse", "repeated", "resumed_from", "schedule", "spent", "steps_since_fault",
        "timing", "trainer_eta_s", "watch",
    )  # fmt: skip

    def __init__(self, totals: Totals, schedule: Schedule | None = None) -> None:
        self.ending = Ending(totals)
        self.schedule = schedule or Schedule()
        self.counter = Counter()
        self.timing = Timing()
        self._false_clock: FalseClock | None = None
        """From the first line on that has both a clock and a step time."""
        self.pace = Pace()
        self.pulse = Pulse()
        self.losses = Losses()
        self.display = Display()
        self.watch = PaceWatch()
        self.first_step: Record | None = None
        self.last_step: Record | None = None
        self.format: str | None = None
        self.phase: str | None = None
        self.laps_left: int | None = None
        """Trainings like this one that follow it."""
        self.metrics: dict[str, float] = {}
        self.trainer_eta_s: float | None = None
        self.resumed_from: int | None = None
        self.cut_in = False
        """The beginning of the log was not read."""
        self._standing = Standing()
        self.follows = False
        """Another run stands before this one: where it begins says nothing about a checkpoint."""
        self.laps_done = 0
        """How often the same counter ran to the same end before."""
        self.doubted: Record | None = None
        """The newest line of a counter that may have begun anew."""
        self.fault: Fault | None = None
        self.steps_since_fault = 0
        self.done = False
        self.evaluating_since: float | None = None
        self._evaluating = False
        self.repeated = False
        """The last step was printed again after the newest event."""
        self._move: Move | None = None
        """What the last step line meant."""
        self._taken = False
        """The time of the last step is known, or its own line told of one."""
        self.spent = 0.0
        """Seconds of training seen, evaluations included."""

    def inherit(self, old: "Series", *, fresh: bool) -> None:
        """What config lines told before this run's first step holds for it, too; where it has a `fresh`
        config of its own, limits of the old one do not."""
        self.format = old.format
        since = old.last_step.line if fresh and old.last_step is not None else 0
        self.ending.inherit(old.ending, since)
        self.counter.batches = old.counter.batches
        for what, train in old.schedule.trains.items():
            if train.announced is not None:
                self.schedule.announced(what, train.announced)

    # ---------------------------------------------------------------- what lines say

    def announce(self, record: Record) -> None:
        """A config line."""
        self.ending.announce(record, self.counter)
        self.schedule.announce(record.facts)
        resumed = whole(record.facts.get("resumed_from"))
        if resumed is not None:
            self.resumed_from = resumed or None
            self.timing.start = float(resumed)
            self.counter.expect_break()

    def end_told(self, record: Record) -> None:
        """The line that says that training is over; some tell only now how many epochs there were."""
        self.done = True
        self.metrics.update(record.metrics)
        within = self.last_step is not None and self.last_step.scope == "epoch"
        self.ending.told(record, self.counter, within=within)

    def event(self, record: Record) -> None:
        """An evaluation or checkpoint line."""
        what: What = "evaluation" if record.kind == "evaluation" else "checkpoint"
        self.repeated = False
        here = self.counter.position
        position, placed = place(record, here, self.counter.stride, self.schedule.latest)
        leads = position > here if here is not None else record.step is not None
        cost = duration(record.cost_s)
        event = self.schedule.happened(what, position, cost, leads=leads, placed=placed)
        self._standing.told(record, event)
        finished = bool(record.metrics) or record.cost_s is not None
        if what == "evaluation":
            self._evaluating = not finished
            self.evaluating_since = None if finished else record.arrived_at
            if "val_loss" in record.metrics:
                self.losses.validation(record.metrics["val_loss"])
        self._keep_metrics(record)

    @property
    def evaluating(self) -> bool:
        """An evaluation has begun and neither its result nor a step has come."""
        return self._evaluating

    def failed(self, record: Record, kind: str) -> None:
        """A fault line; the first of an episode names it. A sharper kind replaces `crash`, and the
        line that ends a traceback replaces its head."""
        if self.fault is not None and self.fault.kind != "crash":
            return
        if self.fault is not None and kind == "crash" and not self.fault.text.startswith(HEAD):
            return
        self.steps_since_fault = 0
        self.fault = Fault(kind, record.line, record.text, self.counter.step, record.arrived_at)
        if kind != "nan":
            self.counter.expect_break()

    def place(self, record: Record) -> Move:
        """What the record's counter means; nothing else is changed by a doubtful line."""
        if turns(self, record):
            self.counter.expect_break(anew=self.laps_done > 0)
        evaluated = any(event.what == "evaluation" for event in self.schedule.pending)
        self.ending.measure_epoch(record, self.counter, None if evaluated else self.pace.usual)
        end = self.end
        return self.counter.move(record, end.steps if end and record.scope != "epoch" else None)

    def believed(self, record: Record) -> Record:
        """The step line without what it cannot mean: a clock that its other times disprove."""
        if record.clock_s is None or record.step_time_s is None:
            return record
        if self._false_clock is None:
            from train_watch.core.falseclock import FalseClock

            self._false_clock = FalseClock()
        watch = self._false_clock
        known = watch.proven
        watch.see(record)
        if not watch.proven:
            return record
        if not known:
            self._anew()
            self.timing.disbelieve_clock()
        return record._replace(clock_s=None)

    def _anew(self) -> None:
        """All times so far were of a clock that is outdone."""
        self.pace, self.display, self.spent = Pace(), Display(), 0.0

    def step(self, record: Record, move: Move) -> None:
        """A believed step line."""
        if move.kind == "first":
            self._first(record, move)
        if move.kind == "resume":
            self._resume(record, move)
        self._progress(record)
        if record.arrived_at is not None:
            self.pulse.arrived(record.arrived_at, explained=bool(self.schedule.pending))
        reading = self.timing.read(record, move)
        first = self.first_step or record
        self.schedule.stepped(record, move, self.counter, first=first, start=self.timing.start)
        self._standing.stepped(record)
        self._move = move
        self._taken = record.step_time_s is not None or record.clock_s is not None
        self._take(record, reading)
        self._after_fault(move)
        self.ending.invert(record, self.counter)

    def repeat(self, record: Record) -> None:
        """The same step again: its loss and metrics may be new; its time only where the step's own line
        told none."""
        self.repeated = True
        self._keep_metrics(record)
        if self._move is not None and record.step == self.counter.step:
            self._complete(record, self._move)
        if "loss" in record.metrics and self.counter.step is not None:
            self.losses.train(int(self.counter.position or 0), record.metrics["loss"])

    def lagged(self, record: Record, move: Move) -> None:
        """A line of a step long done: of another process that writes here too, or of a new run. Its counter
        is not believed yet, but its loss is that of the last training line."""
        self.doubted = record
        behind = self.counter.position is not None and move.position <= self.counter.position
        if behind and "loss" in record.metrics:
            self.metrics["loss"] = record.metrics["loss"]

    def _complete(self, record: Record, move: Move) -> None:
        """What a block of lines tells of its step, below the line with the step."""
        if record.trainer_eta_s is not None:
            self.trainer_eta_s = record.trainer_eta_s
            self.ending.invert(record, self.counter)
        timed = record.step_time_s is not None or record.clock_s is not None
        if timed or record.data_s is not None:
            self._take(record, self.timing.late(record, move, taken=self._taken or not timed))

    # ---------------------------------------------------------------- how it is taken in

    def _take(self, record: Record, reading: Reading) -> None:
        if reading.stretch is not None:
            self._taken = True
            self._stretch(record, reading)

    def _first(self, record: Record, move: Move) -> None:
        self.first_step = record
        self.cut_in = self.cut_in or record.line <= TORN_LINES
        start = self.timing.start
        self.schedule.begin(start if start is not None else move.position)

    def _resume(self, record: Record, move: Move) -> None:
        """The first line of a counter from 0 is the checkpoint's own step, of one from 1 the
        first stride after it."""
        began = move.began if move.began is not None else move.position
        checkpoint = max(0.0, began - record.base * self.counter.settled)
        self.resumed_from = int(checkpoint)
        self.schedule.rewind(checkpoint)
        self.pace.resume(move.position)

    def _progress(self, record: Record) -> None:
        self.last_step = record
        self.format = record.format or self.format
        self.phase = record.phase or self.phase
        self.laps_left = record.laps_left
        self.trainer_eta_s = record.trainer_eta_s
        self._evaluating = False
        self.evaluating_since = None
        self.done = False
        self.ending.step(record, self.counter)
        self._keep_metrics(record)
        if "loss" in record.metrics and self.counter.step is not None:
            self.losses.train(int(self.counter.position or 0), record.metrics["loss"])

    def _keep_metrics(self, record: Record) -> None:
        if record.metrics:
            self.metrics.update(record.metrics)

    def _stretch(self, record: Record, reading: Reading) -> None:
        stretch = reading.stretch
        assert stretch is not None
        if self.pace.coarse and stretch.basis in CLOCKS:
            self._anew()
        events = self.schedule.take()
        end = self.end
        left = max(0.0, end.steps - stretch.position) if end is not None else None
        self.pace.add(stretch, events, left)
        spent = stretch.spent(self.pace.usual or stretch.seconds)
        self.spent += spent
        if record.arrived_at is None:
            self.pulse.gap(spent, explained=bool(events))
        self.display.add(reading, stretch, self.pace)
        self.watch.see(stretch, self.pace, record.arrived_at)

    def _after_fault(self, move: Move) -> None:
        """Training after a fault makes it history; one more buffered line does not."""
        if self.fault is None:
            return
        self.steps_since_fault += 1
        if self.steps_since_fault > 1 or move.kind != "advance":
            self.fault = None

    @property
    def end(self) -> Total | None:
        """Where the run ends: a whole-run total, else None."""
        return self.ending.total
