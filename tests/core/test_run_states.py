"""In which state a run is, and what is said instead of a forecast."""

import pytest

from tests.core.logs import config, feed, live, nanogpt
from train_watch.core.records import Record
from train_watch.core.run import Run
from train_watch.core.state import RunState


def running(lines: int = 40, *, total: int = 10_000, gap: float = 2.0) -> Run:
    run = feed([config(total_steps=total)])
    for index in range(1, lines + 1):
        run.update(live(index, 1000 + gap * index))
    return run


def rules(state: RunState) -> list[str]:
    return [alert.rule for alert in state.alerts]


def test_nothing_read_is_waiting_and_config_lines_alone_too() -> None:
    assert Run().state(5.0).state == "waiting"
    assert feed([config(1, total_steps=100)]).state(5.0).state == "waiting"
    assert Run().state(5.0).not_yet == "no_step"


def test_lines_that_nobody_understands_are_unknown() -> None:
    state = feed([Record("other", n, "hello") for n in range(1, 6)]).state()
    assert (state.state, state.lines, state.lines_understood) == ("unknown", 5, 0)


def test_a_steady_run_is_running_with_a_forecast_that_stands_still_between_lines() -> None:
    run = running()
    first, second = run.state(1081.0), run.state(1084.0)
    assert first.state == second.state == "running"
    assert first.forecast == second.forecast
    assert first.anchored_at == 1080.0


def test_silence_beyond_the_rhythm_is_a_stall_without_a_forecast() -> None:
    run = running()
    state = run.state(1080 + 60)
    assert (state.state, state.forecast, state.not_yet) == ("stalled", None, "stalled")
    assert "stall" in rules(state)
    run.update(live(41, 1145.0))
    assert run.state(1146.0).state == "running"


def test_silence_counts_from_the_newest_sign_of_life() -> None:
    run = running()
    assert run.state(1140.0, modified_at=1135.0).state == "running"


def test_an_old_file_of_an_unfinished_run_is_stalled_but_a_whole_archive_is_not() -> None:
    run = feed([config(total_steps=1000), *(nanogpt(10 * n, 0.5) for n in range(50))])
    assert run.state(9000.0, modified_at=1000.0).state == "stalled"
    assert run.state(9000.0, modified_at=1000.0, ended=True).state == "running"
    assert run.state(1003.0, modified_at=1000.0).state == "running"


def test_bursts_of_a_buffered_output_are_no_stall() -> None:
    run = feed([config(total_steps=10_000)])
    step = 0
    for block in range(6):
        for _ in range(50):
            step += 1
            run.update(live(step, 1000 + 100.0 * block))
    state = run.state(1500 + 140)
    assert state.state == "running"
    assert state.rhythm.bursty
    assert state.step_time.value_s == pytest.approx(2.0, rel=0.05)


def test_an_evaluation_that_began_is_evaluating_until_a_step_comes() -> None:
    run = running()
    run.update(Record("evaluation", 500, "Running evaluation", arrived_at=1081.0))
    assert run.state(1090.0).state == "evaluating"
    run.update(live(41, 1100.0))
    assert run.state(1101.0).state == "running"


def test_the_last_step_finishes_the_run() -> None:
    run = running(lines=40, total=40)
    state = run.state(1081.0)
    assert (state.state, state.forecast, state.not_yet) == ("finished", None, "finished")


def test_a_counter_from_zero_finishes_one_below_the_total() -> None:
    def step(n: int) -> Record:
        return Record("step", n + 2, step=n, total_steps=50, base=0, last_is_total=False,
                      step_time_s=1.0)  # fmt: skip

    assert feed(step(n) for n in range(49)).state().state == "running"
    assert feed(step(n) for n in range(50)).state().state == "finished"


def test_when_the_next_line_would_lie_beyond_the_end_silence_is_the_end() -> None:
    run = feed([config(total_steps=995), *(live(10 * n, 1000 + 5.0 * n) for n in range(1, 100))])
    assert run.state(1496.0).state == "running"
    assert run.state(1700.0).state == "finished"


