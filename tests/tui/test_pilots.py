"""Every key, pressed in the running app (without a terminal)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from train_watch.tui.app import Dashboard
from train_watch.tui.feed import Look
from train_watch.tui.keys import KEYS
from train_watch.view.sample import sample_view
from train_watch.view.state import SafeText, ViewState

Feed = Any
"""`conftest.ScriptedFeed`, which a test cannot import."""


@dataclass
class Clock:
    """Seconds that pass only when a test says so."""

    now: float = 100.0

    def __call__(self) -> float:
        return self.now


class Driven:
    """The app with the pilot that presses its keys."""

    def __init__(self, app: Dashboard, pilot: Any, clock: Clock) -> None:
        self.app, self.pilot, self.clock = app, pilot, clock

    async def press(self, *keys: str) -> str:
        await self.pilot.press(*keys)
        return self.screen()

    def screen(self) -> str:
        """What the terminal would show: the strips that Textual would write."""
        lines = self.app.canvas.render_lines(self.app.canvas.region.reset_offset)
        return "\n".join(line.text for line in lines)

    def first_row(self) -> str:
        return self.screen().splitlines()[0]

    def last_row(self) -> str:
        return self.screen().splitlines()[-1]


@asynccontextmanager
async def driven(feed: Feed, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Driven]:
    clock = Clock()
    app = Dashboard(feed, Look(refresh_hz=10), clock=clock)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Driven(app, pilot, clock)


async def test_the_first_frame_is_the_main_page(feed: Feed) -> None:
    async with driven(feed) as it:
        assert "when will it finish" in it.screen()
        assert "q quit" in it.last_row()


@pytest.mark.parametrize(("key", "code"), [("q", 0), ("ctrl+q", 0), ("ctrl+c", 130)])
async def test_quitting_keys_end_the_app_with_their_code(feed: Feed, key: str, code: int) -> None:
    app = Dashboard(feed, Look())
    async with app.run_test() as pilot:
        await pilot.press(key)
    assert app.return_code == code


@pytest.mark.parametrize(
    ("key", "title"),
    [
        ("question_mark", "help"),
        ("f1", "help"),
        ("w", "what if"),
        ("e", "where the numbers come from"),
        ("a", "alerts"),
        ("enter", "alerts"),
        ("l", "log"),
    ],
)
async def test_a_key_opens_its_page_and_leads_back(feed: Feed, key: str, title: str) -> None:
    async with driven(feed) as it:
        assert f" {title} " in (await it.press(key)).splitlines()[0]
        assert "when will it finish" in await it.press("escape")
        await it.press(key)
        assert "when will it finish" in await it.press(key)


async def test_a_page_opens_straight_from_another(feed: Feed) -> None:
    async with driven(feed) as it:
        await it.press("w")
        assert " alerts " in (await it.press("a")).splitlines()[0]


async def test_pages_scroll_by_row_by_page_and_to_their_ends(feed: Feed) -> None:
    async with driven(feed, (60, 10)) as it:
        top = await it.press("question_mark")
        one_down = await it.press("j")
        assert one_down.splitlines()[1] == top.splitlines()[2]
        assert await it.press("k") == top
        assert await it.press("down", "up") == top
        paged = await it.press("pagedown")
        assert paged.splitlines()[1] == top.splitlines()[8]
        end = await it.press("G")
        assert "warm-up" in end
        assert await it.press("j", "pagedown", "end") == end
        assert await it.press("pageup") != end
        assert await it.press("g") == top
        assert await it.press("end", "home") == top


async def test_space_freezes_the_screen_and_shows_its_age(feed: Feed) -> None:
    async with driven(feed) as it:
        await it.press("space")
        assert "FROZEN" in it.first_row()
        feed.put(sample_view("died"))
        it.clock.now += 75
        it.app.tick()
        assert "1m 15s old" in it.first_row()
        assert "DIED" not in it.screen()
        assert "DIED" in await it.press("space")
        assert "FROZEN" not in it.first_row()


async def test_the_total_is_asked_for_and_handed_on(feed: Feed) -> None:
    async with driven(feed) as it:
        await it.press("t")
        assert "total steps: " in it.last_row()
        assert "total steps: 6x" in (await it.press("6", "x")).splitlines()[-1]
        await it.press("enter")
        assert "! a whole number above zero" in it.last_row()
        await it.press("backspace", "k", "enter")
        assert feed.told == [("total", 6000)]
        assert "q quit" in it.last_row()


async def test_a_deadline_that_is_none_is_answered_with_what_is(feed: Feed) -> None:
    async with driven(feed) as it:
        await it.press("d", *"noon", "enter")
        assert "! a time such as 18:00" in it.last_row()
        await it.press("ctrl+u", "1", "8", "colon", "0", "0", "enter")
        assert feed.told == [("deadline", "18:00")]


async def test_escape_and_an_empty_text_leave_a_prompt_without_an_answer(feed: Feed) -> None:
    async with driven(feed) as it:
        await it.press("t", "5", "escape")
        assert "q quit" in it.last_row()
        await it.press("d", "enter")
        assert "q quit" in it.last_row()
        assert feed.told == []


async def test_a_number_typed_on_the_what_if_page_is_a_scenario(feed: Feed) -> None:
    async with driven(feed) as it:
        await it.press("w", "0")
        assert "seconds a step: 0" in it.last_row()
        await it.press("full_stop", "1", "5", "enter")
        assert feed.told == [("what_if", 0.15)]


async def test_letters_in_a_prompt_are_text_but_ctrl_c_still_quits(feed: Feed) -> None:
    app = Dashboard(feed, Look())
    async with app.run_test() as pilot:
        await pilot.press("d", "q", "w", "space", "e")
        assert app.ui.typing is not None
        assert app.ui.typing.text == "qw e"
        await pilot.press("ctrl+c")
    assert app.return_code == 130


async def test_pasted_text_goes_into_a_prompt_and_never_acts_as_keys(feed: Feed) -> None:
    from textual.events import Paste

    async with driven(feed) as it:
        it.app.post_message(Paste("q\x1b[31mw\n"))
        await it.pilot.pause()
        assert "when will it finish" in it.screen()
        await it.press("d")
        it.app.post_message(Paste("fri 9:00\n"))
        await it.pilot.pause()
        assert "deadline: fri 9:00" in it.last_row()


async def test_the_log_page_follows_holds_and_searches(feed: Feed) -> None:
    async with driven(feed) as it:
        await it.press("l")
        assert "lines 1,179-1,200 of 1,200  following" in it.first_row()
        await it.press("k")
        assert "held" in it.first_row()
        feed.tail = replace(feed.tail, lines=(*feed.tail.lines, SafeText("newer")))
        feed.put(feed.shown)
        it.app.tick()
        assert "newer" not in it.screen()
        assert "newer" in await it.press("G")
        await it.press("slash", *"ITER 15:")
        assert "no line holds it" in (await it.press("enter")).splitlines()[0]
        await it.press("slash", *"iter 1", "enter")
        first = it.app.ui.log.hit
        await it.press("N")
        assert (it.app.ui.log.hit or 0) < (first or 0)
        await it.press("n")
        assert it.app.ui.log.hit == first
        await it.press("right")
        assert it.app.ui.log.left == 20
        await it.press("left", "h")
        assert it.app.ui.log.left == 0


async def test_the_wheel_scrolls_pages(feed: Feed) -> None:
    from textual.events import MouseScrollDown, MouseScrollUp

    def wheel(kind: type[MouseScrollDown | MouseScrollUp]) -> MouseScrollDown | MouseScrollUp:
        return kind(None, 1, 1, 0, 0, 0, False, False, False)

    async with driven(feed, (60, 10)) as it:
        await it.press("question_mark")
        it.app.post_message(wheel(MouseScrollDown))
        await it.pilot.pause()
        assert it.app.ui.scroll == 3
        it.app.post_message(wheel(MouseScrollUp))
        await it.pilot.pause()
        assert it.app.ui.scroll == 0


async def test_keys_that_only_pages_know_do_nothing_on_the_main_page(feed: Feed) -> None:
    async with driven(feed) as it:
        before = it.screen()
        assert await it.press("n", "N", "slash", "5", "j", "G", "h", "x", "tab", "f9") == before


async def test_ctrl_z_and_ctrl_l_reach_the_app(feed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[str] = []
    async with driven(feed) as it:
        monkeypatch.setattr(it.app, "suspend_to_shell", lambda: called.append("suspend"))
        monkeypatch.setattr(it.app, "redraw", lambda: called.append("redraw"))
        await it.press("ctrl+z", "ctrl+l")
    assert called == ["suspend", "redraw"]


async def test_on_return_from_the_shell_every_cell_is_painted_anew(
    feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[str] = []
    async with driven(feed) as it:
        monkeypatch.setattr(it.app, "redraw", lambda: called.append("redraw"))
        it.app.app_resume_signal.publish(it.app)
        await it.pilot.pause()
    assert called == ["redraw"]


def test_the_tests_above_press_every_key() -> None:
    pressed = Path(__file__).read_text(encoding="utf-8")
    tried_elsewhere = {"ctrl+f", "ctrl+b", *"123456789"}
    missing = [
        press
        for key in KEYS
        for press in key.presses
        if press not in tried_elsewhere and f'"{press}"' not in pressed
    ]
    assert not missing


async def test_a_resize_is_followed_by_the_layout_for_the_new_size(feed: Feed) -> None:
    async with driven(feed) as it:
        for size, sign in (
            ((120, 35), "╭─ health"),
            ((60, 10), "FINISH"),
            ((1, 1), "+"),
            ((80, 24), "── health"),
        ):
            await it.pilot.resize_terminal(*size)
            await it.pilot.pause()
            assert sign in it.screen()
            assert len(it.screen().splitlines()) == size[1]


async def test_an_error_in_the_feed_ends_the_app_and_never_with_zero(
    feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(now: float | None = None) -> ViewState:
        raise ValueError("broken feed")

    app = Dashboard(feed, Look())
    monkeypatch.setattr(feed, "view", broken)
    with pytest.raises(ValueError, match="broken feed"):
        async with app.run_test():
            pass
    assert app.return_code != 0
