"""Frames of progress bars: whose bar it is, and what it counts."""

import re
from typing import Any

from train_watch.core.records import Record
from train_watch.formats import bars
from train_watch.formats.candidate import Candidate
from train_watch.formats.catalog_index import Index
from train_watch.formats.context import Context
from train_watch.formats.definition import Definition, record
from train_watch.formats.guess import Guess
from train_watch.lines.line import Line

NAMED_WEIGHT = 3.0
PLAIN_WEIGHT = 2.0
"""A bar that calls itself training is believed before one without a name."""
TAIL = 8
"""More than this behind a bar is another line glued to it."""
RATE = ("step_time_s", "step_ulp_s")
MOST_DESCRIPTIONS = 256

Printed = tuple[float | None, int, int]
"""A line with a step of the run beside its bar: the epoch, that step, and what the bar counts."""


class FrameReader:
    """Reads the last whole frame of a line."""

    def __init__(self, context: Context, index: Index, guess: Guess) -> None:
        self._context = context
        self._index = index
        self._guess = guess
        self._fitting: dict[str, list[Definition]] = {}
        """Descriptions seen, and the trainers whose bars are described so."""
        self._printed: Printed | None = None
        """The last of them."""

    def read(self, line: Line) -> Record | Candidate | None:
        bar = bars.parse(line.text) if bars.may_hold(line.text) else None
        if bar is None:
            return None
        role = bars.role(bar)
        if role == "evaluation":
            told = {"format": "generic", "by": "a bar of an evaluation"}
            return record("evaluation", line, told, self._context.carry)
        if role == "preparation" or (bar.total is not None and bar.total <= 1 and role == "plain"):
            return record("other", line, {"by": "a bar of something else than training"})
        if role == "epochs":
            return self._outer(line, bar)
        return self.training(line, bar, role)

    def training(self, line: Line, bar: bars.Bar, role: str) -> Record | Candidate:
        """A frame that may count the training: a record if a trainer of the catalogue draws it so."""
        values = bars.values(bar)
        owner = self._owner_of(bar)
        if owner is not None and not (owner.bar and owner.bar.get("guess")):
            return self._owned(line, bar, values, owner)
        series = self._guess.ranking.series(bars.key(bar), "bar")
        if owner is not None:
            series.label = owner.name
        series.weight = NAMED_WEIGHT if role == "train" else PLAIN_WEIGHT
        series.counts_first = False
        printed = bars.printed_step(bar)
        if printed is not None:
            series.counts_first = True
            self._print(values, printed)
        if role == "plain":
            self._context.last_bar = (bars.key(bar), bar.n, bar.total)
        return Candidate(series, {"meaning": "ema", **values})

    def _print(self, values: dict[str, Any], printed: int) -> None:
        """The step of the run that the line prints in place of the bar's own count. The bar's times are of
        the epoch; its rate is of such steps if both count on alike."""
        place = values.get("epoch"), printed, values["step"]
        before, self._printed = self._printed, place
        alike = before is not None and _alike(before, place)
        kept = ("epoch", "total_epochs", "metrics", *(RATE if alike else ()))
        told = {name: values[name] for name in kept if name in values}
        values.clear()
        values.update(told, step=printed)

    def again(self, line: Line, key: str) -> Candidate | None:
        """A frame of the bar that is believed, with nothing glued behind it; None for anything else."""
        bar = bars.parse(line.text) if bars.may_hold(line.text) else None
        if bar is None or len(line.text) - bar.end > TAIL or bars.key(bar) != key:
            return None
        found = self.training(line, bar, bars.role(bar))
        return found if isinstance(found, Candidate) else None

    def _outer(self, line: Line, bar: bars.Bar) -> Record:
        """A bar over epochs: the epoch of the steps to come; its postfix belongs to the inner step."""
        context = self._context
        context.announce_epoch(bar.n, bar.total)
        fields: dict[str, Any] = {"format": "generic", "by": "a bar over epochs", **context.carry}
        metrics = bars.metrics(bar.postfix)
        if "loss" not in metrics or context.step is None:
            return record("phase", line, fields)
        return record(
            "step", line, {**fields, "step": context.step, "scope": "epoch", "metrics": metrics}
        )

    def _owner_of(self, bar: bars.Bar) -> Definition | None:
        fitting = self._fitting.get(bar.desc)
        if fitting is None:
            if len(self._fitting) >= MOST_DESCRIPTIONS:
                self._fitting.clear()
            fitting = [one for one in self._index.with_bars if _describes(one, bar.desc)]
            self._fitting[bar.desc] = fitting
        for definition in fitting:
            if self._claims(definition, bar):
                return definition
        return None

    def _claims(self, definition: Definition, bar: bars.Bar) -> bool:
        """A description alone proves little: a line of the trainer was seen, or its postfix is there."""
        spec = definition.bar
        assert spec is not None
        if spec.get("plain") and bar.postfix:
            return False
        after = spec.get("after")
        if after is not None:
            return after in self._context.marks and spec.get("needs", "") in bar.postfix
        return definition.name in self._context.marks or spec.get("needs", "") in bar.postfix

    def _owned(
        self, line: Line, bar: bars.Bar, values: dict[str, Any], owner: Definition
    ) -> Record:
        """A frame of a trainer of the catalogue. Where its bars have no name, one is the training's."""
        context = self._context
        if not bar.desc:
            place = context.last_bar = (bars.key(bar), bar.n, bar.total)
            if context.main_bar is None and bar.total == context.total_steps:
                context.main_bar = place
            if context.main_bar is None:
                return record("other", line, {"by": "a bar, not known yet to be the training's"})
            if context.main_bar[0] != place[0]:
                told = {"format": owner.name, "by": "a bar beside the training's"}
                return record("evaluation", line, told, context.carry)
            context.main_bar = place
        context.marks.add(owner.name)
        told = {**owner.constants(), "by": f"a bar of {owner.name}", **values}
        return record("step", line, told, context.carry)


def _alike(before: Printed, now: Printed) -> bool:
    """The step of the run and the bar went on alike; behind an epoch the bar begins anew."""
    bar = now[2] - (before[2] if before[0] == now[0] else 0)
    return abs(now[1] - before[1] - bar) <= 1


def _describes(definition: Definition, desc: str) -> bool:
    assert definition.bar is not None
    pattern = definition.bar["desc"]
    return not desc if pattern is None else re.fullmatch(pattern, desc) is not None
