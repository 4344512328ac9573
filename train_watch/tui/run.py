"""`run_dashboard`: from a feed to an exit code, with the terminal as it was before."""

import os
import sys
from typing import TYPE_CHECKING

from train_watch.tui.feed import Feed, Look
from train_watch.tui.guard import INTERNAL, TerminalGuard
from train_watch.tui.terminal import on_the_terminal
from train_watch.view.safe import safe_text

if TYPE_CHECKING:
    from train_watch.tui.app import Dashboard

USAGE = 2
FRAMES_A_SECOND = "20"
"""At most; Textual's 60 would only cost a slow link bytes while a page scrolls. Fewer would delay the first
frame and every key, since a frame waits for its turn: 50 ms is not felt."""


def run_dashboard(feed: Feed, *, look: Look) -> int:
    """Show the dashboard until it is closed; returns the exit code.

    0 after `q`, 130 after ctrl+c or SIGINT, 1 after an internal error (told on standard error),
    2 where there is no terminal or no such theme. SIGTERM, SIGHUP and SIGQUIT end the process
    itself with 128 + n, once the terminal is restored.
    """
    try:
        return _run(feed, look)
    finally:
        feed.stop()


def prepare() -> None:
    """To be called before Textual is imported, which reads these then."""
    os.environ.setdefault("TEXTUAL_FPS", FRAMES_A_SECOND)
    os.environ.pop("TEXTUAL_LOG", None)


def _run(feed: Feed, look: Look) -> int:
    if not sys.stdout.isatty():
        return _complain("the dashboard needs a terminal; try --once or --line", USAGE)
    prepare()
    unknown = _unknown_theme(look.theme)
    if unknown:
        return _complain(unknown, USAGE)
    from train_watch.tui.app import Dashboard

    colors = _colors(look)
    with on_the_terminal(), TerminalGuard(inline=look.inline) as guard:
        app = Dashboard(feed, look, colors=colors, keeper=guard)
        app.run(inline=look.inline, inline_no_clear=look.inline, mouse=look.mouse)
    return _outcome(app, guard)


def _colors(look: Look) -> str:
    """NO_COLOR (no-color.org) counts unless the command line says `always`. It is taken out of the
    environment, since Textual would add its own filter, which spells every default colour out."""
    unwanted = bool(os.environ.pop("NO_COLOR", ""))
    return "none" if look.color == "never" or (unwanted and look.color == "auto") else "auto"


def _unknown_theme(name: str | None) -> str | None:
    from textual.theme import BUILTIN_THEMES

    if name is None or name in BUILTIN_THEMES:
        return None
    return f"--theme {safe_text(name, width=40)} is not known; one of: {', '.join(BUILTIN_THEMES)}"


def _outcome(app: "Dashboard", guard: TerminalGuard) -> int:
    """The app's own code; an error that Textual caught, or one in a thread, is told and is a 1."""
    error = guard.failure or getattr(app, "_exception", None)
    if error is not None:
        if os.environ.get("TRAIN_WATCH_DEBUG"):
            raise error
        text = safe_text(str(error), width=300, ascii_only=True)
        return _complain(f"internal error: {type(error).__name__}: {text}", INTERNAL)
    return INTERNAL if app.return_code is None else app.return_code


def _complain(message: str, code: int) -> int:
    sys.stderr.write(f"train-watch: {message}\n")
    return code
