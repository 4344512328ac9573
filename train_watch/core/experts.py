"""Seven ways to say how long a step will take from here on, and which of them to believe.

Each expert is a level or a straight line into the future: a mean over some stretch of the past,
the level of most lines, or a trend carried on no further than the time it was seen for. At
growing distances each expert's word is written down (an origin); later the time that really
passed tells how wrong each was over the same relative distance that is to be forecast now
(rolling-origin evaluation: Tashman 2000). The weights fall exponentially with the regret against
the best expert at each origin (Cesa-Bianchi and Lugosi, "Prediction, Learning, and Games", 2006,
chapter 2).
"""

from math import exp, log, sqrt
from typing import NamedTuple

from train_watch.core.history import History

NAMES = ("whole", "regime", "half", "recent", "typical", "regime_trend", "whole_trend")
PRIOR = (0.18, 0.28, 0.14, 0.12, 0.12, 0.08, 0.08)
"""Belief before any evidence: the current regime first, since most regimes last."""
LEVELS = 5
"""The first so many experts are plain levels, the others are lines."""
GROWTH = 1.08
"""An origin is written down each time the run (or, faster, its regime) has grown by so much."""
REGIME_GROWTH = 4.0
"""A regime's own age counts so many times less than the run's."""
ORIGINS = 64
"""Origins kept: 1.08^60 = 100, so they reach back to the first hundredth of a run."""
OLDEST = 0.02
"""Origins before this share of the run are no longer asked."""
FLOOR = 0.006
"""Relative; differences between experts below this are not worth choosing for."""
WORST = 0.2
"""Log error beyond which one origin counts no more: a single bad day must not decide for ever."""
COMMON = 0.02
"""Log error up to which an origin that fooled every expert makes us less choosy: a change that
nobody foresaw says nothing about whom to believe after it."""
NEGLIGIBLE = 1e-4
"""Weight below which a trend is not worked out."""
FALLS_TO = 0.2
"""Share of the mean below which no falling trend is followed."""


class Line(NamedTuple):
    """A trend: level now, slope a step, the steps it was seen for, and the level it ends at."""

    level: float
    slope: float
    reach: float
    least: float

    def mean(self, ahead: float) -> float:
        """Mean seconds a step over the next `ahead` steps.

        >>> Line(2.0, 0.01, 100, 0).mean(100), Line(2.0, 0.01, 100, 0).mean(200)
        (2.5, 2.75)
        """
        seen = min(ahead, self.reach)
        offset = seen - seen * seen / (2 * ahead) if ahead > 0 else 0.0
        return max(self.least, self.level + self.slope * offset)


class Marks(NamedTuple):
    """Where on the axis of regular steps things began, and the level of most lines."""

    regime: float
    recent: float
    typical: float


class Origin(NamedTuple):
    """What was known and said once: steps, seconds, logs of the levels, the trends."""

    steps: float
    seconds: float
    levels: tuple[float, ...]
    trends: tuple[Line, Line]


class Opinion(NamedTuple):
    """The mixture: seconds a step, its spread between experts and its past error (both in logs)."""

    level: float
    disagreement: float
    past_error: float


