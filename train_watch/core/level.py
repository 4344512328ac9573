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
        "_lines_at", "_regime", "changes", "cusum", "experts", "former", "history", "lines",
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
        self._lines_at: deque[float] = deque((0.0,), maxlen=RECENT + 1)

    def add(self, seconds: float, steps: float, remaining: float | None) -> Change | None:
        """One regular line; `remaining` steps set the distance that experts are judged at."""
        self.lines += 1
        self.history.add(steps, steps * seconds)
        self.window.add(seconds)
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
        self.former = self._held(self.regime.without(change.after, change.lines))
        self.regime = Regime(change.after, change.lines)
        self._regime = change.since
        self.experts.hurry()
        self.changes += 1
        newest = list(self.window.values)[-change.lines :]
        self.window.clear()
        for value in newest:
            self.window.add(value)

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
        return self.history.mean(self.marks().recent, self.history.steps) if self.lines else None

    def base(self, ahead: float) -> Base | None:
        """The level for the next `ahead` steps; None before the first line."""
        if not self.lines:
            return None
        opinion = self.experts.opinion(self.history, self.marks(), max(ahead, 1.0))
        level = opinion.level
        if self.lines < TREND_LINES:
            level = self.typical.within(level)
        return Base(
            level, self.held().error, opinion.disagreement, opinion.past_error, self.lines,
            self.cusum.scale,
        )  # fmt: skip
