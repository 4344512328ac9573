"""Printed numbers, durations and their rounding steps."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from train_watch.formats.kinds import KINDS, converter
from train_watch.formats.values import duration, number, seconds, ulp, whole


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(0, 12))
def test_the_rounding_step_bounds_the_rounding_error(value: float, places: int) -> None:
    if abs(value) < 1e9:
        text = f"{value:.{places}f}"
        assert abs(number(text) - value) <= 0.5 * ulp(text) * (1 + 1e-6) + 1e-12


@given(st.integers(0, 10**12))
def test_a_counter_is_read_with_commas_or_leading_zeros(value: int) -> None:
    assert whole(f"{value:,}") == whole(f"{value:020d}"[-15:]) == whole(str(value)) == value


@given(st.integers(0, 50 * 86400))
def test_a_duration_is_read_as_python_prints_it(total: int) -> None:
    days, rest = divmod(total, 86400)
    clock = f"{rest // 3600}:{rest // 60 % 60:02d}:{rest % 60:02d}"
    text = f"{days} day{'s' * (days != 1)}, {clock}" if days else clock
    assert duration(text) == (total, 1.0)
    assert seconds(text) == total


@given(st.text(max_size=30))
def test_what_is_no_number_raises_value_error_and_nothing_else(text: str) -> None:
    for _, convert in KINDS.values():
        try:
            convert(text)
        except ValueError:
            continue
        except OverflowError:
            assert text


@pytest.mark.parametrize(
    ("kind", "text", "want"),
    [
        ("ms", "412.50ms", (0.4125, 1e-5)),
        ("ms", "nanms", None),
        ("s", "1.5 s", (1.5, 0.1)),
        ("min", "1.53m", (91.8, 0.6)),
        ("time", "71400ms", (71.4, 0.001)),
        ("time", "76.044s", (76.044, 0.001)),
        ("time", "0.25", (0.25, 0.01)),
        ("in_ms", "1.23K", (1.23, 0.01)),
        ("in_s", "-1.0", None),
        ("in_s", "inf", None),
        ("per_s", "0.50", (2.0, 0.04)),
        ("per_s", "0.00", None),
        ("in*0.01", "2.67", (0.0267, 0.0001)),
        ("duration", "1h 2m", (3720.0, 60.0)),
        ("duration", "20.5", (20.5, 0.1)),
    ],
)
def test_a_time_is_seconds_and_their_rounding_step(
    kind: str, text: str, want: tuple[float, float] | None
) -> None:
    assert converter(kind)(text) == (pytest.approx(want) if want else None)


@pytest.mark.parametrize("text", ["", "1e", "x", "12:", "1m 2x", "99999999 days, 0:00:01", "-5s"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"duration|convert"):
        duration(text)


def test_nan_and_inf_stay_what_they_are_in_metrics() -> None:
    assert math.isnan(number("nan"))
    assert number("-inf") == -math.inf
    with pytest.raises(ValueError, match="no counter"):
        whole("nan")
