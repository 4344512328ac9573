"""Restarts, resumes, epochs, repeats, other ranks and nonsense."""

import pytest

from tests.core.logs import config, feed, live, nanogpt
from train_watch.core.records import Record
from train_watch.core.run import Run


def plain(step: int, line: int, **more: object) -> Record:
    return Record("step", line, step=step, total_steps=1000, step_time_s=1.0, **more)  # type: ignore[arg-type]


def test_a_second_run_appended_to_the_log_is_the_one_that_counts() -> None:
    run = feed(plain(s, s) for s in range(10, 310, 10))
    for line, step in enumerate(range(10, 60, 10), 400):
        run.update(plain(step, line, metrics={"loss": 9.0}))
    state = run.state()
    assert (state.step, state.loss.last, state.resumed_from_step) == (50, 9.0, None)


def test_going_on_from_a_checkpoint_keeps_what_is_known() -> None:
    run = feed(plain(s, s) for s in range(1, 301))
    for line, step in enumerate(range(200, 260), 400):
        run.update(plain(step, line))
    state = run.state()
    assert state.step == 259
    assert state.resumed_from_step is not None
    assert abs(state.resumed_from_step - 200) <= 1
    assert state.forecast is not None
    assert state.forecast.at_update_s == pytest.approx(741.0, rel=0.01)
    assert state.forecast.high_s / state.forecast.low_s < 1.1


def test_a_crash_and_its_restart_need_no_second_look() -> None:
    run = feed(plain(s, s) for s in range(1, 301))
    run.update(Record("fault", 350, "Traceback", fault="crash"))
    run.update(plain(200, 400))
    assert (run.state().step, run.state().state) == (200, "running")


def test_every_line_twice_is_one_line() -> None:
    once = feed([config(total_steps=500), *(live(s, 10.0 * s) for s in range(1, 50))]).state(500.0)
    doubled = Run()
    doubled.update(config(total_steps=500))
    for s in range(1, 50):
        doubled.update(live(s, 10.0 * s))
        doubled.update(live(s, 10.0 * s + 0.1))
    assert doubled.state(500.0).forecast == once.forecast


def test_eight_ranks_are_one_run() -> None:
    run = feed([config(total_steps=2000)])
    for s in range(1, 100):
        for rank in range(8):
            run.update(live(s - (rank % 3 == 2), 10.0 * s + 0.05 * rank))
    state = run.state(1000.0)
    assert state.step == 99
    assert state.step_time.value_s == pytest.approx(10.0, rel=0.01)
    assert state.resumed_from_step is None


@pytest.mark.parametrize("step", [10**9, 999_999, -5, 10**30])
def test_an_absurd_step_moves_nothing_and_is_counted(step: int) -> None:
    run = feed(plain(s, s) for s in range(1, 101))
    before = run.state()
    run.update(plain(step, 500))
    for s in (101, 102):
        run.update(plain(s, s + 500))
    after = run.state()
    assert after.step == 102
    assert after.ignored == before.ignored + 1
    assert after.forecast is not None
    assert after.forecast.at_update_s == pytest.approx(898.0, rel=0.02)


def test_a_total_that_the_lines_print_and_pass_is_none() -> None:
    run = feed(plain(s, s) for s in range(900, 1000))
    for s in range(1001, 1010):
        run.update(plain(s, s))
    state = run.state()
    assert (state.step, state.total_steps, state.forecast) == (1009, None, None)
    assert state.state != "finished"


def test_steps_beyond_the_users_total_are_past_it_and_never_negative() -> None:
    run = feed((plain(s, s) for s in range(900, 1000)), Run(total=1000))
    for s in range(1001, 1010):
        run.update(plain(s, s))
    assert run.state().step == 1009
    assert run.forecast() is not None
    assert run.forecast().at_update_s == 0.0  # type: ignore[union-attr]


