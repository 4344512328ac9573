"""Which sort of line counts the training, where no trainer of the catalogue is known: a rolling choice.

The best series is locked once it leads clearly; it is left again when it falls silent while another
goes on.
"""

from typing import Literal

from train_watch.formats.series import TRUSTED_FROM, Series

MOST_SERIES = 256
LEAD = 1.1
"""The best series must beat the second by a tenth; near ties are told by more lines."""
AHEAD = 1.3
"""Another series must be this much better to take over from one that still goes on."""
ENOUGH = 0.8
"""... and this much as good to take over from one that fell silent."""
LEAST_SCORE = 3.2
SILENT_LINES = 50
SILENT_GAPS = 3
HINT = 2.0
"""What a total that the user named adds to the score."""


class Ranking:
    """The series of a log. `total` is a hint of the user."""

    def __init__(self, total: int | None = None) -> None:
        self._total = total
        self._series: dict[str, Series] = {}

    def series(self, key: str, sort: Literal["line", "bar"]) -> Series:
        """The series of that key, made if it is new; the one not seen for longest is forgotten."""
        found = self._series.pop(key, None)
        if found is None:
            found = Series(key, sort)
            if len(self._series) >= MOST_SERIES:
                self._series.pop(next(iter(self._series)))
        self._series[key] = found
        return found

    def counts(self, prefix: str) -> bool:
        """Whether the log prints a counter of training: a series with another key than `prefix`..."""
        return any(
            not (key.startswith(prefix) or one.evaluating or one.preparing) and one.n
            for key, one in self._series.items()
        )

    def best(self, line: int) -> Series | None:
        """The series to believe at the `line`-th line fed; None while none leads clearly."""
        ranked = sorted(
            ((self._score(one, line), one) for one in self._series.values() if one.may_be_shown()),
            key=lambda pair: pair[0],
            reverse=True,
        )
        if not ranked or ranked[0][0] < LEAST_SCORE:
            return None
        best, winner = ranked[0]
        if len(ranked) > 1:
            second, rival = ranked[1]
            if best < LEAD * second and min(winner.n, rival.n) < TRUSTED_FROM:
                return None
        return winner

    def _score(self, series: Series, line: int) -> float:
        score = series.score() + (HINT if self._total and series.total == self._total else 0.0)
        return score * (0.5 if is_silent(series, line) else 1.0)

    def challenges(self, rival: Series, owner: Series, line: int) -> bool:
        """Whether `rival`, which just went on, should take the place of the series believed so far."""
        if not rival.may_be_shown() or rival.n < TRUSTED_FROM:
            return False
        if rival.has_result and rival.is_only_named() and not owner.is_only_named():
            return False
        silent = is_silent(owner, line)
        if _is_inner(rival, owner, silent=silent):
            return False
        score = self._score(rival, line)
        if silent or (owner.reached and not owner.told_epoch):
            return score > ENOUGH * owner.score()
        return score > AHEAD * self._score(owner, line)


def _is_inner(rival: Series, owner: Series, *, silent: bool) -> bool:
    """A shorter bar within or behind one of the same sort, or a bar without a loss beside lines with
    one: an evaluation or a download. An epoch's end is no end: only silence after it is."""
    if rival.sort != "bar":
        return False
    if owner.sort == "bar":
        shorter = (rival.total or 0) < (owner.total or 0)
        better = rival.has_loss or rival.weight > owner.weight
        return shorter and not (owner.reached and better)
    over = owner.reached and (silent or not owner.told_epoch)
    return bool(owner.has_loss) and not rival.has_loss and not over


def is_silent(series: Series, line: int) -> bool:
    """Nothing of the series for three times its usual gap, and for fifty lines."""
    return line - series.last_line > max(SILENT_LINES, SILENT_GAPS * series.gap)
