"""When the pace of a run has changed for good: a winsorised two-sided CUSUM of log step time.

Each value is compared with the regime's reference level, cut at `CUT` standard deviations so
that no single straggler can raise an alarm, and summed beyond a slack (Page, "Continuous
Inspection Schemes", 1954; winsorising: Huber 1981). The scale grows with the lag-1
autocorrelation r by sqrt((1+r)/(1-r)), the inflation of a mean's variance under an AR(1)
process, since training noise comes in runs.
"""

from collections import deque
from math import sqrt
from typing import NamedTuple

CUT = 4.0
SLACK = 0.5
LIMIT = 9.0
"""With independent normal noise one false alarm in about e^(2 x SLACK x LIMIT) = 8,000 lines."""
REFERENCE_LINES = 40
"""After so many lines the reference is frozen: one that follows would follow a drift, too."""
LEAST_SCALE = 0.004
"""Relative; shifts far below one percent are of no interest to anybody who waits."""
MEMORY = 1 / 64
"""Weight of a new line in the running variance and covariance."""
LOCAL_LINES = 60
"""The scale is measured around a mean that follows this slowly: around the frozen reference a
drift would look like noise and hide itself."""
FIRST_LINES = 8
"""No alarm before the reference rests on so many lines."""


class Change(NamedTuple):
    """A confirmed shift: which way, mark and number of lines since it began, log level before and after."""

    up: bool
    since: float
    lines: int
    before: float
    after: float


class _Side:
    """One direction: the sum, and the lines since it last left zero, with the mark before each."""

    __slots__ = ("_mark", "recent", "value")

    def __init__(self) -> None:
        self.recent: deque[tuple[float, float, float]] = deque(maxlen=REFERENCE_LINES)
        self.clear(0.0)

    def clear(self, mark: float) -> None:
        self.value = 0.0
        self._mark = mark
        self.recent.clear()

    def add(self, z: float, raw: float, mark: float) -> None:
        self.value += z - SLACK
        if self.value > 0.0:
            self.recent.append((z, raw, self._mark))
        elif self.recent:
            self.recent.clear()
        self.value = max(0.0, self.value)
        self._mark = mark

    def split(self) -> tuple[int, float, float]:
        """The likeliest beginning of the shift: lines since, mark before them, median after.

        Maximises the normal likelihood ratio, mean x sqrt(lines), over the beginnings.
        """
        best = total = 0.0
        lines = 1
        for count, (z, _, _) in enumerate(reversed(self.recent), 1):
            total += z
            score = total / sqrt(count)
            if score > best:
                best, lines = score, count
        newest = list(self.recent)[-lines:]
        values = sorted(raw for _, raw, _ in newest)
        return lines, newest[0][2], values[len(values) // 2]


class Cusum:
    """Feed log step times with a mark (steps done); `add` answers with a Change or None.

    >>> cusum = Cusum()
    >>> noise = (0.0, 0.01, -0.01, 0.005)
    >>> changes = [cusum.add(noise[i % 4] + 0.3 * (i >= 40), float(i)) for i in range(50)]
    >>> [(i, round(change.after - change.before, 2)) for i, change in enumerate(changes) if change]
    [(42, 0.3)]
    """

    __slots__ = (
        "_covariance",
        "_down",
        "_last",
        "_local",
        "_seen",
        "_up",
        "_variance",
        "lines",
        "reference",
    )

    def __init__(self) -> None:
        self._variance = 0.0
        self._covariance = 0.0
        self._seen = 0
        self._up = _Side()
        self._down = _Side()
        self.restart(0.0, 0.0, 0)

    def restart(self, mark: float, level: float, lines: int) -> None:
        """Begin a regime at `level` (log), which already rests on `lines` lines."""
        self.reference = level
        self.lines = lines
        self._last = 0.0
        self._local = 0.0
        self._up.clear(mark)
        self._down.clear(mark)

    @property
    def scale(self) -> float:
        """Standard deviation of log step time within the regime."""
        return max(LEAST_SCALE, sqrt(self._variance))

    @property
    def inflation(self) -> float:
        """How many times more lines than independent ones a mean needs: (1+r)/(1-r)."""
        r = min(0.95, max(0.0, self._covariance / max(LEAST_SCALE**2, self._variance)))
        return (1 + r) / (1 - r)

    def add(self, value: float, mark: float) -> Change | None:
        """Take in one log step time; `mark` says where in the run the line ends."""
        self.lines += 1
        if self.lines == 1:
            self.reference = value
        deviation = value - self.reference
        if self.lines <= REFERENCE_LINES:
            limit = CUT * self.scale if self.lines > FIRST_LINES else abs(deviation)
            self.reference += max(-limit, min(limit, deviation)) / self.lines
        self._learn(deviation)
        if self.lines <= FIRST_LINES:
            return None
        z = deviation / (self.scale * sqrt(self.inflation))
        z = max(-CUT, min(CUT, z))
        self._up.add(z, value, mark)
        self._down.add(-z, value, mark)
        for side, up in ((self._up, True), (self._down, False)):
            if side.value > LIMIT:
                return self._confirm(side, up=up)
        return None

    def _learn(self, deviation: float) -> None:
        """Running variance and lag-1 covariance, winsorised so that a shift does not hide itself."""
        self._seen += 1
        self._local += (deviation - self._local) / LOCAL_LINES
        deviation -= self._local
        if self._seen > FIRST_LINES:
            limit = 3 * self.scale
            deviation = max(-limit, min(limit, deviation))
        weight = max(MEMORY, 1 / (self._seen + 1))
        self._variance += weight * (deviation * deviation - self._variance)
        self._covariance += weight * (deviation * self._last - self._covariance)
        self._last = deviation

    def _confirm(self, side: _Side, *, up: bool) -> Change:
        lines, since, after = side.split()
        change = Change(up, since, lines, self.reference, after)
        self.restart(since, after, lines)
        return change
