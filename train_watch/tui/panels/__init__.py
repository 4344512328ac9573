"""The panels of the main page: one file each, and this table.

A panel is a function from a view and a room to rows. It is drawn again only when what it reads
has changed, so `reads` names every part of the view that `draw` and `title` look at.
"""

from collections.abc import Callable
from dataclasses import dataclass

from train_watch.tui.ink import Area, Row, Rows, span
from train_watch.tui.keys import hint
from train_watch.tui.panels.alerts import alerts, alerts_title
from train_watch.tui.panels.compact import compact
from train_watch.tui.panels.header import header
from train_watch.tui.panels.health import health
from train_watch.tui.panels.log import log, log_title
from train_watch.tui.panels.loss import loss
from train_watch.tui.panels.speed import speed
from train_watch.tui.panels.when import when
from train_watch.view.state import ViewState


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel: what it reads, how it draws, and what stands in its frame."""

    reads: Callable[[ViewState], object]
    draw: Callable[[ViewState, Area], Rows]
    title: Callable[[ViewState], Row] = lambda _view: ()
    keys: tuple[str, ...] = ()
    """Actions whose keys are named at the right of the frame."""


def _named(text: str) -> Callable[[ViewState], Row]:
    return lambda _view: span(text, "title")


def _progress(view: ViewState) -> object:
    head = view.header
    return head.counter, head.percent, head.progress, head.level


def _all_that_compact_shows(view: ViewState) -> object:
    return (
        view.header,
        view.when,
        view.speed,
        view.loss,
        view.health,
        view.alerts,
        view.log,
        view.pending,
        view.frozen,
    )


PANELS: dict[str, Panel] = {
    "header": Panel(lambda view: (view.header, view.frozen), header),
    "when": Panel(
        lambda view: (view.when, _progress(view)),
        when,
        _named("when will it finish"),
        ("explain", "what_if", "deadline"),
    ),
    "speed": Panel(lambda view: view.speed, speed, _named("iteration time")),
    "loss": Panel(lambda view: (view.loss, view.loss_values), loss, _named("loss")),
    "health": Panel(lambda view: view.health, health, _named("health")),
    "alerts": Panel(lambda view: view.alerts, alerts, alerts_title, ("alerts",)),
    "log": Panel(lambda view: (view.log, view.pending, view.notes), log, log_title, ("log",)),
    "compact": Panel(_all_that_compact_shows, compact),
}


def note(panel: Panel) -> Row:
    """The keys at the right of the panel's frame."""
    return hint(*panel.keys) if panel.keys else ()
