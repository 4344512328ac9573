"""How likely the deadline is met."""

from dataclasses import replace
from itertools import pairwise

import pytest

from train_watch.core.state import Forecast
from train_watch.view.deadline import meets
from train_watch.view.limit import margin
from train_watch.view.sample import LAST_LINE, NOW, OPTIONS, RUNNING, STATES, sample_view


def finish() -> float:
    forecast = RUNNING.forecast
    assert forecast is not None
    return LAST_LINE + forecast.at_update_s


def test_a_deadline_at_the_expected_finish_is_even() -> None:
    assert meets(RUNNING, NOW, finish()) == pytest.approx(0.5, abs=0.001)


def test_the_range_s_own_edges_have_the_chances_that_the_range_promises() -> None:
    """Low and high of an 80 % range leave a tenth outside on either side."""
    forecast = RUNNING.forecast
    assert forecast is not None
    low, high = LAST_LINE + forecast.low_s, LAST_LINE + forecast.high_s
    assert meets(RUNNING, NOW, low) == pytest.approx(0.10, abs=0.01)
    assert meets(RUNNING, NOW, high) == pytest.approx(0.90, abs=0.01)


def test_a_later_deadline_is_never_less_likely_met() -> None:
    chances = [meets(RUNNING, NOW, finish() + 60 * minute) for minute in range(-40, 40)]
    known = [chance for chance in chances if chance is not None]
    assert len(known) == 80
    assert all(a <= b for a, b in pairwise(known))
    assert known[0] < 0.05
    assert known[-1] > 0.95


def test_while_it_is_overdue_what_did_not_happen_is_ruled_out() -> None:
    """Just past the expected finish, with 10 more minutes to go, it is less sure than it looked."""
    deadline = finish() + 600
    before, after = meets(RUNNING, NOW, deadline), meets(RUNNING, finish() + 300, deadline)
    assert before is not None
    assert after is not None
    assert after < before


def test_a_refuted_forecast_has_no_chance_to_offer() -> None:
    assert meets(RUNNING, finish() + 1e6, finish() + 2e6) is None


def test_a_deadline_that_has_passed_is_missed_while_the_run_goes_on() -> None:
    assert meets(RUNNING, NOW, NOW - 1) == 0


@pytest.mark.parametrize("kind", ["stalled", "died", "no_total"])
def test_without_a_forecast_nothing_is_said(kind: str) -> None:
    assert meets(STATES[kind], NOW, NOW + 3600) is None  # type: ignore[index]


def test_the_end_of_an_epoch_says_nothing_about_the_run_s_deadline() -> None:
    assert meets(replace(RUNNING, scope="epoch"), NOW, NOW + 1e9) is None


def test_a_finished_run_kept_it_or_missed_it() -> None:
    done = STATES["finished"]
    assert meets(done, NOW, LAST_LINE + 1) == 1
    assert meets(done, NOW, LAST_LINE - 1) == 0


def test_nothing_left_is_in_time() -> None:
    over = Forecast(0, 0.0, 0.0, 0.0, 0.8, (), (0.0, 0.0))
    assert meets(replace(RUNNING, forecast=over, updated_at=NOW), NOW, NOW + 1) == 1


@pytest.mark.parametrize(
    ("after_finish_s", "words", "level"),
    [
        (3600, ">99% makes it   1h 00m 00s to spare", "good"),
        (300, "68% makes it   5m 00s to spare", "warning"),
        (-300, "18% makes it   5m 00s late", "critical"),
        (-20000, "passed 1h 04m 21s ago", "critical"),
    ],
)
def test_the_deadline_in_words(after_finish_s: float, words: str, level: str) -> None:
    view = sample_view("running", replace(OPTIONS, deadline_at=finish() + after_finish_s))
    _, _, said = view.when.deadline.partition("   ")
    assert said == words
    assert view.when.deadline_level == level


def test_a_margin_below_half_a_second_is_none() -> None:
    assert margin(0.4) == "to the second"
