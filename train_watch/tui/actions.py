"""What each key does, by the name it has in the key table."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Protocol

from train_watch.tui.feed import LogTail
from train_watch.tui.keys import LOG, MAIN, WHAT_IF
from train_watch.tui.screens.log import STEP_CELLS, found, moved, shifted
from train_watch.tui.ui import LogPlace, Ui, asked, opened, scrolled

INTERRUPTED = 130
FAR = 10**9
"""More rows than any page has."""


class Screen(Protocol):
    """What the actions need of the app."""

    ui: Ui
    tail: LogTail

    def leave(self, code: int) -> None: ...
    def freeze(self) -> None: ...
    def suspend_to_shell(self) -> None: ...
    def redraw(self) -> None: ...
    def read_tail(self) -> None: ...
    def body_rows(self) -> int: ...
    def scroll_limit(self) -> int: ...


Action = Callable[[Screen, str], None]
"""Called with the app and the character that was typed, or an empty text."""


def _open(page: str) -> Action:
    def act(app: Screen, _character: str) -> None:
        app.ui = opened(app.ui, page)

    return act


def _open_log(app: Screen, _character: str) -> None:
    app.read_tail()
    app.ui = opened(app.ui, LOG)


def _ask(name: str) -> Action:
    def act(app: Screen, _character: str) -> None:
        app.ui = asked(app.ui, name)

    return act


def _start_typing(app: Screen, character: str) -> None:
    """A digit on the what-if page opens the prompt and is its first character."""
    app.ui = asked(app.ui, WHAT_IF, character)


def _scroll(by: int) -> Action:
    """By so many rows."""

    def act(app: Screen, _character: str) -> None:
        move(app, by)

    return act


def _page(direction: int) -> Action:
    """By the height of the page, less one row that stays in sight."""

    def act(app: Screen, _character: str) -> None:
        move(app, direction * max(1, app.body_rows() - 1))

    return act


def move(app: Screen, by: int) -> None:
    """Scroll whatever page is open; the main page has nothing to scroll."""
    if app.ui.page == LOG:
        in_log(app, partial(moved, tail=app.tail, by=by, rows=app.body_rows()))
    elif app.ui.page != MAIN:
        app.ui = scrolled(app.ui, by, app.scroll_limit())


def in_log(app: Screen, step: Callable[[LogPlace], LogPlace]) -> None:
    app.ui = replace(app.ui, log=step(app.ui.log))


def _find(step: int) -> Action:
    def act(app: Screen, _character: str) -> None:
        in_log(app, partial(found, tail=app.tail, rows=app.body_rows(), step=step))

    return act


def _shift(by: int) -> Action:
    def act(app: Screen, _character: str) -> None:
        in_log(app, partial(shifted, by=by))

    return act


ACTIONS: Mapping[str, Action] = {
    "quit": lambda app, _: app.leave(0),
    "interrupt": lambda app, _: app.leave(INTERRUPTED),
    "suspend": lambda app, _: app.suspend_to_shell(),
    "redraw": lambda app, _: app.redraw(),
    "freeze": lambda app, _: app.freeze(),
    "back": _open(MAIN),
    "help": _open("help"),
    "what_if": _open(WHAT_IF),
    "explain": _open("explain"),
    "alerts": _open("alerts"),
    "log": _open_log,
    "total": _ask("total"),
    "deadline": _ask("deadline"),
    "search": _ask("search"),
    "type": _start_typing,
    "down": _scroll(1),
    "up": _scroll(-1),
    "page_down": _page(1),
    "page_up": _page(-1),
    "top": _scroll(-FAR),
    "bottom": _scroll(FAR),
    "search_next": _find(1),
    "search_back": _find(-1),
    "left": _shift(-STEP_CELLS),
    "right": _shift(STEP_CELLS),
}
