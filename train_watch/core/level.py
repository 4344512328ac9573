"""The steady time of one step: regular lines in, a level with its uncertainty out.

Regular means: warm-up, evaluations and stragglers are already left out (see `pace`).
"""

from collections import deque
from math import exp, log, sqrt
from typing import NamedTuple

from train_watch.core.changepoint import Change, Cusum
from train_watch.core.experts import Experts, Marks
from train_watch.core.history import History
from train_watch.core.regime import Held, Regime
from train_watch.core.typical import Typical
from train_watch.core.window import Window

RECENT = 24
"""Lines that the `recent` expert and the straggler threshold look back on."""
REFERENCE = 60
"""Lines behind the robust centre that stragglers are told by."""
FEW = 5
"""Lines below which one odd value drags the middle half along, too."""
APART, FAR_APART = 0.05, 0.25
"""Relative distance of mean and median from which the two contradict each other, and of so few lines."""
TREND_LINES = 50
"""Lines below which the level stays among the values seen: a trend through a few lines may be the
end of warm-up, and carried on it would promise what no line has shown."""


class Base(NamedTuple):
    """Seconds a step ahead, and what its uncertainty is made of (standard deviations of its log)."""

    value: float
    noise: float
    disagreement: float
    past_error: float
    lines: int
    scale: float = 0.0
    """Spread of single lines around the level, also of its log."""


class Level:
    """Feed (seconds a step, steps); `base` answers for any distance ahead."""

    __slots__ = (
        "_latest", "_lines_at", "_regime", "changes", "cusum", "experts", "former", "history", "lines",
        "regime", "typical", "window",
    )  # fmt: skip

    def __init__(self) -> None:
        self.history = History()
        self.window = Window(REFERENCE)
        self.typical = Typical()
        self.cusum = Cusum()
        self.experts = Experts()
        self.lines = 0
        self.regime = Regime()
        self.former: Held | None = None
        """The regime before the newest change."""
        self.changes = 0
        self._regime = 0.0
        self._latest = Window(RECENT)
        """The lines behind `now`; `window` may hold some that the beginning was judged by, too."""
        self._lines_at: deque[float] = deque((0.0,), maxlen=RECENT + 1)

    def add(self, seconds: float, steps: float, remaining: float | None) -> Change | None:
        """One regular line; `remaining` steps set the distance that experts are judged at."""
        self.lines += 1
        self.history.add(steps, steps * seconds)
        self.window.add(seconds)
        self._latest.add(seconds)
        self.typical.add(seconds)
        at = self.history.steps
        self._lines_at.append(at)
        change = self.cusum.add(log(seconds), at)
        self.regime.add(log(seconds), self.cusum.scale)
        if change is not None:
            self._turn(change)
        if at >= self.experts.due:
            self.experts.note(self.history, self.marks(), remaining)
        return change

    def _turn(self, change: Change) -> None:
        self.former = self._held(self.regime.without(change.lines))
        self.regime = Regime(change.after, change.lines)
        self._regime = change.since
        self.experts.hurry()
        self.changes += 1
        for window in (self.window, self._latest):
            newest = list(window.values)[-change.lines :]
            window.clear()
            for value in newest:
                window.add(value)

    def _held(self, regime: Regime) -> Held:
        noise = self.cusum.scale * sqrt(self.cusum.inflation / max(1, regime.lines))
        return Held(exp(regime.mean), noise, regime.lines)

    def held(self) -> Held:
        """The level of the present regime, all of its lines counted."""
        return self._held(self.regime)

    def marks(self) -> Marks:
        """Where regime and latest lines began (never before the regime if that is shorter), and
        the run's median, scaled to a mean as in the latest lines since noise is skewed."""
        recent = max(self._lines_at[0], min(self._regime, self._lines_at[-2]))
        middle = self.window.median() or 1.0
        typical = self.typical.median() * (self.window.mean() or middle) / middle
        return Marks(self._regime, recent, typical)

    def now(self) -> float | None:
        """Seconds a step over the latest lines (of the present regime); None before the first line."""
        if not self.lines:
            return None
        mean = self.history.mean(self.marks().recent, self.history.steps)
        return self._middle() if self._odd(mean) else mean

    def _middle(self) -> float:
        return self._latest.median() or 0.0

    def _odd(self, mean: float) -> bool:
        """Whether the latest lines are of two sorts, so that their mean is what none of them shows: it lies
        outside of the middle half of them."""
        window, middle = self._latest, self._middle()
        low, high = window.quantile(0.25) or middle, window.quantile(0.75) or middle
        apart = abs(mean - middle)
        if len(window) < FEW and apart > FAR_APART * middle:
            return True
        return apart > APART * middle and not low <= mean <= high

    def base(self, ahead: float) -> Base | None:
        """The level for the next `ahead` steps; None before the first line."""
        if not self.lines:
            return None
        opinion = self.experts.opinion(self.history, self.marks(), max(ahead, 1.0))
        level = opinion.level
        if self.lines <= RECENT and self._odd(level):
            level = self._middle()
        if self.lines < TREND_LINES:
            level = self.typical.within(level)
        return Base(
            level, self.held().error, opinion.disagreement, opinion.past_error, self.lines,
            self.cusum.scale,
        )  # fmt: skip
