"""Times that are none, or of another number of steps than it seems, and numbers that contradict each other."""

import pytest

from tests.core.logs import config, feed
from train_watch.core.falseclock import FalseClock
from train_watch.core.records import Record
from train_watch.core.regime import Regime
from train_watch.core.run import Run


def interval(epoch: int, step: int, seconds: float) -> Record:
    """`[epoch 17][iter 100/565] time cost: 301.7`: of all iterations since the line before; the count begins
    anew with each epoch."""
    return Record(
        "step", 1000 * epoch + step + 1, step=step, total_steps=565, scope="epoch", base=0,
        last_is_total=False, epoch=epoch, step_time_s=seconds, covers="interval",
        meaning="interval",
    )  # fmt: skip


def test_an_interval_over_the_end_of_an_epoch_is_of_an_unknown_number_of_steps() -> None:
    run = feed(
        (interval(16, 400, 299.9), interval(16, 500, 301.08), interval(17, 0, 6.350786),
         interval(17, 100, 301.73), interval(17, 200, 299.82))
    )  # fmt: skip
    told = run.state().step_time
    assert told.value_s == pytest.approx(3.0, rel=0.01)
    assert min(sample.seconds for sample in run.state().recent) > 2.9
    assert told.outliers == 0


def test_a_clock_tells_the_pace_over_the_end_of_an_epoch_all_the_same() -> None:
    run = feed(
        record._replace(at=at)
        for record, at in (
            (interval(16, 400, 300.0), 1000.0),
            (interval(16, 500, 300.0), 1300.0),
            (interval(17, 0, 6.0), 1495.0),
        )
    )
    assert run.series.pace.watched == 100 + 65


def test_the_first_interval_of_a_log_is_not_that_of_one_step() -> None:
    first = Record("step", 2, step=20, step_time_s=2.05, covers="interval", meaning="interval")
    run = feed((config(total_steps=600), first))
    assert run.state().step_time.value_s is None
    assert run.state().forecast is None
    run.update(first._replace(line=3, step=40))
    told = run.state().step_time
    assert told.last_s == told.median_s == told.reported_s == pytest.approx(0.1025)


def summed(done: int, *, start: float = 0.0) -> Record:
    """`time 0.42 (163.8)`: the sum so far, taken for a mean and so multiplied by the steps done."""
    return Record(
        "step", done, step=done, total_steps=1000, step_time_s=0.42, step_ulp_s=0.001,
        clock_s=(start + 0.42 * done) * done, clock_ulp_s=0.1 * done,
    )  # fmt: skip


@pytest.mark.parametrize("first", [10, 1000])
def test_a_sum_taken_for_a_mean_is_no_clock(first: int) -> None:
    run = feed(summed(done)._replace(total_steps=9000) for done in range(first, first + 400, 10))
    state = run.state()
    assert state.step_time.value_s == pytest.approx(0.42)
    assert state.step_time.observed_s is None
    assert state.step_time.basis == "reported"
    assert state.forecast is not None
    left = 9000 - (first + 390)
    assert state.forecast.at_update_s == pytest.approx(0.42 * left, rel=0.01)


@pytest.mark.parametrize("start", [0.0, 60.0])
@pytest.mark.parametrize("loading", [0.0, 8.0])
def test_a_clock_is_believed_however_much_the_loading_of_data_adds(
    start: float, loading: float
) -> None:
    false = FalseClock()
    for done in range(10, 2000, 10):
        clock = start + (0.42 + loading) * done
        false.see(Record("step", done, step=done, step_time_s=0.42, clock_s=clock))
    assert not false.proven


def test_the_clock_of_a_resumed_run_is_believed() -> None:
    for origin in (500, 5000):
        false = FalseClock()
        for done in range(origin + 10, 8 * origin, 10):
            clock = 0.42 * (done - origin)
            false.see(Record("step", done, step=done, step_time_s=0.42, clock_s=clock))
        assert not false.proven


def test_one_value_of_another_sort_does_not_drag_the_level_along() -> None:
    times = (667.19, 0.02, 667.28, 668.18, 671.14)
    run = feed(Record("step", n, step=n, step_time_s=t) for n, t in enumerate(times, 103))
    told = run.state().step_time
    assert told.value_s == pytest.approx(667.28)
    few = feed(Record("step", n, step=n, step_time_s=t) for n, t in enumerate(times[:3], 103))
    assert few.state().step_time.value_s == pytest.approx(667.19)


def test_the_level_and_its_forecast_say_the_same() -> None:
    times = (667.19, 0.02, 667.28, 668.18, 671.14)
    run = feed(
        [config(total_steps=207)]
        + [Record("step", n, step=n, step_time_s=t) for n, t in enumerate(times, 103)]
    )
    forecast = run.state().forecast
    assert forecast is not None
    assert forecast.at_update_s == pytest.approx(667.28 * 100, rel=0.01)


def splat(step: int, clock: float, rate: float) -> list[Record]:
    """A bar's frame and the evaluation behind it, at every one of its lines."""
    bar = Record(
        "step", step, step=step, total_steps=50_000, step_time_s=1 / rate, clock_s=clock,
        clock_ulp_s=1.0,
    )  # fmt: skip
    return [bar, Record("evaluation", step + 1, step=step, metrics={"psnr": 34.7})]


def test_where_every_line_holds_an_evaluation_the_trainers_own_pace_tells_what_it_cost() -> None:
    frames = ((22_000, 563.0, 54.45), (24_000, 618.0, 38.92), (26_000, 671.0, 36.43))
    run = feed(record for frame in frames for record in splat(*frame))
    state = run.state()
    assert state.step_time.value_s == pytest.approx(0.0262, rel=0.03)
    assert state.step_time.median_s == pytest.approx(1 / 38.92)
    assert state.forecast is not None
    assert state.forecast.at_update_s == pytest.approx(24_000 * 0.027, rel=0.06)
    evaluation = next(each for each in state.cadences if each.what == "evaluation")
    assert evaluation.each_s is not None
    assert 1.0 < evaluation.each_s < 6.0


def test_lines_that_leave_a_regime_take_with_them_what_they_added() -> None:
    regime = Regime()
    for _ in range(40):
        regime.add(0.25, 0.01)
    before = regime.mean
    for _ in range(5):
        regime.add(0.94, 0.01)  # cut at three hundredths
    assert regime.without(5).mean == pytest.approx(before)
    assert regime.without(5).lines == 40


def test_the_pace_before_a_slowdown_is_told_as_it_was() -> None:
    run, at = Run(), 1000.0
    run.update(config(total_steps=400))
    for step in range(1, 300):
        at += 0.25 if step < 200 else 0.5
        seen = round(at / 0.1 + 0.5) * 0.1
        run.update(Record("step", step + 1, step=step, arrived_at=seen))
    alert = next(alert for alert in run.state(at).alerts if alert.rule == "slowdown")
    assert alert.evidence["before_s"] == pytest.approx(0.25, rel=0.02)
    assert alert.evidence["ratio"] == pytest.approx(2.0, rel=0.02)
