"""The app: asks the feed on a timer, hands rows to the canvas, and gives keys to their actions."""

import asyncio
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Protocol

from textual import events
from textual.app import App
from textual.binding import Binding
from textual.widget import Widget

from train_watch.tui.actions import ACTIONS, in_log, move
from train_watch.tui.canvas import Canvas
from train_watch.tui.feed import Feed, LogTail, Look
from train_watch.tui.glyphs import glyphs
from train_watch.tui.ink import Rows
from train_watch.tui.keys import CONTROL_KEYS, LOG, key_for
from train_watch.tui.painter import PAGE_ROWS, Painter
from train_watch.tui.palette import styles_for
from train_watch.tui.prompts import PROMPTS
from train_watch.tui.screens.log import searched
from train_watch.tui.spans import write_only_changes
from train_watch.tui.ui import Typing, Ui, typed
from train_watch.view.state import SafeText, ViewState
from train_watch.view.units import duration

INLINE_ROWS = 10
"""The compact layout with everything on it."""
CLOCK_S = 0.95
"""While the state is the same only clocks move, by the second: a little less, lest one is skipped."""
WHEEL_ROWS = 3
DEFAULT_THEME = "ansi-dark"
"""The terminal's own background and text, whether that is dark or light."""


class Keeper(Protocol):
    """What surrounds the app and brings the terminal back: `guard.TerminalGuard`."""

    ask_to_quit: Callable[[int], object] | None
    """Set while the app runs: ends it with a code, from any thread or signal handler."""

    def expect_end(self, code: int) -> None:
        """The app ends with `code` now."""

    def watch(self) -> None:
        """Called at every look at the feed."""


class NoKeeper:
    """For tests and pictures, where there is no terminal to look after."""

    ask_to_quit: Callable[[int], object] | None = None

    def expect_end(self, code: int) -> None:
        """Nothing to do."""

    def watch(self) -> None:
        """Nothing to do."""


