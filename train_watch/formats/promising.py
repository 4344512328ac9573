"""The line of an unread log that most likely is its training step, and a pattern that would read it.

Asked only when nothing was understood: every line is lexed anew.
"""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from math import log2
from typing import NamedTuple

from train_watch.formats.counter import find_counter, find_epoch_counter, weigh
from train_watch.formats.items import Item, items
from train_watch.formats.lexer import Token, lex
from train_watch.formats.pattern import PatternError, compile_pattern
from train_watch.formats.reading import read
from train_watch.formats.values import without_numbers
from train_watch.formats.vocabulary import STEP_WORDS

LEAST = 1.5
"""A line needs more than a number: a name for it, a loss or time beside it, or others like it."""
REPEATED = 0.3
MOST_REPEATED = 1.5
"""What each doubling of the lines with the same words adds, and at most: training repeats itself."""
LEAST_INT, LEAST_PAIR = 0.5, 1.2
"""A whole number without a counter's name, alone and as `3/300`."""
OTHERS, MOST_OTHERS = 0.2, 4
"""What each further number of the line adds, and how many count: a step is seldom told alone."""
BLANKS = re.compile(" {2,60}")
"""Rows of blanks pad a table's cells; written out they would be lost where a screen breaks the row."""
WORDS = 24
"""Characters before the counter that the pattern repeats: enough to tell it from other numbers."""
FEW = 3
MOST_LINES = 400
"""The last lines of a log tell what it prints; 400 take some 30 ms."""


class Promise(NamedTuple):
    """`text` is the line; `pattern` reads its step (empty where no counter could be told)."""

    text: str
    pattern: str


def promising(texts: Iterable[str]) -> Promise | None:
    """The most promising line; of equals the last. None if no line has what a step has.

    >>> promising(["loading 3 files", "== gen #7 == fitness loss 0.31", "bye"])
    Promise(text='== gen #7 == fitness loss 0.31', pattern='== gen \\\\#(?P<step>\\\\d+)')
    >>> promising(["no numbers here"]) is None
    True
    """
    last = [*texts][-MOST_LINES:]
    alike = Counter(map(without_numbers, last))
    best, most = None, LEAST
    for text in last:
        score = _score(text)
        if score:
            score += min(REPEATED * log2(alike[without_numbers(text)]), MOST_REPEATED)
        if score >= most:
            best, most = text, score
    if best is None:
        return None
    pattern = _pattern(best)
    if pattern and not counts(pattern, last):
        reading = read(best)  # a page that is served has a number too, but no loss
        return Promise(best.strip(), "") if reading is not None and reading.has_loss else None
    return Promise(best.strip(), pattern)


def counts(pattern: str, texts: list[str]) -> bool:
    """Whether what the pattern finds in the lines grows as a training's steps do, give or take other ranks
    and epochs that begin anew; one line, or the same number on two, proves nothing against it.

    >>> counts(r"(?P<step>\\d+) left", ["30 left", "20 left"]), counts(r"n (?P<step>\\d+)", ["n 1", "n 2"])
    (False, True)
    """
    search = compile_pattern(pattern).search
    steps = [int(found["step"]) for found in map(search, texts) if found is not None]
    changes = [after - before for before, after in pairwise(steps) if after != before]
    if not changes:
        return 0 < len(steps) < FEW
    rises = sum(change > 0 for change in changes)
    return rises > 0 and max(steps) > steps[0] and 2 * rises >= len(changes)


def _score(text: str) -> float:
    """How much the line has of a training step: a counter, a loss, a time."""
    reading = read(text)
    if reading is None or reading.evaluating or reading.preparing:
        return 0.0
    counter = reading.weight
    number = None if counter else _whole_number(text)
    if number is not None:
        counter = LEAST_PAIR if number.sort == "pair" else LEAST_INT
    if not counter:
        return 0.0
    others = OTHERS * min(len(reading.holes.tokens) - 1, MOST_OTHERS)
    return counter + 2.0 * reading.has_loss + 1.0 * reading.has_time + others


def _whole_number(text: str) -> Item | None:
    """The first number that could count something: whole, with no unit but a step's, and no loss."""
    return next(
        (
            item
            for item in items(lex(text), text)
            if item.first.sort == "int"
            and (not item.first.unit or item.first.unit in STEP_WORDS)
            and item.first.key.role != "loss"
        ),
        None,
    )


def _counter(text: str) -> Item | None:
    found = items(lex(text), text)
    named = find_counter(found, text) or find_epoch_counter(found)
    if named is not None and weigh(named, found.index(named), text) > 0:
        return named
    return named or _whole_number(text)


def _pattern(text: str) -> str:
    """A `--pattern` for the line: the words before its counter, the counter, and its total."""
    counter = _counter(text)
    if counter is None:
        return ""
    made = _before(text, counter.first) + r"(?P<step>\d+)"
    if counter.sort == "pair" and counter.second is not None:
        between = text[counter.first.end : counter.second.start]
        made += re.escape(between) + r"(?P<total>\d+)"
    return made if _reads(made, text, counter.first) else ""


def _before(text: str, token: Token) -> str:
    """The words right before the counter, without numbers, which change, and quotes, which end a shell's."""
    words = re.split(r"[0-9'\"]", text[max(0, token.start - WORDS) : token.start])[-1]
    return BLANKS.sub(" {1,60}", re.escape(words).replace(r"\ ", " "))


def _reads(pattern: str, text: str, token: Token) -> bool:
    """The pattern is safe, can stand in a shell's quotes, and finds this counter in the line."""
    if "'" in pattern or not pattern.isprintable():
        return False
    try:
        found = compile_pattern(pattern).search(text)
    except PatternError:
        return False
    return found is not None and found["step"] == token.text
