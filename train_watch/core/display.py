"""The latest lines as a person sees them: the sparkline's samples, and the steady ones' window."""

from collections import deque

from train_watch.core.pace import Pace
from train_watch.core.sample import Stretch
from train_watch.core.state import Mark, Sample
from train_watch.core.timing import Reading
from train_watch.core.warmup import SETTLED
from train_watch.core.window import Window

SHOWN = 240
"""Lines kept for the sparkline: two columns for each cell of a wide terminal's panel."""
DESCRIBED = 100
"""Steady lines behind mean, median and percentiles."""
MARKS: dict[str, Mark] = {
    "evaluation": "evaluation",
    "checkpoint": "checkpoint",
    "outlier": "outlier",
    "warmup": "warmup",
}
"""How a line's part in the pace is drawn; every other part is drawn plain."""


class Display:
    """Feed readings after the pace has judged them."""

    __slots__ = ("_judged", "samples", "steady")

    def __init__(self) -> None:
        self._judged: tuple[int, bool] | None = None
        """The warm-up that the marks were set by: its lines, and whether all are."""
        self.samples: deque[Sample] = deque(maxlen=SHOWN)
        self.steady = Window(DESCRIBED)

    def add(self, reading: Reading, stretch: Stretch, pace: Pace) -> None:
        """One line: by what the trainer reports where it does, else by the clock."""
        shown = reading.reported if reading.reported is not None else stretch.seconds
        self.samples.append(Sample(int(stretch.position), shown, MARKS.get(pace.verdict, "")))
        judged = (pace.warmup, pace.cold)
        if pace.lines <= SETTLED and judged != self._judged:
            self._judged = judged
            self._again(pace)
        elif pace.verdict == "regular":
            self.steady.add(shown)

    def _again(self, pace: Pace) -> None:
        """The verdict on the warm-up changed: samples and window follow it."""
        self.steady.clear()
        for index, sample in enumerate(self.samples):
            if sample.mark not in ("", "warmup"):
                continue
            warm = index < pace.warmup or pace.cold
            self.samples[index] = Sample(sample.step, sample.seconds, "warmup" if warm else "")
            if not warm:
                self.steady.add(sample.seconds)

    def outliers(self) -> int:
        """Samples in sight that were slow without an event."""
        return sum(sample.mark == "outlier" for sample in self.samples)

    def plain(self) -> list[Sample]:
        """Samples that show the steady pace."""
        return [sample for sample in self.samples if sample.mark == ""]
