"""The axis that events lie on: how much of it has been seen, and how sharp it is.

A log may be an excerpt: rotated, resumed, cut out of a longer one. Then a distance counted from
its first line is the excerpt's, not the run's, and a step told by an event line that no training
line bears out may lie beyond a gap.
"""

from math import inf

from train_watch.core.counter import Counter
from train_watch.core.records import Record
from train_watch.core.sane import whole

SHARP = 0.02
"""Share of an epoch that lines may lie apart where no line tells its length: every epoch is then short
of up to so much on the axis, and so is every distance over epochs."""
NEAR = 2
"""Strides from the last training line within which an event line's own step is believed."""


class Axis:
    """Shared by all trains of a run: feed the training lines.

    >>> axis = Axis()
    >>> axis.sharp, axis.whole, axis.unbroken
    (True, True, True)
    """

    __slots__ = ("_epoch_start", "_shortest", "sharp", "since", "whole")

    def __init__(self) -> None:
        self.whole = True
        """Everything since step 0 has been seen, so that a first event's distance from it counts."""
        self.sharp = True
        """A distance on the axis is one in the run."""
        self.since = -inf
        """Position behind the newest gap in the log."""
        self._epoch_start = 0.0
        self._shortest = inf

    @property
    def unbroken(self) -> bool:
        """Whether the distance of a lone event from step 0 was seen as a whole."""
        return self.whole and self.since == -inf

    def see(self, record: Record, counter: Counter, first: Record, start: float | None) -> None:
        """A training line that `counter` has taken in; `first` was the first one, `start` the steps
        done before it, where told."""
        self.whole = _seen_from_start(first, counter, start)
        self.sharp = self._is_sharp(record, counter)

    def _is_sharp(self, record: Record, counter: Counter) -> bool:
        if record.scope != "epoch" or counter.batches is not None:
            return True
        if counter.epoch_start > self._epoch_start:
            self._shortest = min(self._shortest, counter.epoch_start - self._epoch_start)
            self._epoch_start = counter.epoch_start
        return counter.settled <= SHARP * self._shortest


def _seen_from_start(first: Record, counter: Counter, start: float | None) -> bool:
    """Whether the log shows the run from its first step on: its first training line is that of
    step 0 or 1, or of the end of the first stride."""
    if start:
        return False
    epoch = whole(first.epoch)
    if first.scope == "epoch" and epoch is not None and epoch > first.epoch_base:
        return False
    return counter.first is not None and counter.first <= max(1.0, counter.settled)


def place(
    record: Record, here: float | None, stride: float | None, latest: float
) -> tuple[float, bool | None]:
    """Position of an event line, and whether it is sure (None: it stands before the first training
    line, so at step 0 if the log begins there).

    `here` is the position of the last training line (None before the first), `latest` that of the
    newest event since (0.0: none). The line's own step counts if it is near; one far ahead may
    lie beyond a gap, and one far behind counts something else. What is far only the second training
    line tells; until then nothing ahead is sure. A line without a step belongs to
    the event that came since: a checkpoint to the evaluation before it.

    >>> place(Record("evaluation", 9, step=500), 490.0, 10.0, 0.0)
    (500.0, True)
    >>> place(Record("checkpoint", 9, step=64000), 7.0, 1.0, 0.0)
    (7.0, False)
    >>> place(Record("checkpoint", 9), None, None, 0.0)
    (0.0, None)
    """
    if record.step is None or record.scope != "run" or record.step < 0:
        return max(here or 0.0, latest), None if here is None else True
    if here is None:
        return float(record.step), True
    far = record.step - here
    if stride is None and far > NEAR:
        return float(record.step), False
    if abs(far) <= NEAR * (stride or 1.0):
        return float(record.step), True
    return here, far < 0
