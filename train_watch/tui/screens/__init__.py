"""The full pages behind keys: one file each, and this table. The log page is apart: it has a place
of its own in a log that goes on growing."""

from collections.abc import Callable
from dataclasses import dataclass

from train_watch.tui.ink import Area, Rows
from train_watch.tui.screens.alerts import alerts_page
from train_watch.tui.screens.explain import explain_page
from train_watch.tui.screens.help import help_page
from train_watch.tui.screens.what_if import what_if_page
from train_watch.view.state import ViewState


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its title and all of its rows, of which the screen shows as many as fit."""

    title: str
    draw: Callable[[ViewState, Area], Rows]


PAGES: dict[str, Page] = {
    "help": Page("help", help_page),
    "what_if": Page("what if", what_if_page),
    "explain": Page("where the numbers come from", explain_page),
    "alerts": Page("alerts", alerts_page),
}
