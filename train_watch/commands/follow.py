"""Following without a screen: text, `--line`, `--json` for every change, or `--wait`."""

import sys
from typing import Protocol

from train_watch.commands.opening import Clock, open_session, trouble
from train_watch.commands.output import Output
from train_watch.commands.wishes import Wishes
from train_watch.core.state import RunState
from train_watch.report.exit_code import ExitCode, exit_code
from train_watch.session import Session
from train_watch.settings import Settings

GRACE_S, LONGEST_GRACE_S = 2.0, 60.0
"""After its last step or its traceback a run may still evaluate, save, or start itself again: it is
over after a silence as long as the longest that was normal, within these bounds."""
TOLD_GRACE_S, LONGEST_TOLD_GRACE_S = 10.0, 600.0
"""The same where a sentence alone tells the end (`finished`, an error that may have been caught), and no last
step does: training may go on behind it. Shorter silences are jitter, see `core.rhythm`."""
GAPS = 2.0
"""Usual gaps between lines that must pass without one, at the least."""
PATIENCE = 2.0
"""How often the silence that counts as a stall must pass before a script is told: a stall can end."""


POLL_S = 0.2
"""How long a line may wait unseen where file events do not work."""


class Waits(Protocol):
    """Anything that can wait for news: see `sources.watch.Waiter`."""

    def wait(self, timeout: float) -> str: ...


def follow(spec: str, settings: Settings, *, clock: Clock) -> int:
    """Follow `spec` until its run ends; returns the exit code of `report.exit_code`."""
    from train_watch.sources.watch import Waiter

    wishes = Wishes(spec, settings, opened_at=clock())
    session = open_session(spec, settings, clock)
    if session.source.refused:
        session.poll()
        sys.stderr.write(f"train-watch: {trouble(session)}\n")
        return ExitCode.NO_SOURCE
    try:
        return until_the_end(session, wishes, clock=clock, waiter=Waiter(spec))
    finally:
        session.close()


def until_the_end(
    session: Session,
    wishes: Wishes,
    *,
    clock: Clock,
    waiter: Waits,
    interval_s: float = POLL_S,
) -> int:
    """Print what changes, once a wait, until the run is over."""
    output = Output(sys.stdout, wishes)
    seen: tuple[object, ...] = ()
    while True:
        session.drain()
        now = clock()
        state = session.state(now)
        mark = (session.version, state.state, len(state.alerts))
        if mark != seen:
            output.change(session, state, now)
            seen = mark
        if is_over(session, state, now):
            output.end(session, state, now)
            return exit_code(state, now, wishes.deadline_at(state))
        waiter.wait(interval_s)


def is_over(session: Session, state: RunState, now: float) -> bool:
    """Whether nothing more is to be expected: finished, dead, silent for good, or a source at its end."""
    if session.source.ended():
        return True
    silent = 0.0 if state.updated_at is None else now - state.updated_at
    if state.state in {"finished", "failed"}:
        return silent >= grace_s(state)
    limit = state.rhythm.stalled_after_s
    return state.state == "stalled" and limit is not None and silent >= PATIENCE * limit


def grace_s(state: RunState) -> float:
    """Seconds of silence after which the end of a run is believed."""
    usual = max(state.rhythm.longest_s or 0.0, GAPS * (state.rhythm.typical_s or 0.0))
    if _at_its_last_step(state):
        return min(max(GRACE_S, usual), LONGEST_GRACE_S)
    return min(max(TOLD_GRACE_S, usual), LONGEST_TOLD_GRACE_S)


def _at_its_last_step(state: RunState) -> bool:
    if state.state != "finished" or state.step is None or state.total_steps is None:
        return False
    return state.scope == "run" and state.step >= state.total_steps - 1  # counted from 0
