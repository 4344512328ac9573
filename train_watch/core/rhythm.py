"""How long silence is normal, from the time between training lines and what lay between them.

A run counts as stalled after a silence that its own past does not explain: well beyond the usual
gap and half as long again as the longest normal one. The very longest gap is left out until a
second one like it has been seen, so that one hang does not make the next one normal.
"""

from train_watch.core.state import Rhythm
from train_watch.core.window import Window

KEPT = 200
FLOOR_S = 10.0
"""Seconds; shorter silences are jitter of buffers, schedulers and network file systems."""
NEW_FLOOR_S = 60.0
"""The same while fewer than `FEW` gaps are known: the first evaluation may still be to come."""
FEW = 20
UNKNOWN_S = 600.0
"""Where no gap is known at all: ten minutes, as long as wandb's leet waits for a dead run. An epoch may
take longer, so that after it nobody knows, and nothing is called stalled."""
TYPICALS = 20.0
LEAST_TYPICALS = 4.0
SEEN_TYPICALS = 8.0
UPPERS = 3.0
LONGEST = 1.5
"""Multiples of the typical gap (before and after a gap for an evaluation or the like has been
seen), of the 95th percentile and of the longest normal gap."""
SURE_GAPS = 40.0
"""Gaps in a row up to which the full multiple holds; with more it falls in proportion to
`LEAST_TYPICALS`, as the chance of a longer one next does (1 / (n + 1), the rule of succession)."""
FIRST_S = 300.0
"""Seconds up to which the full multiple holds however many gaps are known: a first evaluation or
save of five minutes is common at any time of a run."""
AGAIN = 1.2
MOST_TYPICALS = 150.0
"""A silence that ended by itself may come again at this multiple of its length (a first, silent
evaluation does), unless it was out of all proportion."""
BLOCK = 5
"""Lines with one arrival time that make a block; two such blocks and the output is buffered."""


class Pulse:
    """Feed the gaps between training lines (seconds) and the arrivals of lines.

    >>> pulse = Pulse()
    >>> for _ in range(30):
    ...     pulse.gap(4.0)
    >>> pulse.rhythm().stalled_after_s
    80.0
    """

    __slots__ = ("_arrived", "_blocks", "_count", "_gaps", "_known", "_lines", "_longest")

    def __init__(self) -> None:
        self._gaps = Window(KEPT)
        self._count = 0
        self._known = 0.0
        self._longest: list[float] = []
        self._arrived: float | None = None
        self._lines = 0
        self._blocks = 0

    def gap(self, seconds: float, *, explained: bool = False) -> None:
        """Time between two training lines; `explained` if an evaluation or the like was in it."""
        if explained:
            self._known = max(self._known, seconds)
        else:
            self._gaps.add(seconds)
            self._count += 1
            self._longest = sorted((*self._longest, seconds))[-2:]

    def arrived(self, at: float, *, explained: bool = False) -> None:
        """A training line was seen to arrive."""
        last = self._arrived
        if last is not None and at == last:
            self._lines += 1
            return
        if last is not None and at > last:
            self._blocks += self._lines >= BLOCK and at - last > 1.0
            self.gap(at - last, explained=explained)
        self._arrived = at
        self._lines = 1

    def rhythm(self, expected_s: float = 0.0, *, surprise: bool = False) -> Rhythm:
        """What is normal now; `expected_s` is the length of something known to be due,
        `surprise` tells that something announced has never come yet, so may take any time."""
        typical = self._gaps.median()
        bursty = self._blocks >= 2
        if typical is None:
            return Rhythm(bursty=bursty)
        longest = max(self._normal(), self._known)
        floor = FLOOR_S if len(self._gaps) >= FEW else NEW_FLOOR_S
        upper = self._gaps.quantile(0.95) or 0.0
        seen = longest > 3 * typical
        usual = SEEN_TYPICALS * typical if seen else self._unseen(typical, surprise=surprise)
        survived = min(AGAIN * self._longest[-1], MOST_TYPICALS * typical)
        limit = max(floor, survived, usual, UPPERS * upper, LONGEST * longest, 3 * expected_s)
        return Rhythm(typical, longest, limit, bursty)

    def _unseen(self, typical: float, *, surprise: bool) -> float:
        """Seconds that a first evaluation may take, the fewer the longer none has come."""
        most = TYPICALS * typical
        if surprise:
            return most
        return max(
            LEAST_TYPICALS * typical,
            most * min(1.0, SURE_GAPS / max(1, self._count)),
            min(most, FIRST_S),
        )

    def _normal(self) -> float:
        """The second longest gap so far, or the longest where that is close to it."""
        second, first = self._longest[0], self._longest[-1]
        return first if first < 2 * second else second
