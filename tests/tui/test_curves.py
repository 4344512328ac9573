"""The curve: a new value changes the last column, marks are kept, and outliers are cut off."""

from hypothesis import given
from hypothesis import strategies as st

from train_watch.tui.bins import Bin, bins
from train_watch.tui.digits import BLOCKS, SEGMENTS, big_clock
from train_watch.tui.glyphs import UNICODE
from train_watch.tui.ink import Area, row_text
from train_watch.tui.panels.loss import loss
from train_watch.tui.panels.speed import speed
from train_watch.tui.plot import Scale, plot, scale_of, ticks
from train_watch.view.state import Speed, ViewState

FINITE = st.floats(-1e9, 1e9)


def curve(count: int, *, every: int = 10, marks: str = "") -> Speed:
    values = tuple(4.0 + (index % 7) / 100 for index in range(count))
    steps = tuple(range(every, every * (count + 1), every))
    return Speed(values=values, steps=steps, marks=marks)


def test_few_values_have_a_column_each() -> None:
    assert bins(curve(3), 50) == (Bin(4.0, " ", 10), Bin(4.01, " ", 20), Bin(4.02, " ", 30))


def test_the_newest_values_are_shown_while_a_column_would_hold_less_than_two() -> None:
    found = bins(curve(70), 50)
    assert len(found) == 50
    assert found[-1].step == 700


def test_many_values_share_columns_and_all_columns_but_the_last_stay_as_they_were() -> None:
    before, after = bins(curve(403), 40), bins(curve(404), 40)
    assert len(before) in {40, 39}
    assert before[1:-1] == after[1:-1]


def test_a_mark_is_kept_and_does_not_lift_its_column() -> None:
    told = Speed(values=(4.0, 52.0, 4.2, 4.4), steps=(1, 2, 3, 4), marks=" E  ")
    found = bins(told, 2)
    assert "E" in {entry.mark for entry in found}
    assert max(entry.value for entry in found) < 5


def test_nothing_and_no_number_make_no_column() -> None:
    assert bins(Speed(), 10) == ()
    assert bins(Speed(values=(float("nan"), float("inf"))), 10) == ()
    assert bins(curve(5), 0) == ()


@given(
    st.lists(FINITE, max_size=90), st.integers(1, 30), st.lists(st.integers(0, 10**9), max_size=90)
)
def test_there_are_never_more_columns_than_room(
    values: list[float], columns: int, steps: list[int]
) -> None:
    told = Speed(values=tuple(values), steps=tuple(sorted(steps)), marks="E")
    assert len(bins(told, columns)) <= columns


@given(st.lists(FINITE, min_size=1, max_size=40), st.integers(1, 9), st.booleans())
def test_a_plot_has_its_size_and_every_value_shows(
    values: list[float], rows: int, ascii_only: bool
) -> None:
    lines = plot(values, rows, scale_of(values, None, None), ascii_only=ascii_only)
    assert [len(line) for line in lines] == [len(values)] * rows
    assert all(column.strip() for column in map("".join, zip(*lines, strict=True)))


@given(st.lists(FINITE, min_size=2, max_size=20))
def test_a_higher_value_has_no_lower_column(values: list[float]) -> None:
    values = sorted(values)
    lines = plot(values, 4, scale_of(values, None, None), ascii_only=False)
    heights = [
        sum(" ▁▂▃▄▅▆▇█".index(char) for char in column) for column in zip(*lines, strict=True)
    ]
    assert heights == sorted(heights)


@given(FINITE, FINITE, st.integers(1, 12))
def test_labels_are_equally_wide(low: float, high: float, rows: int) -> None:
    scale = scale_of([], min(low, high), max(low, high))
    labels = ticks(scale, rows)
    assert len(labels) == rows
    assert len({len(label) for label in labels}) == 1


def test_labels_tell_rows_apart() -> None:
    assert ticks(Scale(0.0, 1.0), 2) == ("0.8", "0.2")
    assert len(set(ticks(Scale(3.98, 3.99), 5))) == 5


def test_the_digits_of_both_fonts_have_three_rows_of_one_width() -> None:
    for font in (BLOCKS, SEGMENTS):
        for char in "0123456789:":
            assert len({len(row) for row in font[char]}) == 1
        assert len({font[char] for char in "0123456789:"}) == 11


def test_the_clock_is_found_beside_a_weekday_and_with_seconds() -> None:
    assert big_clock("Fri 06:10", UNICODE) == big_clock("06:10", UNICODE)
    assert len(big_clock("16:38:12", UNICODE)[0]) > len(big_clock("16:38", UNICODE)[0])
    assert big_clock("", UNICODE) == ()


def test_the_plot_gives_way_to_one_row_and_that_to_words() -> None:
    view = ViewState(speed=curve(30))
    assert len(speed(view, Area(60, 10, UNICODE))) > 6
    low = speed(view, Area(60, 3, UNICODE))
    assert set(row_text(low[0])) <= set("▁▂▃▄▅▆▇█")
    assert row_text(speed(ViewState(), Area(60, 10, UNICODE))[0]) == "no iteration time yet"


def test_the_newest_loss_is_always_on_its_plot() -> None:
    falling = tuple(9.0 - index / 100 for index in range(500))
    rows = loss(ViewState(loss_values=falling), Area(56, 10, UNICODE))
    assert row_text(rows[-2])[-1] == "▁"
    assert row_text(rows[0])[-1] == " "
