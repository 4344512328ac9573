"""Slowdown: the pace is lastingly worse than the run's own best lasting pace.

Evaluations and single slow lines never reach this rule; what does is a confirmed shift of the
steady level (see `changepoint`). Both levels are means over whole regimes and carry a standard
error, and what could be their noise is no slowdown. An episode ends when the level is nearly back.
"""

from math import exp, log, sqrt

from train_watch.core.regime import Held
from train_watch.core.rules.signals import Episode, Signals
from train_watch.core.state import Alert

WORSE = 1.05
"""Times the baseline at which an episode begins: less is within what a shared machine does."""
ERRORS = 5.0
"""Standard errors beyond that. A confirmed shift was chosen for looking large: by the limits of
the CUSUM alone it lies 4.2 or more standard errors away (9 / sqrt(n) + sqrt(n) / 2 at n = 18)."""
BACK = 1.03
"""Times the baseline at which it ends; lower, so that it does not flicker."""
LASTING = 16
"""Lines a level must have held to replace a baseline."""
CLEAR = 1.3
"""Times the baseline from which a shift is told as soon as it is confirmed."""
PATIENCE = 8
"""Lines that a smaller shift must hold first: bursts of a few slow lines are common."""
GRAVE = 1.5
"""Times the baseline from which the finish moves by half the remaining time."""


class SlowdownWatch:
    """Follows the steady level; feed it the regime's level and confirmed changes.

    >>> watch = SlowdownWatch()
    >>> watch.steady(Held(1.0, 0.002, 40))
    >>> watch.changed(1000, None, Held(1.0, 0.002, 40), Held(1.3, 0.01, 5))
    >>> watch.episode.before_s, watch.episode.now_s
    (1.0, 1.3)
    >>> watch.changed(2000, None, Held(1.3, 0.002, 40), Held(1.01, 0.01, 5)); watch.episode is None
    True
    """

    __slots__ = ("_at", "_baseline", "_before", "_since", "_worst", "episode")

    def __init__(self) -> None:
        self._baseline: Held | None = None
        self._since: int | None = None
        self._at: float | None = None
        self._before: Held | None = None
        """The regime before the present one, until that is told to be slower."""
        self._worst = 0.0
        """Seconds a step of the slowest level so far that this episode has left behind."""
        self.episode: Episode | None = None

    def steady(self, now: Held) -> None:
        """The regime goes on; `now` is its level so far."""
        self._judge(now)
        if now.lines >= LASTING:
            self._offer(now)

    def changed(self, step: int, at: float | None, before: Held | None, after: Held) -> None:
        """A shift of the level was confirmed; `step` and `at` tell where it began and when."""
        if before is not None and (before.lines >= LASTING or self._baseline is None):
            self._offer(before)
        self._since, self._at = step, at
        self._before = before
        if before is not None and before.lines >= PATIENCE:
            self._worst = max(self._worst, before.seconds)
        self._judge(after)

    def _offer(self, level: Held) -> None:
        """The baseline is the pace that is surely the best: what a lucky few lines may feign is
        taken off by their standard error."""
        if level.lines and (self._baseline is None or _surely(level) < _surely(self._baseline)):
            self._baseline = level

    def _judge(self, now: Held) -> None:
        if self.episode is not None:
            self._follow(now)
        elif self._baseline is not None and _worse(now, self._baseline):
            self._begin(self._baseline.seconds, now)

    def _begin(self, before_s: float, now: Held) -> None:
        if self._since is not None:
            self.episode = Episode(self._since, self._at, before_s, now.seconds, now.lines)
            self._before = None
            self._worst = now.seconds

    def _again(self, now: Held) -> bool:
        """Slower than ever in this episode: an episode of its own."""
        before = self._before
        return before is not None and now.seconds >= WORSE * self._worst and _worse(now, before)

    def rebase(self) -> None:
        """The times now come from another clock: nothing before can be compared."""
        self._baseline = None
        self._since = None
        self._before = None
        self.episode = None

    def _follow(self, now: Held) -> None:
        assert self.episode is not None
        if now.seconds < BACK * self.episode.before_s:
            self.episode = None
        elif self._again(now):
            self._begin(self.episode.before_s, now)
        else:
            self.episode = self.episode._replace(now_s=now.seconds, lines=now.lines)


def _worse(now: Held, than: Held) -> bool:
    """Slower by more than what matters and what noise explains."""
    ratio = now.seconds / than.seconds
    if now.lines < PATIENCE and ratio < CLEAR:
        return False
    return log(ratio) >= log(WORSE) + ERRORS * sqrt(than.error**2 + now.error**2)


def _surely(level: Held) -> float:
    """Seconds a step that the true level is surely below."""
    return level.seconds * exp(ERRORS * level.error)


def slowdown(signals: Signals) -> Alert | None:
    """An episode that goes on."""
    episode = signals.episode
    if episode is None or signals.state in ("finished", "failed"):
        return None
    ratio = episode.now_s / episode.before_s
    return Alert(
        "slowdown",
        "critical" if ratio >= GRAVE else "warning",
        episode.since_step,
        episode.since_at,
        {
            "ratio": ratio,
            "before_s": episode.before_s,
            "now_s": episode.now_s,
            "lines": episode.lines,
        },
    )
