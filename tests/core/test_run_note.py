"""The note this project began with, and what ten more lines change."""

import pytest

from tests.core.logs import config, feed, nanogpt
from train_watch.core.forecast import what_if

HEAD = [
    config(1, "max_iters = 6000", total_steps=6000),
    nanogpt(0, 65.32104, 2, metrics={"loss": 10.9}),
    nanogpt(100, 3.99511, 3, metrics={"loss": 6.1}),
]


def test_the_note_is_answered_exactly() -> None:
    state = feed(HEAD).state()
    assert state.state == "running"
    assert (state.step, state.total_steps, state.total_from) == (100, 6000, "config")
    assert state.total_line == "max_iters = 6000"
    assert state.forecast is not None
    assert state.forecast.at_update_s == pytest.approx(5900 * 3.99511, abs=1e-6)
    assert [(t.what, t.count) for t in state.forecast.terms] == [("steps", 5900)]
    time = state.step_time
    assert (time.value_s, time.last_s, time.mean_s, time.median_s) == pytest.approx((3.99511,) * 4)
    assert (time.window, time.warmup_steps, time.basis) == (1, 1, "reported")
    assert time.trend.direction == "unknown"


def test_with_one_steady_line_the_range_is_wide() -> None:
    forecast = feed(HEAD).state().forecast
    assert forecast is not None
    assert forecast.low_s < 0.85 * forecast.at_update_s
    assert forecast.high_s > 1.2 * forecast.at_update_s


@pytest.mark.parametrize(("step_s", "seconds"), [(0.2, 1180.0), (0.15, 885.0)])
def test_what_if_replaces_the_step_time(step_s: float, seconds: float) -> None:
    assert what_if(feed(HEAD).state(), step_s) == pytest.approx(seconds)


def test_the_first_iteration_alone_is_warm_up_and_no_forecast() -> None:
    state = feed(HEAD[:2]).state()
    assert (state.state, state.forecast, state.not_yet) == ("warming_up", None, "warming_up")


def test_ten_more_lines_narrow_the_range_and_show_that_the_time_falls() -> None:
    run = feed(HEAD)
    before = run.state().forecast
    for index in range(10):
        run.update(nanogpt(200 + 100 * index, 3.99 - 0.05 * index))
    state = run.state()
    assert before is not None
    assert state.forecast is not None
    now = state.forecast
    assert now.high_s / now.low_s < before.high_s / before.low_s
    assert state.step_time.trend.direction == "falling"
    assert state.step_time.window == 11
    assert state.step_time.mean_s == pytest.approx(
        (3.99511 + sum(3.99 - 0.05 * i for i in range(10))) / 11
    )
