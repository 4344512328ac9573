"""Which leading lines are warm-up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from train_watch.core.records import Record
from train_watch.core.run import Run
from train_watch.core.warmup import leading


@pytest.mark.parametrize(
    ("values", "count"),
    [
        ([], 0),
        ([4.0], 0),
        ([65.3, 4.0], 1),
        ([4.0, 4.1], 0),
        ([100.0, 20.0, 6.0, 4.0, 4.1, 3.9, 4.0, 4.05, 4.0], 3),
        ([4.0, 9.0, 4.0, 4.0, 4.0, 4.0], 0),
        ([1.0] * 20, 0),
    ],
)
def test_only_a_slow_beginning_is_warm_up(values: list[float], count: int) -> None:
    assert leading(values) == count


@given(st.lists(st.floats(0.001, 1e5), min_size=1, max_size=64))
def test_never_all_lines_are_warm_up(values: list[float]) -> None:
    assert 0 <= leading(values) < len(values)


@given(st.lists(st.floats(0.01, 1e3), min_size=1, max_size=64), st.sampled_from([0.125, 8.0]))
def test_the_unit_of_time_does_not_matter(values: list[float], factor: float) -> None:
    assert leading(values) == leading([factor * value for value in values])


def test_the_very_first_step_is_left_out_for_good_even_where_it_was_quicker_than_the_rest() -> None:
    """PaddleRec times the first batch alone: two milliseconds among half seconds would widen every range."""
    run = Run()
    run.update(Record("step", 1, step=0, total_steps=9000, base=0, step_time_s=0.002))
    for line in range(2, 20):
        run.update(Record("step", line, step=100 * line, total_steps=9000, base=0, step_time_s=0.5))
    forecast = run.state().forecast
    assert forecast is not None
    assert forecast.high_s < 1.5 * forecast.at_update_s


def test_a_line_that_was_only_queued_is_warm_up_and_no_measure_for_the_next() -> None:
    """MaxText: the third step returns at once, the device being busy with the second."""
    run = Run()
    for step, seconds in enumerate((18.665, 9.720, 0.164, 0.834, 0.957)):
        run.update(Record("step", step + 1, step=step, base=0, step_time_s=seconds))
    told = run.state().step_time
    assert told.value_s == pytest.approx(0.8955)
    assert told.outliers == 0


def test_one_value_calls_no_other_an_outlier() -> None:
    run = Run()
    for step, seconds in enumerate((20.0, 10.0, 0.4, 0.9, 1.0)):
        run.update(Record("step", step + 1, step=step, base=0, step_time_s=seconds))
    told = run.state().step_time
    assert told.outliers == 0
    assert told.value_s == pytest.approx((0.4 + 0.9 + 1.0) / 3)


def test_a_pace_that_changes_to_and_fro_after_the_first_line_is_no_queue() -> None:
    assert leading([60.0, 1.22, 1.41, 1.42, 4.8, 4.8, 1.8, 4.8, 4.8, 4.8]) == 1
