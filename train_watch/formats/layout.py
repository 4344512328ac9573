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
_LOOSE = re.compile(r"(?<![A-Za-z0-9_.])[-+]?[0-9][-+.,:0-9eE]{0,25}")
"""A number that is in no hole (`(5.33)` behind a median): the next line has another one there."""
_SPACES = re.compile(r"[ \t]{1,4096}")

MOST_HOLES = 120
"""Python's engine allows more, but a line with so many numbers is a dump."""
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
        self, text: str, start: int, spans: Sequence[tuple[int, int]], holes: Sequence[tuple[str, str]]
    ) -> None:
        """Remember the layout of `text`: `spans` are (start, end) of its numbers from `start` on, `holes`
        their (name, kind); a number of kind `skip` may be anything and is not kept."""
        if self._learned >= MOST_LEARNED or not 0 < len(spans) <= MOST_HOLES:
            return
        self._learned += 1
        match = re.compile(_pattern(text, start, spans, holes)).match
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
) -> str:
    parts: list[str] = []
    at = start
    for (first, last), (_, kind) in zip(spans, holes, strict=True):
        parts.append(_words(text[at:first]))
        hole = HUMAN if text[first:last].isascii() and _is_human(text[first:last]) else _HOLE
        parts.append(hole if kind == "skip" else f"({hole})")
        at = last
    parts.append(_words(text[at:]))
    return "".join(parts) + r"[ \t]{0,64}$"


def _is_human(number: str) -> bool:
    """A duration in words, like `1m 29s`; the only number with one of these letters in it."""
    return any(letter in number for letter in "smhd") and "day" not in number


def _words(text: str) -> str:
    """Literal words with any blanks between them; a blank beside a number may also be missing."""
    return _HOLE.join(
        r"[ \t]{0,24}".join(re.escape(word) for word in _SPACES.split(part)) for part in _LOOSE.split(text)
    )
