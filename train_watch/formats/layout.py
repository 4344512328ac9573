"""The layout of one line, learned as an exact pattern, so that the next lines like it cost one match.

Logs print the same words around changing numbers. From a line whose numbers were found the slow way a
pattern is made of its words, literally, with holes for the numbers; a line with other words does not
match and is read the slow way again. A layout never finds other fields than the slow way did.
"""

import re
from collections.abc import Callable, Sequence

from train_watch.formats.kinds import HUMAN
from train_watch.formats.plan import Plan

_HOLE = r"(?:[0-9]{1,5} days?, )?[-+.,:0-9eEnaNifIKkMBG]{1,26}"
"""Any printed number or duration; `Plan` decides whether it is one."""
_NUMERIC = frozenset("-+.,:0123456789eEnaNifIKkMBG")
"""The characters of a hole: what parts two numbers must be none of them."""
_LOOSE = re.compile(r"(?<![A-Za-z0-9_.])[-+]?[0-9][-+.,:0-9eE]{0,25}")
"""A number that is in no hole (`(5.33)` behind a median): the next line has another one there."""
_SPACES = re.compile(r"[ \t]{1,4096}")

MOST_HOLES = 120
"""A line with more numbers is a dump. Compiling takes some 60 us a hole, 7 ms for so many."""
MOST_CHARACTERS = 2_048
"""Compiling takes some 2 us a character. Half of the longest line that is read at all."""
MOST_KEPT = 4
"""Layouts of one sort of line that are tried: with and without an ETA of days, a validation loss, ..."""
MOST_LEARNED = 24
"""A compiled pattern costs as much as reading 100 lines: words that change on every line are not learned."""


class Layouts:
    """The layouts seen last of one sort of line, the one that fitted last first."""

    __slots__ = ("_known", "_learned")

    def __init__(self) -> None:
        self._known: list[tuple[Callable[[str, int], re.Match[str] | None], Plan]] = []
        self._learned = 0

    def fill(self, values: dict[str, object], text: str, start: int = 0) -> bool:
        """Put the fields of `text` into `values` if it has a known layout; False if it has none."""
        for index, (match, plan) in enumerate(self._known):
            found = match(text, start)
            if found is not None:
                if index:
                    self._known.insert(0, self._known.pop(index))
                return _filled(plan, values, found)
        return False

    def learn(
        self,
        text: str,
        start: int,
        spans: Sequence[tuple[int, int]],
        holes: Sequence[tuple[str, str]],
    ) -> None:
        """Remember the layout of `text`: `spans` are (start, end) of its numbers from `start` on, `holes`
        their (name, kind); a number of kind `skip` may be anything and is not kept."""
        fits = 0 < len(spans) <= MOST_HOLES and len(text) - start <= MOST_CHARACTERS
        if self._learned >= MOST_LEARNED or not fits:
            return
        self._learned += 1
        pattern = _pattern(text, start, spans, holes)
        if pattern is None:
            return
        match = re.compile(pattern).match
        self._known.insert(0, (match, Plan([hole for hole in holes if hole[1] != "skip"])))
        del self._known[MOST_KEPT:]


def _filled(plan: Plan, values: dict[str, object], found: re.Match[str]) -> bool:
    try:
        plan.fill(values, found.groups())
    except (ValueError, OverflowError):
        return False
    return True


def _pattern(
    text: str, start: int, spans: Sequence[tuple[int, int]], holes: Sequence[tuple[str, str]]
) -> str | None:
    """The layout as a pattern; None if it has too many holes, or two numbers have nothing between them
    that is no part of one."""
    words: list[str] = []
    numbers: list[str] = []
    at = start
    for (first, last), (_, kind) in zip(spans, holes, strict=True):
        _add_words(words, numbers, text[at:first])
        hole = HUMAN if _is_human(text[first:last]) else _HOLE
        numbers.append(hole if kind == "skip" else f"({hole})")
        at = last
    _add_words(words, numbers, text[at:])
    if len(numbers) > MOST_HOLES:
        return None
    between = [_literal(word, 0 < at < len(numbers)) for at, word in enumerate(words)]
    if None in between:
        return None
    numbers.append(r"[ \t]{0,64}$")
    return "".join(f"{word}{number}" for word, number in zip(between, numbers, strict=True))


def _add_words(words: list[str], numbers: list[str], text: str) -> None:
    """Words up to the next hole; numbers among them are in no hole, but change all the same."""
    first, *others = _LOOSE.split(text)
    words.append(first)
    for other in others:
        numbers.append(_HOLE)
        words.append(other)


def _literal(words: str, is_between: bool) -> str | None:
    """Words as they are, with any blanks between them. Between two numbers something must part them."""
    parts = _SPACES.split(words)
    parted = not is_between or any(
        character not in _NUMERIC for part in parts for character in part
    )
    if not parted and len(parts) == 1:
        return None
    blanks = r"[ \t]{0,24}" if parted else r"[ \t]{1,24}"
    return blanks.join(re.escape(part) for part in parts)


def _is_human(number: str) -> bool:
    """A duration in words, like `1m 29s`; the only number with one of these letters in it."""
    return any(letter in number for letter in "smhd") and "day" not in number
