"""A record as a short sentence: what was read of a line, in the order in which people ask."""

from collections.abc import Iterator

from train_watch.core.records import Record
from train_watch.view.units import duration, figures, seconds


def said(record: Record) -> str:
    """What a line was understood as.

    >>> said(Record("step", 1, step=250, total_steps=6000, step_time_s=0.4125, metrics={"loss": 2.7}))
    'step 250 of 6000, 0.4125 s a step, loss 2.700'
    """
    return ", ".join(_parts(record))


def _parts(record: Record) -> Iterator[str]:
    unit = record.unit or "step"
    head = record.kind if record.kind != "step" or record.step is None else unit
    total = f" of {record.total_steps}" if record.total_steps is not None else ""
    yield f"{head} {record.step}{total}" if record.step is not None else head
    if record.epoch is not None:
        epochs = f" of {record.total_epochs}" if record.total_epochs is not None else ""
        yield f"epoch {record.epoch:g}{epochs}"
    yield from _times(record)
    yield from (f"{name} {figures(value)}" for name, value in record.metrics.items())
    yield from (f"{name} = {value:g}" for name, value in record.facts.items())
    if record.fault:
        yield record.fault


def _times(record: Record) -> Iterator[str]:
    if record.step_time_s is not None:
        per = "a step" if record.covers == "step" else "for all steps since the last line"
        yield f"{seconds(record.step_time_s)} {per}"
    if record.clock_s is not None:
        yield f"clock {seconds(record.clock_s)}"
    if record.data_s is not None:
        yield f"data {seconds(record.data_s)}"
    if record.rate is not None:
        yield f"rate {figures(record.rate)} a second"
    if record.trainer_eta_s is not None:
        yield f"trainer's ETA {duration(record.trainer_eta_s)}"
    if record.cost_s is not None:
        yield f"took {seconds(record.cost_s)}"
