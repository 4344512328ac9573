"""What earlier lines say about the line at hand: epoch, phase, the bar's step, an open traceback."""

from typing import Any

CODE_LINES = 30
"""So many lines after a line of Python nothing is announced: a script was dumped into the log."""
TRACEBACK_LINES = 400
"""A traceback longer than this (an endless recursion) is left."""


class Context:
    """The reader's memory. `carry` are the fields that steps take over if their own line lacks them."""

    __slots__ = ("accumulation", "bar_key", "bar_step", "bar_total", "carry", "code_until", "last_bar", "marks", "pending", "rank", "step", "table", "total_epochs", "total_steps", "tracebacks")  # fmt: skip

    def __init__(self) -> None:
        self.carry: dict[str, Any] = {}
        self.accumulation = 1
        """Micro-batches in a step, as announced."""
        self.marks: set[str] = set()
        """Names of the definitions of which a line was seen."""
        self.bar_key: str | None = None
        """The bar that counts the training, with its last step and its total."""
        self.bar_step: int | None = None
        self.bar_total: int | None = None
        self.step: int | None = None
        self.total_steps: int | None = None
        self.total_epochs: int | None = None
        self.pending: dict[str, Any] = {}
        """Fields of lines that stand before the line with their step (a block of an RL table)."""
        self.table: Any = None
        """The table whose rows are being read (`table.Table`), with the name of its trainer."""
        self.rank: int | None = None
        self.last_bar: tuple[str, int, int | None] | None = None
        """Key, step and total of the last frame of a bar without a description."""
        self.code_until = 0
        self.tracebacks: dict[int | None, int] = {}

    def announce_epoch(self, epoch: float, total: int | None) -> None:
        self.carry["epoch"] = float(epoch)
        if epoch == 0:
            self.carry["epoch_base"] = 0
        if total is not None:
            self.carry["total_epochs"] = total

    def take_facts(self, facts: dict[str, float]) -> None:
        if "total_steps" in facts:
            self.total_steps = int(facts["total_steps"])
        if "total_epochs" in facts:
            self.total_epochs = int(facts["total_epochs"])
        self.accumulation = max(int(facts.get("accumulation", self.accumulation)), 1)

    def step_at(self, epoch: float | None) -> int | None:
        """The step that an epoch stands for, where the totals of both are known (HF without a bar)."""
        if epoch is None or not self.total_steps or not self.total_epochs:
            return None
        return min(round(epoch / self.total_epochs * self.total_steps), self.total_steps)

    def open_traceback(self, rank: int | None, line: int) -> None:
        if len(self.tracebacks) < 1024:  # no job has more ranks on one log
            self.tracebacks[rank] = line

    def in_traceback(self, rank: int | None, line: int) -> bool:
        opened = self.tracebacks.get(rank)
        if opened is None:
            return False
        if line - opened > TRACEBACK_LINES:
            del self.tracebacks[rank]
            return False
        return True
