"""Tells the slowdown rule what the steady level does, and when times cannot be compared."""

from train_watch.core.pace import Pace
from train_watch.core.rules.slowdown import SlowdownWatch
from train_watch.core.sample import Stretch
from train_watch.core.state import Basis

SETTLE_LINES = 12
"""Lines after a change of clock during which a shift says nothing about the run."""


class PaceWatch:
    """Feed each stretch after the pace has judged it; `slowdowns` holds the episode."""

    __slots__ = ("_basis", "_since", "slowdowns")

    def __init__(self) -> None:
        self.slowdowns = SlowdownWatch()
        self._basis: Basis = "reported"
        self._since = SETTLE_LINES

    def see(self, stretch: Stretch, pace: Pace, at: float | None) -> None:
        """`at`: when the line arrived, None if it was there before."""
        self._since += 1
        if stretch.basis != self._basis:
            self._turn(stretch.basis, first=pace.lines == 1)
        change = pace.change
        if change is not None and self._since > SETTLE_LINES:
            since = int(stretch.position - change.lines * stretch.steps)
            self.slowdowns.changed(since, at, pace.level.former, pace.level.held())
        elif pace.level.lines and pace.verdict == "regular":
            self.slowdowns.steady(pace.level.held())

    def _turn(self, basis: Basis, *, first: bool) -> None:
        self._basis = basis
        if not first:
            self._since = 0
            self.slowdowns.rebase()
