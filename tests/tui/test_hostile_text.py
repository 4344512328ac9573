"""A log is hostile: no text of it is markup, and no control of it reaches the terminal."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from train_watch.tui.app import Dashboard
from train_watch.tui.feed import LogTail, Look
from train_watch.tui.glyphs import ASCII, UNICODE
from train_watch.tui.ink import row_text
from train_watch.tui.painter import Painter
from train_watch.tui.preview import StillFeed, as_text
from train_watch.tui.screens import PAGES
from train_watch.tui.ui import LogPlace, Typing, Ui
from train_watch.view.sample import sample_view
from train_watch.view.state import AlertRow, HealthRow, SafeText, Scenario, Section, ViewState

MARKUP = "[/] [/nope] [red]x[/red] [@click=app.quit]q[/] [link=file:///etc]l[/link] \\[b] [[b]]"
CONTROLS = (
    "\x1b]0;title\x07 \x1b]52;c;cm0=\x07 \x1b]8;;file:///x\x1b\\ \x1bP1\x1b\\ \x1bc \x1b[?1049l"
    "\x9b31m \x00 \x7f \x08 \x0e \x0f \u202e \u2066 \u2028 \x85 \u200b \ufeff \ud800"
)
UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)


def view_of(text: str) -> ViewState:
    """`text` in every place that a view has for words."""
    told = SafeText(text)
    view = sample_view("running")
    texts = dict.fromkeys(
        ("finish", "remaining", "range", "deadline", "guess", "trainer", "total_from"), told
    )
    return replace(
        view,
        header=replace(view.header, name=told, path=told, state=told, counter=told, age=told),
        when=replace(view.when, terms=(told,), **texts),  # type: ignore[arg-type]
        speed=replace(view.speed, now=told, trend=told, legend=told, median=told),
        loss=told,
        health=(HealthRow(told, "+", told, "good", told),) * 4,
        alerts=(AlertRow("x", "critical", told, told, (told,), (told,)),),
        scenarios=(Scenario(told, told, told, told),),
        explain=(Section(told, (told,)),),
        log=(told,) * 9,
        notes=(told,),
        pending=told,
    )


@pytest.mark.parametrize("page", ["main", "log", *PAGES])
def test_markup_is_shown_as_it_stands(page: str) -> None:
    text = as_text(view_of(MARKUP), 200, 50, page=page)
    assert page == "help" or "[@click=app.quit]" in text


async def test_markup_survives_the_way_through_textual() -> None:
    app = Dashboard(StillFeed(view_of(MARKUP)), Look())
    async with app.run_test(size=(200, 50)) as pilot:
        await pilot.press("l")
        lines = app.canvas.render_lines(app.canvas.region.reset_offset)
        assert MARKUP in lines[1].text
        assert all(
            not segment.style or not segment.style.meta for line in lines for segment in line
        )


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
@pytest.mark.parametrize("page", ["main", "log", *PAGES])
def test_controls_never_leave_the_painter_even_if_a_view_held_them(page: str, glyphs) -> None:  # type: ignore[no-untyped-def]
    view = view_of(CONTROLS)
    typing = Typing("deadline", CONTROLS, CONTROLS)
    for size in ((200, 50), (80, 24), (60, 10), (30, 3)):
        for ui in (Ui(page), Ui(page, typing=typing), Ui(page, log=LogPlace(told=CONTROLS))):
            for row in Painter(glyphs).paint(view, ui, LogTail(0, view.log), *size):
                assert not UNSAFE.search(row_text(row))


@given(st.text(max_size=40))
def test_no_text_of_a_log_line_can_break_the_screen(text: str) -> None:
    view = replace(sample_view("running"), log=(SafeText(text),) * 3, pending=SafeText(text))
    for glyphs in (UNICODE, ASCII):
        for row in Painter(glyphs).paint(view, Ui(), LogTail(), 60, 10):
            shown = row_text(row)
            assert not UNSAFE.search(shown)
            assert glyphs is UNICODE or shown.isascii()
