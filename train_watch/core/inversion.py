"""The total that a trainer's own remaining time betrays, where no line tells it.

Which average is behind the remaining time is not known, so each that may be is tried (`Agreement`). The
sharpest that all lines agree with answers, unless another one contradicts it.
"""

from collections.abc import Mapping
from math import floor
from typing import NamedTuple

from train_watch.core.agreement import Agreement, Point, Span
from train_watch.core.sane import MOST

SHARE_OF_EPOCH = 0.125
"""Of an epoch's batches: a total so near to a whole number of epochs is that."""
LOOSEST = 0.005
"""Half the span, relative, up to which its middle is told as a rough total: so it stays within one per cent
while the span narrows."""
BLUNT = 0.02
"""Half the span, relative, from which on an average says too little to contradict another."""
LUCK = 0.02
"""Share of the distance between two round numbers that the span of a round total may have: so often a total
that is not round would be taken for the round number beside it."""
SHARP = 1e-3
"""Half the span, relative, of a round total that is told as exact ..."""
FEW = 5.0
"""... or this many steps: a short run has no narrower one."""
EITHER = 1.0
"""Trainers count the step just done to the rest, or not."""


class Guess(NamedTuple):
    """A total in steps; `rough`: right to a per cent, else exactly."""

    steps: int
    rough: bool


class Reading(NamedTuple):
    """Time elapsed after the steps done, in seconds, as one average has it, and by how much it may be wrong.

    `own`: the trainer prints this average or clock for the whole run so far, so that it is the one behind
    its remaining time. Others (a printed step time, a time stamp) may leave something out, and are taken
    for exact only once the remaining time was seen to follow their ups and downs.
    """

    elapsed: float
    blur: float
    own: bool = False
    spread: float = 0.0
    """Square seconds, grown since the start: how far a sum of samples may have strayed."""


class Inversion:
    """Feed steps done, remaining seconds and the elapsed time by each average.

    >>> inversion = Inversion()
    >>> for done in range(100, 1300, 100):
    ...     left = int((40_000 - done) * 0.425)
    ...     inversion.add(done, left, {"mean": Reading(0.425 * done, 1e-4 * done, own=True)})
    >>> inversion.total()
    Guess(steps=40000, rough=False)
    """

    __slots__ = ("_agreements", "_own", "_stale", "_total", "_unit")

    def __init__(self) -> None:
        self._unit = 1
        self._agreements: dict[str, Agreement] = {}
        self._own: set[str] = set()
        self._total: Guess | None = None
        self._stale = False

    def add(
        self, done: float, remaining_s: float, readings: Mapping[str, Reading], unit: int = 1
    ) -> None:
        """One line's remaining time against each average that might be behind it. The total is a multiple
        of `unit`: the batches of an epoch, where they are known."""
        self._unit = unit
        self._stale = True
        blur = grain(remaining_s) if 0 < remaining_s < MOST else 0.0
        for name, (elapsed, elapsed_blur, own, spread) in readings.items():
            if not abs(elapsed) + elapsed_blur + spread + remaining_s < MOST:
                continue  # nor is a number that is none
            point = Point(done, remaining_s, elapsed, blur, elapsed_blur, spread)
            self._agreements.setdefault(name, Agreement()).add(point)
            if own:
                self._own.add(name)

    def total(self) -> Guess | None:
        """The total; None while unsure. One that was told stays until lines contradict it."""
        if self._stale:
            self._stale = False
            self._total = self._told()
        return self._total

    def passed(self) -> None:
        """Training went on beyond the total. A rough one was a little short; an exact one was wrong, and
        so are the averages it came from."""
        if self._total is not None and not self._total.rough:
            self._agreements.clear()
        self._total = None

    def _told(self) -> Guess | None:
        every = (each.span(own=name in self._own) for name, each in self._agreements.items())
        spans = [span for span in every if span is not None and self._says_enough(span)]
        if not spans:
            return self._total
        best = min(spans, key=lambda span: (not span.proven, span.high - span.low))
        guess = choose(best, self._unit)
        if guess is None or (guess.rough and self._total and _holds(best, self._total.steps)):
            guess = self._total
        agreed = guess and all(_admits(span, guess.steps, self._unit) for span in spans)
        return guess if agreed else None

    def _says_enough(self, span: Span) -> bool:
        return _half(span) <= BLUNT or span.high - span.low <= self._unit


