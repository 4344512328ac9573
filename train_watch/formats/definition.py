"""A trainer's log format at run time: rules that read lines, made from the plain data of `_catalog`.

Nothing is compiled, and no table made, before a line holds the literal of a rule.
"""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from train_watch.core.records import Kind, Record
from train_watch.formats.plan import Plan
from train_watch.lines.line import Line

if TYPE_CHECKING:
    from train_watch.formats.layout import Layouts

OCCURRENCES = 4
"""Where a literal occurs this often without the pattern following, it will not follow the fifth time."""

ANNOUNCING = frozenset(["config", "phase", "done"])
"""Kinds of line whose totals are facts."""

_NO_CARRY: Mapping[str, object] = {}


class Rule:
    """One sort of line of a trainer: a pattern, what its groups mean, and what is true of all such lines.

    `data` is a row of `_catalog`: (kind, literal, where, pattern, holes, constants, pairs, joins, needs).
    `where` is `lead` (the pattern begins with the literal), `start` (at the start of the line) or `any`;
    `pairs` are where they begin and what their names mean; `joins` says what gives the step if the line
    does not (`bar`, `next`, `last`); `needs` is a second text that must be in the line.
    """

    __slots__ = (
        "_behind", "_constants", "_data", "_layouts", "_lead", "_learns_base", "_match", "_names", "_owner", "_plan", "before", "joins", "kind", "literal",
        "needs", "pattern", "printed", "where",
    )  # fmt: skip

    def __init__(self, data: tuple[Any, ...], owner: "Definition") -> None:
        self._data = data
        self._owner = owner
        self.kind: Kind = data[0]
        self.literal: str = data[1]
        self.where: str = data[2]
        self.joins: str | None = data[7]
        self.needs: str = data[8]
        self.pattern: str = data[3]
        self._lead = self.literal if self.where == "lead" else ""
        """What the search may jump to; any text begins with nothing."""
        self._match: Any = None
        self.printed: frozenset[str] = frozenset()
        """Names of what the line itself says; known once a line was matched."""
        self.before: tuple[Rule, ...] = ()
        """The trainer's rules that come before this one and are of another kind: they are asked first."""

    def match(self, text: str) -> re.Match[str] | None:
        """Where the rule applies to a text that holds its literal; None if it does not."""
        if self.needs and self.needs not in text:
            return None
        at = text.find(self._lead)
        if at < 0:
            return None
        found: re.Match[str] | None = (self._match or self._compile())(text, at)
        if found is not None and (found.start() == 0 or not _in_word(text, found.start())):
            return found
        return self._match_further(text, at, found) if self.where != "start" else None

    def gives_way(self, text: str) -> bool:
        """Whether a rule that comes before this one reads the text."""
        return any(rule.literal in text and rule.match(text) is not None for rule in self.before)

    def _match_further(
        self, text: str, at: int, found: re.Match[str] | None
    ) -> re.Match[str] | None:
        """The same at the next places of the literal: the first was no match, or within a word."""
        for _ in range(OCCURRENCES - 1):
            if found is None and self.where == "any":
                return None
            after = found.start() + 1 if found is not None else at + 1
            at = text.find(self.literal, after) if self.where == "lead" else after
            found = self._match(text, at) if at >= 0 else None
            if at < 0 or (found is not None and not _in_word(text, found.start())):
                return found
        return None

    def _compile(self) -> Any:
        pattern = re.compile(self.pattern)
        self._match = pattern.search if self.where == "any" else pattern.match
        self._plan = Plan(self._data[4], facts=self.kind in ANNOUNCING)
        common = self._owner.constants() if self.kind == "step" else self._owner.marks()
        self._constants: dict[str, Any] = {**common, **dict(self._data[5])}
        self.printed = frozenset(name for name, _ in self._data[4])
        self._learns_base = self.kind == "step" and self._owner.base_by_first
        self._constants["by"] = f"{self._owner.name} ({self.literal.strip()})"
        if "facts" in self._constants:
            self._constants["facts"] = dict(self._constants["facts"])
        self._names: dict[str, tuple[str, str]] = dict(self._data[6][1]) if self._data[6] else {}
        self._behind = any(name.endswith(" ()") for name in self._names)
        self._layouts: Layouts | None = None
        return self._match

    def values(self, found: re.Match[str], text: str) -> dict[str, Any] | None:
        """The keyword arguments of the line's Record; None if a captured text is no number after all."""
        values = self._constants.copy()
        if self._learns_base:
            values.update(self._owner.seen_base)
        try:
            self._plan.fill(values, found.groups())
            if self._data[6]:
                self._read_pairs(values, text, found)
        except (ValueError, OverflowError):
            return None
        if self._learns_base and not self._owner.seen_base and values.get("step") in {0, 1}:
            base = values["step"]
            self._owner.seen_base = {"base": base, "last_is_total": base == 1}
            values.update(self._owner.seen_base)
        return values

    def _read_pairs(self, values: dict[str, Any], text: str, found: re.Match[str]) -> None:
        """Read the pairs of the line: by the layout of an earlier line if one fits, else one by one."""
        from train_watch.formats.layout import Layouts
        from train_watch.formats.pairs import pairs

        if self._layouts is None:
            self._layouts = Layouts()
        rest = self._data[6][0] == "rest"
        start = found.end() if rest else max(text.rfind("{", 0, found.start()), 0)
        before = values.get("metrics")
        if not self._layouts.fill(values, text, start):
            printed = pairs(text, start, behind=self._behind)
            holes = [self._names.get(name, _unknown(name, raw)) for name, raw, _ in printed]
            kept = [i for i, hole in enumerate(holes) if hole[1] != "skip"]
            Plan([holes[i] for i in kept]).fill(values, [printed[i][1] for i in kept])
            self._layouts.learn(
                text, start, [(end - len(raw), end) for _, raw, end in printed], holes
            )
        if before:
            values["metrics"] = {**before, **values.get("metrics", {})}


