"""What earlier lines say about the line at hand: epoch, phase, the bar's step, an open traceback."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from train_watch.core.records import Record
from train_watch.formats.announce import is_code
from train_watch.formats.laps import Lap
from train_watch.lines.line import Line

if TYPE_CHECKING:
    from train_watch.formats.definition import Definition
    from train_watch.formats.table import Table

CODE_LINES = 30
MOST_CODE_LINES = 400
"""So many lines after a line of Python nothing is announced: a script was dumped into the log. The more
of it was seen, the longer its stretches without a line that can only be Python (tables, doc strings)."""
RULE = "=" * 20
"""What scripts that print themselves draw behind their own text."""
MOST_NAMES = 256
"""Names of metrics that are remembered."""
MOST_RANKS = 1024
"""No job has more ranks on one log."""
TRACEBACK = "raceback (most"
HARMLESS = ("Exception ignored ", "--- Logging error ---")
"""What Python writes above the traceback of an exception that ends nothing: of a destructor (PyTorch's data
loaders: `can only test a child process`), of a log handler."""
TRACEBACK_LINES = 400
"""A traceback longer than this (an endless recursion) is left."""


Place = tuple[str, int, int | None]
"""A bar's frame: its key, its step and its total."""


class Context:
    """The reader's memory. `carry` are the fields that steps take over if their own line lacks them."""

    __slots__ = (
        "_code_lines",
        "_code_until",
        "_harmless",
        "_tracebacks",
        "_warned_at",
        "accumulation",
        "carry",
        "counted",
        "lap_number",
        "laps_from_zero",
        "last_bar",
        "main_bar",
        "marks",
        "pending",
        "rank",
        "step",
        "step_by",
        "steps_per_epoch",
        "table",
        "total_epochs",
        "total_steps",
        "trained",
    )  # fmt: skip

    def __init__(self) -> None:
        self.carry: dict[str, Any] = {}
        self.marks: set[str] = set()
        """Names of the definitions of which a line was seen."""
        self.last_bar: Place | None = None
        """The last frame of a bar without a description."""
        self.main_bar: Place | None = None
        """The same of the bar that counts the training, once it is known."""
        self.pending: dict[str, Any] = {}
        """Fields of lines that stand before the line with their step (a block of an RL table)."""
        self.table: tuple[Definition | None, Table] | None = None
        """The table whose rows are being read, and the trainer it belongs to."""
        self.rank: int | None = None
        """The rank whose steps count."""
        self.step: int | None = None
        self.counted: Record | None = None
        """The record of that step: a line below it that belongs to it counts as it does."""
        self.step_by: str | None = None
        """Who read that step: what stands below it is of the same trainer."""
        self.total_steps: int | None = None
        self.total_epochs: int | None = None
        self.steps_per_epoch: int | None = None
        self.trained: set[str] = set()
        """Names of the metrics that steps of the training told."""
        self.lap_number: int | None = None
        """The last fold or trial named without the number of them."""
        self.laps_from_zero = False
        """Folds, trials or stages are counted from 0."""
        self.accumulation = 1
        """Micro-batches in a step, as announced."""
        self._code_until = self._code_lines = 0
        self._warned_at = -1
        """The last line that `warnings` wrote: the line behind it quotes one line of the source."""
        self._tracebacks: dict[int | None, int] = {}
        self._harmless: dict[int | None, int] = {}

    # What was announced

    def announce_epoch(self, epoch: float, total: int | None) -> None:
        self.carry["epoch"] = float(epoch)
        if epoch == 0:
            self.carry["epoch_base"] = 0
        if total is not None:
            self.carry["total_epochs"] = total

    def see_lap(self, lap: Lap) -> bool:
        """A training within the training begins, or is spoken of: steps from here on are of it. One whose
        number of fellows is not told counts when it is not the first: a run may be a single fold of them."""
        if lap.of is None:
            several = self.lap_number not in {None, lap.number}
            self.lap_number = lap.number
            if not several or "phase" in self.carry:
                return False
        self.laps_from_zero = self.laps_from_zero or lap.number == 0
        self.carry["laps_left"] = lap.left(from_zero=self.laps_from_zero)
        if lap.of is not None:
            self.carry["phase"] = lap.label
        return True

    @property
    def laps_known(self) -> bool:
        """It is told that other trainings follow this one."""
        return "phase" in self.carry and bool(self.carry.get("laps_left"))

    def take_facts(self, facts: Mapping[str, float]) -> None:
        if "total_steps" in facts:
            self.total_steps = int(facts["total_steps"])
        if "total_epochs" in facts:
            self.total_epochs = int(facts["total_epochs"])
        self.steps_per_epoch = int(facts.get("steps_per_epoch", self.steps_per_epoch or 0)) or None
        self.accumulation = max(int(facts.get("accumulation", self.accumulation)), 1)

    def whole_run(self, facts: dict[str, float]) -> dict[str, float]:
        """The facts of a line, with the steps of the whole run if it completes steps an epoch x epochs."""
        told = "steps_per_epoch" in facts or "total_epochs" in facts
        if not told or "total_steps" in facts or not (self.steps_per_epoch and self.total_epochs):
            return facts
        return {**facts, "total_steps": float(self.steps_per_epoch * self.total_epochs)}

    def take_announcement(self, made: Record) -> None:
        """Remember what a config or phase record announces for later lines."""
        if made.facts:
            self.take_facts(made.facts)
        if made.kind == "phase" and made.epoch is not None:
            self.announce_epoch(made.epoch, made.total_epochs)

    def see_metrics(self, names: Iterable[str]) -> None:
        """A step of the training told metrics of these names."""
        if not self.trained.issuperset(names) and len(self.trained) < MOST_NAMES:
            self.trained.update(names)

    def step_at(self, epoch: float | None) -> int | None:
        """The step that an epoch stands for, where the totals of both are known (HF without a bar)."""
        if epoch is None or not self.total_steps or not self.total_epochs:
            return None
        return min(round(epoch / self.total_epochs * self.total_steps), self.total_steps)

    # Where the log is

    def in_code(self, line: Line) -> bool:
        """Whether the line stands in a Python script that was dumped into the log."""
        if line.text.startswith(RULE):
            self._code_until = self._code_lines = 0
        elif "Warning: " in line.text and ".py:" in line.text:
            self._warned_at = line.number
        elif line.number != self._warned_at + 1 and is_code(line.text):
            self._code_lines += 1
            self._code_until = line.number + min(CODE_LINES + self._code_lines, MOST_CODE_LINES)
        return line.number <= self._code_until

    def is_harmless(self, line: Line) -> bool:
        """The head of a traceback right behind the line with which Python says that it goes on all the same."""
        if line.text.startswith(HARMLESS):
            self._harmless[line.rank if len(self._harmless) < MOST_RANKS else None] = line.number
        return self._harmless.get(line.rank) == line.number - 1 and TRACEBACK in line.text

    def see_traceback(self, line: Line) -> None:
        """A fault's line: its error comes later if it is the head of a traceback."""
        if TRACEBACK in line.text and len(self._tracebacks) < MOST_RANKS:
            self._tracebacks[line.rank] = line.number

    def close_traceback(self, rank: int | None) -> None:
        self._tracebacks.pop(rank, None)

    def in_traceback(self, rank: int | None, line: int) -> bool:
        opened = self._tracebacks.get(rank)
        if opened is not None and line - opened > TRACEBACK_LINES:
            del self._tracebacks[rank]
            return False
        return opened is not None

    def forget_place(self) -> None:
        """A part of the log was left out: what only the lines right before could tell is forgotten."""
        self._tracebacks.clear()
        self.carry.pop("epoch", None)
        self.pending = {}
