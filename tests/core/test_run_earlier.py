"""Several runs in one log: the newest counts, the others are listed."""

from train_watch.core.records import Record
from train_watch.core.run import Run


def steps(run: Run, first: int, last: int, *, line: int, total: int = 100) -> int:
    for step in range(first, last + 1):
        line += 1
        run.update(Record("step", line, step=step, total_steps=total, step_time_s=0.1))
    return line


def test_a_log_with_one_run_lists_none() -> None:
    run = Run()
    steps(run, 1, 50, line=0)
    assert run.state().earlier == ()
    assert run.state().earlier_count == 0


def test_a_run_that_was_left_is_listed_with_its_lines_and_steps() -> None:
    run = Run()
    line = steps(run, 1, 40, line=0)
    steps(run, 1, 10, line=line)
    [gone] = run.state().earlier
    assert (gone.first_line, gone.last_line) == (1, 40)
    assert (gone.first_step, gone.last_step, gone.total_steps) == (1, 40, 100)
    assert gone.ended == "left"
    assert run.state().step == 10


def test_how_each_run_ended_is_told() -> None:
    run = Run()
    line = steps(run, 1, 40, line=0)
    run.update(Record("fault", line + 1, "Traceback (most recent call last):", fault="crash"))
    line = steps(run, 1, 100, line=line + 1)
    run.update(Record("config", line + 1, facts={"batch_size": 8}))
    steps(run, 1, 5, line=line + 1)
    assert [gone.ended for gone in run.state().earlier] == ["failed", "finished"]


def test_of_very_many_runs_the_last_twenty_are_listed_and_all_counted() -> None:
    run = Run()
    line = 0
    for _ in range(31):
        line = steps(run, 1, 30, line=line)
    state = run.state()
    assert state.earlier_count == 30
    assert len(state.earlier) == 20
    assert state.earlier[-1].last_line == 900


def test_a_counter_of_an_epoch_is_listed_with_its_epoch() -> None:
    run = Run()
    for line in range(1, 41):
        run.update(Record("step", line, step=line, total_steps=60, scope="epoch", epoch=2.0))
    for line in range(41, 61):
        run.update(Record("step", line, step=line - 40, total_steps=60, scope="epoch", epoch=1.0))
    [gone] = run.state().earlier
    assert (gone.epoch, gone.last_step, gone.total_steps) == (2.0, 40, 60)


def test_a_log_that_was_started_anew_has_no_earlier_runs() -> None:
    run = Run()
    line = steps(run, 1, 40, line=0)
    steps(run, 1, 10, line=line)
    run.update(Record("source", 51, event="truncated"))
    steps(run, 1, 3, line=0)
    assert run.state().earlier == ()
