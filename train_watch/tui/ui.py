"""Where the user is: page, scroll, prompt. Frozen values and functions from one to the next."""

from dataclasses import dataclass, field, replace

from train_watch.tui.keys import LOG, MAIN


@dataclass(frozen=True, slots=True)
class LogPlace:
    """Where the log page stands. `top` is the number of its first line; None: it follows the end."""

    top: int | None = None
    left: int = 0
    """Cells of every line that are scrolled out at the left."""
    query: str = ""
    hit: int | None = None
    """Number of the line that the search stands on."""
    told: str = ""
    """What the last search had to say."""


@dataclass(frozen=True, slots=True)
class Typing:
    """A prompt that is open: its name in `prompts`, what was typed, what was wrong with it."""

    name: str
    text: str = ""
    complaint: str = ""


@dataclass(frozen=True, slots=True)
class Ui:
    """All that the keys change on the screen."""

    page: str = MAIN
    scroll: int = 0
    typing: Typing | None = None
    log: LogPlace = field(default_factory=LogPlace)


def opened(ui: Ui, page: str) -> Ui:
    """On `page`, from its top; the key of the page one is on leads back."""
    return replace(ui, page=MAIN if ui.page == page else page, scroll=0)


def scrolled(ui: Ui, by: int, limit: int) -> Ui:
    return replace(ui, scroll=max(0, min(ui.scroll + by, limit)))


def asked(ui: Ui, name: str, text: str = "") -> Ui:
    return replace(ui, typing=Typing(name, text))


def on_log(ui: Ui) -> bool:
    return ui.page == LOG


ERASE = {"backspace": 1, "ctrl+h": 1}
LONGEST = 200
"""Characters that a prompt takes: a paste of a whole log must not end up in it."""


def typed(typing: Typing, press: str, character: str | None) -> Typing:
    """The prompt after one key."""
    if press in ERASE:
        return Typing(typing.name, typing.text[:-1])
    if press == "ctrl+u":
        return Typing(typing.name)
    if character is None or not character.isprintable():
        return typing
    return Typing(typing.name, (typing.text + character)[:LONGEST])
