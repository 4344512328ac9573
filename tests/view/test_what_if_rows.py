"""The what-if table: the same sum with another step time."""

from dataclasses import replace

import pytest

from train_watch.core.state import Trend
from train_watch.view.make import make_view
from train_watch.view.sample import BARE, LAST_LINE, NOW, OPTIONS, RUNNING, sample_view
from train_watch.view.whatif import mean_growth, what_if_left


def test_only_the_steps_change_and_the_evaluations_stay() -> None:
    left = what_if_left(RUNNING, LAST_LINE, 0.2)
    same = what_if_left(RUNNING, LAST_LINE, 3.982)
    forecast = RUNNING.forecast
    assert left is not None
    assert same is not None
    assert forecast is not None
    assert left.eta_s == pytest.approx(3860 * 0.2 + 16 * 48.2)
    assert same.eta_s == pytest.approx(forecast.at_update_s)


def test_its_own_best_and_worst_tenth_stand_around_it() -> None:
    names = [row.name for row in sample_view().scenarios]
    assert names[:3] == [
        "stays at 3.982 s/it",
        "as fast as its best 10 %",
        "as slow as its worst 10 %",
    ]


def test_every_row_tells_whether_the_deadline_holds() -> None:
    assert [row.deadline for row in sample_view().scenarios] == [
        "9s late",
        "57s spare",
        "2m16s late",
        "4h03m spare",
    ]
    without = make_view(RUNNING, NOW, options=replace(OPTIONS, deadline_at=None))
    assert not any(row.deadline for row in without.scenarios)


def test_a_trend_has_a_row_only_when_it_is_significant() -> None:
    def names(trend: Trend) -> list[str]:
        time = replace(RUNNING.step_time, trend=trend)
        return [
            row.name
            for row in make_view(replace(RUNNING, step_time=time), NOW, options=BARE).scenarios
        ]

    assert not any("trend" in name for name in names(Trend("steady", 0.1)))
    assert not any("trend" in name for name in names(Trend()))
    assert "its trend goes on (+2.1 %/1k it)" in names(Trend("rising", 2.1, 0.001, 640))


def test_a_trend_goes_on_for_as_long_as_it_has_been_seen_and_then_stays() -> None:
    """Summed step by step as the slow way to the same mean."""
    slope, seen, ahead = 0.0004, 300, 1000
    slow = sum(1 + slope * min(step + 0.5, seen) for step in range(ahead)) / ahead
    assert mean_growth(slope, seen, ahead) == pytest.approx(slow)


def test_no_fall_goes_below_a_tenth_of_today() -> None:
    assert mean_growth(-1.0, 10_000, 10_000) == 0.1
    assert mean_growth(0.5, 0, 100) == 1.0
    assert mean_growth(0.5, 100, 0) == 1.0
