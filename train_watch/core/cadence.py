"""Things that happen now and then and cost time of their own: how often, how dear, how many more.

An `Event` is written down when its line is read; what it cost is known once the next training
line (or the trainer itself) tells. A `Train` holds the events of one kind: its distance comes
from what the log's own lines print, else from the positions, else from the config (announced).
Two positions make a distance; a single one only does in a log that shows the run from step 0 on,
for where an excerpt begins says nothing. The cost is the mean of the costs seen, the first left
out when dearer (compilation, cold caches: Composer discards it, too).
"""

from collections import deque
from itertools import islice

from train_watch.core.axis import Axis
from train_watch.core.period import ahead, period
from train_watch.core.state import Cadence, What

KEPT = 64
"""Events kept for distance and cost; older ones only count."""
LATEST = 8
"""Costs that count: evaluations become cheaper or dearer in the course of a run."""
DEARER = 1.5
"""A first event that costs so many times the median of the others is not taken as usual."""
CUT = 3.0
"""Costs are cut at so many times their median: one evaluation on a full disk says nothing."""


class Event:
    """One occurrence: where (steps done), and its cost beyond the steps in seconds, None while
    unknown; `placed` tells whether the position is sure (None: at step 0 if the log begins there)."""

    __slots__ = ("cost", "least", "placed", "position", "told", "what")

    def __init__(
        self, what: What, position: float, told: float | None = None, *, placed: bool | None = True
    ) -> None:
        self.what = what
        self.position = position
        self.placed = placed
        self.least = 0.0
        """Seconds that it took at least, by the stamps of its lines (see `standing`)."""
        self.cost = told
        self.told = told is not None


class Train:
    """All events of one kind.

    >>> train = Train("evaluation")
    >>> for position, cost in ((0, 90.0), (250, 15.0), (500, 14.0), (750, 16.0)):
    ...     _ = train.add(Event("evaluation", position, cost))
    >>> train.every(0), train.each(), train.ahead(760, 2000, 0)
    (250.0, 15.0, 4)

    One event tells a distance only where all steps before it were seen.

    >>> axis = Axis()
    >>> train = Train("evaluation", axis=axis)
    >>> train.add(Event("evaluation", 20000.0)), train.every(0)
    (True, 20000.0)
    >>> axis.whole = False
    >>> train.every(0) is None, train.add(Event("evaluation", 25000.0)), train.every(0)
    (True, True, 5000.0)
    """

    __slots__ = (
        "_every",
        "_fitted",
        "_gone",
        "_regular",
        "announced",
        "axis",
        "count",
        "events",
        "first",
        "leads",
        "printed",
        "what",
    )

    def __init__(
        self, what: What, announced: float | None = None, axis: Axis | None = None
    ) -> None:
        self.what = what
        self.announced = announced
        self.printed: float | None = None
        """The distance in steps as the training lines themselves print it (an epoch's length)."""
        self.axis = axis or Axis()
        self.events: deque[Event] = deque(maxlen=KEPT)
        self.first: Event | None = None
        self.count = 0
        self._gone = 0.0
        """Costs of the events that are kept no more."""
        self.leads = False
        """The event of a step comes before the step's own line, not after it."""
        self._every: float | None = None
        self._fitted: tuple[object, ...] = ()
        """What the fit rests on; another one is made when this changes."""
        self._regular = False

    def add(self, event: Event) -> bool:
        """A new occurrence; a second one at the same position is the same one (False)."""
        if self.events and event.position <= self.events[-1].position:
            if event.told and event.position == self.events[-1].position:
                self.events[-1].cost = event.cost
                self.events[-1].told = True
            return False
        if self.first is None:
            self.first = event
        if len(self.events) == KEPT:
            self._gone += self.events[0].cost or 0.0
        self.events.append(event)
        self.count += 1
        return True

    def rewind(self, position: float) -> None:
        """The run went back to `position`: what lay beyond it will happen again."""
        while self.events and self.events[-1].position > position:
            self._gone += self.events.pop().cost or 0.0
        self._fitted = ()

    def replaced(self) -> None:
        """An event's position was found to be right."""
        self._fitted = ()

    @property
    def last(self) -> Event | None:
        """The newest event whose position is known."""
        return next((event for event in reversed(self.events) if self._sure(event)), None)

    def _sure(self, event: Event) -> bool:
        return self.axis.whole if event.placed is None else event.placed

    def every(self, tolerance: float) -> float | None:
        """Steps from one to the next; None where that cannot be told."""
        if self.printed is not None:
            return self.printed
        axis = self.axis
        state = (self.count, axis.whole, axis.since)
        if self._fitted != state:
            self._fitted = state
            self._every = self._fit(tolerance)
        return self._every if self._every is not None and axis.sharp else self.announced

    def regular(self, tolerance: float) -> bool:
        """Whether the positions lie on a comb (see `period`)."""
        self.every(tolerance)
        return self._regular

    def _fit(self, tolerance: float) -> float | None:
        sure = [event.position for event in self.events if self._sure(event)]
        fitted = period(sure, tolerance)
        self._regular = fitted is not None
        if fitted is not None or self.announced is not None:
            return fitted
        positions = [position for position in sure if position >= self.axis.since]
        if len(positions) > 1:
            return (positions[-1] - positions[0]) / (len(positions) - 1)
        alone = self.axis.unbroken and len(positions) == 1 and positions[0] > 2 * tolerance
        return positions[0] if alone else None

    def costs(self) -> list[float]:
        """Known costs, oldest first, the first of all left out if it was dearer than usual."""
        known = [(e, e.cost) for e in self.events if e.cost is not None]
        costs = [cost for _, cost in known]
        if len(known) > 1 and known[0][0] is self.first:
            rest = sorted(costs[1:])
            if costs[0] > DEARER * rest[len(rest) // 2]:
                return costs[1:]
        return costs

    def each(self) -> float | None:
        """Mean extra seconds of one event; None while none is known."""
        newest = [event.cost for event in islice(reversed(self.events), LATEST + 1)]
        costs = [cost for cost in newest if cost is not None][:LATEST]
        if self.count <= LATEST:
            costs = self.costs()
        if not costs:
            return None
        limit = CUT * max(0.0, sorted(costs)[len(costs) // 2])
        mean = sum(min(cost, limit) if limit else cost for cost in costs) / len(costs)
        return max(0.0, mean)

    def ahead(self, now: float, end: float, tolerance: float) -> int | None:
        """How many more come until `end`; None if unknown. One at `end` itself counts if its line
        comes before the step's own (nanoGPT evaluates before it prints the iteration)."""
        every = self.every(tolerance)
        if every is None:
            return None
        last = self.last
        return ahead(
            last.position if last else 0.0, every, now, end, tolerance, with_end=self.leads
        )

    def cadence(
        self, now: float, end: float | None, spent: float, tolerance: float
    ) -> Cadence | None:
        """The frozen form; None where no distance is known. `spent`: seconds of the run so far.
        A cost that is lost in the noise of the steps is not known."""
        every = self.every(tolerance)
        if every is None:
            return None
        each = self.each() or None
        total = self._gone + sum(event.cost or 0.0 for event in self.events)
        return Cadence(
            what=self.what,
            every_steps=every,
            each_s=each,
            share=max(0.0, total) / spent if spent > 0 and each is not None else None,
            seen=self.count,
            announced=self.announced is not None,
            ahead=self.ahead(now, end, tolerance) if end is not None else None,
            last_step=int(self.last.position) if self.last else None,
        )
