"""Numbers as people read them."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from train_watch.view import units
from train_watch.view.units import (
    DAY,
    chance,
    duration,
    figures,
    per_step,
    percent,
    seconds,
    short_duration,
)

SECONDS_OF = {"d": 86400, "h": 3600, "m": 60, "s": 1}


def read_back(text: str) -> int:
    return sum(
        int(number) * SECONDS_OF[unit] for number, unit in re.findall(r"(\d+)([dhms])", text)
    )


@given(st.floats(0.5, DAY - 1))
def test_a_duration_reads_back_to_the_nearest_second(value: float) -> None:
    assert abs(read_back(duration(value)) - value) <= 0.5


@given(st.floats(DAY, 5000 * DAY))
def test_from_a_day_on_it_reads_back_to_the_nearest_hour(value: float) -> None:
    assert abs(read_back(duration(value)) - value) <= 1800


@given(st.floats(0.5, 5000 * DAY))
def test_the_short_form_reads_back_to_its_last_part(value: float) -> None:
    text = short_duration(value)
    last = SECONDS_OF[text[-1]]
    assert abs(read_back(text) - value) <= last / 2 * (1 + 1e-9)


@given(st.floats(0, 100 * DAY - 3600))
def test_the_short_form_takes_six_columns_at_most(value: float) -> None:
    assert len(short_duration(value)) <= 6


@given(st.floats(0.5, 300 * DAY), st.floats(0, 1000))
def test_longer_never_reads_shorter(value: float, more: float) -> None:
    assert read_back(duration(value)) <= read_back(duration(value + more))


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, -1.0, 0.0, 1e308, 5e-324])
def test_no_number_is_too_odd_to_be_shown(value: float) -> None:
    for show in (
        duration,
        short_duration,
        units.ago,
        units.count,
        figures,
        units.signed,
        seconds,
        units.about,
        units.short_seconds,
        per_step,
        percent,
        units.size,
    ):
        assert show(value)
        assert "nan" not in show(value)
        assert "inf" not in show(value)


def test_the_note_s_own_numbers() -> None:
    assert duration(5900 * 3.99511) == "6h 32m 51s"
    assert duration(5900 * 0.2) == "19m 40s"
    assert duration(5900 * 0.15) == "14m 45s"


def test_a_minute_never_shows_sixty_seconds() -> None:
    assert duration(59.7) == "1m 00s"
    assert duration(3599.6) == "1h 00m 00s"
    assert duration(86399.7) == "1d 0h"
    assert duration(10 * DAY - 1) == "10d 0h"


def test_what_is_left_is_not_called_nothing_before_the_end() -> None:
    assert duration(0.3) == "<1s"
    assert short_duration(0.3) == "<1s"
    assert duration(0) == "0s"


@given(st.floats(0.11, 599))
def test_a_step_time_keeps_its_width_and_four_digits(value: float) -> None:
    text = seconds(value).removesuffix(" s")
    assert len(text) in {5, 6}, (
        "0.1234 has a leading zero, every other one has four digits and a point"
    )
    assert math.isclose(float(text.replace(",", "")), value, rel_tol=6e-4)


@given(st.floats(1e-4, 0.0999))
def test_short_steps_are_told_in_milliseconds(value: float) -> None:
    text = per_step(value)
    assert text.endswith(" ms/it")
    assert math.isclose(float(text.removesuffix(" ms/it")) / 1000, value, rel_tol=6e-4)


@given(st.floats(1e-3, 1e14), st.integers(2, 6))
def test_figures_keeps_so_many_digits(value: float, digits: int) -> None:
    assert math.isclose(
        float(figures(value, digits).replace(",", "")), value, rel_tol=0.51 * 10 ** (1 - digits)
    )


@given(st.floats(0, 1, exclude_max=True))
def test_a_hundred_percent_means_the_end(fraction: float) -> None:
    assert percent(fraction) != "100.0%"


@given(st.floats(0, 1))
def test_a_chance_is_never_a_certainty(probability: float) -> None:
    assert chance(probability) not in {"0%", "100%"}
