"""Where the run ends, and how that is known.

Several sources may tell; the nearest to the user wins: the option, then the step line itself,
then a config line, then epochs x batches, then the trainer's own remaining time turned round.
"""

from math import inf
from typing import TYPE_CHECKING, NamedTuple

from train_watch.core.epochbounds import EpochBounds
from train_watch.core.records import Record
from train_watch.core.sane import whole
from train_watch.core.state import TotalFrom

if TYPE_CHECKING:
    from collections.abc import Mapping

    from train_watch.core.inversion import Guess, Inversion, Reading

LOOSEST = 0.005
"""Relative error up to which a total learnt from printed percentages is told."""


class Total(NamedTuple):
    """The last step of the scope, its source and the line it was read from."""

    steps: int
    source: TotalFrom
    line: str | None = None
    rough: bool = False
    """Worked out, not told: right to a per cent or so."""


class Totals:
    """Collects what is said about the end; `best` picks.

    >>> totals = Totals(option=None)
    >>> totals.announce(Record("config", 1, "max_iters = 6000", facts={"total_steps": 6000}))
    >>> totals.best()
    Total(steps=6000, source='config', line='max_iters = 6000', rough=False)
    """

    __slots__ = ("_bounds", "_eta", "_share", "capped", "config", "epochs", "line", "option")

    def __init__(self, option: int | None) -> None:
        self.option = Total(option, "option") if option else None
        self.line: Total | None = None
        self.config: Total | None = None
        self.epochs: Total | None = None
        self._eta: Inversion | None = None
        """What a remaining time on the lines betrays; most logs have none, or tell the total."""
        self._bounds = EpochBounds()
        self._share: tuple[float, float] | None = (0.0, inf)
        """Between which totals the percentages printed so far allow the end to lie; None once they
        contradicted each other: they are of something else than the run."""
        self.capped = False
        """The run ends when a target is reached: whatever total is printed is a limit."""

    def announce(self, record: Record) -> None:
        """A config line; the last one that names a total wins."""
        self.capped = self.capped or bool(record.facts.get("ends_at_target"))
        steps = whole(record.facts.get("total_steps"), 1)
        if steps is not None:
            self.config = Total(steps, "config", record.text)

    def printed(self, steps: int | None, text: str) -> None:
        """The total on a step line that counts the whole run."""
        steps = whole(steps, 1)
        if steps is not None and (self.line is None or self.line.steps != steps):
            self.line = Total(steps, "line", text)

    def is_of_epoch(self, steps: int | None) -> None:
        """The counter is within the epoch: a total that its lines printed before that was known is the epoch's."""
        if self.line is not None and self.line.steps == steps:
            self.line = None

    def multiplied(
        self, epochs: int | None, batches: int | None, text: str, *, rough: bool
    ) -> None:
        """Epochs x batches an epoch, once both are known; `rough` where the batches were worked out."""
        if epochs and batches and (self.epochs is None or self.epochs.steps != epochs * batches):
            self.epochs = Total(epochs * batches, "epochs", text, rough)

    def epoch_began(self, record: Record, epochs: int | None) -> None:
        """A counter that goes on over the epochs: where new ones begin tells the steps of one (see
        `epochbounds`). A rough total stands until the lines leave a smaller room, or contradict each other."""
        epoch, step = whole(record.epoch), whole(record.step)
        if epoch is None or step is None or epochs is None:
            return
        index = epoch - record.epoch_base
        if index < epochs:
            self._bounds.see(index, step + 1 - record.base)
        length = self._bounds.length()
        if length is not None:
            self.epochs = Total(round(epochs * length.steps), "epochs", record.text, rough=True)
        elif self.epochs is not None and self.epochs.rough:
            self.epochs = None

    def over(self) -> None:
        """Training is over: what was worked out roughly of the epochs is not where it ended."""
        if self.epochs is not None and self.epochs.rough:
            self.epochs = None

    def told_share(self, done: float, percent: float | None, ulp: float) -> None:
        """`done` steps are so many per cent of the run, to half a step of the last digit."""
        if self._share is None or percent is None or not 0 < percent <= 100 or done <= 0:
            return
        low, high = 100 * done / (percent + ulp), 100 * done / max(percent - ulp, 1e-9)
        least, most = max(self._share[0], low), min(self._share[1], high)
        self._share = (least, most) if least <= most else None

    def _by_share(self) -> Total | None:
        """The roundest total that all percentages allow, once they leave little room."""
        if self._share is None:
            return None
        low, high = self._share
        middle = (low + high) / 2
        if not high < inf or (high - low) / 2 > LOOSEST * middle:
            return None
        from train_watch.core.inversion import snap

        return Total(snap(middle, (high - low) / 2 / middle), "percent", rough=True)

    @property
    def told(self) -> bool:
        """A line or the user tells the total, so that none need be worked out."""
        return bool(self.option or self.line or self.config)

    def best(self) -> Total | None:
        """The most trusted total; None while there is none, or only a limit: where a target ends the run,
        what its settings say, far above, and what its remaining time is counted to, bind nobody."""
        if self.capped:
            return self.option or self.line or self.epochs
        return self.limit()

    def limit(self) -> Total | None:
        """The same, though a target may end the run before it."""
        found = self.option or self.line or self.config or self.epochs
        if found is not None:
            return found
        inverted = self._inverted()
        if inverted is not None:
            return Total(inverted.steps, "eta", rough=inverted.rough)
        return self._by_share()

    def invert(
        self, done: float, remaining_s: float, readings: "Mapping[str, Reading]", unit: int
    ) -> None:
        """A trainer's remaining time after `done` steps; see `Inversion.add`."""
        from train_watch.core.inversion import Inversion

        self._eta = self._eta or Inversion()
        self._eta.add(done, remaining_s, readings, unit)

    def _inverted(self) -> "Guess | None":
        return self._eta.total() if self._eta is not None else None

    def refute(self, step: float) -> None:
        """Training went on beyond a total, which thereby is none; only the user's own word stands."""
        if self.line is not None and step > self.line.steps:
            self.line = None
        if self.epochs is not None and not self.epochs.rough and step > self.epochs.steps:
            self.epochs = None
        if self.config is not None and step > self.config.steps:
            self.config = None
        inverted = self._inverted()
        if self._eta is not None and inverted is not None and step > inverted.steps:
            self._eta.passed()
        if self._share is not None and step > self._share[1]:
            self._share = None

    def new_run(self, *, carried: bool) -> None:
        """Another run begins. A config total that was told for the last one stays until it is
        replaced, but is named as carried over."""
        self._bounds.clear()
        if self.config is not None and carried:
            self.config = self.config._replace(source="carried")
        self.line = None
        self.epochs = None
        self._eta = None
        self._share = (0.0, inf)
