"""Epochs that a line of their own announces, with the results on the lines below it.

    Epoch 3/50
    loss: 0.451 - dice: 0.77

The line with the loss prints no number of the epoch: it is that of the line above. Only the first line
with a loss below each announcement counts, and only while it stands there once: a line that comes again
in the same epoch tells batches, of which nobody knows how many there are.
"""

from typing import TYPE_CHECKING, Any

from train_watch.formats.context import Context
from train_watch.formats.shapes import shape
from train_watch.formats.vocabulary import RESULTS
from train_watch.lines.line import Line

if TYPE_CHECKING:
    from train_watch.formats.ranking import Ranking
    from train_watch.formats.reading import Reading
    from train_watch.formats.series import Series

WEIGHT = 1.0
"""Any counter that is printed is better."""


class EpochLines:
    """Finds the series of lines that stand once below each announced epoch."""

    __slots__ = ("_epoch", "_key")

    def __init__(self) -> None:
        self._epoch: float | None = None
        """The epoch whose line was found last."""
        self._key = ""

    def take(
        self, line: Line, reading: "Reading", context: Context, ranking: "Ranking"
    ) -> "tuple[Series, dict[str, Any]] | None":
        """The series and the fields of a line with the loss of the epoch announced above it."""
        from train_watch.formats.guess import EPOCH_LINES
        from train_watch.formats.unknown import blank, fill

        epoch = context.carry.get("epoch")
        if epoch is None or reading.weight or not (reading.has_loss or _trains(reading)):
            return None
        key = EPOCH_LINES + shape(line.text)
        if epoch == self._epoch:
            if key == self._key:
                ranking.series(key, "line").evaluating = True
            return None
        self._epoch, self._key = epoch, key
        series = ranking.series(key, "line")
        series.evaluating |= ranking.counts(EPOCH_LINES)
        series.weight, series.unit = WEIGHT, "epoch"
        values = blank(series)
        if not fill(values, reading):
            return None
        series.has_time += "step_time_s" in values
        values.pop("step_time_s", None)  # of the epoch, of a batch, of the training of it: not told
        return series, {
            **values,
            "step": int(epoch),
            "total_steps": context.carry.get("total_epochs"),
        }


def _trains(reading: "Reading") -> bool:
    """`train_MAE: 0.31`: a result of the training that is no loss by its name."""
    words = [token.key.words for token in reading.holes.tokens if token.key.role == "metric"]
    return any(name[0] == "train" and not RESULTS.isdisjoint(name) for name in words if name)
