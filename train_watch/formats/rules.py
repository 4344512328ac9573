"""Lines of a trainer of the catalogue, read by its rules, and tied to the step they belong to."""

from collections.abc import Set
from typing import Any

from train_watch.core.records import Record
from train_watch.formats import events
from train_watch.formats.catalog_index import Index
from train_watch.formats.context import Context
from train_watch.formats.definition import Rule, record
from train_watch.formats.values import contains
from train_watch.lines.line import Line

_GLUED = ("rror: ", "raceback (most", "illed", "out of memory", "slurmstepd")
"""Signs that another program's last words hang on a line that was understood."""
VALIDATES = ("val", "eval", "test", "lr")
"""How names begin that are an evaluation's already, or that an evaluation does not measure."""
_TAIL = 8
"""A fault's words are longer than this."""


class RuleReader:
    """Reads lines by the rules whose literal they hold, in the catalogue's order."""

    def __init__(self, context: Context, index: Index) -> None:
        self._context = context
        self._index = index
        self.matched: Rule | None = None
        """The rule that read the last line, if one did."""

    def read(self, line: Line) -> Record | None:
        for _, rule, definition in self._index.candidates(line.text):
            found = self.apply(rule, line)
            if found is not None:
                self._context.marks.add(definition.name)
                return found
        return None

    def apply(self, rule: Rule, line: Line) -> Record | None:
        """The record of a line by one rule; None if the rule does not fit."""
        text = line.text
        match = rule.match(text)
        values = rule.values(match, text) if match is not None else None
        if match is None or values is None:
            return None
        if rule.kind == "config" and self._context.in_code(line):
            return None
        if rule.joins == "last" and self._is_of_another(values["format"]):
            return None
        self.matched = rule
        if len(text) - match.end() > _TAIL and contains(text, _GLUED):
            event = events.find(text[match.end() :])
            if event is not None and event.fault is not None:
                self._context.see_traceback(line)
                return record("fault", line, {**values, "fault": event.fault})
        return self._finish(rule, line, values)

    def _finish(self, rule: Rule, line: Line, values: dict[str, Any]) -> Record:
        context = self._context
        if rule.kind == "step":
            plain = "step" in values and not rule.joins and not context.pending
            if plain or self._has_step(rule, values, line.text):
                return record("step", line, values, context.carry)
            return record(
                "other", line, {"format": values["format"], "by": "waits for the step it is of"}
            )
        if rule.kind == "evaluation":
            as_validation(values, context.trained)
            return record("evaluation", line, values, context.carry)
        if "facts" in values:
            self._mend_facts(values)
        made = record(rule.kind, line, values)
        context.take_announcement(made)
        return made

    def _mend_facts(self, values: dict[str, Any]) -> None:
        """Steps of the whole run from micro-batches an epoch; no resume from 0, which every run of
        some trainers says."""
        facts = values["facts"]
        epochs = facts.get("total_epochs")
        if epochs:
            values["total_epochs"] = epochs
        if epochs and "steps_per_epoch" in facts:
            steps = facts["steps_per_epoch"] * epochs // self._context.accumulation
            values["facts"] = {**facts, "total_steps": steps}
        if facts.get("resumed_from") == 0:
            values["facts"] = {
                name: told for name, told in values["facts"].items() if name != "resumed_from"
            }

    # The step of a line that does not print one

    def _is_of_another(self, name: str) -> bool:
        """The step above was read by someone else, or by nobody: `| loss | 1.2 |` in a box is not this
        trainer's alone."""
        return self._context.step_by != name

    def _has_step(self, rule: Rule, values: dict[str, Any], text: str) -> bool:
        """Give the line a step if it lacks one; False if it has to wait for the next line with one."""
        context = self._context
        if "step" in values:
            if rule.joins == "bar":
                self._meet_bar(values["step"])
            if context.pending:
                _add_pending(values, context.pending)
                context.pending = {}
        elif rule.joins == "next":
            _add_pending(values, context.pending)
            context.pending = values
            return False
        elif rule.joins == "last":
            values["step"] = context.step
            if context.counted is not None:
                values.update(_place(context.counted, rule.printed & values.keys()))
            return context.step is not None
        else:
            self._join_bar(values, text)
        return True

    def _meet_bar(self, step: int) -> None:
        """A line that names its step beside a bar at that step: this bar is the training's."""
        last = self._context.last_bar
        if last is not None and abs(last[1] - step) <= 1:
            self._context.main_bar = last

    def _join_bar(self, values: dict[str, Any], text: str) -> None:
        """The step of the training's bar, or the one that the line's epoch stands for."""
        from train_watch.formats import bars

        context = self._context
        bar = bars.parse(text) if "%|" in text else None
        if bar is not None and not bar.desc:
            context.last_bar = (bars.key(bar), bar.n, bar.total)
        last, main = context.last_bar, context.main_bar
        if last is not None and (main is None or last[0] == main[0] or main[1] == main[2]):
            context.main_bar = last
        if context.main_bar is not None:
            _, values["step"], values["total_steps"] = context.main_bar
            return
        step = context.step_at(values.get("epoch"))
        if step is not None:
            values["step"], values["total_steps"] = step, context.total_steps


_PLACE = (
    "step", "total_steps", "scope", "base", "last_is_total", "epoch", "total_epochs", "epoch_base", "unit",
)  # fmt: skip


def _place(made: Record, printed: Set[str]) -> dict[str, Any]:
    """What the line of a step says of its place in the run, but what the line below it `printed` itself:
    a trainer may have counters of two sorts."""
    told = {name: getattr(made, name) for name in _PLACE if name not in printed}
    return {name: value for name, value in told.items() if value is not None}


def _add_pending(values: dict[str, Any], pending: dict[str, Any]) -> None:
    """Fields of lines above that belong to the same step; what the line itself says wins."""
    metrics = {**pending.get("metrics", {}), **values.get("metrics", {})}
    values.update({name: value for name, value in pending.items() if name not in values})
    if metrics:
        values["metrics"] = metrics


def as_validation(values: dict[str, Any], trained: Set[str] = frozenset()) -> None:
    """The loss of an evaluation is the validation loss, whatever its line calls it; so is every metric
    whose name the training's steps (`trained`) use as well.

    >>> values = {"metrics": {"loss": 0.5, "acc": 0.8, "mAP": 0.3}}
    >>> as_validation(values, {"loss", "acc"}); values["metrics"]
    {'val_loss': 0.5, 'val_acc': 0.8, 'mAP': 0.3}
    """
    metrics = values.get("metrics")
    if not metrics:
        return
    shared = {"loss", *(name for name in trained if not name.startswith(VALIDATES))}
    if not shared.isdisjoint(metrics):
        own = {f"val_{name}": value for name, value in metrics.items() if name in shared}
        rest = {name: value for name, value in metrics.items() if name not in shared}
        values["metrics"] = {**own, **rest}
