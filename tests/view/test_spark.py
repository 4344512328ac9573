"""The curve in one row, its marks, and the progress bar."""

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from train_watch.view.spark import ASCII_LEVELS, BLOCKS, bar, sparkline

VALUES = st.lists(st.floats(allow_nan=True, allow_infinity=True), max_size=200)


def test_a_rise_is_seen_as_one() -> None:
    assert sparkline([1, 2, 3, 4, 5, 6, 7], 7).row == "▁▂▃▄▅▆▇"


def test_the_top_level_is_kept_for_what_is_cut_off() -> None:
    assert sparkline([1.0, 2.0, 50.0], 3, cap=2.0).row == "▁▇█"


def test_one_evaluation_does_not_lift_its_neighbours_when_room_is_short() -> None:
    values = [4.0] * 20 + [52.0] + [4.0] * 19
    marks = " " * 20 + "E" + " " * 19
    curve = sparkline(values, 4, marks=marks, cap=4.2, floor=3.8)
    assert len(set(curve.row)) == 1
    assert curve.marks == "  E "


def test_a_lone_cut_value_stands_out_where_it_has_a_cell_of_its_own() -> None:
    assert sparkline([4.0, 52.0, 4.0], 3, cap=4.2, floor=3.8).row[1] == "█"


def test_a_flat_run_is_drawn_in_the_middle() -> None:
    assert sparkline([4.0, 4.0], 5).row == "▄▄"


@given(VALUES, st.integers(0, 90), st.booleans())
@example([1.7e308, -1.7e308], 2, False)
def test_any_values_give_a_curve_that_fits(
    values: list[float], cells: int, ascii_only: bool
) -> None:
    curve = sparkline(values, cells, ascii_only=ascii_only)
    finite = sum(map(math.isfinite, values))
    assert len(curve.row) == len(curve.marks) == min(cells, finite)
    assert set(curve.row) <= set(ASCII_LEVELS if ascii_only else BLOCKS)


@given(st.lists(st.floats(0, 10), min_size=1, max_size=300), st.integers(1, 40), st.data())
def test_no_mark_is_lost_by_resampling(
    values: list[float], cells: int, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(values) - 1))
    marks = " " * place + "E"
    assert sparkline(values, cells, marks=marks).marks.count("E") == 1


@given(st.floats(0, 1), st.integers(1, 120))
def test_a_bar_has_its_width_and_is_not_full_before_the_end(fraction: float, cells: int) -> None:
    for ascii_only, full in ((False, "█"), (True, "#")):
        drawn = bar(fraction, cells, ascii_only=ascii_only)
        assert len(drawn) == cells
        assert (drawn == full * cells) == (fraction * cells * 8 + 1e-9 >= cells * 8)


@pytest.mark.parametrize("fraction", [None, math.nan, -1.0])
def test_an_unknown_share_is_an_empty_bar(fraction: float | None) -> None:
    assert bar(fraction, 4, ascii_only=True) == "----"


@given(st.floats(0, 1), st.floats(0, 1))
def test_more_progress_never_looks_like_less(one: float, other: float) -> None:
    order = " ·▏▎▍▌▋▊▉█"
    low, high = sorted((one, other))
    pairs = zip(bar(low, 10), bar(high, 10), strict=True)
    assert all(order.index(a) <= order.index(b) for a, b in pairs)
