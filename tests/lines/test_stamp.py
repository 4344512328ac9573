"""Stamps: differences between lines come out right, whatever the stamp leaves out."""

import calendar
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from train_watch.lines.stamp import DAY_S, StampClock, days_from_civil, read_date

INSTANTS = st.datetimes(datetime(1971, 1, 1), datetime(2099, 12, 31))


@given(INSTANTS)
def test_days_agree_with_the_standard_library(instant: datetime) -> None:
    days = days_from_civil(instant.year, instant.month, instant.day)
    assert days * DAY_S == calendar.timegm(instant.replace(hour=0, minute=0, second=0).timetuple())


@given(INSTANTS, st.integers(-720, 720))
def test_a_full_stamp_with_a_zone_is_unix_time(instant: datetime, minutes: int) -> None:
    zone = timezone(timedelta(minutes=minutes))
    local = instant.replace(tzinfo=zone, microsecond=250_000)
    read = StampClock().read(
        f"{local:%Y-%m-%d}", f"{local:%H:%M:%S}", f"{local:%f}"[:3], f"{local:%z}"
    )
    assert read is not None
    assert read[0] == pytest.approx(local.timestamp(), abs=1e-6)
    assert read[1] == 0.001


@given(st.lists(st.floats(0.0, 20 * 3600.0), max_size=40), st.integers(0, 86_399))
def test_a_clock_without_a_date_goes_on_over_midnight(gaps: list[float], start: int) -> None:
    """As long as no silence is longer than 20 h, which would look like going back."""
    clock, at, seen, true = StampClock(), float(start), [], []
    for gap in [0.0, *gaps]:
        at += int(gap)
        seconds = int(at) % DAY_S
        read = clock.read(None, str(timedelta(seconds=seconds)).zfill(8))
        assert read is not None
        seen.append(read[0])
        true.append(at)
    assert [each - seen[0] for each in seen] == [each - true[0] for each in true]


def test_the_hour_that_summer_time_repeats_is_no_new_day() -> None:
    clock = StampClock()
    before, after = clock.read(None, "02:59:59"), clock.read(None, "02:00:00")
    assert before is not None
    assert after is not None
    assert after[0] - before[0] == -3599.0


@given(
    st.datetimes(datetime(2021, 1, 1), datetime(2034, 1, 1)),
    st.lists(st.integers(0, 100), max_size=30),
)
def test_days_without_a_year_go_on_over_new_year_and_leap_days(
    start: datetime, gaps: list[int]
) -> None:
    """With the file's own time at hand; gaps of up to 100 days stay nearest to the right year."""
    clock = StampClock()
    clock.near = start.replace(tzinfo=UTC).timestamp()
    day = start.date()
    for gap in [0, *gaps]:
        day += timedelta(days=gap)
        read = clock.read(f"{day:%m/%d}", "00:00:00")
        assert read is not None
        if (day.month, day.day) == (2, 29):
            return
        assert read[0] == calendar.timegm(day.timetuple())


def test_a_leap_day_is_a_day_even_in_a_guessed_year() -> None:
    clock = StampClock()
    reads = [clock.read(date, "12:00:00") for date in ("0228", "0229", "0301", "0302")]
    days = [read[0] / DAY_S for read in reads if read is not None]
    assert [day - days[0] for day in days] == [0.0, 1.0, 2.0, 3.0]


@pytest.mark.parametrize(
    ("date", "time"), [(None, "24:00:00"), (None, "10:60:00"), ("2026-13-32", "10:00:00")]
)
def test_an_impossible_stamp_is_no_stamp(date: str | None, time: str) -> None:
    assert StampClock().read(date, time) is None


@pytest.mark.parametrize(
    "text",
    ["2026/11/20", "2026-11-20", "11/20/2026", "20/11/2026", "11/20/26", "26-11-20", "20261120"],
)
def test_every_order_of_a_date_in_print_is_read(text: str) -> None:
    assert read_date(text) == (2026, 11, 20)
