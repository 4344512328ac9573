"""What a time on a step's line is, where its name leaves that open: a clock, the time of one step, or that
of all steps since the line before; and its unit, where none is printed.

Each hypothesis foretells how much time passes between the lines. The stamps (or arrivals) of the lines
tell how much did, and where there are none the trainer's own remaining time does; a value that grows as
the steps do is a clock. What nothing tells apart is not known.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import log
from operator import itemgetter
from typing import NamedTuple

FEWEST = 3
"""Lines before anything is told: two numbers may grow by chance."""
RECENT = 12
"""Lines that tell whether it is a clock: what passed before the first step weighs less in them."""
SURE_FROM = 6
"""Fewer points must lie twice as well on a clock's line: three noisy times grow evenly by chance."""
LEAST_SPAN_S = 3.0
"""Stamps in whole seconds tell nothing of less."""
LEAST_SHARE, MOST_SHARE = 0.25, 1.5
"""Part of the time that passed: evaluations and loading may be most of it; more than all of it cannot be,
but for the rounding of stamps."""
IN_PROPORTION, PERHAPS = 0.6, 0.3
"""How much a value must grow for each per cent that the steps do: a clock starts before the first step, so
it grows by less. Between the two it may be a clock or the time of steps that get slower."""
LEAST_GROWTH = 1.15
"""Noise grows by less."""
AGREES = 2.0
"""Factor within which a remaining time, a mean of the run so far, agrees with the time of a line."""
SCALES = (1.0, 1e-3, 60.0)
"""Seconds in a number without a unit."""
LONGEST_BARE_S = 5.0
"""A step of more seconds is rare, one of so many milliseconds is not: such a bare number may be either."""

TIME, INTERVAL = "time", "interval"
Kinds = tuple[str, ...]


class Point(NamedTuple):
    """One line: its step, the time on it, its stamp in seconds, and the seconds a step that the trainer's
    remaining time means (None where not known)."""

    step: int
    value: float
    at: float | None = None
    pace: float | None = None


class Meaning(NamedTuple):
    """`kind` is clock, interval or time (of one step); `scale` the seconds in its unit."""

    kind: str
    scale: float = 1.0
    witnessed: bool = False
    """A clock or the trainer's remaining time says so; else it only is not contradicted."""


def meaning(points: Sequence[Point], *, bare: bool, sure: bool = False) -> Meaning | None:
    """What the times of these lines (steps ascending) are; `bare`: they have no unit; `sure`: the name says
    that they are of one step. None: not known.

    >>> meaning([Point(10 * n, 3.2, 100.0 + 3.3 * n) for n in range(1, 6)], bare=False)
    Meaning(kind='interval', scale=1.0, witnessed=True)
    >>> meaning([Point(n, 353.0, 100.0 + 0.4 * n) for n in range(1, 20)], bare=True)
    Meaning(kind='time', scale=0.001, witnessed=True)
    >>> meaning([Point(10 * n, 3.2) for n in range(1, 6)], bare=False) is None
    True
    """
    if len(points) < FEWEST:
        return None
    scales = SCALES if bare else SCALES[:1]
    if sure:
        kinds: Kinds = (TIME,)
        witnessed = _by_stamps(points, scales, kinds) or _by_remaining(points, scales, kinds)
        return witnessed or _plain(points, bare=bare, every=True)
    recent = points[-RECENT:]
    if is_clock(recent):
        return Meaning("clock", witnessed=points[-1].at is not None)
    if _only_grows(recent) or is_clock(recent, PERHAPS):
        return None
    kinds = (TIME, INTERVAL)
    witnessed = _by_stamps(points, scales, kinds) or _by_remaining(points, scales, kinds)
    return witnessed or _plain(points, bare=bare)


def _by_stamps(points: Sequence[Point], scales: Sequence[float], kinds: Kinds) -> Meaning | None:
    """The hypothesis that foretells best how much time passed; contradicted ones are none."""
    first, last = points[0].at, points[-1].at
    if first is None or last is None or last - first < LEAST_SPAN_S:
        return None
    passed = last - first
    fitting = []
    told = {TIME: _of_steps(points), INTERVAL: _of_lines(points)}
    for scale in scales:
        for kind in kinds:
            share = told[kind] * scale / passed
            if LEAST_SHARE <= share <= MOST_SHARE:
                fitting.append((abs(log(share)), Meaning(kind, scale, witnessed=True)))
    return min(fitting, key=itemgetter(0))[1] if fitting else None


def _by_remaining(points: Sequence[Point], scales: Sequence[float], kinds: Kinds) -> Meaning | None:
    """The one hypothesis that agrees with the trainer's remaining time on the last line."""
    before, (step, value, _, pace) = points[-2], points[-1]
    if pace is None or value <= 0:
        return None
    stride = step - before.step
    fitting = [
        Meaning(kind, scale, witnessed=True)
        for scale in scales
        for kind, steps in ((TIME, 1), (INTERVAL, stride))
        if kind in kinds
        and (kind == TIME or stride > 1)
        and 1 / AGREES <= value * scale / steps / pace <= AGREES
    ]
    return fitting[0] if len(fitting) == 1 else None


def _plain(points: Sequence[Point], *, bare: bool, every: bool = False) -> Meaning | None:
    """On every step the time is that step's; of several steps nobody knows, but where the name says so (`every`)."""
    every = every or all(b.step - a.step == 1 for a, b in pairwise(points))
    stamped = points[0].at is not None and points[-1].at is not None
    contradicted = stamped and (points[-1].at or 0.0) - (points[0].at or 0.0) >= LEAST_SPAN_S
    long = bare and max(point.value for point in points) >= LONGEST_BARE_S
    return Meaning(TIME) if every and not long and not contradicted else None


def _of_steps(points: Sequence[Point]) -> float:
    return sum(b.value * (b.step - a.step) for a, b in pairwise(points))


def _of_lines(points: Sequence[Point]) -> float:
    return sum(point.value for point in points[1:])


def _only_grows(points: Sequence[Point]) -> bool:
    """Always more, and twice as much in the end: no step time, even if it is no even clock."""
    first, last = points[0].value, points[-1].value
    return last >= 2 * first and all(b.value > a.value for a, b in pairwise(points))


def is_clock(points: Sequence[Point], in_proportion: float = IN_PROPORTION) -> bool:
    """The values grow with the steps as a clock does: always, evenly, and in proportion, or by the stamps."""
    if any(b.value <= a.value for a, b in pairwise(points)):
        return False
    if points[0].step <= 0 and len(points) > FEWEST:
        points = points[1:]  # nothing is in proportion to step 0
    first, last = points[0], points[-1]
    if first.at is not None and last.at is not None and last.at - first.at >= LEAST_SPAN_S:
        return 0.5 <= (last.value - first.value) / (last.at - first.at) <= 2
    pace = (last.value - first.value) / (last.step - first.step)
    worst = max(
        abs(first.value + pace * (point.step - first.step) - point.value) for point in points
    )
    few = len(points) < SURE_FROM
    grows = last.value / first.value - 1 if first.value > 0 else 1.0
    steps_grow = last.step / max(first.step, 1) - 1
    even = worst <= (0.1 if few else 0.2) * (last.value - first.value)
    return even and grows >= in_proportion * steps_grow and last.value >= LEAST_GROWTH * first.value
