"""A trainer's log format at run time: rules that read lines, made from the plain data of `_catalog`.

Nothing is compiled before a line holds the literal of a rule.
"""

import re
from collections.abc import Mapping
from typing import Any

from train_watch.core.records import Kind, Record
from train_watch.formats.layout import Layouts
from train_watch.formats.pairs import pairs
from train_watch.formats.plan import Plan
from train_watch.lines.line import Line

OCCURRENCES = 4
"""Where a literal occurs this often without the pattern following, it will not follow the fifth time."""

_NO_CARRY: Mapping[str, object] = {}


class Rule:
    """One sort of line of a trainer: a pattern, what its groups mean, and what is true of all such lines.

    `data` is a row of `_catalog`: (kind, literal, where, pattern, holes, constants, pairs, joins, needs).
    `where` is `lead` (the pattern begins with the literal), `start` (at the start of the line) or `any`;
    `pairs` are where they begin and what their names mean; `joins` says what gives the step if the line
    does not (`bar`, `next`, `last`); `needs` is a second text that must be in the line.
    """

    __slots__ = (
        "_layouts", "_match", "_pairs", "_plan", "constants", "data", "joins", "kind", "literal", "needs", "where",
    )  # fmt: skip

    def __init__(self, data: tuple[Any, ...], constants: Mapping[str, object]) -> None:
        self.data = data
        self.kind: Kind = data[0]
        self.literal: str = data[1]
        self.where: str = data[2]
        self.constants: dict[str, object] = {**constants, **data[5]}
        self._pairs: tuple[str, Mapping[str, tuple[str, str]]] | None = data[6]
        self.joins: str | None = data[7]
        self.needs: str = data[8]
        self._match: Any = None
        self._plan: Plan | None = None
        self._layouts = Layouts()

    def match(self, text: str) -> re.Match[str] | None:
        """Where the rule applies to a text that holds its literal; None if it does not."""
        if self.needs not in text:
            return None
        matcher = self._match or self._compile()
        if self.where != "lead":
            found: re.Match[str] | None = matcher(text)
            return found
        start = text.find(self.literal)
        for _ in range(OCCURRENCES):
            if start < 0:
                return None
            found = matcher(text, start)
            if found is not None and (start == 0 or not _in_word(text[start - 1], self.literal[0])):
                return found
            start = text.find(self.literal, start + 1)
        return None

    def _compile(self) -> Any:
        pattern = re.compile(self.data[3])
        self._match = pattern.search if self.where == "any" else pattern.match
        self._plan = Plan(self.data[4], facts=self.kind in {"config", "phase"})
        return self._match

    def values(self, found: re.Match[str], text: str) -> dict[str, object] | None:
        """The keyword arguments of the line's Record; None if a captured text is no number after all."""
        assert self._plan is not None
        values = self.constants.copy()
        try:
            self._plan.fill(values, found.groups())
            if self._pairs is not None:
                self._read_pairs(values, text, found)
        except (ValueError, OverflowError):
            return None
        return values

    def _read_pairs(self, values: dict[str, object], text: str, found: re.Match[str]) -> None:
        """Read the pairs of the line: by the layout of an earlier line if one fits, else one by one."""
        assert self._pairs is not None
        where, names = self._pairs
        start = found.end() if where == "rest" else max(text.rfind("{", 0, found.start()), 0)
        before = values.get("metrics")
        if not self._layouts.fill(values, text, start):
            printed = pairs(text, start)
            holes = [names.get(name, (name, "num")) for name, _, _ in printed]
            kept = [(hole, raw) for hole, (_, raw, _) in zip(holes, printed, strict=True) if hole[1] != "skip"]
            Plan([hole for hole, _ in kept]).fill(values, [raw for _, raw in kept])
            self._layouts.learn(text, start, [(end - len(raw), end) for _, raw, end in printed], holes)
        if before:
            values["metrics"] = {**before, **values.get("metrics", {})}  # type: ignore[dict-item]


def _in_word(before: str, first: str) -> bool:
    return first.isalnum() and (before.isalnum() or before == "_")


def record(kind: Kind, line: Line, values: Mapping[str, Any], carry: Mapping[str, Any] = _NO_CARRY) -> Record:
    """The Record of a line. `carry` is what earlier lines said of it (epoch, phase); the line itself wins."""
    return Record(
        kind,
        line.number,
        text=line.raw or line.text,
        at=line.at,
        arrived_at=line.arrived_at,
        **({**carry, **values} if carry else values),
    )


class Definition:
    """A trainer: its rules and, where it draws one, its progress bar."""

    __slots__ = ("_constants", "about", "bar", "name", "rules", "table")

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.name: str = data["name"]
        self.about: str = data["about"]
        constants = self._constants = {**data["counter"], "format": self.name}
        self.bar: Mapping[str, Any] | None = data["bar"]
        self.table: Mapping[str, Any] | None = data["table"]
        self.rules = [
            Rule(row, constants if row[0] == "step" else {"format": self.name, **_epoch_base(data)})
            for row in data["rules"]
        ]

    def constants(self) -> Mapping[str, object]:
        """What is true of every step of this trainer."""
        return self._constants


def _epoch_base(data: Mapping[str, Any]) -> dict[str, object]:
    base = data["counter"].get("epoch_base")
    return {} if base is None else {"epoch_base": base}


