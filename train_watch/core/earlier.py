"""What remains of a run when the next one begins in the same log."""

from typing import Literal

from train_watch.core.prospect import reached
from train_watch.core.series import Series
from train_watch.core.state import EarlierRun

MOST_KEPT = 20
"""Of a log with more runs than this the oldest are only counted: nobody reads a longer list."""


def summary(series: Series) -> EarlierRun | None:
    """The run as one row; None if it had no step."""
    first, last = series.first_step, series.last_step
    if first is None or last is None:
        return None
    within = last.scope == "epoch"
    return EarlierRun(
        first_line=first.line,
        last_line=last.line,
        first_step=first.step or 0,
        last_step=last.step or 0,
        total_steps=last.total_steps if within else last.total_steps or _end(series),
        ended=_ended(series),
        phase=series.phase,
        format=series.format,
        epoch=series.counter.epoch if within else None,
    )


def _end(series: Series) -> int | None:
    """The run's own total: one carried over from the run before it may be another's."""
    end = series.end
    return end.steps if end is not None and end.source != "carried" else None


def _ended(series: Series) -> Literal["finished", "failed", "left"]:
    if series.done or reached(series):
        return "finished"
    return "failed" if series.fault is not None or series.losses.broken else "left"
