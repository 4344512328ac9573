"""Which lines show the steady pace, and where the time of the others went.

A line is one of: warm-up (left out), regular (feeds `Level`), one that holds a known event (its
extra time is the event's cost), or a straggler (its extra time goes to `Stragglers`). Several
stragglers in a row are no stragglers: the pace has changed.
"""

from train_watch.core.cadence import Event
from train_watch.core.changepoint import Change
from train_watch.core.level import Base, Level
from train_watch.core.sample import Stretch
from train_watch.core.stragglers import Stragglers
from train_watch.core.warmup import LONGEST, SETTLED, leading

SPREADS = 6.7
"""Upper quartile distances above the median (4.5 normal standard deviations) of a straggler."""
TICKS = 2.0
"""Readings of a coarse clock by which neighbouring lines may differ without meaning."""
LEAST = 0.10
"""Relative; a line closer than this to the median is never a straggler."""
SURE_LINES = 5
"""Below so many regular lines only what exceeds `EARLY` medians is a straggler."""
EARLY = 3.0
IN_A_ROW = 4
"""Slow lines without a regular one between them that make a change of pace."""
ABSORBED = 0.4
"""Share of lines holding events above which these belong to the pace itself."""
FEWEST_OWN = 3
"""Lines from which the median of the times that a trainer reports is better than the one at hand."""
REVIEWS = frozenset((8, 16, 32, SETTLED))
"""Line counts at which the beginning is judged again with what is known by then."""

RANK = {"evaluation": 0, "checkpoint": 1, "epoch": 2}
"""Kinds of events, the usually dearest first."""

Entry = tuple[Stretch, tuple[Event, ...]]


