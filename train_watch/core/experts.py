"""Seven ways to say how long a step will take from here on, and which of them to believe.

Each expert is a straight line into the future: a mean over some stretch of the past, or a trend
carried on no further than the time it was seen for. At growing distances each expert's line is
written down; later the time that really passed tells how wrong each was over the same relative
distance that is to be forecast now (rolling-origin evaluation: Tashman 2000). The weights fall
exponentially with the regret against the best expert at each origin (Cesa-Bianchi and Lugosi,
"Prediction, Learning, and Games", 2006, chapter 2).
"""

from math import exp, log, sqrt
from typing import NamedTuple

from train_watch.core.history import History

NAMES = ("whole", "regime", "half", "recent", "regime_trend", "whole_trend", "typical")
PRIOR = (0.20, 0.30, 0.12, 0.10, 0.08, 0.08, 0.12)
"""Belief before any evidence: the current regime first, since most regimes last."""
GROWTH = 1.06
"""An origin is written down each time the run (or its regime) has grown by so much."""
ORIGINS = 80
"""Origins kept: 1.06^80 = 100, so they reach back to the first hundredth of a run."""
WORST = 0.2
"""Log error beyond which one origin counts no more: a single bad day must not decide for ever."""
FLOOR = 0.004
"""Relative; differences between experts below this are not worth choosing for."""


class Line(NamedTuple):
    """An expert's forecast: level now, slope a step, the steps for which the slope is believed,
    and the level below which no falling trend is followed."""

    level: float
    slope: float = 0.0
    reach: float = 0.0
    least: float = 0.0

    def mean(self, ahead: float) -> float:
        """Mean seconds a step over the next `ahead` steps.

        >>> Line(2.0, 0.01, 100).mean(100), Line(2.0, 0.01, 100).mean(200)
        (2.5, 2.75)
        """
        if not self.slope:
            return self.level
        seen = min(ahead, self.reach)
        offset = seen - seen * seen / (2 * ahead) if ahead > 0 else 0.0
        return max(self.least, self.level + self.slope * offset)


class Opinion(NamedTuple):
    """The mixture: seconds a step, its spread between experts and its past error (both in logs)."""

    level: float
    disagreement: float
    past_error: float


class Experts:
    """Keeps the origins and the weights; the history is the caller's."""

    __slots__ = ("_errors", "_next", "_origins", "regime", "weights")

    def __init__(self) -> None:
        self.regime = 0.0
        self.weights: tuple[float, ...] = PRIOR
        self._errors = 0.0
        self._origins: list[tuple[float, tuple[Line, ...]]] = []
        self._next = 0.0

    def begin_regime(self, at: float) -> None:
        """The pace changed at `at` steps."""
        self.regime = at
        self._next = 0.0

    def lines(self, history: History, recent: float, typical: float) -> tuple[Line, ...]:
        """What each expert says now; `recent` is where the last few lines began, `typical` the
        level at which the run has been for most of its lines."""
        now = history.steps
        start = min(self.regime, recent)
        half = (start + now) / 2
        return (
            Line(history.mean(0.0, now)),
            Line(history.mean(start, now)),
            Line(history.mean(half, now)),
            Line(history.mean(recent, now)),
            _trend(history, start, now),
            _trend(history, 0.0, now),
            Line(typical),
        )

    def note(
        self, history: History, recent: float, typical: float, remaining: float | None
    ) -> None:
        """To be called after every line: writes an origin when it is time, and weighs anew."""
        now = history.steps
        if now < self._next:
            return
        age = max(now - self.regime, 1.0)
        self._next = now + (GROWTH - 1) * min(now, 4 * age)
        self._weigh(history, remaining)
        self._origins.append((now, self.lines(history, recent, typical)))
        if len(self._origins) > ORIGINS:
            del self._origins[0]

    def _weigh(self, history: History, remaining: float | None) -> None:
        """Regret-weighted beliefs over the origins, nearer ones counting more."""
        now = history.steps
        reach = remaining / now if remaining and now else 1.0
        regrets = [0.0] * len(PRIOR)
        total = best_total = 0.0
        for at, lines in self._origins:
            ahead = min(now - at, max(reach * at, 1.0))
            if ahead <= 0:
                continue
            truth = history.mean(at, at + ahead)
            weight = at / now * min(1.0, ahead / (reach * at) if reach * at > 0 else 1.0)
            errors = [min(WORST, abs(log(line.mean(ahead) / truth))) ** 2 for line in lines]
            least = min(errors)
            for index, error in enumerate(errors):
                regrets[index] += weight * (error - least)
            best_total += weight * least
            total += weight
        if not total:
            return
        self._decide(regrets, FLOOR**2 + best_total / total)
        self._errors = sqrt(
            sum(w * r for w, r in zip(self.weights, regrets, strict=True)) / total
            + best_total / total
        )

    def _decide(self, regrets: list[float], noise: float) -> None:
        raw = [p * exp(-r / (2 * noise)) for p, r in zip(PRIOR, regrets, strict=True)]
        total = sum(raw) or 1.0
        self.weights = tuple(value / total for value in raw)

    def opinion(self, history: History, recent: float, typical: float, ahead: float) -> Opinion:
        """The mixture for the next `ahead` steps."""
        values = [line.mean(ahead) for line in self.lines(history, recent, typical)]
        whole = values[0]  # summed as differences, so that experts who agree are not rounded
        level = whole + sum(w * (v - whole) for w, v in zip(self.weights, values, strict=True))
        spread = sum(w * (v / level - 1) ** 2 for w, v in zip(self.weights, values, strict=True))
        return Opinion(level, sqrt(spread), self._errors)


def _trend(history: History, start: float, now: float) -> Line:
    """Slope between the outer thirds of a stretch: 8/9 as efficient as least squares, two look-ups."""
    length = now - start
    third = length / 3
    first = history.mean(start, start + third)
    last = history.mean(now - third, now)
    slope = (last - first) / (length - third)
    mean = history.mean(start, now)
    return Line(mean + slope * length / 2, slope, length, mean / 5)
