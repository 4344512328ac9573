"""Synthetic runs as records, for the tests of this room."""

from collections.abc import Iterable

from train_watch.core.records import Record
from train_watch.core.run import Run


def config(line: int = 1, text: str = "", **facts: float) -> Record:
    return Record("config", line, text, facts=facts)


def feed(records: Iterable[Record], run: Run | None = None) -> Run:
    run = run or Run()
    for record in records:
        run.update(record)
    return run


def nanogpt(step: int, seconds: float, line: int = 0, **more: object) -> Record:
    """`iter 100: loss 4.2, time 3995.11ms`: one iteration of every log interval."""
    return Record(
        "step", line or step + 10, step=step, base=0, step_time_s=seconds, eval_in=True,
        format="nanogpt", **more,  # type: ignore[arg-type]
    )  # fmt: skip


def live(step: int, at: float, line: int = 0, **more: object) -> Record:
    """A line of a trainer that prints no time, seen to arrive."""
    return Record("step", line or step + 10, step=step, arrived_at=at, **more)  # type: ignore[arg-type]
