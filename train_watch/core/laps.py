"""Trainings within a run that each count to their own end: folds, trials, seeds, epochs that nobody numbers.

The log may say that others follow (`laps_left`); where it does not, a counter that begins anew tells
(`laps_done`).
"""

from typing import TYPE_CHECKING

from train_watch.core.records import Record

if TYPE_CHECKING:
    from train_watch.core.series import Series

NEXT_LAP = 3
"""Lines from the last of a lap to the first of the next: there is room for a word or two on its end."""

MOST_BETWEEN = 20
"""Lines between two laps that end at the same total: results, a checkpoint, a heading. A program that is
started prints more."""
LONGEST_PAUSE_S = 600.0
"""Between two laps is an evaluation and a checkpoint; who comes back later starts another run."""


def is_lap(old: "Series", record: Record) -> bool:
    """The counter of `old` begins anew with `record`: is this the next lap of the same run? It is where the
    last one came to the end that both print; without a total, where hardly a line stands between the two (a
    program that is started prints more)."""
    first, last = old.first_step, old.last_step
    if first is None or last is None or old.fault is not None or old.done:
        return False
    if record.phase != last.phase or record.total_steps != last.total_steps:
        return False
    if record.at is not None and last.at is not None and record.at - last.at > LONGEST_PAUSE_S:
        return False
    begun = old.doubted or record
    if record.total_steps is not None:
        ended = last.step is not None and last.step >= (last.last_printed or 0)
        return ended and begun.line - last.line <= MOST_BETWEEN
    near = begun.line - last.line <= NEXT_LAP
    return near and begun.step == first.step and old.end is None


def follow(new: "Series", old: "Series", *, lap: bool) -> None:
    """`new` is what comes after `old` in the same log: its next lap, or another run."""
    new.follows = True
    if lap:
        new.laps_done = old.laps_done + 1
        new.counter.begin_lap(old.counter)


def turns(series: "Series", record: Record) -> bool:
    """A step back together with another phase, or with another total behind the end, is no mistake; another
    total in the middle may be of anything, and the next line decides."""
    here = series.counter.step
    if record.step is None or here is None or record.step >= here or record.scope == "epoch":
        return False
    if record.phase is not None and record.phase != series.phase:
        return True
    line, last = series.ending.totals.line, series.last_step
    total = line.steps if line is not None else last.total_steps if last is not None else None
    return total is not None and record.total_steps not in (None, total) and here >= total - 1


def within_lap(series: "Series") -> bool:
    """What the counter counts is one lap (a fold, a trial, an epoch), whose end is not the run's: the log
    says that others follow, or it says nothing and the counter has begun anew with the same total before."""
    if series.laps_left is not None:
        return series.laps_left > 0
    return inferred_lap(series) or _may_be_epoch(series)


def inferred_lap(series: "Series") -> bool:
    """The log says nothing of laps, but the counter has begun anew with the same total before."""
    return series.laps_left is None and series.laps_done > 0 and series.counter.scope != "epoch"


def _may_be_epoch(series: "Series") -> bool:
    """The settings tell of several epochs, and a counter that nobody knows prints a total that they do not
    tell, and no epoch: that total may be an epoch's."""
    last, end, config = series.last_step, series.end, series.ending.totals.config
    if last is None or end is None or series.format != "generic" or last.scope != "run":
        return False
    named = last.unit == "epoch" or last.epoch is not None or end.source != "line"
    told = config is not None and config.steps == end.steps
    return (series.ending.total_epochs or 1) > 1 and not (named or told)


def of_epochs(series: "Series") -> bool:
    """The counter is itself of epochs, and begins anew: what holds those is no epoch, but a fold, a trial, a seed."""
    last = series.last_step
    counts = last is not None and last.unit == "epoch" and last.epoch is None
    return counts and (series.laps_done > 0 or series.counter.scope == "epoch")
