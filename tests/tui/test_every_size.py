"""No size and no view is too much: exactly as many rows and cells as asked for, never an exception."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from train_watch.tui.feed import LogTail
from train_watch.tui.glyphs import ASCII, UNICODE, Glyphs
from train_watch.tui.ink import Area, row_text, row_width
from train_watch.tui.painter import Painter
from train_watch.tui.panels import PANELS
from train_watch.tui.screens import PAGES
from train_watch.tui.ui import LogPlace, Typing, Ui
from train_watch.view.sample import sample_view
from train_watch.view.state import ViewState

WIDTHS = (*range(1, 26), 39, 40, 41, 55, 59, 60, 61, 79, 80, 99, 100, 120, 149, 150, 200)
HEIGHTS = (*range(1, 13), 15, 16, 17, 23, 24, 29, 30, 34, 35, 43, 44, 50)


def assert_fits(view: ViewState, ui: Ui, cells: int, rows: int, glyphs: Glyphs = UNICODE) -> None:
    tail = LogTail(5, view.log)
    painted = Painter(glyphs).paint(view, ui, tail, cells, rows)
    assert len(painted) == rows
    assert {row_width(row) for row in painted} == {cells}


@pytest.mark.parametrize("filled", [False, True], ids=["empty", "full"])
def test_the_main_page_fits_every_size(full_view: ViewState, filled: bool) -> None:
    view = full_view if filled else ViewState()
    for cells in WIDTHS:
        for rows in HEIGHTS:
            assert_fits(view, Ui(), cells, rows)


@pytest.mark.parametrize("page", [*PAGES, "log"])
@pytest.mark.parametrize("filled", [False, True], ids=["empty", "full"])
def test_every_page_fits_every_size(full_view: ViewState, page: str, filled: bool) -> None:
    view = full_view if filled else ViewState()
    for cells in WIDTHS[::3]:
        for rows in (1, 2, 3, 24, 50):
            assert_fits(view, Ui(page=page, scroll=2), cells, rows)


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
def test_no_panel_fails_in_any_room(full_view: ViewState, panel: str, glyphs: Glyphs) -> None:
    for view in (ViewState(), sample_view("running"), full_view):
        for cells in WIDTHS:
            for rows in (0, 1, 2, 3, 5, 9, 20):
                drawn = PANELS[panel].draw(view, Area(cells, rows, glyphs))
                assert all(isinstance(row_text(row), str) for row in drawn)
                assert panel != "compact" or len(drawn) <= max(rows, 1)


@given(
    size=st.tuples(st.integers(1, 200), st.integers(1, 50)),
    page=st.sampled_from(["main", "log", *PAGES]),
    text=st.text(max_size=60),
    left=st.integers(0, 300),
    glyphs=st.sampled_from([UNICODE, ASCII]),
)
@settings(max_examples=150, deadline=None)
def test_prompts_searches_and_scrolled_logs_fit_too(
    size: tuple[int, int], page: str, text: str, left: int, glyphs: Glyphs
) -> None:
    view = sample_view("stalled")
    place = LogPlace(top=7, left=left, query=text, hit=9, told=text)
    typing = Typing("deadline", text, text) if text else None
    assert_fits(view, Ui(page, 3, typing, place), *size, glyphs)


def test_the_key_figure_stays_when_the_screen_gets_small() -> None:
    view = sample_view("running")
    for cells, rows in ((200, 50), (80, 24), (40, 10), (40, 3), (20, 1), (9, 1)):
        painted = Painter(UNICODE).paint(view, Ui(), LogTail(), cells, rows)
        text = "\n".join(map(row_text, painted))
        assert "in 4h" in text, (cells, rows)


def test_one_cell_shows_the_state_as_a_symbol() -> None:
    for kind, symbol in (("running", "+"), ("stalled", "x"), ("waiting", "-")):
        painted = Painter(UNICODE).paint(sample_view(kind), Ui(), LogTail(), 1, 1)  # type: ignore[arg-type]
        assert row_text(painted[0]) == symbol
