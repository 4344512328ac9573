"""Clock times, as short as they stay clear."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from train_watch.view.clock import clock, clock_today, fixed_zone, local_zone

NOW = 1764000760.0  # Monday 24 November 2025, 16:12:40 UTC
UTC = fixed_zone(0)


@pytest.mark.parametrize(
    ("ahead_s", "shown"),
    [
        (0, "16:12 today"),
        (7 * 3600, "23:12 today"),
        (8 * 3600, "Tue 00:12"),
        (6 * 86400, "Sun 16:12"),
        (7 * 86400, "1 Dec 16:12"),
        (40 * 86400, "3 Jan 2026"),
        (-17 * 3600, "23 Nov 23:12"),
        (-400 * 86400, "20 Oct 2024"),
    ],
)
def test_the_day_is_told_when_it_is_not_today(ahead_s: float, shown: str) -> None:
    assert clock_today(NOW + ahead_s, NOW, UTC) == shown


def test_the_zone_decides_what_today_is() -> None:
    at = NOW + 3 * 3600
    assert clock(at, NOW, fixed_zone(0)) == "19:12"
    assert clock(at, NOW, fixed_zone(5 * 3600)) == "Tue 00:12"
    assert clock(at, NOW, fixed_zone(-9 * 3600)) == "10:12"


def test_summer_time_is_asked_for_each_instant() -> None:
    changes_at = NOW + 3600

    def zone(at: float) -> float:
        return 3600.0 if at >= changes_at else 0.0

    assert clock(changes_at - 60, NOW, zone) == "17:11"
    assert clock(changes_at + 60, NOW, zone) == "18:13"


@given(st.floats(0, 4e9), st.floats(0, 4e9), st.sampled_from([-43200, 0, 19800, 50400]))
def test_hours_and_minutes_are_those_of_the_calendar(at: float, now: float, zone: float) -> None:
    shown = clock(at, now, fixed_zone(zone))
    there = dt.datetime.fromtimestamp(at, dt.timezone(dt.timedelta(seconds=zone)))
    assert shown.endswith((f"{there:%H:%M}", f"{there:%Y}"))


@pytest.mark.parametrize("at", [1e300, float("inf"), float("nan"), -5.0])
def test_an_instant_beyond_all_calendars_is_a_question_mark(at: float) -> None:
    assert clock(at, NOW, UTC) == "?"
    assert clock(NOW, at, local_zone) == "?"


def test_the_machine_s_zone_agrees_with_the_library() -> None:
    there = dt.datetime.fromtimestamp(NOW).astimezone().utcoffset()
    assert there is not None
    assert local_zone(NOW) == there.total_seconds()
