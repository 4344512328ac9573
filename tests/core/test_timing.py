"""Clocks, means, rates and stamps: what one step took."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.logs import config, feed
from train_watch.core.clocks import Clock
from train_watch.core.means import Means
from train_watch.core.records import Record
from train_watch.core.run import Run


def value(run: Run) -> float | None:
    return run.state().step_time.value_s


@given(st.lists(st.floats(0.01, 5.0), min_size=20, max_size=200))
def test_nothing_is_lost_by_waiting_for_a_coarse_clock(times: list[float]) -> None:
    clock, wall, total = Clock(), 0.0, 0.0
    clock.start(0.0, 0.0)
    for step, seconds in enumerate(times, 1):
        wall += seconds
        elapsed = clock.read(float(int(wall)), float(step), 1.0)
        if elapsed is not None:
            total += elapsed.seconds
            assert total == int(wall)


def test_a_clock_that_goes_backwards_or_leaps_for_months_starts_anew() -> None:
    clock = Clock()
    clock.start(100.0, 0.0)
    assert clock.read(90.0, 1.0) is None
    assert clock.read(90.0 + 90 * 86400, 2.0) is None
    later = clock.read(93.0 + 90 * 86400, 3.0)
    assert later is not None
    assert (later.seconds, later.steps) == (3.0, 1.0)


def test_the_mean_since_the_start_is_differenced_where_rounding_allows() -> None:
    means = Means()
    total, found = 0.0, []
    for n in range(1, 400):
        total += 1.0 if n < 200 else 2.0
        elapsed = means.read(round(total / n, 3), n, 0.001)
        if elapsed is not None:
            found.append(elapsed.seconds / elapsed.steps)
    assert found[5] == pytest.approx(1.0, rel=0.06)
    assert found[-1] == pytest.approx(2.0, rel=0.06)


def test_the_time_of_a_whole_interval_is_divided_by_its_steps() -> None:
    run = feed(
        Record("step", n, step=20 * n, step_time_s=8.0, covers="interval", meaning="interval")
        for n in range(1, 12)
    )
    assert value(run) == pytest.approx(0.4)


def test_stamps_are_good_for_differences_and_a_suspended_night_is_no_pace() -> None:
    run = feed([config(total_steps=5000)])
    for step in range(1, 200):
        at = 1e9 + 3.5 * step + (step > 100) * 36_000
        run.update(Record("step", step, step=step, at=at))
    state = run.state()
    assert state.step_time.value_s == pytest.approx(3.5, rel=0.01)
    assert state.forecast is not None
    assert state.forecast.at_update_s == pytest.approx(3.5 * 4801, rel=0.02)


def test_a_clock_of_the_epoch_starts_from_zero_again() -> None:
    run = Run()
    for epoch in (1, 2, 3):
        for step in range(10, 101, 10):
            run.update(
                Record(
                    "step",
                    epoch * 100 + step,
                    step=step,
                    total_steps=100,
                    scope="epoch",
                    epoch=float(epoch),
                    total_epochs=5,
                    clock_s=0.7 * step,
                    clock_scope="epoch",
                )
            )
    assert value(run) == pytest.approx(0.7, rel=0.01)


def test_the_finer_of_two_clocks_counts() -> None:
    run = Run()
    for step in range(1, 60):
        at = 1e9 + 0.2503 * step
        run.update(
            Record("step", step, step=step, clock_s=float(int(0.25 * step)), clock_ulp_s=1.0, at=at)
        )
    assert run.state().step_time.window > 30
    assert value(run) == pytest.approx(0.2503, rel=0.01)


def test_a_rate_alone_tells_the_time_once_its_constant_is_known() -> None:
    run = Run()
    for step in range(1, 30):
        run.update(Record("step", step, step=step, rate=1000.0, step_time_s=0.5))
    for step in range(30, 90):
        run.update(Record("step", step, step=step, rate=500.0))
    state = run.state()
    assert state.step_time.basis == "rate"
    assert state.step_time.value_s == pytest.approx(1.0, rel=0.02)


def coarse(step: int, at: float | None = None) -> Record:
    """`steps/sec: 0.1`: anything from 6.7 to 20 seconds a step."""
    return Record("step", step, step=step, step_time_s=10.0, step_ulp_s=10.0, at=at)


def test_a_time_of_one_digit_yields_to_the_clock() -> None:
    run = feed([coarse(140), coarse(160, 1000.0), coarse(160), coarse(180, 1373.3)])
    assert run.state().step_time.value_s == pytest.approx(373.3 / 20)
    feed([coarse(200), coarse(220, 1373.3 + 2 * 373.3)], run)
    assert run.state().step_time.value_s == pytest.approx(373.3 / 20)


def test_a_time_of_one_digit_is_better_than_none() -> None:
    run = feed([coarse(140), coarse(160), coarse(180)])
    assert run.state().step_time.value_s == pytest.approx(10.0)


def test_a_finely_printed_time_is_kept_when_a_clock_begins_to_tell() -> None:
    fine = [Record("step", n, step=n, step_time_s=2.5, step_ulp_s=0.1) for n in range(1, 6)]
    run = feed([*fine, Record("step", 6, step=6, at=100.0), Record("step", 7, step=7, at=102.5)])
    assert run.series.pace.lines > 1
