"""Two counters, two totals, two units: what is claimed is of the one that counts, or nothing is."""

from typing import Any

import pytest

from train_watch.core.run import Run
from train_watch.core.state import RunState
from train_watch.formats.reader import Reader
from train_watch.lines.line import Line


def state(lines: list[str]) -> RunState:
    """The state after lines that came every 5 seconds."""
    reader, run = Reader(), Run()
    records = [
        record
        for number, text in enumerate(lines, 1)
        for record in reader.feed(Line(text, number, at=1e6 + 5 * number))
    ]
    for record in [*records, *reader.flush()]:
        run.update(record)
    return run.state()


def loop(shape: str, last: int = 31, stride: int = 10) -> list[str]:
    return [shape.format(n=number * stride) for number in range(1, last)]


@pytest.mark.parametrize(
    ("shape", "counted"),
    [
        ("step {n}/500 | loss 2.5 | ep 1 of 20", (300, 10_000, "run")),
        ("Step [{n}/500], Loss: 2.5, Epoch: [1/20]", (300, 10_000, "run")),
        ("[{n}/500] loss=2.5 epoch=1", (300, 500, "epoch")),
        ("epoch: 1/20 | global_step: {n}/10000 | loss: 0.5", (300, 10_000, "run")),
        ("epoch 1/20 update {n}/10000 overall loss 0.5", (300, 10_000, "run")),
        ("batch {n}/500 (global {n}/10000) loss 0.5", (300, 10_000, "run")),
        ('{{"step": {n}, "max_steps": 900, "epoch": 1, "loss": 0.5}}', (300, 900, "run")),
        ('{{"batch": {n}, "num_batches": 500, "epoch": 1, "num_epochs": 20, "loss": 0.5}}', (300, 10_000, "run")),
    ],
)  # fmt: skip
def test_a_step_beside_an_epoch_is_of_the_epoch_unless_it_says_otherwise(
    shape: str, counted: tuple[int, int, str]
) -> None:
    found = state(loop(shape))
    assert (found.step, found.total_steps, found.scope) == counted


@pytest.mark.parametrize("head", ["num_epochs: 20", "Namespace(epochs=20, lr=0.1)"])
def test_where_epochs_are_set_and_none_is_told_a_total_may_be_an_epochs(head: str) -> None:
    found = state([head, *loop("[{n}/300] loss 2.5")])
    assert (found.step, found.scope, found.state) == (300, "phase", "running")


@pytest.mark.parametrize(
    "shape",
    [
        "epoch {n}/900 loss 0.3 0.12 s/batch",
        "epoch {n}/900 loss 0.3 8.3 it/s",
        "update {n}/900 | reward 3 | loss 1.5 | steps per second: 5200",
    ],
)
def test_the_pace_of_what_is_within_is_not_that_of_the_counter(shape: str) -> None:
    value = state(loop(shape)).step_time.value_s
    assert value == pytest.approx(0.5)  # by the stamps


@pytest.mark.parametrize(
    ("head", "shape", "total"),
    [
        ("training_steps = 50000", "epoch {n} loss 0.5", None),
        ("total_timesteps=1000000 num_steps=128", "update {n} loss 0.5", None),
        ("total_timesteps=1000000", "global_step {n} loss 0.5", 1_000_000),
        ("max_steps=5000\neval.max_steps=200", "step {n} loss 0.5", 5000),
        ("max_steps=5000\nenv_kwargs: {'max_steps': 200}", "step {n} loss 0.5", 5000),
        ("max_steps: 5000\nfinetune:\n  max_steps: 400", "step {n} loss 0.5", 5000),
        ("max_steps: 5000\n# max_steps: 400", "step {n} loss 0.5", 5000),
        ("max_steps: 1000 (default)\noverriding max_steps: 1000 -> 4000", "step {n} loss 0.5", 4000),
        ("usage: train.py [--max_steps 1000] [--lr LR]", "step {n} loss 0.5", None),
    ],
)  # fmt: skip
def test_a_total_of_another_counter_or_another_section_binds_nobody(
    head: str, shape: str, total: int | None
) -> None:
    assert state([*head.split("\n"), *loop(shape)]).total_steps == total


def claims(shape: str) -> tuple[Any, ...]:
    reader = Reader()
    made = [r for n, text in enumerate(loop(shape), 1) for r in reader.feed(Line(text, n))]
    last = [*made, *reader.flush()][-1]
    return last.step_time_s, last.clock_s, last.metrics.get("loss")


@pytest.mark.parametrize(
    "shape",
    [
        "it {n}/900 loss 2.5 time 11:23",
        "step {n}/900 loss 2.5 0,75 s/step",
        "step {n}/900 acc 2 lr 1e-4 loss 0,4312",
        "step {n}/inf gpu 3 loss n/a",
    ],
)
def test_what_may_be_read_in_two_ways_is_not_claimed(shape: str) -> None:
    step_time, clock, loss = claims(shape)
    assert (step_time, clock) == (None, None)
    assert loss in {None, 2.5}


def test_samples_are_called_samples() -> None:
    found = state(loop("[{n}/50000 samples] loss: 1.5 (epoch 3 of 10)", stride=640))
    assert (found.counter_name, found.step, found.total_steps) == ("sample", 119_200, 500_000)
