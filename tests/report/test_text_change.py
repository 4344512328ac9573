"""Following without a terminal: a line for each change, and silence otherwise."""

from dataclasses import replace

from train_watch.core.state import Alert, RunState
from train_watch.report.change import text_change
from train_watch.view.make import make_view
from train_watch.view.sample import BARE, NOW, RUNNING, STATES
from train_watch.view.state import ViewState

CALM = replace(RUNNING, alerts=())


def view(state: RunState, now: float = NOW) -> ViewState:
    return make_view(state, now, options=BARE)


def test_time_alone_changes_nothing() -> None:
    assert text_change(view(CALM), view(CALM, NOW + 5)) == ()


def test_a_new_step_is_one_line_of_progress() -> None:
    (line,) = text_change(view(CALM), view(replace(CALM, step=2150)))
    assert line.startswith(
        "16:12:40   iter 2,150 / 6,000   35.8%   3.982 s/it   in 4h29m   20:41 ("
    )


def test_a_new_state_says_why_in_its_own_line_and_its_alert_does_not_repeat_it() -> None:
    (line,) = text_change(view(CALM), view(STATES["stalled"]))
    assert line.startswith("16:12:40   STALLED   silent for 6m 12s   a line came every 39.8 s")


def test_an_alert_is_told_when_it_begins_and_when_it_is_over() -> None:
    slow = replace(CALM, alerts=(Alert("slowdown", "warning", 2000, None, {"ratio": 1.3}),))
    assert text_change(view(CALM), view(slow)) == (
        "16:12:40   ! SLOWDOWN  1.30x slower since iter 2,000",
    )
    assert text_change(view(slow), view(slow)) == ()
    assert text_change(view(slow), view(CALM)) == ("16:12:40   over: slowdown: 1.30x slower",)


def test_a_note_about_the_source_is_told_once() -> None:
    noted = make_view(CALM, NOW, options=replace(BARE, notes=("log was truncated",)))
    assert text_change(view(CALM), noted) == ("16:12:40   note: log was truncated",)
    assert text_change(noted, noted) == ()
