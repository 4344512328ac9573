"""`train-watch explain`: how each line was understood."""

import sys

from train_watch.commands.follow import POLL_S, is_over
from train_watch.commands.opening import Clock, open_session, trouble
from train_watch.commands.wishes import speaks_unicode
from train_watch.core.records import Record
from train_watch.report.exit_code import ExitCode
from train_watch.report.explain_json import explain_head, explain_json, explain_row
from train_watch.session import Session
from train_watch.settings import Settings


def explain(spec: str, settings: Settings, *, clock: Clock, follow: bool) -> int:
    """Print a row for every line and every event of the source, in order."""
    session = open_session(spec, settings, clock, whole=True)
    session.on_record = printer(settings)
    session.drain()
    if follow:
        _follow(session, spec, clock)
    session.finish()
    problem = None if follow else trouble(session)
    session.close()
    if problem:
        sys.stderr.write(f"train-watch: {problem}\n")
        return ExitCode.NO_SOURCE
    return ExitCode.HEALTHY


def printer(settings: Settings):  # type: ignore[no-untyped-def]
    """A function that prints one record in the form asked for."""
    write = sys.stdout.write
    if settings.json:
        return lambda record: write(explain_json(record) + "\n")
    ascii_only = settings.ascii or not speaks_unicode()
    write(explain_head() + "\n")

    def row(record: Record) -> None:
        write(explain_row(record, ascii_only=ascii_only) + "\n")

    return row


def _follow(session: Session, spec: str, clock: Clock) -> None:
    from train_watch.sources.watch import Waiter

    waiter = Waiter(spec)
    while True:
        session.drain()
        sys.stdout.flush()
        now = clock()
        if is_over(session, session.state(now), now):
            return
        waiter.wait(POLL_S)
