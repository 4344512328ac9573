"""What events and slow lines cost, over all of a run and in bounded memory."""

import pytest

from tests.core.logs import config, feed, nanogpt
from train_watch.core.cadence import Event, Train
from train_watch.core.records import Record
from train_watch.core.rhythm import Pulse
from train_watch.core.run import Run
from train_watch.core.sample import Stretch
from train_watch.core.stragglers import Stragglers

TOTAL, EVERY = 6000, 250


def test_a_line_that_timed_one_step_stands_for_the_others_at_the_usual_pace() -> None:
    assert Stretch(20, 10, 13.4, 1, measured=False).spent(0.4) == pytest.approx(17.0)
    assert Stretch(20, 10, 0.5, 10, measured=True).spent(0.4) == pytest.approx(5.0)


def test_the_share_of_evaluations_is_that_of_the_whole_run() -> None:
    train = Train("evaluation", announced=10)
    for index in range(1, 201):
        train.add(Event("evaluation", 10.0 * index, 3.0))
    cadence = train.cadence(2000, 3000, spent=1000.0, tolerance=0)
    assert cadence is not None
    assert cadence.share == pytest.approx(0.6)


def test_time_spent_counts_every_evaluation_once() -> None:
    """3,000 steps of 0.4 s and 13 evaluations of 13 s, each on a line that timed one step; what
    the first one cost is hidden in the warm-up."""
    run = evaluated(3000)
    assert run.series.spent == pytest.approx(3000 * 0.4 + 13 * 13.0, rel=0.01)
    share = run.state().cadences[0].share
    assert share == pytest.approx(12 * 13.0 / (3000 * 0.4 + 13 * 13.0), rel=0.02)


def evaluated(last: int) -> Run:
    run = feed([config(1, total_steps=TOTAL, eval_every=EVERY)])
    for step in range(0, last + 1, 10):
        dear = step % EVERY == 0
        if dear:
            run.update(Record("evaluation", 2 * step + 10, step=step, metrics={"val_loss": 2.0}))
        run.update(nanogpt(step, 0.4 + 13.0 * dear, 2 * step + 11))
    return run


@pytest.mark.parametrize("last", [0, 10, 240, 250, 260, 490, 3000, 5990])
def test_evaluations_ahead_are_those_that_come(last: int) -> None:
    """nanoGPT evaluates at 0, 250 ... 6000, each before the iteration's own line."""
    cadence = evaluated(last).state().cadences[0]
    assert cadence.ahead == len([s for s in range(last + 1, TOTAL + 1) if s % EVERY == 0])


def test_a_long_steady_past_makes_a_stall_known_sooner() -> None:
    pulse = Pulse()
    limits = []
    for count in range(1, 1000):
        pulse.gap(40.0)
        if count in (20, 40, 80, 999):
            limits.append(pulse.rhythm().stalled_after_s)
    assert limits == [800.0, 800.0, 400.0, 300.0]
    assert pulse.rhythm(surprise=True).stalled_after_s == 800.0


@pytest.mark.parametrize(("gap", "limit"), [(2.0, 40.0), (600.0, 2400.0)])
def test_a_first_save_of_minutes_is_no_stall_late_in_a_run_either(gap: float, limit: float) -> None:
    pulse = Pulse()
    for _ in range(999):
        pulse.gap(gap)
    assert pulse.rhythm().stalled_after_s == limit


def test_outages_are_kept_as_two_numbers_and_the_dearest_is_left_out() -> None:
    slow = Stragglers()
    for index, extra in enumerate((900.0, 3600.0, 1000.0)):
        slow.add([170.0, 390.0, 977.0][index], extra, usual_s=2.0)
    assert slow.expected(now=1000, end=2008, steps=1000, stride=1)[1] == pytest.approx(1900.0)


def test_the_level_stays_among_the_first_lines_values() -> None:
    values = [3.995 - 0.03 * index for index in range(12)]
    run = feed([config(total_steps=6000), nanogpt(0, 65.3)])
    for index, value in enumerate(values, 1):
        run.update(nanogpt(100 * index, value))
        level = run.state().step_time.value_s
        assert level is not None
        assert min(values[:index]) <= level <= max(values[:index])


def test_warm_up_is_no_part_of_the_reported_time() -> None:
    run = feed([config(total_steps=6000), nanogpt(0, 65.3), nanogpt(100, 3.995)])
    assert run.state().step_time.reported_s == pytest.approx(3.995)
