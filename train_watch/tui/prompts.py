"""What can be typed, once: how it is asked for and what becomes of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from train_watch import values
from train_watch.tui.feed import Feed
from train_watch.tui.glyphs import Glyphs
from train_watch.tui.ink import Ranked, Row, Span, fit, packed, span
from train_watch.tui.ui import Typing

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Prompt:
    """`accept` hands the text to the feed and returns what is wrong with it, or None."""

    label: str
    example: str
    accept: Callable[[Feed, str], str | None]


def _total(feed: Feed, text: str) -> str | None:
    return _parsed(values.count, feed.set_total, text)


def _what_if(feed: Feed, text: str) -> str | None:
    return _parsed(values.seconds_a_step, feed.set_what_if, text)


def _deadline(feed: Feed, text: str) -> str | None:
    return feed.set_deadline(text)


def _parsed(parse: Callable[[str], T], accept: Callable[[T], None], text: str) -> str | None:
    try:
        value = parse(text)
    except ValueError as error:
        return str(error)
    accept(value)
    return None


def _search(_feed: Feed, _text: str) -> str | None:
    """The log page itself searches."""
    return None


PROMPTS: dict[str, Prompt] = {
    "total": Prompt("total steps", "6000 or 600k", _total),
    "what_if": Prompt("seconds a step", "0.2 or 150ms", _what_if),
    "deadline": Prompt("deadline", "18:00, fri 9:00, +3h", _deadline),
    "search": Prompt("/", "any text; capitals matter if you type one", _search),
}


def prompt_row(typing: Typing, cells: int, glyphs: Glyphs) -> Row:
    """The prompt in place of the footer: label, text, cursor, and what is accepted."""
    prompt = PROMPTS[typing.name]
    label = prompt.label if prompt.label == "/" else prompt.label + ": "
    help_row = (
        span("! " + typing.complaint, "warning")
        if typing.complaint
        else span("" if typing.text else prompt.example, "muted")
    )
    entry = (Span(label, "key"), Span(typing.text, "strong"), Span(glyphs.cursor, "key"))
    row = packed((Ranked(0, entry), Ranked(1, help_row)), cells - 2, 2, glyphs)
    return fit((Span(" "), *row), cells, glyphs)
