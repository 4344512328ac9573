"""The averages that may be behind a trainer's remaining time, as the time elapsed by each of them."""

from train_watch.core.inversion import Reading
from train_watch.core.records import Record
from train_watch.core.sane import step_seconds

SURE = 2.5
"""Standard deviations by which a sum of samples is allowed to be off: one in eighty is further off."""
PRINTED_S = 0.01
"""Seconds that may pass between a line's time stamp and the instant its remaining time is of."""

COARSE = 0.005
"""Relative rounding of a step time from which on a sum is not believed: an even pace is rounded the same
way every time, and the errors add up."""
ARRIVED_S = 0.5
"""Seconds by which a line may be seen late: a polled file is looked at twice a second."""


class Averages:
    """Feed every step line; `readings` gives the elapsed seconds by each average.

    >>> averages = Averages()
    >>> for step in (20, 40):
    ...     averages.see(Record("step", 1, step=step, step_time_s=0.5, mean_s=0.75), step)
    >>> {name: reading.elapsed for name, reading in averages.readings(whole_run=True).items()}
    {'printed': 20.0, 'mean': 30.0, 'summed': 10.0}
    """

    __slots__ = ("_done", "_last", "_record", "_spread", "_summed", "_variance")

    def __init__(self) -> None:
        self._record = Record("step", 0)
        self._done: float | None = None
        self._summed = 0.0
        self._spread = 0.0
        """Variance of the sum, in square seconds."""
        self._last: float | None = None
        self._variance: float | None = None
        """Of the time of one step, in square seconds."""

    def see(self, record: Record, done: float) -> None:
        """A step line; `done` steps are done in the run. A line below it that completes it is seen too."""
        if self._done == done:
            record = _completed(self._record, record)
        self._record = record
        steps = done - self._done if self._done is not None else 0.0
        self._done = done
        seconds = step_seconds(record.step_time_s)
        if seconds is None or steps <= 0:
            return
        span = 1.0 if record.covers == "interval" else steps
        self._summed += seconds * span
        rounding = record.step_ulp_s * span
        self._spread += rounding * rounding / 12  # rounding errors, evenly spread
        if record.meaning == "one" and record.covers == "step":
            self._sample(seconds, steps)

    def _sample(self, seconds: float, steps: float) -> None:
        """One step stands for all since the last line: those that were not seen may have differed."""
        if self._last is not None:
            change = seconds - self._last
            square = change * change / 2
            before = square if self._variance is None else self._variance
            self._variance = before + (square - before) / 8
        self._last = seconds
        self._spread += (self._variance or 0.0) * steps * (steps - 1)

    def readings(self, *, whole_run: bool) -> dict[str, Reading]:
        """By name; `whole_run`: the line's clock, if it has one, counts from the start of the run."""
        record, done = self._record, self._done
        found: dict[str, Reading] = {}
        if done is None or done <= 0:
            return found
        seconds = step_seconds(record.step_time_s)
        if seconds is not None and record.covers == "step":
            own = record.meaning == "mean"
            found["printed"] = Reading(seconds * done, record.step_ulp_s * done, own)
        mean = step_seconds(record.mean_s)
        if mean is not None:
            found["mean"] = Reading(mean * done, record.mean_ulp_s * done, own=True)
        if record.clock_s is not None and whole_run:
            found["clock"] = Reading(
                record.clock_s, _blur(record.clock_s, record.clock_ulp_s), own=True
            )
        if self._summed > 0 and seconds is not None and record.step_ulp_s <= COARSE * seconds:
            spread = SURE**2 * self._spread
            found["summed"] = Reading(self._summed, record.step_ulp_s, spread=spread)
        if record.at is not None:
            found["stamp"] = Reading(record.at, _blur(record.at, PRINTED_S))
        elif record.arrived_at is not None:
            found["arrival"] = Reading(record.arrived_at, ARRIVED_S)
        return found


def _completed(first: Record, second: Record) -> Record:
    """Two lines of one step: what the second does not tell holds from the first."""
    if second.step_time_s is not None:
        return second
    return second._replace(
        step_time_s=first.step_time_s, step_ulp_s=first.step_ulp_s, covers=first.covers,
        meaning=first.meaning, mean_s=first.mean_s, mean_ulp_s=first.mean_ulp_s,
    )  # fmt: skip


def _blur(seconds: float, told: float) -> float:
    """A clock that shows whole seconds is taken to count them."""
    return max(told, 1.0) if seconds % 1 == 0 else max(told, 1e-6)
