"""Slowdown: the pace is lastingly worse than the run's own best lasting pace.

Evaluations and single slow lines never reach this rule; what does is a confirmed shift of the
steady level (see `changepoint`). An episode ends when the level is nearly back.
"""

from train_watch.core.rules.signals import Episode, Signals
from train_watch.core.state import Alert

WORSE = 1.05
"""Times the baseline at which an episode begins: less is within what a shared machine does."""
BACK = 1.03
"""Times the baseline at which it ends; lower, so that it does not flicker."""
LASTING = 16
"""Lines a level must have held to serve as a baseline."""
CLEAR = 1.3
"""Times the level before from which a shift is told as soon as it is confirmed."""
PATIENCE = 8
"""Lines that a smaller shift must hold first: bursts of a few slow lines are common."""
GRAVE = 1.5
"""Times the baseline from which the finish moves by half the remaining time."""


class SlowdownWatch:
    """Follows the steady level; feed it levels and confirmed changes.

    >>> watch = SlowdownWatch()
    >>> watch.steady(1.0, 40)
    >>> watch.changed(1000, None, 1.0, 1.3, 5)
    >>> watch.episode.before_s, watch.episode.now_s
    (1.0, 1.3)
    >>> watch.changed(2000, None, 1.3, 1.01, 5); watch.episode is None
    True
    """

    __slots__ = ("_baseline", "_candidate", "episode")

    def __init__(self) -> None:
        self._baseline: float | None = None
        self._candidate: Episode | None = None
        self.episode: Episode | None = None

    def steady(self, level_s: float, lines: int) -> None:
        """The regime has held `level_s` seconds a step for `lines` lines."""
        if lines >= LASTING and (self._baseline is None or level_s < self._baseline):
            self._baseline = level_s
        if self._candidate is not None:
            self._weigh(level_s, lines)
        elif self.episode is not None:
            self._follow(level_s, lines)

    def changed(
        self, step: int, at: float | None, before_s: float, after_s: float, lines: int
    ) -> None:
        """A shift of the level was confirmed."""
        baseline = min(before_s, self._baseline or before_s)
        self._candidate = None
        if self.episode is not None and after_s < WORSE * self.episode.now_s:
            self._follow(after_s, lines)
        elif after_s >= WORSE * baseline and after_s > before_s:
            self._candidate = Episode(step, at, baseline, after_s, lines)
            if after_s >= CLEAR * before_s:
                self.episode, self._candidate = self._candidate, None

    def _weigh(self, level_s: float, lines: int) -> None:
        """Is the smaller shift still there after some more lines?"""
        assert self._candidate is not None
        if lines < PATIENCE:
            return
        if level_s >= WORSE * self._candidate.before_s:
            self.episode = self._candidate._replace(now_s=level_s, lines=lines)
        self._candidate = None

    def rebase(self) -> None:
        """The times now come from another clock: nothing before can be compared."""
        self._candidate = None
        self._baseline = None
        self.episode = None

    def _follow(self, level_s: float, lines: int) -> None:
        assert self.episode is not None
        if level_s < BACK * self.episode.before_s:
            self.episode = None
        else:
            self.episode = self.episode._replace(now_s=level_s, lines=lines)


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
