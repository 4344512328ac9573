"""The time on the lines of one series: what it is, as far as its history has told by now."""

from collections.abc import Mapping
from typing import Any

from train_watch.formats.meaning import SURE_FROM, Meaning, Point, meaning

ENOUGH, MOST = 12, 60
"""Lines that are asked what their time is: where nothing but they can tell, and where their stamps are too
near each other yet."""
EACH, ASKED = 8, 30
"""Every line is asked up to the second number, then one of so many."""


class TimeProof:
    """`needs` is `time` or `interval` where the name leaves open what the time is, or in which unit."""

    __slots__ = ("_seen", "_settled", "bare", "meant", "needs", "points", "sure")

    def __init__(self) -> None:
        self.needs: str | None = None
        self.bare = False
        """The time has no unit."""
        self.sure = False
        """Its name says that it is one step's."""
        self.meant: Meaning | None = None
        """What it is, as far as the lines tell."""
        self.points: list[Point] = []
        self._settled = False
        self._seen = 0

    def see(self, values: Mapping[str, Any], at: float | None) -> None:
        """The next line, `at` its stamp, arrival or clock in seconds. Asked anew with each until something is
        sure of it, or there have been enough."""
        step, value = values["step"], values.get("step_time_s")
        if self.needs is None or self._settled or value is None:
            return
        if self.points and step <= self.points[-1].step:
            self.points = self.points[-1:] if step == self.points[-1].step else []
            return
        self._seen += 1
        self.points.append(Point(step, value, at, _pace(values)))
        del self.points[:-MOST]
        if self._seen <= ASKED or self._seen % EACH == 0:
            self._ask(stamped=at is not None)

    def _ask(self, *, stamped: bool) -> None:
        self.meant = found = meaning(self.points, bare=self.bare, sure=self.sure)
        if found is None:
            return
        waits = MOST if stamped else ENOUGH  # stamps will tell, but not within a second
        enough = len(self.points) >= (SURE_FROM if found.witnessed else waits)
        self._settled = found.kind == "clock" or enough


def _pace(values: Mapping[str, Any]) -> float | None:
    """Seconds a step by the trainer's remaining time, if it is of the steps of this total."""
    eta, total, step = values.get("trainer_eta_s"), values.get("total_steps"), values["step"]
    return eta / (total - step) if eta and total and total > step else None
