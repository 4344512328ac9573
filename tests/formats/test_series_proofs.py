"""What the history of a counter proves: its base, its scope, and whether `time` is a clock."""

import random
from typing import Any

import pytest

from train_watch.core.records import Record
from train_watch.formats.reader import Reader
from train_watch.formats.series import Series
from train_watch.lines.line import Line


def last(texts: list[str], at: list[float] | None = None) -> Record:
    reader = Reader()
    made: list[Record] = []
    for number, text in enumerate(texts):
        made += reader.feed(Line(text, number + 1, at=at[number] if at else None))
    return [*made, *reader.flush()][-1]


def series(steps: list[int], **values: Any) -> Series:
    one = Series("x")
    for number, step in enumerate(steps):
        one.observe({"step": step, **values}, number, None)
    return one


@pytest.mark.parametrize(
    ("steps", "base"),
    [
        ([0, 1, 2], 0),
        ([1, 2, 3], 1),
        ([19, 39, 59, 79], 0),
        ([10, 20, 30], 1),
        ([7, 9, 11, 13], 1),
        ([5, 6], 1),
    ],
)
def test_the_first_step_tells_the_base(steps: list[int], base: int) -> None:
    assert series(steps).base() == base


def test_a_clock_called_time_is_found_out() -> None:
    made = last([f"step {n} loss 0.5 time {n * 0.25 + 3:.1f}s" for n in range(10, 150, 10)])
    assert (made.clock_s, made.step_time_s) == (38.0, None)


def test_a_step_time_that_happens_to_rise_stays_one() -> None:
    made = last([f"step {n} loss 0.5 time {0.25 + n * 0.001:.4f}s" for n in range(1, 15)])
    assert made.step_time_s == pytest.approx(0.264)
    assert made.clock_s is None


def test_noise_is_no_clock() -> None:
    rng = random.Random(1)
    for _ in range(200):
        made = last([f"step {n} loss 0.5 time {rng.gauss(0.25, 0.03):.3f}s" for n in range(1, 9)])
        assert made.clock_s is None


def test_stamps_tell_a_clock_even_late_in_the_run() -> None:
    texts = [f"step {n} loss 0.5 time {n * 0.25:.1f}s" for n in range(10_000, 10_050, 10)]
    made = last(texts, [1000.0 + 2.5 * n for n in range(5)])
    assert made.clock_s == 2510.0


def test_the_seconds_behind_a_tensorflow_step_are_those_of_the_interval() -> None:
    made = last([f"loss = 0.41, step = {n} (12.180 sec)" for n in range(100, 900, 100)])
    assert (made.step_time_s, made.covers) == (12.18, "interval")


def test_a_mean_behind_the_time_is_a_clock_of_the_epoch() -> None:
    made = last(
        [f"Epoch: [3][{n}/500] Time 0.300 (0.400) Loss 1.5 (1.6)" for n in range(0, 100, 10)]
    )
    assert (made.base, made.scope, made.clock_scope) == (0, "epoch", "epoch")
    assert made.step_time_s == 0.3
    assert made.clock_s == pytest.approx(0.4 * 91)
    assert made.clock_ulp_s == pytest.approx(0.001 * 91)


def test_a_total_of_epochs_that_ends_in_nine_and_begins_at_zero_is_one_short() -> None:
    made = last([f"Epoch {n}/99 step {n * 10 + 5}/20 loss 1.5" for n in (0, 0, 0)])
    assert made.kind == "other"
    texts = [f"Epoch 0/99 step {n}/20 loss 1.5" for n in range(1, 6)]
    assert (last(texts).epoch_base, last(texts).total_epochs) == (0, 100)


def test_a_batch_beside_an_epoch_is_counted_within_it() -> None:
    assert last([f"epoch: 3, batch_id: {n}, loss: 1.5" for n in (100, 200, 300)]).scope == "epoch"
    assert last([f"epoch: 3, iter: {n}, loss: 1.5" for n in (100, 200, 300)]).scope == "run"


def test_a_counter_before_a_fractional_epoch_runs_over_the_run() -> None:
    texts = [
        f'{{"step": {n}, "max_steps": 900, "loss": 1.5, "epoch": {n / 100}}}' for n in (10, 20, 30)
    ]
    assert (last(texts).scope, last(texts).total_steps) == ("run", 900)
