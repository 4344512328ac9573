"""One run of training: what all step and event lines since its start add up to."""

from math import isfinite

from train_watch.core.counter import Counter, Move
from train_watch.core.display import Display
from train_watch.core.epochlength import EpochLength
from train_watch.core.losses import Losses
from train_watch.core.pace import Pace
from train_watch.core.pacewatch import PaceWatch
from train_watch.core.records import Record
from train_watch.core.rhythm import Pulse
from train_watch.core.rules.signals import Fault
from train_watch.core.sane import duration, whole
from train_watch.core.schedule import Schedule
from train_watch.core.state import What
from train_watch.core.timing import Reading, Timing
from train_watch.core.totals import Total, Totals

HEAD = "Traceback (most recent call last)"
TORN_LINES = 2
"""A log whose first step line is one of its first lines has lost its beginning: trainers print
their settings first."""


class Series:
    """Feed step and event records of one run; ask for the forecast."""

    __slots__ = (
        "_evaluating",
        "_move",
        "_taken",
        "counter",
        "cut_in",
        "display",
        "done",
        "early_stopping",
        "epoch_guessed",
        "evaluating_since",
        "fault",
        "first_step",
        "format",
        "last_step",
        "length",
        "losses",
        "metrics",
        "pace",
        "phase",
        "pulse",
        "repeated",
        "resumed_from",
        "schedule",
        "spent",
        "steps_since_fault",
        "time_limit_s",
        "timing",
        "total_epochs",
        "totals",
        "trainer_eta_s",
        "watch",
    )  # fmt: skip

    def __init__(self, totals: Totals, schedule: Schedule | None = None) -> None:
        self.totals = totals
        self.schedule = schedule or Schedule()
        self.counter = Counter()
        self.timing = Timing()
        self.pace = Pace()
        self.pulse = Pulse()
        self.losses = Losses()
        self.display = Display()
        self.watch = PaceWatch()
        self.first_step: Record | None = None
        self.last_step: Record | None = None
        self.format: str | None = None
        self.phase: str | None = None
        self.metrics: dict[str, float] = {}
        self.trainer_eta_s: float | None = None
        self.total_epochs: int | None = None
        self.time_limit_s: float | None = None
        """Seconds of its own clock after which the trainer stops by itself."""
        self.early_stopping = False
        """It may stop before its total when its metric improves no more."""
        self.resumed_from: int | None = None
        self.length = EpochLength()
        self.epoch_guessed = False
        """The steps an epoch were worked out, not told."""
        self.cut_in = False
        """The beginning of the log was not read."""
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

    def inherit(self, old: "Series") -> None:
        """What config lines told before this run's first step holds for it, too."""
        self.format = old.format
        self.total_epochs = old.total_epochs
        self.counter.batches = old.counter.batches
        for what, train in old.schedule.trains.items():
            if train.announced is not None:
                self.schedule.announced(what, train.announced)

    # ---------------------------------------------------------------- what lines say

    def announce(self, record: Record) -> None:
        """A config line."""
        facts = record.facts
        self.totals.announce(record)
        self.schedule.announce(facts)
        self.total_epochs = whole(facts.get("total_epochs"), 1) or self.total_epochs
        self.counter.batches = whole(facts.get("steps_per_epoch"), 1) or self.counter.batches
        self.time_limit_s = duration(facts.get("wallclock_limit_s")) or self.time_limit_s
        self.early_stopping = self.early_stopping or bool(facts.get("early_stopping"))
        resumed = whole(facts.get("resumed_from"))
        if resumed is not None:
            self.resumed_from = resumed or None
            self.timing.start = float(resumed)
            self.counter.expect_break()

    def end_told(self, record: Record) -> None:
        """The line that says that training is over; some tell only now how many epochs there were."""
        self.done = True
        self.metrics.update(record.metrics)
        self.total_epochs = whole(record.total_epochs, 1) or self.total_epochs
        if self.last_step is not None and self.last_step.scope == "epoch":
            self._multiply(record)

    def event(self, record: Record) -> None:
        """An evaluation or checkpoint line."""
        what: What = "evaluation" if record.kind == "evaluation" else "checkpoint"
        self.repeated = False
        position = self._event_position(record)
        here = self.counter.position
        leads = position > here if here is not None else record.step is not None
        self.schedule.happened(what, position, duration(record.cost_s), leads=leads)
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

    def _event_position(self, record: Record) -> float:
        """The line's own step if it is near the last one, else the last one's. A line without a
        step belongs to the event that came since: a checkpoint to the evaluation before it."""
        here = self.counter.position
        if record.step is None or record.scope != "run" or record.step < 0:
            pending = self.schedule.pending
            return pending[-1].position if pending else here or 0.0
        if here is None:
            return float(record.step)
        near = 2 * (self.counter.stride or 1.0)
        return float(record.step) if abs(record.step - here) <= near else here

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
        if self._turns(record):
            self.counter.expect_break()
        if record.scope == "epoch" and record.total_steps is None:
            self._learn_epoch(record)
        end = self.end
        return self.counter.move(record, end.steps if end and record.scope != "epoch" else None)

    def _learn_epoch(self, record: Record) -> None:
        """No line tells how long an epoch is: the counter's new beginnings do."""
        if self.counter.batches is None or self.epoch_guessed:
            length = self.length.see(record, self.pace.usual, self.counter.settled)
            self.epoch_guessed = self.epoch_guessed or length is not None
            self.counter.batches = length or self.counter.batches

    def _turns(self, record: Record) -> bool:
        """A step back together with another phase or another total is no mistake."""
        if record.step is None or self.counter.step is None or record.step >= self.counter.step:
            return False
        if record.scope == "epoch":
            return False
        line = self.totals.line
        other_total = line is not None and record.total_steps not in (None, line.steps)
        return other_total or (record.phase is not None and record.phase != self.phase)

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
        if move.boundary and not self.schedule.pending:
            self.schedule.happened("epoch", move.position - (record.step or 0))
        self._move = move
        self._taken = record.step_time_s is not None or record.clock_s is not None
        self._take(record, reading)
        self._after_fault(move)
        self._invert_eta(record)

    def repeat(self, record: Record) -> None:
        """The same step again: its loss and metrics may be new; its time only where the step's own line
        told none."""
        self.repeated = True
        self._keep_metrics(record)
        if self._move is not None and record.step == self.counter.step:
            self._complete(record, self._move)
        if "loss" in record.metrics and self.counter.step is not None:
            self.losses.train(int(self.counter.position or 0), record.metrics["loss"])

    def _complete(self, record: Record, move: Move) -> None:
        """What a block of lines tells of its step, below the line with the step."""
        if record.trainer_eta_s is not None:
            self.trainer_eta_s = record.trainer_eta_s
            self._invert_eta(record)
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
        self.total_epochs = whole(record.total_epochs, 1) or self.total_epochs
        self.trainer_eta_s = record.trainer_eta_s
        self._evaluating = False
        self.evaluating_since = None
        self.done = False
        self._learn_total(record)
        self._keep_metrics(record)
        if "loss" in record.metrics and self.counter.step is not None:
            self.losses.train(int(self.counter.position or 0), record.metrics["loss"])

    def _learn_total(self, record: Record) -> None:
        if record.scope == "epoch":
            self._multiply(record)
        else:
            self.totals.epoch_began(record, self.total_epochs)
            self.totals.printed(record.total_steps, record.text)
            done = (self.counter.position or 0.0) + (1 - record.base)
            self.totals.told_share(done, record.percent, record.percent_ulp)
            self.totals.refute(self.counter.position or 0.0)

    def _multiply(self, record: Record) -> None:
        batches, rough = self.counter.batches, self.epoch_guessed
        self.totals.multiplied(self.total_epochs, batches, record.text, rough=rough)

    def _keep_metrics(self, record: Record) -> None:
        if record.metrics:
            self.metrics.update(record.metrics)

    def _stretch(self, record: Record, reading: Reading) -> None:
        stretch = reading.stretch
        assert stretch is not None
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

    def _invert_eta(self, record: Record) -> None:
        eta = record.trainer_eta_s
        within = record.scope == "epoch"
        told = not within or self._eta_of_run(record)
        if eta is None or not isfinite(eta) or eta <= 0 or not told:
            return
        done = (self.counter.position or 0.0) + (1 - record.base)
        mean = self.spent / self.pace.watched if self.pace.watched else None
        clock = record.clock_s / done if record.clock_s and done > 0 and not within else None
        averages = {"reported": record.step_time_s, "mean": mean, "clock": clock}
        self.totals.eta.add(done, eta, averages, (self.counter.batches or 1) if within else 1)

    def _eta_of_run(self, record: Record) -> bool:
        """A counter within the epoch, and a remaining time of the whole run: told where epoch and batches
        an epoch are known, so that the position is one in the run."""
        known = whole(record.epoch) is not None and self.counter.batches is not None
        return record.trainer_eta_scope == "run" and known

    @property
    def end(self) -> Total | None:
        """Where the run ends: a whole-run total, else None."""
        return self.totals.best()
