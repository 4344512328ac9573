"""From records to stretches: what the trainer reports and what clocks saw, kept apart.

A clock that saw everything since the last line is preferred for the forecast: whatever the
trainer leaves out of its own figure (data, evaluation, a queue that is only emptied on logged
iterations) is in it. The reported time is the fall-back, and the finer picture of single lines.
"""

from math import isfinite
from typing import NamedTuple

from train_watch.core.clocks import Clock, Elapsed
from train_watch.core.counter import Move
from train_watch.core.means import Means
from train_watch.core.records import Meaning, Record
from train_watch.core.sample import WIDE, Stretch
from train_watch.core.sane import duration, step_seconds
from train_watch.core.state import Basis
from train_watch.core.window import Window

ARRIVAL_ULP_S = 0.25
"""Lines are seen to arrive when the source is polled, a few times a second."""
ARRIVAL_RANK_S = 1.5
"""As good as a clock of so many seconds: a buffered output delays lines by more than a poll."""
FROM_ZERO = 200
"""A first line no further than this into the run lets its clock be counted from zero."""
KEPT = 100


class Reading(NamedTuple):
    """One step line: the stretch for the forecast (None while its clock is too coarse),
    what the trainer reported and what a clock saw (seconds a step, None where not known)."""

    stretch: Stretch | None
    reported: float | None
    observed: float | None


