"""What people type is understood, or refused with what is accepted."""

import contextlib
import math
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from train_watch import values


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90", 90),
        ("45s", 45),
        ("30m", 1800),
        ("12h", 43200),
        ("1d 6h", 108000),
        ("1h30m", 5400),
        ("4:30:00", 16200),
        ("0.5h", 1800),
        (" 2H ", 7200),
    ],
)
def test_a_duration_is_read(text: str, seconds: float) -> None:
    assert values.duration(text) == seconds


@pytest.mark.parametrize(
    "text", ["", "0", "-3h", "3 parsecs", "1h soon", "99999999999", "nan", "inf", "1e9", "٣h", "::"]
)
def test_what_is_no_duration_is_refused_with_examples(text: str) -> None:
    with pytest.raises(ValueError, match="a duration such as"):
        values.duration(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [("6000", 6000), ("6,000", 6000), ("6_000", 6000), ("600k", 600_000), ("1M", 10**6)],
)
def test_a_count_is_read(text: str, number: int) -> None:
    assert values.count(text) == number


@pytest.mark.parametrize("text", ["", "0", "-1", "6.5", "six", "٦", "9" * 400])
def test_what_is_no_count_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a whole number above zero"):
        values.count(text)


@pytest.mark.parametrize(
    ("text", "seconds"), [("0.2", 0.2), ("0.2s", 0.2), ("150ms", 0.15), ("4 s/it", 4.0)]
)
def test_seconds_a_step_are_read(text: str, seconds: float) -> None:
    assert math.isclose(values.seconds_a_step(text), seconds)


NOON = datetime(2026, 11, 25, 12, 0).astimezone()  # a Wednesday


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("18:00", datetime(2026, 11, 25, 18, 0)),
        ("11:00", datetime(2026, 11, 26, 11, 0)),
        ("18:00:30", datetime(2026, 11, 25, 18, 0, 30)),
        ("fri 9:00", datetime(2026, 11, 27, 9, 0)),
        ("wednesday 11:00", datetime(2026, 12, 2, 11, 0)),
        ("2026-12-01 18:00", datetime(2026, 12, 1, 18, 0)),
        ("+3h", datetime(2026, 11, 25, 15, 0)),
    ],
)
def test_an_instant_is_the_next_such_time(text: str, expected: datetime) -> None:
    assert values.instant(text, NOON.timestamp()) == expected.astimezone().timestamp()


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("berlin")
def test_a_deadline_beyond_a_change_of_the_clocks_keeps_its_hour() -> None:
    july = datetime(2026, 7, 1, 12, 0, tzinfo=UTC).timestamp()
    assert (
        values.instant("2026-12-01 18:00", july)
        == datetime(2026, 12, 1, 17, 0, tzinfo=UTC).timestamp()
    )
    before = datetime(2026, 10, 24, 12, 0, tzinfo=UTC).timestamp()  # the clocks go back that night
    assert (
        values.instant("sun 9:00", before) == datetime(2026, 10, 25, 8, 0, tzinfo=UTC).timestamp()
    )


@pytest.mark.parametrize("text", ["", "25:00", "noon", "xyz 9:00", "18:99", "+soon"])
def test_what_is_no_instant_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="such as"):
        values.instant(text, NOON.timestamp())


@given(st.text(max_size=30))
def test_any_text_is_a_value_or_a_value_error(text: str) -> None:
    for parser in (values.duration, values.seconds_a_step, values.count):
        with contextlib.suppress(ValueError):
            assert parser(text) > 0
    with contextlib.suppress(ValueError):
        assert math.isfinite(values.instant(text, NOON.timestamp()))
