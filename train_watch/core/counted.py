"""What is counted: the step and its total in the scope that is shown, and how the total is known."""

from typing import NamedTuple

from train_watch.core.laps import of_epochs, within_lap
from train_watch.core.prospect import whole_run
from train_watch.core.records import Scope
from train_watch.core.series import Series
from train_watch.core.state import TotalFrom


class Counted(NamedTuple):
    """Steps and epochs as `RunState` has them."""

    scope: Scope
    step: int | None
    total: int | None
    source: TotalFrom | None
    line: str | None
    """The line that told the total."""
    rough: bool
    """The total was worked out, not told."""
    epoch: float | None


def counted(series: Series) -> Counted:
    """As the lines so far have it."""
    epoch = None if of_epochs(series) else series.counter.epoch
    scope, end = _scope(series), series.end
    step, total = _place(series)
    if whole_run(series) and end is not None:
        return Counted(scope, step, total, end.source, end.line, end.rough, epoch)
    learnt = series.ending.length_learnt
    source: TotalFrom | None = "line" if total is not None and not learnt else None
    return Counted(scope, step, total, source, None, learnt, epoch)


def _scope(series: Series) -> Scope:
    if within_lap(series) or of_epochs(series):
        return "phase"
    scope = series.counter.scope
    return "run" if scope == "epoch" and whole_run(series) else scope


def _place(series: Series) -> tuple[int | None, int | None]:
    counter = series.counter
    if counter.scope == "epoch" and not whole_run(series):
        return counter.step, counter.batches
    step = int(counter.position) if counter.position is not None else None
    return step, series.end.steps if series.end is not None else None
