"""What one line says, given what earlier lines said: the order in which all readers are asked.

    a trainer's own line? -> fault? -> a progress bar? -> said in words? -> numbers of an unknown trainer

The first that understands the line wins. Nothing here decides whom to believe; that is `reader`'s.
"""

from typing import TYPE_CHECKING, Any

from train_watch.core.records import Record
from train_watch.formats import announce, events, laps
from train_watch.formats.candidate import Candidate
from train_watch.formats.catalog_index import Index
from train_watch.formats.context import Context
from train_watch.formats.definition import record
from train_watch.formats.figures import FigureReader
from train_watch.formats.guess import Guess
from train_watch.formats.rules import RuleReader
from train_watch.lines.line import Line

if TYPE_CHECKING:
    from train_watch.formats.frames import FrameReader


NEARLY = 0.9
"""Of a run's steps: the last lines may be more than a stride apart."""


class Recogniser:
    """Reads lines one by one; what later lines need is remembered in the context."""

    def __init__(self, context: Context, index: Index, guess: Guess) -> None:
        self._context = context
        self._index = index
        self._guess = guess
        self.rules = RuleReader(context, index)
        self._figures = FigureReader(context, index, guess)
        self._frames: FrameReader | None = None
        self._done_at = -1
        """The step of the last bare `done`."""

    def read(self, line: Line, *, guess: bool) -> Record | Candidate | None:
        """A record, a candidate for a training step, or None; `guess` allows the generic lexer."""
        self.rules.matched = None
        if not line.text:
            return None
        event = events.find(line.text)
        lap = self._see_lap(line)
        found = (
            self.rules.read(line)
            or self._fault(line, event)
            or self._frame(line)
            or self._said(line, event)
            or self._figures.read(line, guess=guess)
        )
        if found is None and lap:
            return record(
                "phase", line, {"by": "a training within the training"}, self._context.carry
            )
        return found

    def _see_lap(self, line: Line) -> bool:
        """Whether the line names a lap: a fold, a trial, or the epoch that ended with the counter."""
        lap = laps.lap(line.text) or (laps.ended(line.text) if self._no_step_left() else None)
        if lap is None or self._context.in_code(line):
            return False
        self._context.see_lap(lap)
        return True

    def _no_step_left(self) -> bool:
        """The counter, which told of no epoch, has reached its total."""
        counted = self._context.counted
        ended = (
            counted is not None and counted.step is not None and counted.step == counted.total_steps
        )
        return ended and counted is not None and counted.scope == "run" and counted.unit != "epoch"

    def again(self, line: Line, key: str) -> Candidate | None:
        """A frame of the bar with this key, as the lines before; None for anything else."""
        return self._bars().again(line, key)

    def _frame(self, line: Line) -> Record | Candidate | None:
        may_hold = "%" in line.text or "it [" in line.text
        return self._bars().read(line) if may_hold else None

    def _bars(self) -> "FrameReader":
        """Bars are read by code that a log without any never loads."""
        if self._frames is None:
            from train_watch.formats.frames import FrameReader

            self._frames = FrameReader(self._context, self._index, self._guess)
        return self._frames

    def _fault(self, line: Line, event: events.Event | None) -> Record | None:
        """The head of a traceback, its last line, or another program's last words."""
        context, text = self._context, line.text
        if context.is_harmless(line):
            return record("other", line, {"by": "the traceback of an exception that ends nothing"})
        fault = event.fault if event is not None else None
        inside = context.in_traceback(line.rank, line.number)
        if inside and fault is None and text[0] not in " \t":
            fault = events.raised(text)
            if fault is not None:
                context.close_traceback(line.rank)
        if fault is None:
            return None
        context.see_traceback(line)
        return record("fault", line, {"fault": fault, "by": "the words of a fault"})

    def _said(self, line: Line, event: events.Event | None) -> Record | None:
        """Ends, checkpoints, evaluations, resumes and epochs that a line tells in words."""
        text = line.text
        if event is not None:
            return self._event(line, event)
        resumed = announce.resumes(text)
        if resumed is not None and not self._context.in_code(line):
            self._context.carry.pop("epoch", None)
            return record(
                "config" if resumed else "phase", line, {"facts": resumed} if resumed else {}
            )
        epoch = announce.epoch(text)
        if epoch is None or self._context.in_code(line):
            return None
        self._context.announce_epoch(*epoch)
        carried = {name: value for name, value in self._context.carry.items() if name != "phase"}
        return record("phase", line, {**carried, "by": "it announces an epoch"})

    def _event(self, line: Line, event: events.Event) -> Record:
        if event.kind == "done" and not (
            self._ends_all() if event.bare else self._is_the_end(event)
        ):
            return record("other", line, {"by": "done, but not with the training"})
        fields: dict[str, Any] = {}
        if event.kind in {"checkpoint", "evaluation"}:
            fields["cost_s"] = events.cost_of(line.text)
            fields["step"] = events.step_of(line.text)
        fields["by"] = "words of any trainer"
        return record(event.kind, line, fields)

    def _is_the_end(self, event: events.Event) -> bool:
        """Whether a sentence that ends a training ends this one: not a lap of it, nor while it has many
        steps left, unless it is one of those that end a run early."""
        counted = self._context.counted
        if self._context.laps_known:
            return False
        if event.final or counted is None or counted.scope != "run" or counted.total_steps is None:
            return True
        return counted.step is None or counted.step >= NEARLY * counted.total_steps

    def _ends_all(self) -> bool:
        """Whether a bare `done` is of the training: not before any step, nor where steps followed the one
        before, nor while the run has many steps left, or laps."""
        step, counted = self._context.step, self._context.counted
        if step is None or self._done_at not in {-1, step}:
            return False
        self._done_at = step
        total = counted.total_steps if counted is not None and counted.scope == "run" else None
        return not self._context.laps_known and (total is None or step >= NEARLY * total)
