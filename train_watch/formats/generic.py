"""From what a series proves to the fields of a record: scope, base, meaning, clock or step time."""

from typing import Any

from train_watch.formats.series import Series

ROUND = 5
"""Numbers of epochs that people choose are multiples of this, unless they are small."""


def settle(series: Series, values: dict[str, Any], *, epoch_announced: bool) -> dict[str, Any]:
    """The fields of a step record of `series`: those of the line, and what the series' history says of them."""
    scope = "phase" if series.sort == "bar" else "run"
    if series.sort == "line" or series.told_epoch or epoch_announced:
        scope = series.scope(epoch_announced)
    base = 1 if series.sort == "bar" else series.base()  # a bar's number is what is done
    settled: dict[str, Any] = {
        **values,
        "scope": scope,
        "base": base,
        "last_is_total": base == 1 or series.reached,
    }
    settled["format"] = series.label
    settled["unit"] = series.unit
    settled["by"] = (
        "a bar that counts on" if series.sort == "bar" else "guessed: a counter that grows"
    )
    if series.proven == "clock" and "step_time_s" in settled:
        settled["clock_s"] = settled.pop("step_time_s")
        settled["clock_ulp_s"] = settled.pop("step_ulp_s", 0.0)
    elif series.doubtful and series.proven is None:
        settled.pop("step_time_s", None)
        settled.pop("step_ulp_s", None)
    elif series.proven == "interval" or series.needs_proof == "interval":
        settled["covers"] = "interval"
        settled["meaning"] = "interval"
    if series.clock_falls and "clock_s" in settled and series.is_no_clock():
        _as_time(settled, series)
    if series.sort == "bar" or (scope == "epoch" and series.clock_anew > 0):
        settled["clock_scope"] = scope
    if series.told_epoch:
        settled["epoch_base"] = 0 if series.epoch_zero else 1
        _whole_epochs(settled, series)
    return settled


def _as_time(settled: dict[str, Any], series: Series) -> None:
    """What is called a clock and is none is the time since the line before, if it is about the same each time."""
    told = settled.pop("clock_s")
    rounded = settled.pop("clock_ulp_s", 0.0)
    if "step_time_s" not in settled and series.is_steady():
        settled["step_time_s"], settled["step_ulp_s"] = told, rounded
        settled["covers"] = settled["meaning"] = "interval"


def _whole_epochs(settled: dict[str, Any], series: Series) -> None:
    """`12/299` counted from 0 is one of 300, and so is any total that was itself reached; a round one is
    a count. Of `2/4` nobody knows whether a fifth comes: no total is told then."""
    total = settled.get("total_epochs")
    if not isinstance(total, int) or not series.epoch_zero:
        return
    if total % 10 == 9 or series.epoch == total:
        settled["total_epochs"] = total + 1
    elif total % ROUND:
        settled["total_epochs"] = None
