"""The generic reading of a log: candidates, the series that is believed, and the records of its lines."""

from typing import TYPE_CHECKING, Any

from train_watch.core.records import Record
from train_watch.formats.candidate import Candidate
from train_watch.formats.context import Context
from train_watch.formats.definition import record
from train_watch.formats.shapes import Shape, Shapes, has_result, may_train
from train_watch.formats.values import contains
from train_watch.lines.line import Line

if TYPE_CHECKING:
    from train_watch.formats.epochs import EpochLines
    from train_watch.formats.ranking import Ranking
    from train_watch.formats.reading import Reading
    from train_watch.formats.series import Series
    from train_watch.formats.table import Table

_WEAKER = "it counts something, but not what is believed to be the training"
BLOCK_LINES = 12
"""Lines with numbers behind a step's line that may be its block."""
BOX_ROWS = 24
"""Rows of a box below its counter; the loggers of RL libraries draw fewer."""
BLOCK_FROM = 3
"""A line is one of the block once its words have stood there so often in a row."""
OF_A_BLOCK = (
    "metrics",
    "step_time_s",
    "step_ulp_s",
    "clock_s",
    "clock_ulp_s",
    "data_s",
    "trainer_eta_s",
    "rate",
)
EPOCH_LINES = "epoch:"
"""Begins the key of a series whose counter stands in the line above, see `epochs`."""
COMPANION_WEIGHT = 2.0
"""A counter of steps; one of epochs is near the step at hand only by chance."""


