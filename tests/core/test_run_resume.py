"""Where a run went on from, and what a resume must not invent."""

import pytest

from tests.core.logs import config, feed, live, nanogpt
from train_watch.core.records import Record
from train_watch.core.run import Run


def test_a_counter_from_zero_goes_on_at_the_checkpoint_itself() -> None:
    run = feed(nanogpt(s, 0.1, s + 10) for s in range(0, 2000, 10))
    feed((nanogpt(s, 0.1, s + 3000) for s in range(1000, 1200, 10)), run)
    assert run.state().resumed_from_step == 1000


def test_a_counter_from_one_went_on_a_stride_before_its_first_line() -> None:
    run = feed(live(s, 2.0 * s) for s in range(10, 2000, 10))
    feed((live(s, 4000 + 2.0 * s, 4000 + s) for s in range(1010, 1200, 10)), run)
    assert run.state().resumed_from_step == 1000


def test_a_resume_changes_neither_level_nor_what_lies_ahead() -> None:
    run = feed([config(total_steps=6000)])
    for first in (0, 1000):
        for step in range(first, first + 1500, 10):
            run.update(nanogpt(step, 0.1, first * 10 + step + 10))
    state = run.state()
    assert state.step_time.value_s == pytest.approx(0.1)
    assert state.forecast is not None
    assert [term.what for term in state.forecast.terms] == ["steps"]


def test_an_interval_of_unknown_length_is_no_step_time() -> None:
    """After a resume nobody knows how many steps the printed interval stands for."""
    run = feed([config(total_steps=6000)])
    for first in (10, 1010):
        for step in range(first, first + 1500, 10):
            run.update(
                Record("step", first * 10 + step, step=step, step_time_s=1.0, covers="interval")
            )
    assert max(sample.seconds for sample in run.state().recent) == pytest.approx(0.1)


def test_a_log_that_lost_its_beginning_was_not_resumed() -> None:
    run = feed(nanogpt(s, 0.1, line) for line, s in enumerate(range(1510, 1700, 10), 2))
    assert run.state().resumed_from_step is None


def test_strides_that_become_shorter_make_no_resume() -> None:
    steps = [2048, 4096, 6144, 8192, 8544, 8896]
    run = feed(Record("step", 12 + n, step=s, step_time_s=0.1) for n, s in enumerate(steps))
    assert run.state().resumed_from_step is None


@pytest.mark.parametrize("copies", [1, 3])
def test_another_rank_s_copy_after_a_fault_is_no_resume(copies: int) -> None:
    run: Run = feed(live(s, 2.0 * s) for s in range(1, 101))
    run.update(Record("fault", 200, "Traceback", fault="crash", arrived_at=201.0))
    for line in range(copies):
        run.update(live(100, 201.0, 201 + line))
    state = run.state(202.0)
    assert (state.state, state.resumed_from_step) == ("failed", None)
