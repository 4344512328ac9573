"""The catalogue at run time: definitions made from `_catalog`, and the index of their literals."""

import re
from functools import cache

from train_watch.formats._catalog import CATALOG
from train_watch.formats.definition import Definition, Rule

_DIGIT = re.compile("[0-9]")


@cache
def names() -> tuple[str, ...]:
    """The names that `Reader(format=...)` accepts, besides `generic`."""
    return tuple(data[0] for data in CATALOG)


@cache
def about() -> dict[str, str]:
    """What each definition reads, in a few words."""
    return {data[0]: data[1] for data in CATALOG}


class Index:
    """The rules to try on a line: those of one definition, or of all. One reader, one index: rules learn."""

    def __init__(self, only: str | None = None) -> None:
        self.definitions = [Definition(data) for data in CATALOG if only in {None, data[0]}]
        self.with_bars = [one for one in self.definitions if one.bar is not None]
        self._rows = [
            (rule.literal, rule, definition)
            for definition in self.definitions
            for rule in definition.rules
        ]
        self._worded = [row for row in self._rows if not row[1].needs_digit]

    def candidates(self, text: str) -> list[tuple[str, Rule, Definition]]:
        """The rules whose literal is in the line, in the catalogue's order."""
        rows = self._rows if _DIGIT.search(text) or "nan" in text else self._worded
        return [row for row in rows if row[0] in text]
