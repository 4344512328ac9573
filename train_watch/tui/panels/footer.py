"""The last row: the keys that help here, from the key table."""

from train_watch.tui.glyphs import Glyphs
from train_watch.tui.ink import Row, Span, fit, glue, row_width
from train_watch.tui.keys import footer_keys
from train_watch.view.state import ViewState


def footer(page: str, cells: int, glyphs: Glyphs, *, first: str = "") -> Row:
    """As many keys as fit whole, the most needed first; `first` is the action that is asked for now."""
    row: Row = ()
    for key in sorted(footer_keys(page), key=lambda key: key.action != first):
        longer = glue((row, (Span(key.shown, "key"), Span(" " + key.word, "muted"))), 2)
        if row_width(longer) + 2 > cells:
            break
        row = longer
    return fit((Span(" "), *row), cells, glyphs)


def asked_for(view: ViewState) -> str:
    """The action that would help most: the total, where nothing else keeps a finish from being told."""
    return "total" if view.header.counter and view.header.progress is None else ""
