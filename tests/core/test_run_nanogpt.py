"""The printed lines of nanoGPT are a biased sample: evaluations ride on logged iterations."""

from random import Random

import pytest

from tests.core.logs import config, feed, nanogpt
from train_watch.core.records import Record
from train_watch.core.run import Run

STEP_S, EVAL_S, TOTAL, LOG, EVAL = 0.4, 13.0, 6000, 10, 250


def log_until(
    last: int, *, announced: bool = True, told: bool = True
) -> tuple[list[Record], float]:
    """Records up to iteration `last`, and the seconds then still to come."""
    random = Random(7)
    records = [config(1, total_steps=TOTAL)]
    if announced:
        records.append(config(1, eval_every=EVAL))
    for step in range(0, last + 1, LOG):
        seconds = STEP_S * (1 + random.gauss(0, 0.01)) + (step == 0) * 20
        if step % EVAL == 0:
            seconds += EVAL_S
            if told:
                metrics = {"val_loss": 3.0}
                records.append(Record("evaluation", step * 2 + 2, step=step, metrics=metrics))
        records.append(nanogpt(step, seconds, step * 2 + 3))
    left = (TOTAL - last) * STEP_S + sum(
        EVAL_S for s in range(last + 1, TOTAL + 1) if s % EVAL == 0
    )
    return records, left


def printed_mean(records: list[Record]) -> float:
    times = [r.step_time_s for r in records if r.step_time_s is not None]
    return sum(times[1:]) / len(times[1:])


@pytest.mark.parametrize("last", [1500, 3000, 4700])
@pytest.mark.parametrize(("announced", "told"), [(True, True), (False, True), (False, False)])
def test_the_forecast_is_within_two_percent_where_the_mean_is_far_off(
    last: int, announced: bool, told: bool
) -> None:
    records, left = log_until(last, announced=announced, told=told)
    naive = printed_mean(records) * (TOTAL - last)
    forecast = feed(records).state().forecast
    assert forecast is not None
    assert abs(naive / left - 1) > 0.13
    assert forecast.at_update_s == pytest.approx(left, rel=0.02)


def test_the_sum_names_its_parts() -> None:
    records, _ = log_until(3000)
    state = feed(records).state()
    assert state.forecast is not None
    terms = {term.what: term for term in state.forecast.terms}
    assert terms["steps"].count == 3000
    assert terms["steps"].each_s == pytest.approx(STEP_S, rel=0.01)
    assert terms["evaluation"].count == 12
    assert terms["evaluation"].each_s == pytest.approx(EVAL_S, rel=0.02)
    assert sum(t.total_s for t in terms.values()) == pytest.approx(state.forecast.at_update_s)
    assert all(t.count * t.each_s == pytest.approx(t.total_s) for t in terms.values())
    cadence = next(c for c in state.cadences if c.what == "evaluation")
    assert (cadence.every_steps, cadence.ahead, cadence.announced) == (250, 12, True)


def test_an_announced_evaluation_counts_before_the_first_one_with_a_wider_range() -> None:
    plain = feed([config(total_steps=6000), *steady(20)]).state().forecast
    told = feed([config(total_steps=6000, eval_every=2000), *steady(20)]).state().forecast
    assert plain is not None
    assert told is not None
    assert [t.what for t in told.terms] == ["steps", "evaluation"]
    assert told.high_s / told.at_update_s > plain.high_s / plain.at_update_s


def steady(lines: int) -> list[Record]:
    return [nanogpt(10 * index, STEP_S) for index in range(lines)]


def test_arrivals_outrank_a_clock_that_misses_the_queue() -> None:
    """nanoGPT only waits for the GPU on logged iterations, so its figure can be far from the truth."""
    run = Run()
    run.update(config(total_steps=10_000))
    at = 1000.0
    for index in range(60):
        run.update(nanogpt(10 * index, 0.9, arrived_at=at))
        at += 10 * 0.3
    state = run.state(at)
    assert state.forecast is not None
    assert state.forecast.at_update_s == pytest.approx((10_000 - 590) * 0.3, rel=0.03)
    assert state.step_time.reported_s == pytest.approx(0.9)
    assert state.step_time.observed_s == pytest.approx(0.3)
    assert state.step_time.basis == "arrival_clock"
    assert not [alert for alert in state.alerts if alert.rule == "slowdown"]


def test_an_evaluation_whose_cost_no_line_can_show_is_not_invented() -> None:
    """nanochat's own time leaves evaluations out, and its lines have no clock."""
    run = feed([config(total_steps=5000, eval_every=250)])
    for step in range(1, 600):
        run.update(Record("step", step, step=step, step_time_s=0.9))
    forecast = run.state().forecast
    assert forecast is not None
    assert [term.what for term in forecast.terms] == ["steps"]


def test_evaluations_that_leave_no_line_are_counted_by_their_slow_lines() -> None:
    run = feed([config(total_steps=6000, eval_every=500)])
    at = 0.0
    for step in range(10, 3001, 10):
        at += 10 * STEP_S + (step % 500 == 0) * 30.0
        run.update(Record("step", step, step=step, at=at))
    left = 3000 * STEP_S + 6 * 30.0
    forecast = run.state().forecast
    assert forecast is not None
    assert forecast.at_update_s == pytest.approx(left, rel=0.01)