class Dashboard(App[int]):
    """Composes one canvas, polls, dispatches; all drawing is the painter's."""

    ENABLE_COMMAND_PALETTE = False
    CSS = f"""
    Screen {{ overflow: hidden; }}
    Screen:inline {{ height: {INLINE_ROWS}; border: none; }}
    """
    BINDINGS = [  # noqa: RUF012 - Textual's own way
        Binding(press, f"pressed('{press}')", show=False, priority=True)
        for key in CONTROL_KEYS
        for press in key.presses
        if press.startswith("ctrl+")
    ]

    def __init__(
        self,
        feed: Feed,
        look: Look,
        *,
        colors: str = "auto",
        clock: Callable[[], float] = time.monotonic,
        keeper: Keeper | None = None,
    ) -> None:
        """`colors`: what the terminal can (Rich's names, `none`), or `auto` to find out."""
        super().__init__()
        self.theme = look.theme or DEFAULT_THEME
        self.look = look
        self.ui = Ui()
        self.tail = LogTail()
        self._feed = feed
        self._clock = clock
        self._keeper: Keeper = keeper or NoKeeper()
        self._view = ViewState()
        self._version: int | None = None
        self._seen_at = float("-inf")
        self._frozen_at: float | None = None
        self._painter = Painter(glyphs(ascii_only=look.ascii))
        depth = {"auto": self.console.color_system, "none": None}.get(colors, colors)
        styles = styles_for(depth, self.current_theme if look.theme else None)
        self.canvas = Canvas(styles, self._paint)
        write_only_changes()

    def compose(self) -> Iterable[Widget]:
        yield self.canvas

    def on_mount(self) -> None:
        loop = asyncio.get_running_loop()
        self._keeper.ask_to_quit = lambda code: loop.call_soon_threadsafe(self.leave, code)
        self.app_resume_signal.subscribe(self, lambda _: self.redraw())
        self.set_interval(1 / self.look.refresh_hz, self.tick)
        if self.look.refresh_hz < 1:
            self.set_interval(1.0, self._keeper.watch)  # a terminal that is gone is noticed in time

    def on_canvas_resized(self) -> None:
        self._painter.forget()
        self.repaint()

    # looking ------------------------------------------------------------------------------------

    def tick(self) -> None:
        """Ask the feed if there can be anything new, and repaint."""
        self._keeper.watch()
        moved_on = self._clock() - self._seen_at >= CLOCK_S
        if self._frozen_at is None and (moved_on or self._feed.version() != self._version):
            self._look_again()
        self.repaint()

    def _look_again(self) -> None:
        if self._frozen_at is not None:
            return
        self._version, self._seen_at = self._feed.version(), self._clock()
        self._view = self._feed.view()
        if self.ui.page == LOG:
            self.read_tail()

    def read_tail(self) -> None:
        self.tail = self._feed.log_lines()

    def repaint(self) -> None:
        """Equal rows cost nothing, so this may be called whenever something may have changed."""
        self.canvas.update()

    def _paint(self, cells: int, rows: int) -> Rows:
        if self._version is None:
            self._look_again()
        return self._painter.paint(self._shown(), self.ui, self.tail, cells, rows)

    def _shown(self) -> ViewState:
        """The view; while frozen with its own age in place of the last line's."""
        if self._frozen_at is None:
            return self._view
        age = SafeText(f"{duration(self._clock() - self._frozen_at)} old")
        return replace(self._view, frozen=True, header=replace(self._view.header, age=age))

    # keys ---------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        event.stop()
        self.press(event.key, event.character)

    def action_pressed(self, press: str) -> None:
        """The keys with ctrl come as bindings, before anything else could take them."""
        self.press(press, None)

    def press(self, press: str, character: str | None) -> None:
        """One key: into the open prompt, else to the action that the key table names."""
        key = key_for(press, self.ui.page)
        if self.ui.typing and not (key and key.action == "interrupt"):
            self._type(self.ui.typing, press, character)
        elif key:
            ACTIONS[key.action](self, character or "")
        self.repaint()

    def on_paste(self, event: events.Paste) -> None:
        """Into a prompt, and only there: pasted text must not act as keys."""
        event.stop()
        for character in "".join(event.text.splitlines()[:1]):
            if self.ui.typing:
                self.ui = replace(self.ui, typing=typed(self.ui.typing, "", character))
        self.repaint()

    def _type(self, typing: Typing, press: str, character: str | None) -> None:
        if press == "escape":
            self.ui = replace(self.ui, typing=None)
        elif press == "enter":
            self._accept(typing)
        else:
            self.ui = replace(self.ui, typing=typed(typing, press, character))

    def _accept(self, typing: Typing) -> None:
        """Done with the prompt, unless what was typed is no good."""
        text = typing.text.strip()
        complaint = PROMPTS[typing.name].accept(self._feed, text) if text else None
        if complaint:
            self.ui = replace(self.ui, typing=replace(typing, complaint=complaint))
            return
        self.ui = replace(self.ui, typing=None)
        if typing.name == "search":
            in_log(
                self, partial(searched, tail=self.tail, rows=self.body_rows(), query=typing.text)
            )
        self._look_again()

    def on_mouse_scroll_down(self, _event: events.MouseScrollDown) -> None:
        move(self, WHEEL_ROWS)
        self.repaint()

    def on_mouse_scroll_up(self, _event: events.MouseScrollUp) -> None:
        move(self, -WHEEL_ROWS)
        self.repaint()

    # what the actions need ----------------------------------------------------------------------

    def leave(self, code: int) -> None:
        self._keeper.expect_end(code)
        self.exit(code, return_code=code)

    def freeze(self) -> None:
        """Hold the view, or let it go on."""
        self._frozen_at = self._clock() if self._frozen_at is None else None
        self._look_again()

    def redraw(self) -> None:
        """Every cell anew, whatever the terminal shows."""
        self.screen.refresh()

    def suspend_to_shell(self) -> None:
        self.action_suspend_process()

    def body_rows(self) -> int:
        return max(0, self.canvas.size.height - PAGE_ROWS)

    def scroll_limit(self) -> int:
        cells, rows = self.canvas.size
        return self._painter.scroll_limit(self._shown(), self.ui, cells, rows)

    def _print_error_renderables(self) -> None:
        """Textual would print local variables, and they hold lines of the log; `run` tells instead."""
        self._exit_renderables.clear()
