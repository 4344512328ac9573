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


FEW_LEFT = 0.1
"""Of a run's steps, where they are many."""
MANY = 20
NO_END = "done, but not with the training"


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
        lap = self._sees_lap(line)
        found = (
            self._by_rule(line, event)
            or self._fault(line, event)
            or self._frame(line)
            or self._said(line, event)
            or self._figures.read(line, guess=guess)
        )
        if found is None and lap:
            told = {"by": "a training within the training"}
            found = record("phase", line, told, self._context.carry)
        return self._end_of_epoch(line, found)

    def _by_rule(self, line: Line, event: events.Event | None) -> Record | None:
        """The line as one of a trainer. What one says at its end, another says of a part."""
        found = self.rules.read(line)
        if found is None or found.kind != "done":
            return found
        by = self._context.step_by
        own = by in {None, found.format} and not self._context.laps_known
        return found if own or self._ends_training(event) else record("other", line, {"by": NO_END})

    def _sees_lap(self, line: Line) -> bool:
        lap = laps.lap(line.text)
        return lap is not None and not self._context.in_code(line) and self._context.see_lap(lap)

    def _end_of_epoch(
        self, line: Line, found: Record | Candidate | None
    ) -> Record | Candidate | None:
        """An epoch that a line tells is over as the counter is: what was counted is not the run."""
        counted = self._context.counted
        if counted is None or counted.step != counted.last_printed or counted.unit == "epoch":
            return found
        over = announce.ended_epoch(line.text)
        counts = isinstance(found, Candidate) and found.series is self._guess.series
        if over is None or counts:
            return found
        epoch, of = over
        if epoch != of:
            self._context.announce_epoch(epoch + 1, of)
        told = found if isinstance(found, Record) else None
        told = told or record("phase", line, {"by": "it tells that an epoch is over"})
        return told._replace(laps_left=1 if of is None else max(0, of - epoch))

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
        if event.kind == "done" and not self._ends_training(event):
            return record("other", line, {"by": NO_END})
        fields: dict[str, Any] = {}
        if event.kind in {"checkpoint", "evaluation"}:
            fields["cost_s"] = events.cost_of(line.text)
            fields["step"] = events.step_of(line.text)
        fields["by"] = "words of any trainer"
        return record(event.kind, line, fields)

    def _ends_training(self, event: events.Event | None) -> bool:
        """Whether what ends a training ends this one: not a lap of it, nor while it has many steps left, unless
        it is said by what ends a run early. A bare `done` says nothing before any step, nor once steps have
        followed one."""
        step, counted = self._context.step, self._context.counted
        end = event.end if event is not None else None
        if end == "process":
            return True
        if self._context.laps_known or (end == "word" and not self._is_first_word(step)):
            return False
        return end == "run" or counted is None or _nearly_over(counted)

    def _is_first_word(self, step: int | None) -> bool:
        if step is None or self._done_at not in {-1, step}:
            return False
        self._done_at = step
        return True


def _nearly_over(counted: Record) -> bool:
    """No step is left, or few of many: lines may be more than a stride apart."""
    step, last = counted.step, counted.last_printed
    if counted.scope != "run" or last is None or step is None:
        return True
    left = last - step
    over = left < 1 or (left == 1 and counted.unit != "epoch")  # it may count from 0
    return over or (last > MANY and left <= FEW_LEFT * last)
