"""Every key once: what is pressed, what it does, and its words in the footer and on the help page."""

from dataclasses import dataclass

from train_watch.tui.ink import Row, Span, glue

MAIN = "main"
LOG = "log"
WHAT_IF = "what_if"


@dataclass(frozen=True, slots=True)
class Key:
    """One row of the table. `action` names a method `action_...` of the app."""

    action: str
    presses: tuple[str, ...]
    """Textual's names of the keys."""
    shown: str
    """How the keys are written for people."""
    word: str
    """One word or two, for the footer and the edges of panels."""
    help: str
    pages: tuple[str, ...] = ()
    """Where it works; empty: everywhere."""
    rank: int = 99
    """Place in the footer, the smallest first to come and last to go; 99: never there."""


DIGITS = (*"0123456789", "full_stop")

KEYS: tuple[Key, ...] = (
    Key("quit", ("q", "ctrl+q"), "q", "quit", "quit", rank=0),
    Key("interrupt", ("ctrl+c",), "ctrl+c", "quit", "quit at once (exit code 130)"),
    Key("help", ("question_mark", "f1"), "?", "help", "this page", rank=1),
    Key("back", ("escape",), "esc", "back", "back to the dashboard", rank=2),
    Key(
        "what_if", ("w",), "w", "what-if", "when at another speed? type any seconds a step", rank=4
    ),
    Key("explain", ("e",), "e", "explain", "where every number comes from", rank=5),
    Key(
        "alerts",
        ("a", "enter"),
        "a",
        "alerts",
        "alerts with their evidence, and what to do",
        rank=6,
    ),
    Key("log", ("l",), "l", "log", "the log, full page", rank=7),
    Key("deadline", ("d",), "d", "deadline", "set a deadline: 18:00, fri 9:00, +3h", rank=8),
    Key("total", ("t",), "t", "total", "set the number of steps, if the log does not say", rank=9),
    Key("freeze", ("space",), "space", "freeze", "hold the screen still; reading goes on", rank=3),
    Key("down", ("j", "down"), "j", "down", "one row down (also the arrow)"),
    Key("up", ("k", "up"), "k", "up", "one row up"),
    Key("page_down", ("pagedown", "ctrl+f"), "PgDn", "page", "one page down"),
    Key("page_up", ("pageup", "ctrl+b"), "PgUp", "page", "one page up"),
    Key("top", ("g", "home"), "g", "top", "to the beginning"),
    Key("bottom", ("G", "end"), "G", "end", "to the end; the log follows again", (), 13),
    Key("search", ("slash",), "/", "search", "search the log", (LOG,), 10),
    Key("search_next", ("n",), "n", "next", "next line that matches", (LOG,), 11),
    Key("search_back", ("N",), "N", "previous", "line before that matches", (LOG,), 12),
    Key("left", ("left", "h"), "h", "left", "see the beginning of long lines", (LOG,)),
    Key("right", ("right",), "right", "right", "see the end of long lines", (LOG,)),
    Key("type", DIGITS, "0-9", "seconds", "type seconds a step: 0.2 or 150ms", (WHAT_IF,), 3),
    Key("redraw", ("ctrl+l",), "ctrl+l", "redraw", "draw the screen anew"),
    Key("suspend", ("ctrl+z",), "ctrl+z", "suspend", "back to the shell; fg returns"),
)
CONTROL_KEYS = tuple(key for key in KEYS if any("ctrl+" in press for press in key.presses))
"""Bound before anything else sees them, so that ctrl+c also quits out of a prompt."""

_BY_PRESS = {press: key for key in KEYS for press in key.presses}
_BY_ACTION = {key.action: key for key in KEYS}


def key_for(press: str, page: str) -> Key | None:
    """The key that `press` (Textual's name) means on `page`."""
    key = _BY_PRESS.get(press)
    return key if key is not None and works_on(key, page) else None


def works_on(key: Key, page: str) -> bool:
    return not key.pages or page in key.pages


def hint(*actions: str) -> Row:
    """`e explain  w what-if`, for the edge of a panel."""
    return glue((_one(_BY_ACTION[action]) for action in actions), 2)


def _one(key: Key) -> Row:
    return (Span(key.shown, "key"), Span(" " + key.word, "muted"))


def footer_keys(page: str) -> tuple[Key, ...]:
    """The keys of the footer, the most needed first."""
    shown = [key for key in KEYS if key.rank < 99 and works_on(key, page) and _wanted(key, page)]
    return tuple(sorted(shown, key=lambda key: key.rank))


def _wanted(key: Key, page: str) -> bool:
    """`esc back` on every page but the first; keys that open pages only there."""
    if page == MAIN:
        return key.action not in {"back", "bottom"}
    return key.action in {"quit", "help", "back", "bottom", "freeze"} or bool(key.pages)
