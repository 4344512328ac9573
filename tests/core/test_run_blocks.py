"""Steps that are told over several lines: a block with the time below the step's own line."""

from train_watch.core.records import Record
from train_watch.core.run import Run


def block(step: int, line: int, *, arrived: float | None = None) -> list[Record]:
    """A block as rsl_rl and Composer print it: the step, then its time, then a coarse clock and the ETA."""
    return [
        Record("step", line, step=step, total_steps=1500, arrived_at=arrived),
        Record("step", line + 1, step=step, step_time_s=0.5, data_s=0.1, arrived_at=arrived),
        Record(
            "step", line + 2, step=step, clock_s=float(step // 2), clock_ulp_s=1.0,
            trainer_eta_s=0.5 * (1500 - step), arrived_at=arrived,
        ),
    ]  # fmt: skip


def fed(run: Run, steps: range, arrivals: float | None = None) -> Run:
    for step in steps:
        arrived = None if arrivals is None else 1000.0 + step * arrivals
        for record in block(step, 3 * step, arrived=arrived):
            run.update(record)
    return run


def test_a_time_below_the_steps_line_is_the_time_of_that_step() -> None:
    state = fed(Run(), range(1, 41)).state()
    assert state.step_time.value_s == 0.5
    assert state.step_time.basis == "reported"
    assert state.forecast is not None
    assert state.forecast.at_update_s == (1500 - 40) * 0.5


def test_every_step_counts_once_however_many_of_its_lines_tell_a_time() -> None:
    run = fed(Run(), range(1, 41))
    assert run.series.pace.lines == 40
    assert run.series.spent == 40 * 0.5


def test_where_a_clock_sees_the_steps_the_reported_time_stands_beside_it() -> None:
    time = fed(Run(), range(1, 101), arrivals=1.0).state().step_time
    assert time.basis == "arrival_clock"
    assert time.observed_s == 1.0
    assert time.reported_s == 0.5


def test_the_rest_of_the_block_is_kept_too() -> None:
    state = fed(Run(), range(1, 41)).state()
    assert state.data_s == 0.1
    assert state.trainer_eta_s == 0.5 * (1500 - 40)


def test_a_bar_drawn_again_at_the_same_step_adds_no_time() -> None:
    run = Run()
    for step in range(1, 31):
        for redraw in range(3):
            clock = step * 2.0 + redraw * 0.5
            run.update(Record("step", step, step=step, total_steps=900, clock_s=clock))
    assert run.series.spent == 60.0


def test_the_counter_is_called_as_the_trainer_calls_it() -> None:
    run = Run()
    assert run.state().counter_name == "step"
    run.update(Record("step", 1, step=1, unit="batch"))
    assert run.state().counter_name == "batch"
