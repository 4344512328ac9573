"""From the forecast at the last line to what is left now."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from train_watch.core.state import RunState
from train_watch.view.left import left_of, time_left
from train_watch.view.sample import LAST_LINE, RUNNING

SPAN = st.floats(0, 1e9)


@given(SPAN, SPAN, SPAN, SPAN)
def test_the_range_always_holds_the_expected_time(
    expected: float, low: float, high: float, passed: float
) -> None:
    left = left_of(expected, low, high, 1000.0, 1000.0 + passed)
    assert 0 <= left.low_s <= left.eta_s <= left.high_s
    assert 1000.0 + passed <= left.low_at <= left.finish_at <= left.high_at


def test_between_lines_the_finish_stands_still_and_the_time_left_counts_down() -> None:
    now, later = time_left(RUNNING, LAST_LINE + 3), time_left(RUNNING, LAST_LINE + 30)
    assert now is not None
    assert later is not None
    assert later.finish_at == now.finish_at
    assert later.eta_s == pytest.approx(now.eta_s - 27)


def test_past_the_expected_finish_it_is_overdue_and_never_negative() -> None:
    forecast = RUNNING.forecast
    assert forecast is not None
    left = time_left(RUNNING, LAST_LINE + forecast.at_update_s + 90)
    assert left is not None
    assert left.eta_s == 0
    assert left.overdue_s == pytest.approx(90)
    assert left.high_s > 0, "the range still reaches beyond now"


def test_a_last_line_from_the_future_counts_as_now() -> None:
    left = time_left(RUNNING, LAST_LINE - 3600)
    assert left is not None
    assert left.since_update_s == 0
    assert left.finish_at == pytest.approx(LAST_LINE - 3600 + left.eta_s)


@pytest.mark.parametrize("state", ["stalled", "failed", "finished", "waiting"])
def test_a_run_that_stands_still_has_no_time_left(state: str) -> None:
    stopped = replace(RUNNING, state=state)  # type: ignore[arg-type]
    assert time_left(stopped, LAST_LINE) is None


def test_without_a_last_line_it_counts_from_now() -> None:
    left = time_left(replace(RUNNING, updated_at=None), 5000.0)
    assert left is not None
    assert left.since_update_s == 0


def test_no_forecast_no_time_left() -> None:
    assert time_left(RunState(), 0.0) is None
