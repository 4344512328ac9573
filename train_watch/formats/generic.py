"""From what a series proves to the fields of a record: scope, base, meaning, clock or step time."""

from typing import Any

from train_watch.formats.meaning import Meaning
from train_watch.formats.series import Series

TIMES = (("step_time_s", "step_ulp_s"), ("clock_s", "clock_ulp_s"))
"""Fields of a time and of a clock."""
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
    if series.proof.needs and "step_time_s" in settled:
        _as_meant(settled, series)
    if series.clock_falls and "clock_s" in settled and series.is_no_clock():
        _as_time(settled, series)
    if series.sort == "bar" or (scope == "epoch" and series.clock_anew > 0):
        settled["clock_scope"] = scope
    if series.told_epoch:
        settled["epoch_base"] = 0 if series.epoch_zero else 1
        _whole_epochs(settled, series)
    return settled


def _as_meant(settled: dict[str, Any], series: Series) -> None:
    """A time whose name leaves open what it is, as the lines so far tell; nothing where they do not."""
    seconds, ulp = settled.pop("step_time_s"), settled.pop("step_ulp_s", 0.0)
    meant = Meaning("interval") if series.proof.needs == "interval" else series.proof.meant
    if meant is None:
        settled["by"] += "; of how many steps its time is, or in which unit, is not told"
        return
    name, ulp_name = TIMES[meant.kind == "clock"]
    settled[name], settled[ulp_name] = seconds * meant.scale, ulp * meant.scale
    if meant.kind == "interval":
        settled["covers"] = settled["meaning"] = "interval"


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