def test_a_config_total_is_dropped_in_a_counter_within_epochs_too() -> None:
    run = feed([config(total_steps=150, total_epochs=3)])
    for line in range(1, 20):
        run.update(batch(1 + line // 10, 10 * (line % 10), line))
    state = run.state()
    assert (state.step, state.total_steps, state.total_from) == (190, 300, "epochs")


def test_a_config_total_that_training_passed_is_dropped() -> None:
    run = feed([config(total_steps=100), *(nanogpt(10 * n, 1.0) for n in range(20))])
    assert run.state().total_steps is None


def batch(epoch: int, step: int, line: int, **more: object) -> Record:
    return Record("step", line, step=step, total_steps=100, scope="epoch", epoch=epoch,
                  step_time_s=0.5, **more)  # type: ignore[arg-type]  # fmt: skip


def test_epochs_times_batches_make_whole_run_numbers() -> None:
    records = [
        batch(e, b, 100 * e + b, total_epochs=10) for e in (1, 2, 3) for b in range(10, 101, 10)
    ]
    state = feed(records[:-5]).state()
    assert (state.scope, state.step, state.total_steps, state.total_from) == (
        "run",
        250,
        1000,
        "epochs",
    )
    assert state.forecast is not None
    assert state.forecast.at_update_s == pytest.approx(375.0, rel=0.01)


def test_without_the_number_of_epochs_only_the_epoch_is_forecast() -> None:
    records = [batch(e, b, 100 * e + b) for e in (1, 2, 3) for b in range(10, 101, 10)]
    state = feed(records[:-5]).state()
    assert (state.scope, state.step, state.total_steps) == ("epoch", 50, 100)
    assert state.forecast is not None
    assert state.forecast.at_update_s == pytest.approx(25.0, rel=0.01)


def test_epochs_that_are_not_printed_are_counted_by_their_resets() -> None:
    run = feed([config(total_epochs=4)])
    line = 1
    for _ in range(2):
        for b in range(10, 101, 10):
            line += 1
            run.update(
                Record("step", line, step=b, total_steps=100, scope="epoch", step_time_s=1.0)
            )
    run.update(Record("step", line + 1, step=10, total_steps=100, scope="epoch", step_time_s=1.0))
    state = run.state()
    assert (state.scope, state.step, state.total_steps) == ("run", 210, 400)


def test_the_option_outranks_the_line() -> None:
    run = Run(total=2000)
    for s in range(1, 20):
        run.update(plain(s, s))
    assert (run.state().total_steps, run.state().total_from) == (2000, "option")


def test_the_trainers_own_eta_betrays_a_total_that_stands_nowhere() -> None:
    run = Run()
    for n in range(1, 40):
        eta = float(round((40_000 - 20 * n) * 0.425))
        run.update(Record("step", n, step=20 * n, step_time_s=0.425, trainer_eta_s=eta))
    assert (run.state().total_steps, run.state().total_from) == (40_000, "eta")


def test_a_rotated_log_goes_on_and_a_rewritten_one_begins_anew() -> None:
    rotated = feed(plain(s, s) for s in range(1, 101))
    rotated.reset()
    assert rotated.state().state == "waiting"
    rotated.update(plain(101, 1))
    assert rotated.state().step_time.window > 50

    rewritten = feed(plain(s, s) for s in range(1, 101))
    rewritten.update(Record("source", 100, event="rewritten"))
    rewritten.update(plain(1, 1))
    assert rewritten.state().step_time.window < 2


def test_a_part_left_out_is_no_interval() -> None:
    run = feed([config(total_steps=100_000), *(live(s, 10.0 * s) for s in range(1, 30))])
    run.skip()
    for s in range(50_000, 50_030):
        run.update(live(s, 10.0 * s - 400_000))
    state = run.state(100_290.0)
    assert (state.step, state.ignored) == (50_029, 0)
    assert state.step_time.value_s == pytest.approx(10.0, rel=0.01)


def test_a_log_that_begins_far_from_zero_was_resumed() -> None:
    run = feed(plain(s, s) for s in range(510, 600, 10))
    assert run.state().resumed_from_step == 500


def test_another_log_interval_changes_no_step_time() -> None:
    run = feed([config(total_steps=10_000), *(live(10 * n, 20.0 * n) for n in range(1, 30))])
    for n in range(1, 20):
        run.update(live(290 + 100 * n, 580 + 200.0 * n))
    assert run.state(5000.0).step_time.value_s == pytest.approx(2.0, rel=0.01)


def test_a_counter_that_goes_on_over_the_epochs_tells_its_total_once_it_is_sure() -> None:
    run = feed([config(total_epochs=40)])
    for step in range(10, 2051, 10):
        epoch = 1 + (step - 1) // 100
        run.update(Record("step", step, step=step, epoch=float(epoch), step_time_s=1.0))
        if step == 150:
            assert run.state().total_steps is None
    state = run.state()
    assert state.total_from == "epochs"
    assert state.total_steps == pytest.approx(4000, rel=0.005)


def test_a_time_limit_of_the_trainer_ends_the_forecast_before_the_printed_total() -> None:
    run = feed([config(wallclock_limit_s=600)])
    for step in range(1, 201):
        run.update(
            Record(
                "step",
                step,
                step=step,
                total_steps=20_000,
                clock_s=0.05 * step,
                clock_has_eval=False,
            )
        )
    forecast = run.state().forecast
    assert forecast is not None
    assert forecast.remaining_steps == 19_800
    assert forecast.at_update_s == pytest.approx(590.0, rel=0.01)


def test_the_same_loss_twice_is_one_point() -> None:
    run = feed(plain(s, s, metrics={"loss": 3.0}) for s in range(1, 6))
    run.update(plain(5, 5, metrics={"loss": 2.5}))
    assert run.state().loss.recent[-1] == (5, 2.5)
    assert len(run.state().loss.recent) == 5


def test_the_loss_is_that_of_the_last_training_line_though_another_process_lags_far_behind() -> (
    None
):
    run = Run()
    for step in range(1, 201):
        run.update(Record("step", step, step=step, total_steps=900, metrics={"loss": 2.0}))
    run.update(Record("step", 201, step=140, total_steps=900, metrics={"loss": 2.3}))
    state = run.state()
    assert (state.step, state.metrics["loss"]) == (200, 2.3)
    run.update(Record("step", 202, step=99_999_999, total_steps=900, metrics={"loss": 1e30}))
    assert run.state().metrics["loss"] == 2.3
