"""Peels what loggers, launchers and collectors put before a line; keeps its stamp and its rank."""

import re
from functools import cache

from train_watch.lines.pieces import AFTER_STAMP, BLANKS, LABEL, SEPARATORS, STARTS
from train_watch.lines.stamp import StampClock

PIECES = 8
"""No prefix seen has more; a hostile line gets no more."""
LABEL_EVIDENCE = 3
"""`7: ` is a task label of `srun -l` once labels have both come twice in a row and gone back this
often: a counter (CatBoost, darknet) does neither, an epoch number seldom goes back."""

LABEL_STARTS = frozenset("0123456789 ")
MAY_HAVE_PREFIX = frozenset(STARTS) | {" "}
"""First characters of the rows that are worth a look."""

Peeled = tuple[str, float | None, float, int | None]
"""The rest of the row, the stamp in Unix seconds, its last digit's step, the rank."""


@cache
def _starts(character: str) -> tuple[re.Pattern[str], ...]:
    """Compiled when a log first needs them: they cost more than reading a short log."""
    return tuple(re.compile(source, re.ASCII) for source in STARTS.get(character, ()))


def _past_blanks(row: str, start: int) -> int:
    """The next character that is no blank; `start` if there are more blanks than a prefix has."""
    if row[start : start + 1] != " ":
        return start
    for at in range(start + 1, start + BLANKS + 1):
        if row[at : at + 1] != " ":
            return at
    return start


@cache
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source, re.ASCII)


class Peeler:
    """One log's prefixes, in order: it remembers the day that stamps leave out, and task labels.

    >>> Peeler().peel("[rank1]:[titan] 1970-01-02 00:00:01,500 - root - INFO - step: 10  loss: 7")
    ('step: 10  loss: 7', 86401.5, 0.001, 1)
    >>> Peeler().peel("step 10 - loss 7")
    ('step 10 - loss 7', None, 0.0, None)
    """

    __slots__ = ("_at", "_labels", "_rank", "_ulp", "clock")

    def __init__(self) -> None:
        self.clock = StampClock()
        self._labels = Labels()
        self._at: float | None = None
        self._ulp = 0.0
        self._rank: int | None = None

    def peel(self, row: str) -> Peeled:
        self._at = self._rank = None
        self._ulp = 0.0
        end = self._label(row) if row[:1] in LABEL_STARTS else 0
        for _ in range(PIECES):
            reached = self._piece(row, end)
            if reached == end:
                break
            end = reached
        if end:
            separators = _compiled(SEPARATORS).match(row, end)
            end = separators.end() if separators else end
        return row[end:], self._at, self._ulp, self._rank

    def _piece(self, row: str, start: int) -> int:
        """Where the next piece ends; `start` if there is none."""
        at = _past_blanks(row, start)
        for pattern in _starts(row[at : at + 1]):
            match = pattern.match(row, at)
            if match and self._accepts(match):
                return match.end()
        after = _compiled(AFTER_STAMP).match(row, start) if self._at is not None else None
        return after.end() if after else start

    def _accepts(self, match: re.Match[str]) -> bool:
        """Take the stamp and the rank; False if the stamp is impossible."""
        names = match.re.groupindex
        if "rank" in names:
            self._rank = int(match["rank"])
        if "time" not in names:
            return True
        date = match["date"] if "date" in names else None
        zone = match["zone"] if "zone" in names else None
        found = self.clock.read(date, match["time"], match["fraction"], zone)
        if found is None:
            return False
        if self._at is None or found[1] <= self._ulp:
            self._at, self._ulp = found
        return True

    def _label(self, row: str) -> int:
        """The end of a `7: ` that is a task label, else 0."""
        at = _past_blanks(row, 0)
        match = _compiled(LABEL).match(row, at) if row[at : at + 1].isdigit() else None
        if match is None:
            return 0
        rank, end = int(match["rank"]), match.end()
        known = self._labels.are_ranks(rank)
        if not (known or row.startswith(("{", ":::MLLOG"), end) or self._piece(row, end) > end):
            return 0
        self._rank = rank
        return end


class Labels:
    """Tells task labels from counters by how they follow each other."""

    __slots__ = ("_last", "_repeats", "_returns")

    def __init__(self) -> None:
        self._last = -1
        self._repeats = 0
        self._returns = 0

    def are_ranks(self, label: int) -> bool:
        """Take the next number; True once the numbers so far cannot be a counter."""
        self._repeats += label == self._last
        self._returns += label < self._last
        self._last = label
        return min(self._repeats, self._returns) >= LABEL_EVIDENCE
