"""Which sort of line counts the training, where no trainer of the catalogue is known: a rolling choice.

Every line with a number belongs to a shape (its words), every line with a counter to a series (what
its counter is called and what stands around it). The best series is locked once it leads clearly; it
is left again when it falls silent while another goes on.
"""

from typing import Any

from train_watch.formats.plan import Plan
from train_watch.formats.reading import LEAST_WEIGHT, Reading, read, shape
from train_watch.formats.series import SHOWN_FROM, TRUSTED_FROM, Series

MOST_SERIES = 256
MOST_SHAPES = 1024
FIRST_READS = 3000
READ_SHARE = 8
"""Of a backlog of unknown lines the first 3,000 numbers lines are read, then one in eight: reading costs
fifty times what a line of a known layout costs, and 200,000 lines are to take seconds."""
TRIES = 6
"""A shape that held no counter so often is looked at only now and then."""
SELDOM = 64
LEAD = 1.1
"""The best series must beat the second by a tenth; near ties are told by more lines."""
LEAST_SCORE = 3.2
SILENT_LINES = 50


class Shape:
    """Lines of the same words: how many, and the series they belong to, if they hold a counter."""

    __slots__ = ("count", "series")

    def __init__(self) -> None:
        self.count = 0
        self.series: Series | None = None


class Candidate:
    """A line that may be a training step: its series and the fields its record would have."""

    __slots__ = ("reading", "series", "values")

    def __init__(self, series: Series, values: dict[str, Any], reading: Reading | None) -> None:
        self.series = series
        self.values = values
        self.reading = reading


class Chooser:
    """Reads lines into candidates and says which series to believe. `total` is a hint of the user."""

    def __init__(self, total: int | None = None) -> None:
        self._total = total
        self._shapes: dict[str, Shape] = {}
        self._series: dict[str, Series] = {}
        self._lines = 0
        self._reads = 0

    def read(self, text: str, *, live: bool) -> Candidate | Reading | None:
        """A candidate, or the reading of a line without a training counter, or None if it says nothing."""
        self._lines += 1
        entry = self._shape(shape(text))
        entry.count += 1
        if entry.series is not None:
            values = blank(entry.series)
            if entry.series.layouts.fill(values, text):
                return Candidate(entry.series, values, None)
        elif entry.count > TRIES and entry.count % SELDOM and not live:
            return None
        if not live and self._reads > FIRST_READS + self._lines // READ_SHARE:
            return None
        self._reads += 1
        return self._read_anew(text, entry)

    def _shape(self, words: str) -> Shape:
        entry = self._shapes.get(words)
        if entry is None:
            if len(self._shapes) >= MOST_SHAPES:
                self._shapes.pop(next(iter(self._shapes)))
            entry = self._shapes[words] = Shape()
        return entry

    def _read_anew(self, text: str, entry: Shape) -> Candidate | Reading | None:
        reading = read(text)
        if reading is None or reading.weight < LEAST_WEIGHT or reading.evaluating:
            return reading
        series = self.series(reading.key, "line")
        values = blank(series)
        if not fill(values, reading):
            return None
        _describe(series, reading)
        entry.series = series
        if series.n >= SHOWN_FROM - 1:
            series.layouts.learn(text, 0, reading.spans(), reading.holes)
        return Candidate(series, values, reading)

    def series(self, key: str, sort: Any) -> Series:
        """The series of that key, made if it is new; the one not seen for longest is forgotten."""
        found = self._series.pop(key, None)
        if found is None:
            found = Series(key, sort)
            if len(self._series) >= MOST_SERIES:
                self._series.pop(next(iter(self._series)))
        self._series[key] = found
        return found

    def best(self, line: int) -> Series | None:
        """The series to believe at `line`; None while none leads clearly."""
        ranked = sorted(
            ((self._score(one, line), one) for one in self._series.values() if one.may_be_shown()),
            key=lambda pair: pair[0],
            reverse=True,
        )
        if not ranked or ranked[0][0] < LEAST_SCORE:
            return None
        best, winner = ranked[0]
        if len(ranked) > 1 and best < LEAD * ranked[1][0] and min(winner.n, ranked[1][1].n) < TRUSTED_FROM:
            return None
        return winner

    def _score(self, series: Series, line: int) -> float:
        score = series.score() + (2.0 if self._total and series.total == self._total else 0.0)
        return score * (0.5 if is_silent(series, line) else 1.0)

    def challenges(self, rival: Series, owner: Series, line: int) -> bool:
        """Whether `rival`, which just went on, should take the place of the series believed so far."""
        if rival is owner or not rival.may_be_shown() or rival.n < TRUSTED_FROM:
            return False
        if owner.sort == rival.sort == "bar" and not owner.reached and (rival.total or 0) < (owner.total or 0):
            return False  # an inner bar, most likely the evaluation's
        if rival.sort == "bar" and owner.has_loss and not (rival.has_loss or owner.reached):
            return False  # a bar without a loss beside lines with one: an evaluation, a download
        ahead = self._score(rival, line) > 1.3 * self._score(owner, line)
        return ahead if not is_silent(owner, line) else self._score(rival, line) > 0.8 * owner.score()


def is_silent(series: Series, line: int) -> bool:
    """Nothing of the series for three times its usual gap, and for fifty lines."""
    return line - series.last_line > max(SILENT_LINES, 3 * series.gap)


def blank(series: Series) -> dict[str, Any]:
    """What is true of every line of the series; the numbers of the line are put beside it."""
    return {"base": series.base(), "scope": series.scope(epoch_announced=False)}


def fill(values: dict[str, Any], reading: Reading) -> bool:
    """Put the numbers of a reading into `values`; False if one is no number after all."""
    kept = [(hole, token.text) for hole, token in zip(reading.holes, reading.tokens, strict=True) if hole[1] != "skip"]
    try:
        Plan([hole for hole, _ in kept]).fill(values, [text for _, text in kept])
    except (ValueError, OverflowError):
        return False
    return True


def _describe(series: Series, reading: Reading) -> None:
    series.weight = max(series.weight, reading.weight)
    series.evaluating, series.preparing = reading.evaluating, reading.preparing
    series.counts_first, series.by_batch = reading.counts_first, reading.by_batch
    if series.needs_proof is None and reading.needs_proof:
        series.needs_proof = reading.needs_proof
