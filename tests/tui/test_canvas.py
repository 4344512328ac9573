"""Only what changed is painted, and what is painted is right, cell for cell."""

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual import _compositor
from textual.strip import Strip

from train_watch.tui.app import Dashboard
from train_watch.tui.canvas import changed
from train_watch.tui.feed import LogTail, Look
from train_watch.tui.glyphs import UNICODE
from train_watch.tui.ink import Row, Span, row_text
from train_watch.tui.painter import Painter
from train_watch.tui.panels import PANELS
from train_watch.tui.spans import render_segments, write_only_changes
from train_watch.tui.ui import Ui
from train_watch.view.sample import Kind, sample_view
from train_watch.view.state import SafeText, ViewState

TEXTUALS_OWN = _compositor.ChopsUpdate.render_segments


def plain(text: str) -> Row:
    return (Span(text),)


def test_equal_rows_have_no_changed_span() -> None:
    assert changed(plain("16:12:40"), plain("16:12:40")) == []


def test_changes_that_are_near_are_one_span_and_far_ones_are_two() -> None:
    assert changed(plain("a" * 40), plain("a" * 5 + "b" + "a" * 4 + "b" + "a" * 29)) == [(5, 11)]
    assert changed(plain("a" * 40), plain("b" + "a" * 38 + "b")) == [(0, 1), (39, 40)]


def test_a_change_of_role_alone_is_a_change() -> None:
    assert changed((Span("ab"), Span("c", "good")), (Span("ab"), Span("c", "warning"))) == [(2, 3)]


def test_a_row_with_wide_characters_is_painted_whole() -> None:
    assert changed(plain("損失 1"), plain("損失 2")) == [(0, 6)]


@given(st.text("ab", min_size=30, max_size=30), st.text("ab", min_size=30, max_size=30))
def test_painting_the_changed_spans_makes_the_new_row(old: str, new: str) -> None:
    shown = list(old)
    for start, end in changed(plain(old), plain(new)):
        shown[start:end] = new[start:end]
    assert "".join(shown) == new


def test_the_short_form_is_in_use_with_this_textual() -> None:
    assert write_only_changes()


def test_another_shape_of_textual_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    class Other:
        def __init__(self, regions: object) -> None: ...

    monkeypatch.setattr(_compositor, "ChopsUpdate", Other)
    assert not write_only_changes()
    monkeypatch.delattr(_compositor, "ChopsUpdate")
    assert not write_only_changes()


def random_strip(chance: random.Random, cells: int) -> Strip:
    styles = (None, Style(bold=True), Style(color="blue"), Style(color="yellow", reverse=True))
    pieces: list[Segment] = []
    while (left := cells - sum(len(piece.text) for piece in pieces)) > 0:
        text = "".join(chance.choices("abc─█ ", k=chance.randint(1, min(9, left))))
        pieces.append(Segment(text, chance.choice(styles)))
    return Strip(pieces)


def emulated(frames: list[str], size: tuple[int, int]) -> list[list[tuple[object, ...]]]:
    screen = pyte.Screen(*size)
    stream = pyte.Stream(screen)
    for frame in frames:
        stream.feed(frame)
    columns, rows = size
    return [[tuple(screen.buffer[y][x]) for x in range(columns)] for y in range(rows)]


def test_the_short_form_paints_the_same_cells_as_textuals_own() -> None:
    """Two widgets side by side, random changes: the emulated screens are equal cell for cell."""
    chance = random.Random(7)
    console = Console(color_system="256", force_terminal=True)
    short, long = [], []
    for _ in range(60):
        rows = 6
        chops = [{0: random_strip(chance, 12), 12: random_strip(chance, 18)} for _ in range(rows)]
        spans = sorted(
            (y, x, chance.randint(x + 1, 30))
            for y in chance.sample(range(rows), k=3)
            for x in (chance.randint(0, 28),)
        )
        update = _compositor.ChopsUpdate(chops, spans, [[12, 30]] * rows)
        changed_cells = render_segments(update, console)
        # Textual's own writes more cells than changed, so both start from the same full frame
        full = "".join(
            f"\x1b[{y + 1};1H{line[0].render(console)}{line[12].render(console)}"
            for y, line in enumerate(chops)
        )
        short.append(emulated([full, changed_cells], (30, rows)))
        long.append(emulated([full, TEXTUALS_OWN(update, console)], (30, rows)))
        assert len(changed_cells) <= len(TEXTUALS_OWN(update, console)) + 8
    assert short == long


