"""When a run ended, what the time left counts from, and what a rotated log keeps."""

import pytest

from tests.core.logs import config, feed, live, nanogpt
from train_watch.core.records import Record
from train_watch.core.run import Run


def running(last: int, total: int, stride: int = 1, gap: float = 2.0) -> Run:
    run = feed([config(total_steps=total)])
    for step in range(stride, last + 1, stride):
        run.update(live(step, 1000 + gap * step))
    return run


def test_a_stray_line_after_the_end_does_not_move_it() -> None:
    run = running(40, 40)
    run.update(Record("other", 900, "wandb: synced", arrived_at=1500.0))
    assert run.state(1501.0).finished_at == 1080.0


def test_the_line_that_says_so_tells_when_a_run_was_over() -> None:
    run = running(40, 1000)
    run.update(Record("done", 900, "Training completed", arrived_at=1090.0))
    run.update(Record("other", 901, "wandb: synced", arrived_at=1500.0))
    assert run.state(1501.0).finished_at == 1090.0


def test_a_last_evaluation_is_evaluating_until_its_result() -> None:
    run = running(40, 40)
    run.update(Record("evaluation", 900, "Running evaluation", arrived_at=1081.0))
    assert run.state(1083.0).state == "evaluating"
    run.update(Record("evaluation", 901, metrics={"val_loss": 1.0}, arrived_at=1084.0))
    assert run.state(1085.0).state == "finished"


def test_a_last_evaluation_without_a_result_ends_in_silence() -> None:
    run = running(40, 40)
    run.update(Record("evaluation", 900, "Running evaluation", arrived_at=1081.0))
    assert run.state(1081.0 + 7200).state == "finished"


def test_silence_shorter_than_the_time_left_is_a_stall_though_no_line_is_due() -> None:
    """99 lines of 10 steps, and a dear evaluation still to come at the very end."""
    run = feed([config(total_steps=995, eval_every=199)])
    at = 1000.0
    for step in range(10, 991, 10):
        at += 5.0
        if step > 199 and step % 199 < 10:
            run.update(Record("evaluation", step, step=step, metrics={"val_loss": 1.0}))
        run.update(live(step, at))
    state = run.state(at + 1.0)
    assert state.forecast is not None
    limit = state.rhythm.stalled_after_s
    assert limit is not None
    assert run.state(at + limit + state.forecast.at_update_s).state == "finished"


def test_an_event_between_two_lines_does_not_move_the_finish() -> None:
    """Lines every 10 steps of 2 s; a checkpoint at step 405, ten seconds after line 400."""
    run = running(400, 10_000, stride=10)
    before = run.state(1801.0)
    run.update(Record("checkpoint", 900, step=405, arrived_at=1810.0))
    after = run.state(1811.0)
    assert before.forecast is not None
    assert after.forecast is not None
    assert before.anchored_at == 1800.0
    assert after.anchored_at == 1810.0
    assert 1810.0 + after.forecast.at_update_s == pytest.approx(
        1800.0 + before.forecast.at_update_s, abs=0.1
    )


def test_a_rotated_log_keeps_when_the_run_began() -> None:
    run = running(100, 10_000)
    began = run.state(1201.0).started_at
    run.update(Record("source", 0, event="truncated"))
    for line, step in enumerate(range(101, 130), 1):
        run.update(live(step, 1000 + 2.0 * step, line))
    assert run.state(1260.0).started_at == began == 1002.0


def test_a_config_of_the_file_before_is_none_of_the_new_one() -> None:
    run = feed([config(500, total_steps=1000)])
    for step in range(1, 30):
        run.update(live(step, 1000 + 2.0 * step))
    run.reset()
    for line, step in enumerate((*range(1, 30), *range(1, 10)), 1):
        run.update(live(step, 2000 + 2.0 * line, line, total_steps=50))
    assert run.series.ending.totals.config is None
    assert run.state(2100.0).step == 9


def test_waiting_for_data_is_carried_as_a_median() -> None:
    waits = (0.1, 0.3, None, 0.2, float("nan"))
    run = feed(nanogpt(10 * n, 0.5, data_s=wait) for n, wait in enumerate(waits))
    assert run.state().data_s == pytest.approx(0.2)
    assert feed([nanogpt(0, 0.5)]).state().data_s is None
