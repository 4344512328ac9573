"""Time that stamps saw pass while the counter stood still: what an event took at least.

Between a training line and an event line of the same step no step was done, so all that passed
between their stamps went into events. Each piece is owed to the line at its end: results are
printed when they are there. Only the stamps that the trainer wrote count; when a line arrived
says nothing here, for output may be held back.
"""

from train_watch.core.cadence import Event
from train_watch.core.records import Record
from train_watch.core.sane import duration


class Standing:
    """Feed the training lines and the event lines with their events.

    >>> standing, save, check = Standing(), Event("checkpoint", 20.0), Event("evaluation", 20.0)
    >>> standing.stepped(Record("step", 1, step=20, at=100.0))
    >>> standing.told(Record("checkpoint", 2, at=100.0), save)
    >>> standing.told(Record("checkpoint", 3, at=138.0), save)
    >>> save.least
    0.0
    >>> standing.told(Record("evaluation", 4, step=20, at=272.0), check)
    >>> save.least, check.least
    (38.0, 134.0)
    """

    __slots__ = ("_at", "_step", "_unsure")

    def __init__(self) -> None:
        self._at: float | None = None
        self._step: int | None = None
        self._unsure: dict[Event, float] = {}
        """Pieces that end at lines without a step: steps may have been done in them."""

    def stepped(self, record: Record) -> None:
        """A training line."""
        self._at = record.at if record.scope == "run" else None
        self._step = record.step
        self._unsure.clear()

    def told(self, record: Record, event: Event) -> None:
        """An event line."""
        if self._at is None:
            return
        passed = duration(record.at - self._at) if record.at is not None else None
        if passed is None or record.step not in (None, self._step):
            self._at = None
            self._unsure.clear()
            return
        self._at = record.at
        if passed:
            self._unsure[event] = self._unsure.get(event, 0.0) + passed
        if record.step is not None:
            for each, seconds in self._unsure.items():
                each.least += seconds
            self._unsure.clear()