class Experts:
    """Keeps the origins and the weights; the history is the caller's."""

    __slots__ = ("_errors", "_odd", "_origins", "due", "weights")

    def __init__(self) -> None:
        self.weights: tuple[float, ...] = PRIOR
        self._errors = 0.0
        self._origins: list[Origin] = []
        self._odd = False
        self.due = 0.0
        """Steps at which the next origin is to be written (see `note`)."""

    def note(self, history: History, marks: Marks, remaining: float | None) -> None:
        """Writes an origin, and weighs anew (at every second one: the evidence grows slowly)."""
        now = history.steps
        age = max(now - marks.regime, 1.0)
        self.due = now + (GROWTH - 1) * min(now, REGIME_GROWTH * age)
        self._odd = not self._odd
        if self._odd:
            self._weigh(history, remaining)
        levels = tuple(map(log, _levels(history, marks)))
        self._origins.append(Origin(now, history.seconds, levels, _trends(history, marks)))
        if len(self._origins) > ORIGINS:
            del self._origins[0]

    def hurry(self) -> None:
        """The pace has changed: the next line is an origin, and is weighed."""
        self.due = 0.0
        self._odd = False

    def _weigh(self, history: History, remaining: float | None) -> None:
        """Regret-weighted beliefs over the origins, nearer and further-seeing ones counting more."""
        now = history.steps
        reach = remaining / now if remaining and now else 1.0
        regrets = [0.0] * len(PRIOR)
        total = best_total = common = 0.0
        for origin in self._origins:
            if origin.steps < OLDEST * now:
                continue
            full = max(reach * origin.steps, 1.0)
            ahead = min(now - origin.steps, full)
            if ahead <= 0:
                continue
            errors = _errors(origin, history, ahead)
            weight = origin.steps / now * ahead / full
            least = min(errors)
            for index, error in enumerate(errors):
                regrets[index] += weight * (error - least)
            best_total += weight * least
            common += weight * min(COMMON**2, least)
            total += weight
        if total:
            self._decide(regrets, FLOOR**2 + common / total)
            wrong = sum(w * r for w, r in zip(self.weights, regrets, strict=True))
            self._errors = sqrt((wrong + best_total) / total)

    def _decide(self, regrets: list[float], noise: float) -> None:
        least = min(regrets)
        raw = [p * exp((least - r) / (2 * noise)) for p, r in zip(PRIOR, regrets, strict=True)]
        whole = sum(raw)
        self.weights = tuple(value / whole for value in raw)

    def opinion(self, history: History, marks: Marks, ahead: float) -> Opinion:
        """The mixture for the next `ahead` steps."""
        values = _levels(history, marks)
        if self.weights[LEVELS] + self.weights[LEVELS + 1] > NEGLIGIBLE:
            values = (*values, *(line.mean(ahead) for line in _trends(history, marks)))
        whole = values[0]  # summed as differences, so that experts who agree are not rounded
        apart = square = 0.0
        for weight, value in zip(self.weights, values, strict=False):
            difference = value - whole
            apart += weight * difference
            square += weight * difference * difference
        level = whole + apart
        return Opinion(level, sqrt(max(0.0, square - apart * apart)) / level, self._errors)


def _errors(origin: Origin, history: History, ahead: float) -> list[float]:
    """Squared log error of every expert over the `ahead` steps after an origin."""
    spent = history.spent(origin.steps + ahead) - origin.seconds
    truth = log(spent / ahead)
    errors = [min(WORST, abs(level - truth)) ** 2 for level in origin.levels]
    said = [log(line.mean(ahead)) for line in origin.trends]
    return errors + [min(WORST, abs(level - truth)) ** 2 for level in said]


def _levels(history: History, marks: Marks) -> tuple[float, ...]:
    """What the plain experts say now."""
    now = history.steps
    start = min(marks.regime, marks.recent)
    half = (start + now) / 2
    return (
        history.seconds / now,
        history.mean(start, now),
        history.mean(half, now),
        history.mean(marks.recent, now),
        marks.typical,
    )


def _trends(history: History, marks: Marks) -> tuple[Line, Line]:
    """The lines through the regime and through the whole run."""
    start = min(marks.regime, marks.recent)
    return _trend(history, start), _trend(history, 0.0)


def _trend(history: History, start: float) -> Line:
    """Slope between the outer thirds of a stretch: 8/9 as efficient as least squares, two look-ups."""
    now = history.steps
    length = now - start
    third = length / 3
    first = history.mean(start, start + third)
    last = history.mean(now - third, now)
    slope = (last - first) / (length - third)
    mean = history.mean(start, now)
    return Line(mean + slope * length / 2, slope, length, FALLS_TO * mean)
