"""The catalogue at run time: definitions made from `_catalog`, and the index of their literals."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from train_watch.formats._catalog import CATALOG
from train_watch.formats.definition import Definition, Rule
from train_watch.formats.values import without_numbers

Row = tuple[str, Rule, Definition]

MOST_KEPT = 4096
"""Sorts of lines whose rules are remembered: a log has fewer, prose has more and gains nothing."""


@cache
def names() -> tuple[str, ...]:
    """The names that `Reader(format=...)` accepts, besides `generic`."""
    return tuple(data[0] for data in CATALOG)


class Index:
    """The rules to try on a line: those of one definition, or of all. One reader, one index: rules learn.

    `extra` are a user's definitions, as rows of `_catalog`: they come first, and one with the name of a
    definition of the catalogue replaces it.
    """

    def __init__(self, only: str | None = None, extra: Sequence[tuple[Any, ...]] = ()) -> None:
        own = {data[0] for data in extra}
        catalog = [data for data in CATALOG if data[0] not in own]
        self.definitions = [
            Definition(data) for data in (*extra, *catalog) if only in {None, data[0]}
        ]
        self.with_bars = [one for one in self.definitions if one.bar is not None]
        self._rows = [
            (without_numbers(rule.literal), (rule.literal, rule, definition))
            for definition in self.definitions
            for rule in definition.rules
        ]
        self._known: dict[str, list[Row]] = {}

    def candidates(self, text: str) -> list[Row]:
        """The rules whose literal is in the line, in the catalogue's order.

        Asking every literal takes 15 us a line; the lines of a log differ in their numbers, so what
        was found is kept for the line without them.
        """
        words = without_numbers(text)
        known = self._known.get(words)
        if known is None:
            known = [row for literal, row in self._rows if literal in words]
            if len(self._known) >= MOST_KEPT:
                self._known.clear()
            self._known[words] = known
        return [row for row in known if row[0] in text] if known else known
