"""The catalogue at run time: definitions made from `_catalog`, and the index of their literals."""

from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from typing import Any

from train_watch.formats._catalog import CATALOG
from train_watch.formats.definition import Definition, Rule
from train_watch.formats.values import without_numbers

Row = tuple[str, Rule, Definition]
Place = tuple[int, str, tuple[Any, ...], int]
"""A literal without numbers: its rank in the catalogue, itself, its definition's row, its rule's number."""

BEGINNING = 3
"""Characters by which literals are looked up."""

_BAR, _TABLE, _RULES = 3, 4, 5
"""Where a row of the catalogue holds them: see `compiling.row`."""
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
        self._chosen = [data for data in (*extra, *catalog) if only in {None, data[0]}]
        self._made: dict[str, Definition] = {}
        self._by_beginning: dict[str, list[Place]] = {}
        places = ((data, number) for data in self._chosen for number in range(len(data[_RULES])))
        for order, (data, number) in enumerate(places):
            literal = without_numbers(data[_RULES][number][1])
            place = (order, literal, data, number)
            self._by_beginning.setdefault(literal[:BEGINNING], []).append(place)
        self._short = [one for one in self._by_beginning if len(one) < BEGINNING]
        self._known: dict[str, list[Row]] = {}

    @cached_property
    def with_bars(self) -> list[Definition]:
        return [self._definition(data) for data in self._chosen if data[_BAR]]

    @cached_property
    def with_tables(self) -> list[Definition]:
        return [self._definition(data) for data in self._chosen if data[_TABLE]]

    def _definition(self, data: tuple[Any, ...]) -> Definition:
        """A definition is made when a line first asks for it: a log needs one or two."""
        name = data[0]
        made = self._made.get(name)
        if made is None:
            made = self._made[name] = Definition(data)
        return made

    def _row(self, data: tuple[Any, ...], number: int) -> Row:
        definition = self._definition(data)
        rule = definition.rules[number]
        return rule.literal, rule, definition

    def candidates(self, text: str) -> list[Row]:
        """The rules whose literal is in the line, in the catalogue's order.

        Only literals whose beginning is in the line are looked for, so that a longer catalogue costs
        nothing; and as the lines of a log differ in their numbers, what was found is kept for the line
        without them.
        """
        words = without_numbers(text)
        known = self._known.get(words)
        if known is None:
            known = [self._row(data, number) for _, _, data, number in sorted(self._found(words))]
            if len(self._known) >= MOST_KEPT:
                self._known.clear()
            self._known[words] = known
        return [row for row in known if row[0] in text] if known else known

    def _found(self, words: str) -> Iterator[Place]:
        """The literals that stand in a text without numbers. A few are shorter than a beginning."""
        pieces = {words[at : at + BEGINNING] for at in range(len(words) - BEGINNING + 1)}
        short = [beginning for beginning in self._short if beginning in words]
        for beginning in (*short, *pieces.intersection(self._by_beginning)):
            for place in self._by_beginning[beginning]:
                if place[1] in words:
                    yield place