class Guess:
    """Reads lines that nobody knows. The lexer and the ranking are imported with the second line that
    looks like training; until then such lines are put aside."""

    def __init__(self, context: Context, total: int | None) -> None:
        self.series: Series | None = None
        """The sort of line that is believed."""
        self.fed = 0
        """Lines of the log so far."""
        self._block_left = 0
        self._counted_at = -BOX_ROWS
        """The line, of those fed, that last held a counter."""
        self._entry: Shape | None = None
        self._context = context
        self._total = total
        self._shapes = Shapes()
        self._ranking: Ranking | None = None
        self._epochs: EpochLines | None = None

    @property
    def ranking(self) -> "Ranking":
        """The series of the log; asked for the first time, lines put aside are read."""
        if self._ranking is None:
            from train_watch.formats.ranking import Ranking

            self._ranking = Ranking(self._total)
        return self._ranking

    # Reading

    def read(self, line: Line) -> "Candidate | Reading | None":
        """A candidate, or the reading of a line without a training counter, or None if it says nothing."""
        entry = self._entry = self._shapes.meet(line.text)
        self._block_left -= 1
        entry.behind = entry.behind + 1 if self._block_left > 0 else 0
        if self._ranking is None and entry.count == 1 and not has_result(line.text):
            return self._shapes.wait(line, entry) if may_train(line.text) else None
        if not self._shapes.may_read(entry, live=line.arrived_at is not None):
            return None
        from train_watch.formats.unknown import read_line

        self._read_waiting()
        found = read_line(line.text, entry, self.ranking)
        if not isinstance(found, tuple):
            return found
        self._counted_at = self.fed
        return Candidate(*found)

    def in_box(self, line: Line) -> bool:
        """Whether the line is a row of a box in which a counter stands: then it announces nothing."""
        if line.text[:1] not in {"|", "│"}:
            return False
        from train_watch.formats.boxes import is_row, tells_counter

        if is_row(line.text) and tells_counter(line.text):
            self._counted_at = self.fed
        return self.fed - self._counted_at < BOX_ROWS and is_row(line.text)

    def _read_waiting(self) -> None:
        """Lines that were put aside, now that it is clear that they are needed."""
        if not self._shapes.waiting:
            return
        from train_watch.formats.unknown import take

        waiting, self._shapes.waiting = self._shapes.waiting, []
        for line, candidate, entry in waiting:
            if take(candidate, line.text, entry, self.ranking):
                self.observe(line, candidate)

    def row(self, rows: "Table", values: dict[str, Any]) -> Candidate:
        """A row of a table as a candidate."""
        series = self.ranking.series(rows.key, "line")
        series.weight = rows.weight
        series.counts_first = rows.counts_first
        series.unit, series.has_result = rows.unit, rows.has_result
        series.proof.needs = rows.needs_proof
        return Candidate(series, values)

    def below_epoch(self, line: Line, reading: "Reading") -> Candidate | None:
        """A line with the loss of an epoch that a line above announced, if no counter is believed."""
        other = self.series is not None and not self.series.key.startswith(EPOCH_LINES)
        if other or not self._announced:
            return None
        if self._epochs is None:
            from train_watch.formats.epochs import EpochLines

            self._epochs = EpochLines()
        found = self._epochs.take(line, reading, self._context, self.ranking)
        if found is None:
            return None
        series, values = found
        refused = series.evaluating and series is not self.series
        if self._entry is not None:
            self._entry.series = None if refused else series  # only such lines stay worth reading
        return None if refused else Candidate(series, values)

    # Believing

    def lock(self, series: "Series", line: Line) -> None:
        self.series = series
        if not series.evidence:
            series.evidence = line.raw or line.text

    def fast(self, line: Line) -> Candidate | None:
        """A line of the believed series by a layout it had before; None if it has another."""
        from train_watch.formats.unknown import blank

        assert self.series is not None
        values = blank(self.series)
        return (
            Candidate(self.series, values) if self.series.layouts.fill(values, line.text) else None
        )

    def observe(self, line: Line, candidate: Candidate) -> None:
        """Let the candidate's series take the line."""
        if candidate.series is None:
            return
        if line.rank is not None:
            if self.is_other_rank(line, candidate.series):
                return
            candidate.series.rank = line.rank
        values = candidate.values
        candidate.series.lapped = "laps_left" in self._context.carry
        if self._announced and "epoch" not in values:
            values = {**values, "epoch": self._context.carry["epoch"]}
        at = line.at if line.at is not None else values.get("at", line.arrived_at)
        candidate.series.observe(values, self.fed, at)

    def is_other_rank(self, line: Line, series: "Series") -> bool:
        """Another process counts the same, and the first one is still heard."""
        if line.rank is None or series.rank is None or line.rank == series.rank:
            return False
        from train_watch.formats.ranking import is_silent

        if not is_silent(series, self.fed):
            return True
        series.rank = line.rank
        return False

    def is_silent(self) -> bool:
        from train_watch.formats.ranking import is_silent

        return self.series is not None and is_silent(self.series, self.fed)

    # Records

    @property
    def _counts_epochs(self) -> bool:
        return self.series is not None and self.series.unit == "epoch"

    @property
    def _announced(self) -> bool:
        return "epoch" in self._context.carry

    def made(self, line: Line, candidate: Candidate) -> Record:
        """The record of a line of the believed series; `other` for a line of another."""
        from train_watch.formats.generic import settle

        if candidate.series is None or candidate.series is not self.series:
            return self._beside(line, candidate)
        if line.rank is not None and self.series.rank not in {None, line.rank}:
            return record("other", line, {"by": "another rank says the same"})
        fields = settle(self.series, candidate.values, epoch_announced=self._announced)
        self._block_left = BLOCK_LINES
        self._counted_at = self.fed
        return record("step", line, fields, self._context.carry)

    def evaluated(self, line: Line, candidate: Candidate) -> Record | None:
        """The record of a line of the believed series that counts an evaluation in the same words."""
        series, values = self.series, candidate.values
        total = values.get("total_steps")
        if series is None or total is None or total == series.total:
            return None
        epoch = values.get("epoch", self._context.carry.get("epoch"))
        if not series.is_shorter_pass(total, epoch):
            return None
        from train_watch.formats.rules import as_validation

        as_validation(values, self._context.trained)
        told = {"format": "generic", "by": "a shorter pass in the same words behind a whole epoch"}
        kept = {"metrics": values["metrics"]} if values.get("metrics") else {}
        return record("evaluation", line, {**told, **kept}, self._context.carry)

    def block(self, line: Line, reading: "Reading") -> Record | None:
        """A line without a counter that belongs to the step above it: its words always stand there."""
        from train_watch.formats.generic import settle
        from train_watch.formats.unknown import fill

        step, entry = self._context.step, self._entry
        if self.series is None or step is None or entry is None or entry.behind < BLOCK_FROM:
            return None
        if self.series.sort == "bar" or not contains(line.text, ":=|"):
            return None
        values: dict[str, Any] = {}
        if reading.weight or not fill(values, reading):
            return None
        if (reading.needs_proof and not reading.holes.time_is_sure) or reading.rates_steps:
            values.pop(
                "step_time_s", None
            )  # `steps per second` below an iteration counts other steps
        if self.series.has_loss and "loss" in values.get("metrics", ()):
            del values["metrics"]["loss"]  # the step's own line tells it
        kept = {name: values[name] for name in OF_A_BLOCK if values.get(name)}
        if not kept:
            return None
        fields = {"step": step, "total_steps": self.series.total, **kept}
        settled = settle(self.series, fields, epoch_announced=self._announced)
        told = {**settled, "by": "a line of the block below its step"}
        return record("step", line, told, self._context.carry)

    def _beside(self, line: Line, candidate: Candidate) -> Record:
        """A line of another series: the result of an evaluation if it tells a validation loss."""
        metrics = candidate.values.get("metrics", {})
        if self.series is None or "val_loss" not in metrics:
            return record("other", line, {"by": _WEAKER})
        kept = {name: value for name, value in metrics.items() if name != "loss"}
        told = {"format": "generic", "by": "a validation loss beside the training", "metrics": kept}
        return record("evaluation", line, told, self._context.carry)

    def companion(self, line: Line, candidate: Candidate) -> Record:
        """A second line about the step at hand (its loss beside a bar) adds metrics; any other adds nothing."""
        from train_watch.formats.generic import settle

        values, step = candidate.values, self._context.step
        same_epoch = self._counts_epochs and values.get("epoch") == step
        near = step is not None and (abs(values.get("step", -9) - step) <= 1 or same_epoch)
        steps = candidate.series is not None and candidate.series.weight >= COMPANION_WEIGHT
        told = "loss" in values.get("metrics", ())
        if not (near and steps and told) or self.series is None:
            return self._beside(line, candidate)
        fields = {"step": step, "metrics": values["metrics"], "total_steps": self.series.total}
        return record("step", line, settle(self.series, fields, epoch_announced=self._announced))
