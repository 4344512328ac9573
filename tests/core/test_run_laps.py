"""A counter that begins anew with the same total: folds, trials, seeds, epochs that nobody numbers."""

from train_watch.core.records import Record
from train_watch.core.run import Run


def lap(run: Run, steps: range, *, line: int, total: int | None = 5, **more: object) -> int:
    for step in steps:
        line += 1
        run.update(Record("step", line, step=step, total_steps=total, **more))  # type: ignore[arg-type]
    return line


def test_the_end_of_a_second_lap_is_not_the_end_of_the_run() -> None:
    run = Run()
    line = lap(run, range(1, 6), line=0)
    assert run.state().state == "finished"
    lap(run, range(1, 6), line=line)
    state = run.state()
    assert (state.state, state.step, state.total_steps, state.scope) == ("running", 5, 5, "phase")
    assert (state.earlier, state.earlier_count) == ((), 0)


def test_a_line_that_says_so_ends_the_run_in_a_lap_too() -> None:
    run = Run()
    line = lap(run, range(1, 6), line=0)
    line = lap(run, range(1, 6), line=line)
    run.update(Record("done", line + 1, "Training finished"))
    assert run.state().state == "finished"


def test_a_run_left_in_the_middle_and_begun_anew_is_no_lap() -> None:
    run = Run()
    line = lap(run, range(1, 4), line=0)
    lap(run, range(1, 6), line=line)
    state = run.state()
    assert (state.state, state.scope, state.earlier_count) == ("finished", "run", 1)


def test_laps_that_turn_out_to_be_epochs_stay_within_their_total_and_are_counted() -> None:
    run = Run()
    line = lap(run, range(20, 201, 20), line=0, total=200)
    line = lap(run, range(20, 201, 20), line=line, total=200)
    lap(run, range(20, 121, 20), line=line, total=200, scope="epoch")
    state = run.state()
    assert (state.state, state.step, state.total_steps) == ("running", 120, 200)
    assert (state.scope, state.epoch) == ("epoch", 3)


def test_laps_of_epochs_are_a_phase_whose_number_nobody_knows() -> None:
    run = Run()
    line = lap(run, range(1, 6), line=0, unit="epoch")
    line = lap(run, range(1, 6), line=line, unit="epoch")
    lap(run, range(1, 3), line=line, unit="epoch", scope="epoch")
    state = run.state()
    assert (state.step, state.total_steps, state.scope, state.epoch) == (2, 5, "phase", None)


def test_a_counter_without_a_total_that_begins_anew_at_once_is_no_earlier_run() -> None:
    run = Run()
    line = lap(run, range(5, 200, 5), line=0, total=None)
    lap(run, range(5, 50, 5), line=line + 1, total=None)
    state = run.state()
    assert (state.step, state.scope, state.earlier_count) == (45, "phase", 0)


def test_behind_a_banner_it_is_an_earlier_run() -> None:
    run = Run()
    line = lap(run, range(5, 200, 5), line=0, total=None)
    lap(run, range(5, 50, 5), line=line + 8, total=None)
    assert (run.state().scope, run.state().earlier_count) == ("run", 1)


def test_lines_of_workers_out_of_order_are_no_earlier_run() -> None:
    run = Run()
    order = (30, 40, 10, 20, 80, 50, 70, 60, 90, 120, 110, 100)
    for line, step in enumerate(order, 1):
        run.update(Record("step", line, step=step))
    assert (run.state().step, run.state().earlier_count) == (120, 0)


def test_a_stray_line_with_another_total_in_the_middle_of_a_run_begins_no_run() -> None:
    run = Run()
    line = lap(run, range(10, 91, 10), line=0, total=1000)
    run.update(Record("step", line + 1, step=3, total_steps=4))
    lap(run, range(100, 191, 10), line=line + 1, total=1000)
    state = run.state()
    assert (state.step, state.total_steps, state.earlier_count) == (190, 1000, 0)


def test_an_outer_counter_behind_laps_resumed_from_nowhere() -> None:
    run = Run()
    line = 0
    for _ in range(3):
        line = lap(run, range(1, 11), line=line, total=10)
    lap(run, range(8, 12), line=line, total=50)
    state = run.state()
    assert (state.step, state.total_steps, state.scope) == (11, 50, "run")
    assert (state.resumed_from_step, state.earlier_count) == (None, 0)


def test_the_same_total_begun_anew_after_a_long_pause_is_another_run() -> None:
    run = Run()
    for line in range(1, 11):
        pause = 1380.0 if line > 5 else 0.0
        step = (line - 1) % 5 + 1
        run.update(Record("step", line, step=step, total_steps=5, at=1e6 + line + pause))
    state = run.state()
    assert (state.state, state.scope, state.earlier_count) == ("finished", "run", 1)
