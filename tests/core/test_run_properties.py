"""Whatever the log holds: finite, ordered, and the same in other units and other bites."""

import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.core.logs import config, feed
from train_watch.core.forecast import probability_within
from train_watch.core.records import Record
from train_watch.core.run import Run
from train_watch.core.state import Forecast

wild = st.one_of(
    st.none(),
    st.floats(1e-4, 1e3),
    st.sampled_from([0.0, -1.0, math.inf, -math.inf, math.nan, 1e308, 5e-324]),
)
wild_steps = st.one_of(st.integers(-5, 400), st.sampled_from([10**9, 10**30, -(10**9)]))
records = st.builds(
    Record,
    kind=st.sampled_from(
        ["step", "step", "step", "evaluation", "checkpoint", "other", "fault", "done", "config"]
    ),
    line=st.integers(1, 1000),
    step=st.one_of(st.none(), wild_steps),
    total_steps=st.one_of(st.none(), st.sampled_from([300, 5, 0, -3, 10**20])),
    scope=st.sampled_from(["run", "run", "epoch", "phase"]),
    base=st.sampled_from([0, 1]),
    epoch=st.one_of(
        st.none(), st.sampled_from([-1.0, 0.0, 1.0, 1.5, 2.0, 9.0, math.inf, math.nan])
    ),
    total_epochs=st.sampled_from([None, None, 4, 0]),
    step_time_s=wild,
    meaning=st.sampled_from(["one", "interval", "window", "mean", "ema"]),
    covers=st.sampled_from(["step", "interval"]),
    clock_s=wild,
    at=wild,
    arrived_at=wild,
    rate=wild,
    trainer_eta_s=wild,
    cost_s=wild,
    facts=st.dictionaries(
        st.sampled_from(
            ["total_steps", "total_epochs", "eval_every", "resumed_from", "steps_per_epoch"]
        ),
        st.sampled_from([-1.0, 0.0, 7.0, 200.0, 1e300, math.inf, math.nan]),
    ),
    metrics=st.sampled_from([{}, {"loss": 2.0}, {"loss": math.nan}, {"val_loss": math.inf}]),
)


def sound(forecast: Forecast | None) -> bool:
    if forecast is None:
        return True
    values = (forecast.low_s, forecast.at_update_s, forecast.high_s)
    parts = sum(term.total_s for term in forecast.terms)
    return (
        all(math.isfinite(value) and value >= 0 for value in values)
        and values == tuple(sorted(values))
        and math.isclose(parts, forecast.at_update_s, rel_tol=1e-9, abs_tol=1e-9)
        and all(term.count >= 0 and term.total_s >= 0 for term in forecast.terms)
        and all(0 <= probability_within(forecast, s) <= 1 for s in (0.0, 1.0, 1e9))
    )


@settings(max_examples=300, deadline=None)
@given(st.lists(records, max_size=60))
def test_nothing_that_a_log_holds_makes_the_forecast_unsound(lines: list[Record]) -> None:
    run = Run()
    for record in lines:
        run.update(record)
        state = run.state(2000.0, modified_at=1000.0)
        assert sound(state.forecast)
        assert sound(run.forecast())
        for value in (state.step_time.value_s, state.step_time.mean_s, state.step_time.p95_s):
            assert value is None or (math.isfinite(value) and value > 0)


def timed(times: list[float], factor: float = 1.0, shift: float = 0.0, start: int = 0) -> Run:
    run = feed([config(total_steps=start + 5000, eval_every=40)])
    at = shift
    for index, seconds in enumerate(times, 1):
        at += factor * seconds * 3
        step = start + 3 * index
        if step % 40 < 3:
            run.update(
                Record("evaluation", index, step=step - step % 40, metrics={"val_loss": 1.0})
            )
        run.update(Record("step", index, step=step, at=at, step_time_s=factor * seconds))
    return run


times = st.lists(st.floats(0.5, 4.0), min_size=3, max_size=120)


@settings(max_examples=60, deadline=None)
@given(times, st.sampled_from([0.25, 8.0, 64.0]))
@example([1.0, 1.0, 1.0, 1.0], 0.25)
def test_other_units_of_time_scale_the_forecast(values: list[float], factor: float) -> None:
    begun = 0.37  # stamps in whole seconds would count as rounded to them
    one = timed(values, shift=begun).forecast()
    other = timed(values, factor, shift=factor * begun).forecast()
    assert one is not None
    assert other is not None
    for a, b in (
        (one.low_s, other.low_s),
        (one.at_update_s, other.at_update_s),
        (one.high_s, other.high_s),
    ):
        assert b == pytest.approx(factor * a, rel=1e-6)


@settings(max_examples=40, deadline=None)
@given(times, st.sampled_from([1024.0, 1_000_000.0]))
def test_another_time_of_day_changes_nothing(values: list[float], shift: float) -> None:
    one, other = timed(values).forecast(), timed(values, shift=shift).forecast()
    assert one is not None
    assert other is not None
    assert other.at_update_s == pytest.approx(one.at_update_s, rel=1e-5)


@settings(max_examples=40, deadline=None)
@given(times)
def test_slower_steps_never_finish_earlier(values: list[float]) -> None:
    faster, slower = timed(values).forecast(), timed([2 * v for v in values]).forecast()
    assert faster is not None
    assert slower is not None
    assert slower.at_update_s > faster.at_update_s


@settings(max_examples=40, deadline=None)
@given(times, st.sets(st.integers(0, 119)))
def test_looking_often_or_never_gives_the_same_answer(values: list[float], looks: set[int]) -> None:
    quiet, watched = timed(values), Run()
    watched.update(config(total_steps=5000, eval_every=40))
    at = 0.0
    for index, seconds in enumerate(values, 1):
        at += seconds * 3
        if 3 * index % 40 < 3:
            step = 3 * index - 3 * index % 40
            watched.update(Record("evaluation", index, step=step, metrics={"val_loss": 1.0}))
        watched.update(Record("step", index, step=3 * index, at=at, step_time_s=seconds))
        if index in looks:
            watched.state(at)
            watched.forecast()
    assert watched.state(at) == quiet.state(at)


@pytest.mark.parametrize("bad", [-1.0, 0.0, math.inf, math.nan, 1e308, -math.inf])
def test_one_absurd_time_does_not_move_the_forecast(bad: float) -> None:
    run = feed([config(total_steps=1000)])
    for step in range(1, 51):
        run.update(Record("step", step, step=step, step_time_s=2.0))
    before = run.state()
    run.update(Record("step", 51, step=51, step_time_s=bad))
    after = run.state()
    assert before.forecast is not None
    assert after.forecast is not None
    assert after.forecast.at_update_s == pytest.approx(before.forecast.at_update_s - 2.0)
    assert after.ignored == before.ignored + 1
