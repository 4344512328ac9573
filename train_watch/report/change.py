"""Following without a terminal: one line for each thing that changed between two views."""

from collections.abc import Iterator

from train_watch.report.text import PART_OF_A_ROW
from train_watch.view.state import ViewState

SAID_BY_STATE = frozenset({"stall", "crash"})
"""Alerts that come and go with a state, whose own line tells the same."""


def text_change(before: ViewState | None, after: ViewState) -> tuple[str, ...]:
    """The lines worth printing after `before` became `after`; `before` is None at the start.

    A new step gives one line of progress; a new state, alert or note a line of its own. Time
    alone changes nothing, so a silent run prints nothing until it counts as stalled.
    """
    clock = after.header.clock
    return tuple(f"{clock}{PART_OF_A_ROW}{line}" for line in _changes(before or ViewState(), after))


def _changes(before: ViewState, after: ViewState) -> Iterator[str]:
    yield from (f"note: {note}" for note in after.notes if note not in before.notes)
    if after.header.state != before.header.state:
        yield state_line(after)
    elif after.header.counter != before.header.counter:
        yield progress_line(after)
    known = {alert.rule for alert in before.alerts} | SAID_BY_STATE
    yield from (f"! {alert.title}" for alert in after.alerts if alert.rule not in known)
    current = {alert.rule for alert in after.alerts} | SAID_BY_STATE
    yield from (f"over: {alert.short}" for alert in before.alerts if alert.rule not in current)


def state_line(view: ViewState) -> str:
    """The state, and why there is no finish or when it is."""
    if view.when.instead:
        more = view.when.instead_more
        return PART_OF_A_ROW.join(
            text for text in (view.header.state, view.when.instead, more) if text
        )
    return f"{view.header.state}{PART_OF_A_ROW}{progress_line(view)}"


def progress_line(view: ViewState) -> str:
    """`iter 2,140 / 6,000   35.7%   3.982 s/it   in 4h29m   20:41 (20:34-20:55)   loss 3.104`."""
    header, when = view.header, view.when
    finish = f"{when.finish_short} ({when.range_short})" if when.finish_short else ""
    left = when.remaining_short
    parts = (
        header.counter,
        header.percent,
        view.speed.now,
        left if left == "overdue" or not left else f"in {left}",
        finish,
        f"loss {view.loss.split('  ')[0]}" if view.loss else "",
    )
    return PART_OF_A_ROW.join(part for part in parts if part)
