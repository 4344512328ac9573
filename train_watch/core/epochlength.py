"""How many steps an epoch has, where no line says so: from the counter starting again.

The last line of an epoch is up to one log interval before its end. Where a clock ran on, it tells how
far: the time until the next epoch's first line is that of the steps in between. A clock that says more
than an interval saw something else too (an evaluation), and only bounds are left; the caller gives no
pace where an evaluation was told in between. One that says nothing of itself and is shorter than an
interval cannot be told from steps: such a length is never more than rough.
"""

from typing import NamedTuple

from train_watch.core.records import Record
from train_watch.core.sane import whole
from train_watch.core.window import Window

BLUNTEST = 0.005
"""Relative half width of the bounds up to which their middle is told."""
LONGEST_TAIL = 0.5
"""Share of the epoch that the clock may fill in: beyond it the pace of one stretch decides."""
KEPT = 15
"""Epochs whose median is taken."""


class _Seen(NamedTuple):
    epoch: int
    step: int
    at: float | None


class EpochLength:
    """Feed the step lines of a counter within the epoch.

    >>> length = EpochLength()
    >>> lines = [(0, 0, 0.0), (0, 500, 250.0), (0, 1000, 500.0), (1, 0, 621.0), (1, 500, 871.0)]
    >>> records = [Record("step", n, step=s, epoch=e, at=t) for n, (e, s, t) in enumerate(lines)]
    >>> [length.see(record, usual=0.5, stride=500.0) for record in records]
    [None, None, None, 1242, None]
    """

    __slots__ = ("_last", "_lengths")

    def __init__(self) -> None:
        self._last: _Seen | None = None
        self._lengths = Window(KEPT)

    def see(self, record: Record, usual: float | None, stride: float | None) -> int | None:
        """The length as known after this line, where it is the first of an epoch; else None. `usual` is
        the pace in seconds a step, `stride` the steps between two lines."""
        epoch, step = whole(record.epoch), whole(record.step)
        if epoch is None or step is None:
            return None
        at = record.at if record.at is not None else record.arrived_at
        last, self._last = self._last, _Seen(epoch, step, at)
        if last is None or stride is None or epoch != last.epoch + 1 or step > stride:
            return None
        length = _length(last, self._last, usual, stride)
        if length is not None:
            self._lengths.add(length)
        middle = self._lengths.median()
        return round(middle) if middle is not None else None


def _length(last: _Seen, first: _Seen, usual: float | None, stride: float) -> float | None:
    """Steps of the epoch that `last` belongs to; None where they are not known well enough."""
    if usual and last.at is not None and first.at is not None:
        tail = (first.at - last.at) / usual - first.step
        if 0 < tail <= min(stride + 0.5, LONGEST_TAIL * last.step):  # half a step: clocks round
            return last.step + min(tail, stride)
    half = stride / 2
    return last.step + half if 0 < half <= BLUNTEST * last.step else None
