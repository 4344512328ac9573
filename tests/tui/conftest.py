"""Views and feeds for the tests of the dashboard."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest

os.environ.setdefault("TEXTUAL_FPS", "60")  # pilots wait for frames

from train_watch.tui.feed import LogTail
from train_watch.view.sample import sample_view
from train_watch.view.state import (
    AlertRow,
    Header,
    HealthRow,
    SafeText,
    Scenario,
    Section,
    ViewState,
)

T = SafeText
WIDE = T("損失 3.104 ⚠️ e\u0301 " * 8)
"""Characters of two cells, of none, and one that terminals disagree about."""


@dataclass
class ScriptedFeed:
    """A feed that shows what the test puts into it, and remembers what it was told."""

    shown: ViewState = field(default_factory=sample_view)
    tail: LogTail = field(default_factory=LogTail)
    number: int = 0
    looks: int = 0
    told: list[tuple[str, object]] = field(default_factory=list)
    stopped: bool = False

    def put(self, view: ViewState) -> None:
        self.shown = view
        self.number += 1

    def view(self, now: float | None = None) -> ViewState:
        self.looks += 1
        return self.shown

    def version(self) -> int:
        return self.number

    def log_lines(self) -> LogTail:
        return self.tail

    def set_total(self, n: int) -> None:
        self.told.append(("total", n))

    def set_what_if(self, seconds: float) -> None:
        self.told.append(("what_if", seconds))

    def set_deadline(self, text: str) -> str | None:
        if ":" not in text:
            return "a time such as 18:00"
        self.told.append(("deadline", text))
        return None

    def stop(self) -> None:
        self.stopped = True


@pytest.fixture
def feed() -> ScriptedFeed:
    lines = tuple(T(f"iter {number}: loss {number % 7}.5") for number in range(200))
    return ScriptedFeed(tail=LogTail(1000, lines))


@pytest.fixture
def full_view() -> ViewState:
    """Every field filled, most of them with more than any screen is wide."""
    view = sample_view("running")
    when = replace(
        view.when,
        guess=T('format guessed from "' + "x" * 90 + '"'),
        trainer=T("the trainer itself says 9h 00m 00s"),
    )
    alerts = tuple(
        AlertRow(f"rule{n}", "critical", WIDE, WIDE, (WIDE, WIDE), (WIDE,)) for n in range(5)
    )
    return replace(
        view,
        header=replace(view.header, name=WIDE, path=WIDE, format=WIDE),
        when=when,
        health=(*view.health, HealthRow(T("host"), "x", WIDE, "critical", WIDE)) * 3,
        alerts=(*view.alerts, *alerts),
        scenarios=(*view.scenarios, Scenario(WIDE, WIDE, WIDE, WIDE)) * 4,
        explain=(*view.explain, Section(WIDE, (WIDE,) * 4)),
        log=(*view.log, WIDE),
        notes=(WIDE, WIDE),
        loss=WIDE,
        pending=WIDE,
    )


@pytest.fixture
def with_header() -> Callable[..., ViewState]:
    """A running view with other words in its header."""

    def change(**words: str) -> ViewState:
        view = sample_view("running")
        header: Header = replace(view.header, **{name: T(text) for name, text in words.items()})  # type: ignore[arg-type]
        return replace(view, header=header)

    return change
