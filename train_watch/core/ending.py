"""Where a run ends, and what may end it before: all that lines and the counter's own course say of it."""

from math import isfinite
from typing import TYPE_CHECKING

from train_watch.core.counter import Counter
from train_watch.core.epochlength import EpochLength
from train_watch.core.records import Record
from train_watch.core.sane import duration, whole
from train_watch.core.state import EndsBy
from train_watch.core.totals import Total, Totals

if TYPE_CHECKING:
    from train_watch.core.averages import Averages

LIMITS = frozenset(("wallclock_limit_s", "early_stopping", "ends_at_target"))
"""Facts that may end a run before its total."""
OF_MANY = frozenset(["epoch", "episode"])
"""Counters of what holds many steps."""


class Ending:
    """Feed config lines, step lines and the line that tells the end; `total` answers."""

    __slots__ = (
        "_averages",
        "_length",
        "_length_learnt",
        "_timesteps",
        "_told_at",
        "_unit",
        "early_stopping",
        "time_limit_s",
        "total_epochs",
        "totals",
    )

    def __init__(self, totals: Totals) -> None:
        self.totals = totals
        self.total_epochs: int | None = None
        self.time_limit_s: float | None = None
        """Seconds of its own clock after which the trainer stops by itself."""
        self.early_stopping = False
        """It may stop before its total when its metric improves no more."""
        self._told_at: dict[str, int] = {}
        """Lines at which each of the limits was told last."""
        self._length = EpochLength()
        self._averages: Averages | None = None
        """From the first remaining time on."""
        self._unit: str | None = None
        """What the counter counts."""
        self._timesteps: Total | None = None
        """The end told in steps of an environment."""
        self._length_learnt = False
        """The steps an epoch were worked out, not told."""

    def inherit(self, old: "Ending", since: int) -> None:
        """What was told of the run before holds for this one; of its limits only those told after the
        line `since` (0: all)."""
        self.total_epochs = old.total_epochs
        self._told_at = {limit: line for limit, line in old._told_at.items() if line > since}
        self.time_limit_s = old.time_limit_s if "wallclock_limit_s" in self._told_at else None
        self.early_stopping = "early_stopping" in self._told_at
        self.totals.capped = "ends_at_target" in self._told_at

    @property
    def length_learnt(self) -> bool:
        """The steps an epoch were worked out, not told."""
        return self._length_learnt

    @property
    def total(self) -> Total | None:
        """Where the run ends: a whole-run total, else None."""
        told = self.totals.option or self.totals.line
        if self._unit == "epoch" and told is None and self.total_epochs:
            return Total(self.total_epochs, "config")
        if self._unit in OF_MANY:  # whatever number of steps is announced, it is not of those
            return told
        if self._unit is None and self._timesteps is not None:
            return self.totals.best() or self._timesteps
        return self.totals.best()

    @property
    def ends_by(self) -> EndsBy | None:
        """What may end the run before its total, as far as the log says so."""
        if self.totals.capped:
            return "target"
        if self.time_limit_s is not None:
            return "time_limit"
        return "early_stopping" if self.early_stopping else None

    def announce(self, record: Record, counter: Counter) -> None:
        """A config line."""
        facts = record.facts
        self.totals.announce(record)
        if record.kind == "config" and counter.position is not None and counter.scope == "run":
            self.totals.refute(counter.position)
        timesteps = whole(facts.get("total_timesteps"), 1)
        if timesteps is not None:
            self._timesteps = Total(timesteps, "config", record.text)
        self.total_epochs = whole(facts.get("total_epochs"), 1) or self.total_epochs
        counter.batches = whole(facts.get("steps_per_epoch"), 1) or counter.batches
        self.time_limit_s = duration(facts.get("wallclock_limit_s")) or self.time_limit_s
        self.early_stopping = self.early_stopping or bool(facts.get("early_stopping"))
        for limit in LIMITS.intersection(facts):
            self._told_at[limit] = record.line

    def told(self, record: Record, counter: Counter, *, within: bool) -> None:
        """The line that says that training is over; some tell only now how many epochs there were.
        `within`: the counter is of steps within the epoch."""
        self.total_epochs = whole(record.total_epochs, 1) or self.total_epochs
        self.totals.over()
        if within:
            self._multiply(record, counter)

    def measure_epoch(self, record: Record, counter: Counter, usual: float | None) -> None:
        """A step line before its place is judged: where no line tells how long an epoch is, the counter's
        new beginnings do. `usual` is the pace in seconds a step."""
        if record.scope != "epoch" or record.total_steps is not None:
            return
        if counter.batches is None or self._length_learnt:
            length = self._length.see(record, usual, counter.settled)
            self._length_learnt = self._length_learnt or length is not None
            counter.batches = length or counter.batches

    def step(self, record: Record, counter: Counter) -> None:
        """A believed step line."""
        self.total_epochs = whole(record.total_epochs, 1) or self.total_epochs
        if self._unit == "episode" != record.unit:
            self.totals.line = None  # the number of episodes says nothing of what is counted now
        self._unit = record.unit
        here = counter.position or 0.0
        if record.scope == "epoch":
            self.totals.is_of_epoch(record.total_steps)
            self._multiply(record, counter)
            self.totals.refute(here)
            return
        if self._unit == "epoch" and here > (self.total_epochs or here):
            self.total_epochs = None
        self.totals.epoch_began(record, self.total_epochs)
        self.totals.printed(record.total_steps, record.text)
        self.totals.told_share(here + (1 - record.base), record.percent, record.percent_ulp)
        self.totals.refute(here)

    def invert(self, record: Record, counter: Counter) -> None:
        """The trainer's own remaining time, turned round, where nothing better tells the total."""
        eta = record.trainer_eta_s
        if self.totals.told or (eta is None and self._averages is None):
            return
        if self._averages is None:
            from train_watch.core.averages import Averages

            self._averages = Averages()
        averages = self._averages
        within = record.scope == "epoch"
        done = (counter.position or 0.0) + (1 - record.base)
        averages.see(record, done)
        told = not within or _eta_of_run(record, counter)
        if eta is None or not isfinite(eta) or eta <= 0 or not told:
            return
        readings = averages.readings(whole_run=record.clock_scope == "run")
        self.totals.invert(done, eta, readings, (counter.batches or 1) if within else 1)

    def _multiply(self, record: Record, counter: Counter) -> None:
        rough = self._length_learnt
        self.totals.multiplied(self.total_epochs, counter.batches, record.text, rough=rough)


def _eta_of_run(record: Record, counter: Counter) -> bool:
    """A counter within the epoch, and a remaining time of the whole run: told where epoch and batches an
    epoch are known, so that the position is one in the run."""
    known = whole(record.epoch) is not None and counter.batches is not None
    return record.trainer_eta_scope == "run" and known