class Pace:
    """Feed stretches with the events in them; `level` and `stragglers` hold the outcome."""

    __slots__ = (
        "_blur",
        "_clean", "_eventful", "_head", "_held", "_rewarm", "change", "coarse", "level", "lines", "position", "sees_events", "start",
        "stragglers", "stride", "verdict", "warmup", "watched",
    )  # fmt: skip

    def __init__(self) -> None:
        self._head: list[Entry] = []
        self.lines = 0
        self.warmup = 0
        self.stride = 1.0
        """Steps of the latest stretch: positions are known no better than this."""
        self.start: float | None = None
        self.position = 0.0
        self.watched = 0.0
        """Steps covered by stretches; a resumed run does some of them twice."""
        self._rewarm = 0
        self._blur = 0.0
        self.coarse = False
        """Nothing but coarsely rounded times has been seen: the first answer of a clock outdoes them."""
        self.sees_events = False
        """Whether the time of an evaluation is in the latest line's time, or in none."""
        self._begin()

    def _begin(self) -> None:
        self.level = Level()
        self.stragglers = Stragglers()
        self._held: list[Stretch] = []
        self._eventful = 0
        self._clean = False
        """A line without an event was measured by a clock."""
        self.verdict = "regular"
        self.change: Change | None = None
        """The change of pace that the latest line confirmed, if it did."""

    def add(self, stretch: Stretch, events: tuple[Event, ...], remaining: float | None) -> None:
        """Take in one stretch; `remaining` steps ahead set how far the level must reach."""
        self.coarse = stretch.coarse and (self.coarse or not self.lines)
        self.lines += 1
        self.stride = stretch.steps
        self._blur = stretch.blur
        self.sees_events = stretch.measured or stretch.eval_in
        self.position = stretch.position
        self.watched += stretch.steps
        if self.start is None:
            self.start = stretch.position - stretch.steps
            self.stragglers.origin = self.start
        self.change = None
        if self.lines > SETTLED:
            self._take(stretch, events, remaining)
            return
        self._head.append((stretch, events))
        warmup = leading([entry[0].seconds for entry in self._head])
        if warmup != self.warmup or self.lines in REVIEWS:
            self._again(warmup, remaining)
        elif self.lines > 1 or not self._starts_cold(stretch):
            self._take(stretch, events, remaining)
        if self.lines == SETTLED:
            self._head.clear()

    def resume(self, position: float) -> None:
        """The process was started again from a checkpoint at `position`: it warms up again."""
        self._release()
        self.stragglers.rewind(position)
        self.position = position
        self._rewarm = LONGEST

    @property
    def cold(self) -> bool:
        """Nothing but warm-up has been seen."""
        return self.level.lines == 0

    @property
    def usual(self) -> float | None:
        """Median seconds a step of the latest regular lines; None while there is none."""
        return self.level.window.median()

    @staticmethod
    def _starts_cold(stretch: Stretch) -> bool:
        """The very first iteration of a run is never typical; a mean over many is."""
        return stretch.span < 5 and stretch.position <= 2

    def _again(self, warmup: int, remaining: float | None) -> None:
        """Judge the beginning anew: its warm-up is `warmup` lines."""
        self.warmup = warmup
        self._begin()
        self.stragglers.origin = self.start or 0.0
        cold = int(self._starts_cold(self._head[0][0]))
        rest = self._head[max(warmup, cold) :]
        known = _typical([entry[0].seconds for entry in rest])
        for value in known if len(known) > 1 else ():  # one value calls no other an outlier
            self.level.window.add(value)
        for stretch, events in rest:
            self._take(stretch, events, remaining)

    def _take(self, stretch: Stretch, events: tuple[Event, ...], remaining: float | None) -> None:
        if events and (stretch.measured or stretch.eval_in):
            self._eventful += 1
            if self._by_own(stretch, events, remaining):
                return
            if not self._absorbs() and self._settle(stretch, events):
                self.verdict = events[0].what
                return
        limit = self._limit()
        if limit is not None and stretch.seconds > limit:
            self._slow(stretch, remaining)
            return
        self._rewarm = 0
        self._release()
        self._regular(stretch, remaining)

    def _by_own(self, stretch: Stretch, events: tuple[Event, ...], remaining: float | None) -> bool:
        """Where no line without an event has been measured, the trainer's own time of single steps tells what
        a line with one would have taken."""
        if stretch.own is None or self._clean:
            return False
        self.level.add(stretch.own, stretch.steps, remaining)
        known = self.level.window.median() if self.level.lines >= FEWEST_OWN else None
        _book((stretch.seconds - (known or stretch.own)) * stretch.span, events)
        self.verdict = "regular"
        return True

    def _regular(self, stretch: Stretch, remaining: float | None) -> None:
        self.verdict = "regular"
        self._clean = self._clean or stretch.measured
        change = self.level.add(stretch.seconds, stretch.steps, remaining)
        self.change = change or self.change

    def _absorbs(self) -> bool:
        return self._eventful > 3 and self._eventful > ABSORBED * self.lines

    def _settle(self, stretch: Stretch, events: tuple[Event, ...]) -> bool:
        """Book the stretch's extra time on its events; False while the usual pace is unknown."""
        usual = self.level.window.median()
        if usual is None:
            return False
        _book((stretch.seconds - usual) * stretch.span, events)
        return True

    def _limit(self) -> float | None:
        """Seconds a step above which a line is a straggler; None while that cannot be told."""
        window = self.level.window
        if len(window) < 2:
            return None
        middle = window.quantile(0.5) or 0.0
        if len(window) < SURE_LINES:
            return EARLY * middle
        above = (window.quantile(0.75) or 0.0) - middle
        return middle + max(SPREADS * above, LEAST * middle, TICKS * self._blur)

    def _slow(self, stretch: Stretch, remaining: float | None) -> None:
        if self._rewarm:
            self._rewarm -= 1
            self.verdict = "warmup"
            return
        self.verdict = "outlier"
        self._held.append(stretch)
        if len(self._held) < IN_A_ROW:
            return
        held, self._held = self._held, []
        for each in held:
            self._regular(each, remaining)

    def _release(self) -> None:
        """A regular line came: what was held back were stragglers."""
        usual = self.level.window.median() or 0.0
        for stretch in self._held:
            extra = (stretch.seconds - usual) * stretch.span
            self.stragglers.add(
                stretch.position, extra, stretch.steps / stretch.span, usual * stretch.steps
            )
        self._held.clear()

    def base(self, ahead: float) -> Base | None:
        """The steady level for `ahead` steps; None while nothing but warm-up is known."""
        return self.level.base(ahead)

    def extra(self, end: float) -> tuple[int, float]:
        """Stragglers still to come until `end`: how many, and seconds together."""
        held = [stretch.position for stretch in self._held]
        return self.stragglers.expected(self.position, end, self.watched, self.stride, held)


def _book(extra: float, events: tuple[Event, ...]) -> None:
    told = [event for event in events if event.told]
    untold = [event for event in events if not event.told]
    if untold:
        rest = extra - sum(event.cost or 0.0 for event in told)
        _share(max(0.0, rest) if told else rest, untold)
    else:
        for event in told:
            event.cost = extra / len(told)


def _share(seconds: float, events: list[Event]) -> None:
    """Where an evaluation and a checkpoint share a line, the time is the evaluation's, but for what
    stamps have shown of the other; none cost less than its stamps have shown."""
    dearest = min(events, key=lambda event: RANK.get(event.what, len(RANK)))
    for event in events:
        if event is not dearest and event.least:
            event.cost = event.least
            seconds -= event.least
    dearest.cost = max(seconds, dearest.least) if dearest.least else seconds


def _typical(values: list[float]) -> list[float]:
    """The lower three quarters, so that a first straggler is judged by its better neighbours."""
    ordered = sorted(values)
    return ordered[: max(1, len(ordered) * 3 // 4)]