def _unknown(name: str, raw: str) -> tuple[str, str]:
    """A pair that the definition does not name: a metric, unless it is a clock, or a mean of another."""
    return ("_", "skip") if ":" in raw or name.endswith(" ()") else (name, "num")


def _in_word(text: str, start: int) -> bool:
    """The match begins in the middle of a word (`warmup_step:3` for `step:`)."""
    before = text[start - 1 : start]
    return text[start : start + 1].isalnum() and (before.isalnum() or before == "_")


def record(
    kind: Kind, line: Line, values: Mapping[str, Any], carry: Mapping[str, Any] = _NO_CARRY
) -> Record:
    """The Record of a line. `carry` is what earlier lines said of it (epoch, phase); the line itself wins."""
    fields = {**carry, **values} if carry else values
    at = line.at
    if "at" in fields:  # a stamp among the numbers of the line; the one before it counts more
        fields = {**fields}
        told = fields.pop("at")
        at = told if at is None else at
    return Record(
        kind,
        line.number,
        text=line.raw or line.text,
        at=at,
        arrived_at=line.arrived_at,
        **fields,
    )


class Definition:
    """A trainer: its rules and, where it writes them, its progress bar and its table."""

    __slots__ = ("_counter", "about", "bar", "base_by_first", "name", "rules", "seen_base", "table")

    def __init__(self, data: tuple[Any, ...]) -> None:
        self.name: str
        self.about: str
        self.name, self.about, counter, bar, table, rules = data
        self.base_by_first = ("base_by_first", True) in counter
        self.seen_base: dict[str, Any] = {}
        """What the first printed step said of the base, where versions of the trainer differ."""
        self._counter = [pair for pair in counter if pair[0] != "base_by_first"]
        self.bar: Mapping[str, Any] | None = dict(bar) if bar else None
        self.table: Mapping[str, Any] | None = dict(table) if table else None
        self.rules = [Rule(row, self) for row in rules]
        others: tuple[Rule, ...] = ()
        for rule in self.rules:
            rule.before = others
            if rule.kind != "step":
                others = (*others, rule)

    def constants(self) -> dict[str, Any]:
        """What is true of every step of this trainer."""
        return {**dict(self._counter), "format": self.name}

    def marks(self) -> dict[str, Any]:
        """What is true of every other line of it."""
        kept = {name: value for name, value in self._counter if name == "epoch_base"}
        return {**kept, "format": self.name}
