"""Everything that comes now and then: evaluations, checkpoints, epoch ends; seen or announced."""

from collections import deque
from collections.abc import Mapping

from train_watch.core.axis import Axis
from train_watch.core.cadence import KEPT, Event, Train
from train_watch.core.counter import Counter, Move
from train_watch.core.forecast import term
from train_watch.core.records import Record
from train_watch.core.state import Cadence, Term, What

ANNOUNCED: Mapping[str, What] = {"eval_every": "evaluation", "checkpoint_every": "checkpoint"}
GUESSED_SHARE: Mapping[What, float] = {"evaluation": 0.03}
"""Cost of an evaluation, as a share of the training between two, before one has been timed.
In the logs at hand it runs from 0.2 % (GPT-2 in nanoGPT) to 50 % (its character model)."""
UNSEEN = 0.10
"""Upward spread of the log remaining time while an announced cost is only guessed."""
REGULAR = 2
"""Evaluations after which the next may be expected: one alone has no distance."""
PATIENCE = 2.5
"""Distances after which an announcement may be found wrong."""
SEEN = 0.4
"""Share of the announced events that must have been seen by then."""


class Schedule:
    """The trains of one run, and the events since the last training line."""

    __slots__ = ("_doubtful", "axis", "pending", "start", "trains")

    def __init__(self) -> None:
        self.trains: dict[What, Train] = {}
        self.pending: deque[Event] = deque(maxlen=KEPT)
        self.start = 0.0
        self.axis = Axis()
        self._doubtful: list[Event] = []
        """Events whose own step no training line has borne out yet."""

    def announce(self, facts: Mapping[str, float]) -> None:
        """Distances that a config line tells."""
        for key, what in ANNOUNCED.items():
            every = facts.get(key)
            if every is not None and 0 < every < 1e12:
                self.announced(what, float(every))

    def announced(self, what: What, every: float) -> None:
        """Events of this kind come every `every` steps, counted from step 0."""
        self._train(what).announced = every

    def begin(self, position: float) -> None:
        """The run was first seen at `position`."""
        self.start = position

    def stepped(
        self, record: Record, move: Move, counter: Counter, *, first: Record, start: float | None
    ) -> None:
        """A believed training line; `first` is the run's, `start` the steps before it, where told.
        An event at the end of an epoch stands for that."""
        if move.kind == "jump":
            self._gap(move.position)
        else:
            self._confirm(move)
        self.axis.see(record, counter, first, start)
        if move.boundary and not self.pending:
            self.happened("epoch", move.position - (record.step or 0))
            self._train("epoch").printed = counter.batches

    def _confirm(self, move: Move) -> None:
        """The counter went on as before: what seems to lie beyond its line counts something else."""
        for event in self._doubtful:
            event.placed = True
            if event.position > move.position:
                event.position = move.position - move.steps
            self.trains[event.what].replaced()
        self._doubtful.clear()

    def _gap(self, position: float) -> None:
        """The log goes on at `position` after a part that was not seen."""
        self._doubtful.clear()
        self.axis.since = position

    def _train(self, what: What) -> Train:
        if what not in self.trains:
            self.trains[what] = Train(what, axis=self.axis)
        return self.trains[what]

    def happened(
        self,
        what: What,
        position: float,
        told_s: float | None = None,
        *,
        leads: bool = False,
        placed: bool | None = True,
    ) -> Event:
        """An event line, at `position` (`placed`: see `Event`); `told_s` where the line tells the
        duration; `leads` where the line of that step is still to come. Returns the event, which
        is an older one where the line tells more of that."""
        event = Event(what, position, told_s, placed=placed)
        train = self._train(what)
        if not train.add(event):
            return train.events[-1]
        train.leads = leads
        self.pending.append(event)
        if placed is False:
            self._doubtful.append(event)
        return event

    def take(self) -> tuple[Event, ...]:
        """The events since the last training line, which are thereby accounted for."""
        events = tuple(self.pending)
        self.pending.clear()
        return events

    def rewind(self, position: float) -> None:
        """The run went back to a checkpoint."""
        self.pending.clear()
        self._doubtful.clear()
        for train in self.trains.values():
            train.rewind(position)

    def terms(
        self, now: float, end: float, stride: float, step_s: float, *, visible: bool
    ) -> tuple[list[Term], float]:
        """What lies between `now` and `end`, and the spread owed to costs only guessed.

        A cost that nothing has shown is guessed only if it will be `visible` in the times that
        the log gives: else the guess could never be put right.
        """
        terms: list[Term] = []
        unseen = 0.0
        for train in self.trains.values():
            count = train.ahead(now, end, self._tolerance(train, stride))
            if not count or self._given_up(train, now):
                continue
            each = train.each()
            if each is None and not visible:
                unseen = UNSEEN
                continue
            if each is None:
                every = train.every(stride) or 0.0
                each = GUESSED_SHARE.get(train.what, 0.0) * every * step_s
                unseen = UNSEEN if each else unseen
            terms.append(term(train.what, count, count * each))
        return terms, unseen

    @staticmethod
    def _tolerance(train: Train, stride: float) -> float:
        """Event lines that name their step are exact; half a stride forgives the others."""
        every = train.announced or train.every(stride) or 0.0
        return min(stride, every) / 2

    def _given_up(self, train: Train, now: float) -> bool:
        """Far fewer event lines than announced: most leave none, and show as slow lines."""
        if train.announced is None:
            return False
        due = (now - self.start) / train.announced
        return due > PATIENCE and train.count < SEEN * due

    def cadences(
        self, now: float, end: float | None, stride: float, spent: float
    ) -> tuple[Cadence, ...]:
        """The frozen form of every train whose distance is known."""
        found = (
            train.cadence(now, end, spent, self._tolerance(train, stride))
            for train in self.trains.values()
            if not self._given_up(train, now)
        )
        return tuple(cadence for cadence in found if cadence is not None)

    def longest_s(self) -> float:
        """Seconds of the dearest usual event."""
        return max((train.each() or 0.0 for train in self.trains.values()), default=0.0)

    def seen(self) -> int:
        """Events of every kind so far."""
        return sum(train.count for train in self.trains.values())

    def due(self, now: float, stride: float) -> bool:
        """Whether an evaluation is due before the next training line."""
        train = self.trains.get("evaluation")
        if train is None or (every := train.every(stride)) is None or every <= stride:
            return False
        if train.announced is None and train.count < REGULAR:
            return False
        return bool(train.ahead(now - stride / 2, now + stride, 0.0))

    @property
    def surprise(self) -> bool:
        """Something announced has not come yet, so that nobody knows how long it takes."""
        return any(
            train.announced is not None and not train.count for train in self.trains.values()
        )

    @property
    def latest(self) -> float:
        """Position of the newest event since the last training line; zero if there was none, or
        none that is sure."""
        return self.pending[-1].position if self.pending and self.pending[-1].placed else 0.0

    def last_step(self, what: What) -> int | None:
        """Where the newest event of a kind happened."""
        train = self.trains.get(what)
        last = train.last if train is not None else None
        return int(last.position) if last is not None else None
