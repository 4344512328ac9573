"""Peels what loggers, launchers and collectors put before a line; keeps its stamp and its rank."""

import re
from functools import cache

from train_watch.lines.pieces import BLANKS, FIELDS, LABEL, NAMED_STAMP, STARTS, WITHIN
from train_watch.lines.stamp import StampClock

PIECES = 8
"""No prefix seen has more; a hostile line gets no more."""
LABEL_EVIDENCE = 3
"""`7: ` is a task label of `srun -l` once labels have both come twice in a row and gone back this
often: a counter (CatBoost, darknet) does neither, an epoch number seldom goes back."""

MAY_HAVE_PREFIX = frozenset(key[0] for key in STARTS) | {" "} | {field[0] for field in FIELDS}
"""First characters of the rows that are worth a look."""

Peeled = tuple[str, float | None, float, int | None]
"""The rest of the row, the stamp in Unix seconds, its last digit's step, the rank."""


@cache
def _starts(key: str) -> tuple[re.Pattern[str], ...]:
    """Compiled when a log first needs them: they cost more than reading a short log."""
    return tuple(re.compile(source, re.ASCII) for source in STARTS[key])


def _candidates(row: str, at: int) -> tuple[re.Pattern[str], ...]:
    for key in (row[at : at + 1], row[at : at + 2]):
        if key in STARTS:
            return _starts(key)
    return ()


@cache
def _named_stamp() -> re.Pattern[str]:
    return re.compile(NAMED_STAMP, re.ASCII)


@cache
def _label_pattern() -> re.Pattern[str]:
    return re.compile(LABEL)


class Peeler:
    """One log's prefixes, in order: it remembers the day that stamps leave out, and task labels.

    >>> Peeler().peel("[rank1]:[titan] 1970-01-02 00:00:01,500 - root - INFO - step: 10  loss: 7")
    ('step: 10  loss: 7', 86401.5, 0.001, 1)
    >>> Peeler().peel("step 10 - loss 7")
    ('step 10 - loss 7', None, 0.0, None)
    >>> Peeler().peel('{"step": 10, "ts": "1970-01-02T00:00:01.5Z"}')[1:]
    (86401.5, 0.1, None)
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
        start = _indent(row) if row[:1] == " " else 0
        end = self._label(row, start) if row[start : start + 1].isdigit() else start
        for _ in range(PIECES):
            reached = self._piece(row, end)
            if reached == end:
                break
            end = reached
        if row.startswith(FIELDS, end):
            self._find_named(row, end)
        return row if end == start else row[end:], self._at, self._ulp, self._rank

    def _find_named(self, row: str, start: int) -> None:
        """The stamp among the fields of a JSON object or a logfmt row: the fields stay in the text."""
        match = _named_stamp().search(row, start, start + WITHIN) if self._at is None else None
        if match is not None:
            self._accepts(match)

    def _piece(self, row: str, start: int) -> int:
        """Where the next piece ends; `start` if there is none."""
        for pattern in _candidates(row, start):
            match = pattern.match(row, start)
            if match and self._accepts(match):
                return match.end()
        return start

    def _accepts(self, match: re.Match[str]) -> bool:
        """Take the stamp and the rank; False if the stamp is impossible."""
        names = match.re.groupindex
        if "time" in names:
            found = self.clock.read(*match.group("date", "time", "fraction", "zone"))
            if found is None:
                return False
            if self._at is None or found[1] <= self._ulp:
                self._at, self._ulp = found
        rank = match["rank"] if "rank" in names else None
        if rank is not None:
            self._rank = int(rank)
        return True

    def _label(self, row: str, start: int) -> int:
        """The end of a `7: ` that is a task label; `start` if there is none."""
        match = _label_pattern().match(row, start)
        if match is None:
            return start
        rank, end = int(match["rank"]), match.end()
        known = self._labels.are_ranks(rank)
        if not (known or row.startswith(("{", ":::MLLOG"), end) or self._piece(row, end) > end):
            return start
        self._rank = None if self._labels.number_lines else rank
        return end


def _indent(row: str) -> int:
    """How many blanks a row begins with; 0 if there are more than a prefix has before it."""
    blanks = len(row) - len(row.lstrip(" "))
    return blanks if blanks <= BLANKS else 0


class Labels:
    """Tells task labels from counters by how they follow each other."""

    __slots__ = ("_grown", "_last", "_repeats", "_returns")

    def __init__(self) -> None:
        self._last = -1
        self._repeats = 0
        self._returns = 0
        self._grown = 0
        """How often in a row a label was that of the row before plus one; -1 once one was not."""

    def are_ranks(self, label: int) -> bool:
        """Take the next number; True once the numbers so far cannot be a counter."""
        self._repeats += label == self._last
        self._returns += label < self._last
        grows = self._last in {-1, label - 1} and self._grown >= 0
        self._grown = self._grown + (self._last >= 0) if grows else -1
        self._last = label
        return min(self._repeats, self._returns) >= LABEL_EVIDENCE

    @property
    def number_lines(self) -> bool:
        """They have grown by one with every row, as `grep -n` and `cat -n` number them."""
        return self._grown >= LABEL_EVIDENCE