def test_a_finish_line_outlives_a_traceback_after_it() -> None:
    run = running()
    run.update(Record("done", 600, "Training completed", arrived_at=1081.0))
    run.update(Record("fault", 601, "Traceback", fault="crash", arrived_at=1082.0))
    assert run.state(1083.0).state == "finished"


@pytest.mark.parametrize("kind", ["crash", "out_of_memory", "killed", "time_limit", "hang"])
def test_a_fault_ends_the_run(kind: str) -> None:
    run = running()
    run.update(Record("fault", 600, "the reason", fault=kind, arrived_at=1081.0))
    state = run.state(1082.0)
    assert (state.state, state.not_yet, state.fault_text) == ("failed", "failed", "the reason")
    assert state.alerts[0].rule == "crash"
    assert state.alerts[0].evidence["kind"] == kind


def test_a_sharper_kind_replaces_a_plain_traceback() -> None:
    run = running()
    run.update(Record("fault", 600, "Traceback", fault="crash"))
    run.update(Record("fault", 609, "CUDA out of memory", fault="out_of_memory"))
    run.update(Record("fault", 610, "Traceback", fault="crash"))
    state = run.state()
    assert (state.fault_line, state.fault_text) == (609, "CUDA out of memory")


def test_a_traceback_followed_by_training_is_history() -> None:
    run = running()
    run.update(Record("fault", 600, "Traceback", fault="crash", arrived_at=1081.0))
    run.update(live(41, 1082.0))
    assert run.state(1083.0).state == "failed"
    run.update(live(42, 1084.0))
    assert run.state(1085.0).state == "running"


def test_one_nan_is_a_warning_and_a_lasting_one_a_failure() -> None:
    run = running()
    nan = {"loss": float("nan")}
    run.update(live(41, 1082.0, metrics=nan))
    state = run.state(1083.0)
    assert (state.state, rules(state), state.alerts[0].severity) == (
        "running",
        ["nan_loss"],
        "warning",
    )
    run.update(live(42, 1084.0, metrics=nan))
    run.update(live(43, 1086.0, metrics=nan))
    assert run.state(1087.0).state == "failed"
    run.update(live(44, 1088.0, metrics={"loss": 2.0}))
    healed = run.state(1089.0)
    assert (healed.state, rules(healed), healed.loss.not_finite) == ("running", [], 3)


def test_without_a_total_there_is_a_pace_but_no_forecast() -> None:
    state = feed(nanogpt(10 * n, 0.5) for n in range(20)).state()
    assert (state.state, state.not_yet, state.total_steps) == ("running", "no_total", None)
    assert state.step_time.value_s == pytest.approx(0.5)


def test_without_any_clock_there_is_a_step_but_no_time() -> None:
    state = feed(Record("step", n, step=n, total_steps=100) for n in range(1, 9)).state()
    assert (state.state, state.not_yet, state.step) == ("running", "no_time", 8)


def test_where_no_rhythm_is_known_a_long_silence_is_no_stall() -> None:
    run = feed(Record("step", n, step=n, total_steps=50) for n in range(1, 4))
    soon = run.state(1000.0 + 500, modified_at=1000.0)
    late = run.state(1000.0 + 6500, modified_at=1000.0)
    assert (soon.state, late.state) == ("running", "unknown")
    assert (late.alerts, late.rhythm.stalled_after_s) == ((), None)


def evaluated_at(run: Run, step: int) -> None:
    run.update(
        Record("evaluation", step + 10, arrived_at=1000 + 2.0 * step, metrics={"val_loss": 1.0})
    )


def test_one_evaluation_says_nothing_on_when_the_next_is_due() -> None:
    run = running(20)
    evaluated_at(run, 20)
    for step in range(21, 41):
        run.update(live(step, 1000 + 2.0 * step))
        assert run.state(1000 + 2.0 * step + 6.0).state == "running"
    evaluated_at(run, 40)
    for step in range(41, 61):
        run.update(live(step, 1000 + 2.0 * step))
    assert run.state(1120 + 6.0).state == "evaluating"