def frames_of(views: list[ViewState], size: tuple[int, int]) -> tuple[list[str], list[str]]:
    """The changed spans of each view after the first, written to a screen; and that of a fresh one."""
    painter = Painter(UNICODE)
    before = painter.paint(views[0], Ui(), LogTail(), *size)
    frames = ["".join(f"\x1b[{y + 1};1H{row_text(row)}" for y, row in enumerate(before))]
    for view in views[1:]:
        after = painter.paint(view, Ui(), LogTail(), *size)
        for y, (old, new) in enumerate(zip(before, after, strict=True)):
            for start, end in changed(old, new):
                frames.append(f"\x1b[{y + 1};{start + 1}H{row_text(new)[start:end]}")
        before = after
    return frames, [row_text(row) for row in before]


def test_a_screen_that_got_only_changes_shows_the_last_view() -> None:
    kinds: tuple[Kind, ...] = (
        "waiting",
        "warming_up",
        "running",
        "evaluating",
        "stalled",
        "died",
        "finished",
    )
    views = [sample_view(kind) for kind in (*kinds, *reversed(kinds))]
    for size in ((120, 35), (80, 24), (60, 10)):
        frames, expected = frames_of(views, size)
        shown = emulated(frames, size)
        assert ["".join(str(cell[0]) for cell in row) for row in shown] == expected


class Counting:
    """Counts how often each panel draws."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.draws: dict[str, int] = {}
        for name, panel in PANELS.items():
            counted = replace(panel, draw=self._counted(name, panel.draw))
            monkeypatch.setitem(PANELS, name, counted)

    def _counted(self, name: str, draw: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*args: Any) -> Any:
            self.draws[name] = self.draws.get(name, 0) + 1
            return draw(*args)

        return counted


def test_a_panel_is_drawn_again_only_when_what_it_reads_has_changed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counting = Counting(monkeypatch)
    painter = Painter(UNICODE)
    view = sample_view("running")
    for _ in range(5):
        painter.paint(sample_view("running"), Ui(), LogTail(), 80, 24)
    assert set(counting.draws.values()) == {1}
    ticked = replace(view, header=replace(view.header, clock=SafeText("16:12:41")))
    painter.paint(ticked, Ui(), LogTail(), 80, 24)
    assert {name: count for name, count in counting.draws.items() if count > 1} == {"header": 2}
    painter.paint(replace(ticked, log=(*view.log, SafeText("new"))), Ui(), LogTail(), 80, 24)
    assert counting.draws["log"] == 2
    assert counting.draws["speed"] == 1


async def test_equal_views_repaint_nothing_and_a_clock_only_its_cells(
    feed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = Dashboard(feed, Look(refresh_hz=0.1), clock=lambda: 0.0)
    async with app.run_test(size=(120, 35)) as pilot:
        await pilot.pause()
        painted: list[Any] = []
        monkeypatch.setattr(app.canvas, "refresh", lambda *regions: painted.extend(regions))
        feed.put(sample_view("running"))
        app.tick()
        assert painted == []
        header = replace(feed.shown.header, clock=SafeText("16:12:41"))
        feed.put(replace(feed.shown, header=header))
        app.tick()
        assert [region.size for region in painted] == [(1, 1)]
        assert painted[0].y == 0


async def test_the_feed_is_asked_only_when_the_state_or_the_clock_moved_on(feed: Any) -> None:
    now = [0.0]
    app = Dashboard(feed, Look(refresh_hz=0.1), clock=lambda: now[0])
    async with app.run_test() as pilot:
        await pilot.pause()
        looks = feed.looks
        app.tick()
        assert feed.looks == looks
        feed.put(sample_view("stalled"))
        app.tick()
        assert feed.looks == looks + 1
        now[0] += 1.0
        app.tick()
        assert feed.looks == looks + 2
