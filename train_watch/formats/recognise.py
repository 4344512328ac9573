"""What one line says, given what earlier lines said: the order in which all readers are asked.

    fault? -> a trainer's own line? -> a progress bar? -> said in words? -> numbers of an unknown trainer

The first that understands the line wins. Nothing here decides whom to believe; that is `reader`'s.
"""

import re
from typing import Any

from train_watch.core.records import Record
from train_watch.formats import announce, bars, events, table
from train_watch.formats.catalog_index import Index
from train_watch.formats.chooser import Candidate, Chooser, fill
from train_watch.formats.context import CODE_LINES, Context
from train_watch.formats.definition import Definition, Rule, record
from train_watch.formats.reading import Reading
from train_watch.lines.line import Line

_DIGIT = re.compile(r"[0-9]|\bnan\b")
_GLUED = ("rror: ", "raceback (most", "illed", "out of memory", "slurmstepd")
"""Signs that another program's last words hang on a line that was understood."""


class Recogniser:
    """Reads lines one by one; remembers in `context` what later lines need."""

    def __init__(self, context: Context, index: Index, chooser: Chooser) -> None:
        self.context = context
        self.index = index
        self.chooser = chooser
        self.matched: Rule | None = None
        """The rule that read the last line, if one did."""

    def read(self, line: Line, *, guess: bool) -> Record | Candidate | None:
        """A record, a candidate for a training step, or None; `guess` allows the generic lexer."""
        self.matched = None
        if not line.text:
            return None
        event = events.find(line.text)
        return (
            self._fault(line, event)
            or self._defined(line)
            or self._bar(line)
            or self._said(line, event)
            or self._row(line)
            or self._numbers(line, guess=guess)
        )

    # Faults

    def _fault(self, line: Line, event: events.Event | None) -> Record | None:
        context, text = self.context, line.text
        if context.in_traceback(line.rank, line.number):
            if text[0] in " \t" or text.startswith("Traceback"):
                return None if event is None or event.fault is None else self._fault_record(line, event.fault)
            what = events.raised(text)
            if what is not None:
                del context.tracebacks[line.rank]
                return self._fault_record(line, what)
        if event is None or event.fault is None:
            return None
        if "traceback (most" in text.lower():
            context.open_traceback(line.rank, line.number)
        return self._fault_record(line, event.fault)

    def _fault_record(self, line: Line, what: str) -> Record:
        return record("fault", line, {"fault": what})

    # The catalogue

    def _defined(self, line: Line) -> Record | None:
        for _, rule, definition in self.index.candidates(line.text):
            found = self.apply(rule, line)
            if found is not None:
                self.context.marks.add(definition.name)
                return found
        return None

    def apply(self, rule: Rule, line: Line) -> Record | None:
        """The record of a line by one rule; None if the rule does not fit."""
        match = rule.match(line.text)
        values = rule.values(match, line.text) if match is not None else None
        if match is None or values is None or (rule.kind == "config" and self._in_code(line)):
            return None
        self._mend_facts(values)
        if rule.kind == "step" and not self._has_step(rule, values, line.text):
            return record("other", line, {"format": values["format"]})
        self.matched = rule
        kind = rule.kind
        if len(line.text) - match.end() > 8 and any(sign in line.text for sign in _GLUED):
            event = events.find(line.text[match.end() :])
            if event is not None and event.fault is not None:
                return record("fault", line, {**values, "fault": event.fault})
        if kind == "evaluation":
            _as_validation(values)
        made = record(kind, line, values, self.context.carry if kind in {"step", "evaluation"} else {})
        self._remember(made)
        return made

    def _mend_facts(self, values: dict[str, Any]) -> None:
        """Steps of the whole run from micro-batches an epoch; no resume from 0, which every run of some trainers says."""
        facts = values.get("facts")
        if not facts:
            return
        epochs = facts.get("total_epochs")
        if epochs and "epoch" in values:
            values["total_epochs"] = epochs
        if epochs and "steps_per_epoch" in facts:
            values["facts"] = {**facts, "total_steps": facts["steps_per_epoch"] * epochs // self.context.accumulation}
        if facts.get("resumed_from") == 0:
            del values["facts"]

    def _has_step(self, rule: Rule, values: dict[str, Any], text: str) -> bool:
        """Give a line without a counter the step of another; False if it has to wait for the next one."""
        context = self.context
        if "step" in values:
            if rule.joins == "bar":
                self._meet_bar(values)
            if context.pending:
                pending, context.pending = context.pending, {}
                values["metrics"] = {**pending.pop("metrics", {}), **values.get("metrics", {})}
                values.update({name: value for name, value in pending.items() if name not in values})
            return True
        if rule.joins == "next":
            metrics = {**context.pending.get("metrics", {}), **values.get("metrics", {})}
            context.pending = {**context.pending, **values, "metrics": metrics}
            return False
        if rule.joins == "last":
            values["step"] = context.step
            return context.step is not None
        self._join_bar(values, text)
        return True

    def _meet_bar(self, values: dict[str, Any]) -> None:
        """A line that names its step beside a bar at that step: this bar is the training's."""
        last = self.context.last_bar
        if last is not None and abs(last[1] - values["step"]) <= 1:
            self.context.bar_key, self.context.bar_step, self.context.bar_total = last

    def _join_bar(self, values: dict[str, Any], text: str) -> None:
        """The step of the training's bar, or the one that the line's epoch stands for."""
        context = self.context
        bar = bars.parse(text) if "%|" in text else None
        if bar is not None and not bar.desc:
            context.last_bar = (bar_key(bar), bar.n, bar.total)
        last = context.last_bar
        if last is not None and (context.bar_key in {None, last[0]} or context.bar_step == context.bar_total):
            context.bar_key, context.bar_step, context.bar_total = last
        if context.bar_step is not None:
            values["step"], values["total_steps"] = context.bar_step, context.bar_total
            return
        step = context.step_at(values.get("epoch"))
        if step is not None:
            values["step"], values["total_steps"] = step, context.total_steps

    def _remember(self, made: Record) -> None:
        if made.facts:
            self.context.take_facts(dict(made.facts))
        if made.kind == "phase" and made.epoch is not None:
            self.context.announce_epoch(made.epoch, made.total_epochs)

    # Bars

    def _bar(self, line: Line) -> Record | Candidate | None:
        text = line.text
        bar = bars.parse(text) if "%" in text or "it [" in text else None
        if bar is None:
            return None
        role = bars.role(bar)
        if role == "evaluation":
            return record("evaluation", line, {"format": "generic"}, self.context.carry)
        if role == "preparation" or (bar.total is not None and bar.total <= 1 and role == "plain"):
            return record("other", line, {})
        if role == "epochs":
            return self._epochs_bar(line, bar)
        return self.training_bar(line, bar, role)

    def _epochs_bar(self, line: Line, bar: bars.Bar) -> Record:
        """An outer bar over epochs: the epoch of the steps to come; its postfix belongs to the inner step."""
        self.context.announce_epoch(bar.n, bar.total)
        fields: dict[str, Any] = {"format": "generic", "epoch": float(bar.n), "total_epochs": bar.total, "epoch_base": 0}
        metrics = bars.metrics(bar.postfix) if bar.postfix else {}
        if "loss" in metrics and self.context.step is not None:
            return record("step", line, {**fields, "step": self.context.step, "scope": "epoch", "metrics": metrics})
        return record("phase", line, fields)

    def training_bar(self, line: Line, bar: bars.Bar, role: str) -> Record | Candidate:
        values = bars.values(bar)
        found = bars.epoch_of(bar.desc)
        if found is not None:
            values["epoch"], total = float(found[0]), found[1]
            if total is not None:
                values["total_epochs"] = total
        owner = self._owner_of(bar)
        if owner is not None and owner.bar is not None:
            return self._owned_bar(line, bar, values, owner)
        key = bar_key(bar)
        series = self.chooser.series(key, "bar")
        series.weight, series.counts_first = (3.0 if role == "train" else 2.0), False
        if role == "plain":
            self.context.last_bar = (key, bar.n, bar.total)
        return Candidate(series, {"meaning": "ema", **values}, None)

    def _owner_of(self, bar: bars.Bar) -> Definition | None:
        for definition in self.index.definitions:
            spec = definition.bar
            if spec is not None and self._claims(definition.name, spec, bar):
                return definition
        return None

    def _claims(self, name: str, spec: Any, bar: bars.Bar) -> bool:
        known = name in self.context.marks
        if spec.get("after") and not known:
            return False
        if spec["desc"] is None:
            return not bar.desc
        return re.fullmatch(spec["desc"], bar.desc) is not None and (known or spec.get("needs", "") in bar.postfix)

    def _owned_bar(self, line: Line, bar: bars.Bar, values: dict[str, Any], owner: Definition) -> Record:
        """A frame of a trainer of the catalogue. Where its bar has no name, one bar is the training's."""
        context, key = self.context, bar_key(bar)
        if not bar.desc:
            context.last_bar = (key, bar.n, bar.total)
            if context.bar_key is None and bar.total == context.total_steps:
                context.bar_key = key
            if context.bar_key not in {None, key}:
                return record("evaluation", line, {"format": owner.name}, context.carry)
            if context.bar_key is None:
                return record("other", line, {})
            context.bar_step, context.bar_total = bar.n, bar.total
        context.marks.add(owner.name)
        constants = owner.constants()
        return record("step", line, {**constants, **values}, context.carry)

    # Words

    def _said(self, line: Line, event: events.Event | None) -> Record | None:
        text = line.text
        if event is not None:
            return self._event(line, event)
        resumed = announce.resumes(text)
        if resumed is not None and not self._in_code(line):
            self.context.carry.pop("epoch", None)
            return record("config" if resumed else "phase", line, {"facts": resumed} if resumed else {})
        epoch = announce.epoch(text)
        if epoch is not None:
            self.context.announce_epoch(*epoch)
            return record("phase", line, {name: value for name, value in self.context.carry.items() if name != "phase"})
        return None

    def _event(self, line: Line, event: events.Event) -> Record:
        fields: dict[str, Any] = {}
        if event.kind in {"checkpoint", "evaluation"}:
            fields = {"cost_s": events.cost_of(line.text)}
        if event.kind == "checkpoint":
            fields["step"] = events.step_of(line.text)
        return record(event.kind, line, fields)

    # Numbers

    def _row(self, line: Line) -> Record | Candidate | None:
        """A row of the table whose header was seen last, or a new header."""
        context, text = self.context, line.text
        if context.table is not None:
            owner, rows = context.table
            values: dict[str, Any] = dict(owner.constants()) if owner is not None else {}
            if rows.fill(values, text):
                rows.misses = 0
                return record("step", line, values) if owner is not None else self._table_row(rows, values)
            rows.misses += 1
            if rows.misses > table.MOST_MISSES:
                context.table = None
        if table.may_be_header(text):
            self._open_table(text)
        return None

    def _table_row(self, rows: table.Table, values: dict[str, Any]) -> Candidate:
        series = self.chooser.series(rows.key, "line")
        series.weight, series.counts_first, series.needs_proof = rows.weight, rows.counts_first, rows.needs_proof
        return Candidate(series, values, None)

    def _open_table(self, text: str) -> None:
        for definition in self.index.definitions:
            spec = definition.table
            if spec is not None and text.split() == spec["header"].split():
                names = spec["header"].split(spec["delimiter"])
                self.context.table = definition, table.Table(names, spec["delimiter"], list(spec["holes"]))
                self.context.marks.add(definition.name)
                return
        found = table.header(text)
        if found is not None:
            self.context.table = None, found

    def _numbers(self, line: Line, *, guess: bool) -> Record | Candidate | None:
        text = line.text
        if not _DIGIT.search(text):
            self._in_code(line)
            return None
        found = self.chooser.read(text, live=line.arrived_at is not None) if guess else None
        if isinstance(found, Candidate) and not _may_be_dump(found.reading, text):
            return found
        facts = None if self._in_code(line) or ":::MLLOG" in text else announce.facts(text)
        if facts:
            self.context.take_facts(facts)
            return record("config", line, {"facts": facts})
        if isinstance(found, Reading):
            return self._evaluation(line, found)
        return found

    def _evaluation(self, line: Line, reading: Reading) -> Record | None:
        """A line of numbers about an evaluation: its metrics, its step and its cost, if it has a result."""
        if not reading.evaluating:
            return None
        values: dict[str, Any] = {}
        if not fill(values, reading) or not (values.get("metrics") or reading.weight >= 2):
            return None
        _as_validation(values)
        kept = {name: values[name] for name in ("step", "epoch", "cost_s", "metrics") if name in values}
        if reading.holes and kept.get("step") is not None and "total_steps" in values:
            del kept["step"]  # batches of the evaluation, no training step
        return record("evaluation", line, {"format": "generic", **kept}, self.context.carry)

    def _in_code(self, line: Line) -> bool:
        """Whether the line stands in a Python script that was dumped into the log."""
        if announce.is_code(line.text):
            self.context.code_until = line.number + CODE_LINES
        return line.number <= self.context.code_until


def _as_validation(values: dict[str, Any]) -> None:
    """The loss of an evaluation is the validation loss, whatever its line calls it."""
    metrics = values.get("metrics")
    if metrics and "loss" in metrics:
        kept = {name: value for name, value in metrics.items() if name != "loss"}
        values["metrics"] = {"val_loss": metrics["loss"], **kept}


def _may_be_dump(reading: Reading | None, text: str) -> bool:
    """Options of a run hold words like step and batch too, but no loss, and many of them."""
    if "amespace(" in text[:200]:
        return True
    return reading is not None and not reading.has_loss and (not reading.has_time or len(reading.tokens) > 20)


_VARYING = re.compile(r"[0-9][0-9.,e+-]{0,30}|[ \t]{2,160}")


def bar_key(bar: bars.Bar) -> str:
    """Frames with this key are one series: by description, without one by total."""
    return "bar:" + _VARYING.sub("#", bar.desc) if bar.desc else f"bar::{bar.total}"
