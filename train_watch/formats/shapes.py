"""Lines by their words: which have come before, which are worth reading, how many may be read.

Reading a line of an unknown trainer costs fifty times what a line of a known layout costs. So a line
is put aside until a second one of the same words comes, words that never held a counter are looked at
only now and then, and of a long backlog only a share is read.
"""

import re
from collections.abc import Callable
from functools import cache

from train_watch.formats.candidate import Candidate
from train_watch.formats.values import contains
from train_watch.lines.line import Line

MOST_SHAPES = 1024
MOST_WAITING = 64
FIRST_READS = 3000
READ_SHARE = 8
"""The first 3,000 lines with numbers are read, then one in eight: 200,000 lines are to take seconds."""
TRIES = 6
SELDOM = 64
"""Words that held no counter six times are tried again every 64 times."""

_COUNTERS = (
    "step",
    "iter",
    "epoch",
    "batch",
    "update",
    "[",
    "/",
    "步",
    "轮",
    "輪",
    "ステップ",
    "스텝",
)
_MEASURES = (
    "loss",
    "time",
    "eta",
    "elapsed",
    "lr",
    "acc",
    "/s",
    "it/",
    "sec",
    "ms",
    "speed",
    "cost",
    "损失",
    "損失",
    "손실",
)
_EVALUATES = ("val", "eval", "test")


@cache
def _numbers() -> Callable[[str, str], str]:
    return re.compile(
        r"[-+]?[0-9](?:[0-9.,:]{0,30}[0-9])?(?:e[-+]?[0-9]{1,3})?|\bnan\b|\binf\b", re.IGNORECASE
    ).sub


def shape(text: str) -> str:
    """The line with its numbers taken out, 72 characters of it: lines alike in that are judged alike.

    >>> shape("iter 100: loss 4.2013"), shape("[12/50]  eta: 1:02:03")
    ('iter #: loss #', '[#/#] eta: #')
    """
    return " ".join(_numbers()("#", text[:200]).split(None))[:72]


class Shape:
    """Lines of the same words: how many there were, and the series they belong to if they hold a counter."""

    __slots__ = ("behind", "count", "series")

    def __init__(self) -> None:
        self.behind = 0
        """So many of them in a row stood right behind a step's line: a line of its block."""
        self.count = 0
        self.series: object | None = None


class Shapes:
    """The words seen last, and the lines put aside."""

    __slots__ = ("_known", "_lines", "_reads", "waiting")

    def __init__(self) -> None:
        self._known: dict[str, Shape] = {}
        self._lines = self._reads = 0
        self.waiting: list[tuple[Line, Candidate, Shape]] = []
        """Lines that are read once a second one of their words comes."""

    def meet(self, text: str) -> Shape:
        """The entry of the line's words, counted."""
        self._lines += 1
        words = shape(text)
        entry = self._known.get(words)
        if entry is None:
            if len(self._known) >= MOST_SHAPES:
                self._known.pop(next(iter(self._known)))
            entry = self._known[words] = Shape()
        entry.count += 1
        return entry

    def wait(self, line: Line, entry: Shape) -> Candidate:
        """Put a line aside."""
        candidate = Candidate()
        if len(self.waiting) < MOST_WAITING:
            self.waiting.append((line, candidate, entry))
        return candidate

    def may_read(self, entry: Shape, *, live: bool) -> bool:
        """Whether a line with this entry is worth reading now; counts it if so."""
        if not live:
            if (
                entry.series is None
                and not entry.behind
                and entry.count > TRIES
                and entry.count % SELDOM
            ):
                return False
            if self._reads > FIRST_READS + self._lines // READ_SHARE:
                return False
        self._reads += 1
        return True


def may_train(text: str) -> bool:
    """A quick look: words of a counter and words of a measure."""
    low = text.lower()
    counts = text.lstrip()[:1].isdigit() or contains(low, _COUNTERS)
    return counts and contains(low, _MEASURES)


def has_result(text: str) -> bool:
    """A quick look for the result of an evaluation, which is told at once."""
    low = text.lower()
    return contains(low, _EVALUATES) and ("loss" in low or "acc" in low)