class Timing:
    """Feed step records with their moves."""

    __slots__ = (
        "_arrival", "_logged", "_means", "_stamp", "basis", "constant", "data", "meaning",
        "observed", "refused", "reported", "start",
    )  # fmt: skip

    def __init__(self, start: float | None = None) -> None:
        self._logged = Clock()
        self._stamp = Clock()
        self._arrival = Clock()
        self._means = Means()
        self.start = start
        """Position at which this process began, where known (resumed from a checkpoint)."""
        self.reported = Window(KEPT)
        self.observed = Window(KEPT)
        self.data = Window(KEPT)
        """Seconds a step spent waiting for data, where the trainer prints it."""
        self.constant = Window(KEPT)
        """Rate x seconds a step: what one step holds of whatever the rate counts."""
        self.basis: Basis = "reported"
        self.meaning: Meaning = "one"
        self.refused = 0

    def interrupt(self) -> None:
        """The next line must not be taken for the end of an interval."""
        for clock in (self._logged, self._stamp, self._arrival):
            clock.stop()
        self._means = Means()

    def disbelieve_clock(self) -> None:
        """What the clock on the lines told so far was no time; the reported times stand."""
        self._logged.stop()
        self.observed.clear()
        self.constant.clear()

    def read(self, record: Record, move: Move) -> Reading:
        """The times on one believed step line."""
        if move.kind != "advance":
            self.interrupt()
            self._begin(record, move)
        steps = move.steps or 1.0
        reported = self._report(record, steps, move)
        measured = self._clocks(record, move)
        stretch = self._stretch(record, move, reported, measured)
        elapsed = measured.elapsed if measured is not None else None
        observed = elapsed.seconds / elapsed.steps if elapsed is not None else None
        self._remember(record, reported, observed)
        return Reading(stretch, reported.seconds if reported else None, observed)

    def late(self, record: Record, move: Move, *, taken: bool) -> Reading:
        """Times on a line of their own, below the step's (blocks of several lines); `move` is the step's.
        Where a clock has measured the step, or will, they are only the finer picture."""
        reported = self._report(record, move.steps or 1.0, move)
        measured = None
        if record.clock_s is not None and record.at is None and record.arrived_at is None:
            elapsed = self._read(self._logged, record.clock_s, move, record.clock_ulp_s)
            measured = _Measured(elapsed, "logged_clock", record.clock_has_eval)
        waits = taken or (measured is None and len(self.observed) > 0)
        stretch = None if waits else self._stretch(record, move, reported, measured)
        self._remember(record, reported, None)
        return Reading(stretch, reported.seconds if reported else None, None)

    def _begin(self, record: Record, move: Move) -> None:
        """The first line of a process: its cumulative clock began at zero with the process."""
        start = self.start if self.start is not None else 0.0
        near = self.start is not None or move.position <= FROM_ZERO
        if record.clock_s is not None and near and start < move.position:
            self._logged.start(0.0, start)

    def _sane(self, seconds: float | None) -> float | None:
        believed = step_seconds(seconds)
        self.refused += seconds is not None and believed is None
        return believed

    def _report(self, record: Record, steps: float, move: Move) -> "_Reported | None":
        """What the trainer reports; the time of an unknown number of steps says nothing."""
        seconds = self._sane(record.step_time_s)
        if seconds is None:
            return None
        if record.covers == "interval" and not _counted(record, move):
            return None
        if record.covers == "interval":
            seconds /= steps
        self.meaning = record.meaning
        if record.meaning == "one" and record.covers == "step":
            return _Reported(seconds, steps, 1.0)
        if record.meaning == "mean":
            done = self._behind_mean(record, move.position)
            elapsed = self._means.read(seconds, done, record.step_ulp_s)
            if elapsed is None:
                return None
            return _Reported(elapsed.seconds / elapsed.steps, elapsed.steps, elapsed.steps)
        return _Reported(seconds, steps, steps)

    def _behind_mean(self, record: Record, position: float) -> float:
        """How many steps a printed mean since the start rests on."""
        extra = 1 - record.base
        if record.scope == "epoch":
            return float((record.step or 0) + extra)
        return position + extra - (self.start or 0.0)

    def _clocks(self, record: Record, move: Move) -> "_Measured | None":
        """Reads every clock on the line; only the finest that misses nothing counts, lest time
        count twice. A clock that stops for evaluations is the last resort."""
        whole_run = record.clock_scope == "run"
        if move.boundary and not whole_run and record.clock_s is not None:
            self._logged.start(0.0, move.position - (record.step or 0))
        logged = self._read(self._logged, record.clock_s, move, record.clock_ulp_s)
        stamp = self._read(self._stamp, record.at, move, 0.0)
        arrival = self._read(self._arrival, record.arrived_at, move, ARRIVAL_ULP_S)
        seen: list[tuple[float, _Measured]] = []
        if record.clock_s is not None and record.clock_has_eval and whole_run:
            ulp = self._logged.ulp(record.clock_ulp_s)
            seen.append((ulp, _Measured(logged, "logged_clock", sees_all=True)))
        if record.at is not None:
            seen.append((self._stamp.ulp(0.0), _Measured(stamp, "logged_clock", sees_all=True)))
        if record.arrived_at is not None:
            seen.append((ARRIVAL_RANK_S, _Measured(arrival, "arrival_clock", sees_all=True)))
        if seen:
            return min(seen, key=lambda pair: pair[0])[1]
        if record.clock_s is None:
            return None
        sees_all = record.clock_has_eval and not (move.boundary and not whole_run)
        return _Measured(logged, "logged_clock", sees_all)

    def _read(self, clock: Clock, value: float | None, move: Move, ulp: float) -> Elapsed | None:
        if value is None:
            return None
        if not isfinite(value) or abs(value) > 1e12:
            self.refused += 1
            return None
        return clock.read(value, move.position, ulp)

    def _stretch(
        self,
        record: Record,
        move: Move,
        reported: "_Reported | None",
        measured: "_Measured | None",
    ) -> Stretch | None:
        if measured is not None and measured.elapsed is not None:
            seconds, steps, ulp = measured.elapsed
            if self._sane(seconds / steps):
                self.basis = measured.basis
                return Stretch(
                    move.position, steps, seconds / steps, steps,
                    measured=measured.sees_all, basis=measured.basis, blur=ulp / steps,
                    own=_own(record, reported),
                )  # fmt: skip
        blur = _blur(record)
        coarse = blur >= WIDE
        if measured is not None and self._will_answer(record, move):
            return None
        if reported is not None and coarse and len(self.observed) > 0:
            return None
        if reported is not None:
            self.basis = "reported"
            return Stretch(
                move.position, reported.steps, reported.seconds, reported.span,
                measured=False, eval_in=record.eval_in,
                blur=reported.seconds * blur if coarse else 0.0,
            )  # fmt: skip
        return self._by_rate(record, move)

    def _will_answer(self, record: Record, move: Move) -> bool:
        """The clock is only waiting for its readings to lie far enough apart."""
        return move.kind == "advance" and (len(self.observed) > 0 or record.step_time_s is None)

    def _by_rate(self, record: Record, move: Move) -> Stretch | None:
        constant = self.constant.median()
        if constant is None or not record.rate or record.rate <= 0 or move.kind != "advance":
            return None
        seconds = self._sane(constant / record.rate)
        if seconds is None:
            return None
        self.basis = "rate"
        return Stretch(move.position, move.steps, seconds, move.steps, measured=False, basis="rate")

    def _remember(
        self, record: Record, reported: "_Reported | None", observed: float | None
    ) -> None:
        if reported is not None:
            self.reported.add(reported.seconds)
        if observed is not None and self._sane(observed):
            self.observed.add(observed)
        waited = duration(record.data_s)
        if waited is not None:
            self.data.add(waited)
        known = observed if observed is not None else reported.seconds if reported else None
        if record.rate is not None and isfinite(record.rate) and record.rate > 0 and known:
            self.constant.add(record.rate * known)


def _counted(record: Record, move: Move) -> bool:
    """Whether it is known how many steps lie in a line's interval. At the beginning of an epoch it is not:
    some trainers begin to count anew there, others go on from the last line of the epoch before; nor on the
    first line, but where that is of the first step."""
    if move.kind == "first":
        return move.position + 1 - record.base == 1
    return move.kind == "advance" and not move.boundary


def _own(record: Record, reported: "_Reported | None") -> float | None:
    """The time of single steps, which holds no event; a mean over all of them would."""
    single = record.covers == "step" and record.meaning in {"one", "window", "ema"}
    sharp = single and not record.eval_in and _blur(record) < WIDE
    return reported.seconds if reported is not None and sharp else None


def _blur(record: Record) -> float:
    """Last digit of the reported time relative to it. Means are not judged by it: the difference of
    two has a rounding of its own (see `means`)."""
    told = record.step_time_s
    return record.step_ulp_s / told if told and record.meaning != "mean" else 0.0


class _Reported(NamedTuple):
    """A reported time: seconds a step, the steps it stands for, the steps it measured."""

    seconds: float
    steps: float
    span: float


class _Measured(NamedTuple):
    """The clock that counts on a line, its answer, and whether it runs during evaluations."""

    elapsed: Elapsed | None
    basis: Basis
    sees_all: bool
