"""Numbers that belong together: `120/500`, `3 of 10`, `[600-620]`, `03:24<03:15`, `0.41 (0.42)`."""

import re
from typing import NamedTuple

from train_watch.formats.lexer import Token
from train_watch.formats.vocabulary import STEP_WORDS

_OVER = re.compile(r"[ \t]{0,12}(?:/|of|out of|<|[/\uff0c, ]{0,2}共)[ \t]{0,12}$")


class Item(NamedTuple):
    """One number or two that make one statement; `at` is the number of the first token."""

    at: int
    sort: str
    """one, pair (`a/b`), range (`a-b`), spans (two durations: elapsed and remaining)."""
    first: Token
    second: Token | None


def items(tokens: list[Token], text: str) -> list[Item]:
    """The statements of a line, in order."""
    found: list[Item] = []
    index = 0
    while index < len(tokens):
        sort = _joined(tokens, index, text)
        found.append(Item(index, sort, tokens[index], tokens[index + 1] if sort != "one" else None))
        index += 1 if sort == "one" else 2
    return found


def _joined(tokens: list[Token], index: int, text: str) -> str:
    if index + 1 == len(tokens):
        return "one"
    first, second = tokens[index], tokens[index + 1]
    between = text[first.after : second.start]
    if len(between) > 24:
        return "one"
    if first.sort == second.sort == "duration" and _OVER.match(between):
        return "spans"
    if not first.sort == second.sort == "int" or first.unit:
        return "one"
    if (
        between == "-"
        and (first.key.opener == "[" or second.unit in STEP_WORDS)
        and second.value > first.value
    ):
        return "range"
    return "pair" if _OVER.match(between) and "<" not in between and _fits(first, second) else "one"


def _fits(first: Token, second: Token) -> bool:
    """A counter does not exceed its total, give or take the one that some trainers are off by."""
    return second.value > 0 and first.value <= second.value + 1


def is_mean(item: Item, before: Item | None, text: str) -> bool:
    """`(0.42)` right after a number: the mean of what that number is the last value of."""
    return (
        before is not None
        and item.sort == "one"
        and item.first.key.opener == "("
        and not item.first.key.name
        and text[before.first.after : item.first.start].strip() == "("
        and item.first.sort == before.first.sort == "float"
        and item.first.unit == before.first.unit
        and text[item.first.after : item.first.after + 4].lstrip()[:1] in (")", "s")
    )
