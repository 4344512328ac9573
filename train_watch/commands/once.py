"""`--once`: read what is there, print one report, and tell the state by the exit code."""

import sys

from train_watch.commands.opening import Clock, open_session, trouble
from train_watch.commands.wishes import Wishes
from train_watch.report.exit_code import ExitCode, exit_code
from train_watch.settings import Settings


def once(spec: str, settings: Settings, *, clock: Clock) -> int:
    """One report on standard output; the exit code of `report.exit_code`."""
    from train_watch.commands.output import Output

    wishes = Wishes(spec, settings, opened_at=clock())
    session = open_session(spec, settings, clock)
    session.drain()
    session.finish()
    problem = trouble(session)
    if problem:
        sys.stderr.write(f"train-watch: {problem}\n")
        return ExitCode.NO_SOURCE
    now = clock()
    state = session.state(now)
    session.close()
    Output(sys.stdout, wishes).report(session, state, now)
    return exit_code(state, now, wishes.deadline_at(state))
