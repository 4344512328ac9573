"""Totals that a run need not reach: a target, early stopping, a limit of the trainer's own clock."""

from train_watch.core.records import Record
from train_watch.core.run import Run


def fed(run: Run, *facts: dict[str, float], total: int | None = 80_000) -> Run:
    for line, each in enumerate(facts, 1):
        run.update(Record("config", line, "a config line", facts=each))
    for step in range(1, 41):
        run.update(Record("step", 10 + step, step=step, total_steps=total, step_time_s=0.5))
    return run


def test_where_a_target_ends_the_run_a_total_of_its_settings_is_only_a_limit() -> None:
    state = fed(Run(), {"total_steps": 80_000}, {"ends_at_target": 1}, total=None).state()
    assert state.total_steps is None
    assert state.forecast is None
    assert state.not_yet == "no_total"
    assert (state.may_end_early, state.limit_steps) == ("target", 80_000)


def test_a_total_that_every_line_repeats_is_kept_and_the_target_told() -> None:
    state = fed(Run(), {"ends_at_target": 1}).state()
    assert (state.total_steps, state.limit_steps) == (80_000, None)
    assert state.may_end_early == "target"


def test_the_total_that_the_user_gives_is_believed_all_the_same() -> None:
    state = fed(Run(total=60), {"ends_at_target": 1}).state()
    assert state.total_steps == 60
    assert state.forecast is not None
    assert state.forecast.at_update_s == 10.0


def test_early_stopping_is_told_and_changes_no_number() -> None:
    plain, early = fed(Run()).state(), fed(Run(), {"early_stopping": 50}).state()
    assert early.may_end_early == "early_stopping"
    assert plain.may_end_early is None
    assert early.total_steps == plain.total_steps == 80_000
    assert early.forecast == plain.forecast


def test_a_limit_of_the_trainers_own_clock_is_told() -> None:
    assert fed(Run(), {"wallclock_limit_s": 600.0}).state().may_end_early == "time_limit"


def test_a_percentage_tells_the_total_once_it_is_fine_enough() -> None:
    run = Run()
    for step in range(10, 1300, 10):
        percent = round(step / 40, 2)
        run.update(
            Record("step", step, step=step, percent=percent, percent_ulp=0.01, step_time_s=0.5)
        )
        if step == 10:
            assert run.state().total_steps is None
    state = run.state()
    assert (state.total_steps, state.total_from, state.total_is_rough) == (4000, "percent", True)


def test_a_total_on_the_line_counts_more_than_a_percentage() -> None:
    run = Run()
    for step in range(10, 1300, 10):
        run.update(
            Record("step", step, step=step, total_steps=4100, percent=step / 40, step_time_s=0.5)
        )
    assert run.state().total_steps == 4100


def test_where_epochs_are_counted_their_number_is_the_total() -> None:
    run = Run()
    for epoch in range(30):
        run.update(Record("step", epoch, step=epoch, base=0, unit="epoch", last_is_total=False))
    assert run.state().total_steps is None
    run.update(Record("done", 31, "reached max_epochs = 30", total_epochs=30))
    state = run.state()
    assert (state.total_steps, state.total_from, state.state) == (30, "config", "finished")


def test_percentages_that_contradict_each_other_are_of_something_else_than_the_run() -> None:
    run = Run()
    for step in range(50, 4000, 50):
        percent = (step % 1000) / 10 or 100.0
        run.update(
            Record("step", step, step=step, percent=percent, percent_ulp=0.1, step_time_s=0.5)
        )
    assert run.state().total_steps is None


def restarted(*facts: dict[str, float], fresh: dict[str, float] | None = None) -> Run:
    run = fed(Run(), *facts, total=None)
    if fresh is not None:
        run.update(Record("config", 60, "a config line", facts=fresh))
    for step in range(1, 41):
        run.update(Record("step", 100 + step, step=step, step_time_s=0.5))
    return run


def test_a_limit_told_once_holds_for_the_next_run_of_the_log() -> None:
    assert restarted({"wallclock_limit_s": 600.0}).state().may_end_early == "time_limit"
    assert restarted({"early_stopping": 50}).state().may_end_early == "early_stopping"


def test_a_run_with_a_config_of_its_own_has_its_own_limits() -> None:
    state = restarted({"ends_at_target": 1}, fresh={"total_steps": 800}).state()
    assert (state.total_steps, state.may_end_early) == (800, None)
    state = restarted({"total_steps": 90}, fresh={"total_steps": 800, "ends_at_target": 1}).state()
    assert (state.limit_steps, state.may_end_early) == (800, "target")