def _half(span: Span) -> float:
    """Half the width, relative to the middle."""
    return (span.high - span.low) / (span.high + span.low)


def _holds(span: Span, steps: int) -> bool:
    """To a rounding: a rough total that was told stays only while nothing speaks against it."""
    return span.low - 0.5 <= steps <= span.high + 0.5


def _slack(steps: float, unit: int) -> float:
    """By how much a span may be off: the trainer's average leaves evaluations out, which a clock holds. Next
    to whole epochs that lie far apart this is little."""
    return max(LOOSEST * steps, SHARE_OF_EPOCH * unit if unit > 1 else 0.0)


def _admits(span: Span, steps: int, unit: int) -> bool:
    """The total lies in the span, or so near that both are the same to a per cent."""
    room = EITHER + _slack(steps, unit)
    return span.low - room <= steps <= span.high + room


def choose(span: Span, unit: int = 1) -> Guess | None:
    """The one total in a span that is a whole number of epochs, or much rounder than all others (rough, if
    the average is not proven to be the trainer's); else the middle, where the span is proven and narrow.

    >>> choose(Span(719_920.0, 720_030.0, proven=True))
    Guess(steps=720000, rough=False)
    >>> choose(Span(7262.0, 7278.0, proven=True)), choose(Span(7262.0, 7278.0, proven=False))
    (Guess(steps=7270, rough=True), None)
    """
    low, high = span.low - EITHER, span.high + EITHER
    if unit > 1:
        low, high = low - _slack(low, unit), high + _slack(high, unit)
        first, last = -floor(-low / unit), floor(high / unit)
        return Guess(last * unit, rough=False) if first == last else None
    steps, apart = roundest(low, high)
    half = _half(span)
    if high - low <= LUCK * apart and (half <= SHARP or high - low <= FEW):
        return Guess(steps, rough=not span.proven)
    if not span.proven or half > LOOSEST:
        return None
    return Guess(round((low + high) / 2), rough=True)


def roundest(low: float, high: float) -> tuple[int, int]:
    """The roundest whole number from `low` to `high` nearest to their middle, and the distance between
    numbers as round (powers of ten and their halves).

    >>> roundest(39_970.0, 40_010.0), roundest(1234.4, 1236.0), roundest(7260.0, 7370.0)
    ((40000, 10000), (1235, 5), (7300, 100))
    """
    middle = (low + high) / 2
    unit = 10 ** len(str(int(high)))
    while unit > 1:
        for apart in (unit, unit // 2):
            rounded = round(middle / apart) * apart
            if rounded > 0 and low <= rounded <= high:
                return rounded, apart
        unit //= 10
    return round(middle), 1


def grain(seconds: float) -> float:
    """By how many seconds a printed duration may be wrong, cut off or rounded: the largest of a minute, a
    second and decimals of it that the value is a multiple of.

    >>> grain(120.0), grain(31.0), grain(13.25), round(grain(0.345), 3)
    (60.0, 1.0, 0.01, 0.001)
    """
    if seconds == floor(seconds):
        return 60.0 if seconds % 60 == 0 and seconds else 1.0
    for digits in range(1, 7):
        scaled = seconds * 10**digits
        if abs(scaled - round(scaled)) < 1e-3:
            return float(10**-digits)
    return 1e-6 + 1e-12 * seconds


def snap(value: float, tolerance: float) -> int:
    """The roundest whole number within `tolerance` (relative) of `value`.

    >>> snap(39_985.0, 0.001), snap(1234.4, 0.0001)
    (40000, 1234)
    """
    return roundest(value * (1 - tolerance), value * (1 + tolerance))[0]
