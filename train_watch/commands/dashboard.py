"""The dashboard: a reader thread, and the screen that looks at what it knows."""

import sys
from dataclasses import replace

from train_watch import values
from train_watch.commands.opening import Clock, open_session, trouble
from train_watch.commands.promise import promise_of
from train_watch.commands.wishes import Wishes
from train_watch.live import Live, Snapshot, Waits
from train_watch.report.exit_code import ExitCode
from train_watch.session import Session
from train_watch.settings import Settings
from train_watch.tui.feed import LogTail, Look
from train_watch.view.make import make_view
from train_watch.view.notes import sentences
from train_watch.view.safe import safe_text
from train_watch.view.state import ViewState

POLL_S = 0.2
"""How long a line may wait unseen where file events do not work."""
MAIN_PAGE_LINES = 60
"""Log lines phrased with every view: more than the tallest main page shows."""


class Feed:
    """`tui.feed.Feed` over a `Live` reader: what it knows, phrased as the user wishes."""

    def __init__(self, live: Live, wishes: Wishes, clock: Clock) -> None:
        self._live = live
        self._wishes = wishes
        self._clock = clock
        self._promised: tuple[int, tuple[str, str] | None] = (-1, None)

    def view(self, now: float | None = None) -> ViewState:
        now = self._clock() if now is None else now
        if self._live.failure is not None:
            raise self._live.failure
        snapshot = self._live.snapshot
        options = self._wishes.view_options(
            snapshot.state,
            log=snapshot.tail[-MAIN_PAGE_LINES:],
            pending=snapshot.pending,
            notes=(*sentences(snapshot.events), *self._wishes.notes(snapshot.state)),
            badge=snapshot.badge,
            guess=snapshot.guess,
            promise=self._promise(snapshot),
        )
        return make_view(snapshot.state, now, options=options)

    def _promise(self, snapshot: Snapshot) -> tuple[str, str] | None:
        """Looked for once a version: it reads hundreds of lines."""
        if self._promised[0] != snapshot.version:
            self._promised = snapshot.version, promise_of(snapshot.state, snapshot.tail)
        return self._promised[1]

    def version(self) -> int:
        return self._live.snapshot.version

    def log_lines(self) -> LogTail:
        snapshot: Snapshot = self._live.snapshot
        lines = tuple(safe_text(row, ascii_only=self._wishes.ascii) for row in snapshot.tail)
        return LogTail(first=snapshot.first, lines=lines)

    def set_total(self, n: int) -> None:
        self._live.order(lambda session: session.run.set_total(n))

    def set_what_if(self, seconds: float) -> None:
        settings = self._wishes.settings
        self._wish(what_if=(*settings.what_if, seconds))

    def set_deadline(self, text: str) -> str | None:
        try:
            values.instant(text, self._clock())
        except ValueError as error:
            return f"give {error}"
        self._wishes = replace(self._wishes, opened_at=self._clock())
        self._wish(deadline=text)
        return None

    def stop(self) -> None:
        self._live.stop()

    def _wish(self, **changes: object) -> None:
        settings = replace(self._wishes.settings, **changes)  # type: ignore[arg-type]
        self._wishes = replace(self._wishes, settings=settings)


def dashboard(spec: str, settings: Settings, *, clock: Clock) -> int:
    """Watch `spec` on the whole screen until the user quits."""
    from train_watch.sources.watch import Waiter

    wishes = Wishes(spec, settings, opened_at=clock())
    session = open_session(spec, settings, clock)
    wishes = replace(wishes, troubles=session.own.troubles)
    session.poll()
    if session.source.refused:
        sys.stderr.write(f"train-watch: {trouble(session)}\n")
        return ExitCode.NO_SOURCE
    return show(session, wishes, clock=clock, waiter=Waiter(spec), poll_s=POLL_S)


def show(session: Session, wishes: Wishes, *, clock: Clock, waiter: Waits, poll_s: float) -> int:
    """The screen over a session; returns the exit code."""
    from train_watch.tui.run import run_dashboard

    live = Live(session, clock=clock, waiter=waiter, poll_s=poll_s)
    live.start()
    settings = wishes.settings
    look = Look(
        ascii=wishes.ascii,
        color=settings.color,  # type: ignore[arg-type]  # one of the option's choices
        mouse=not settings.no_mouse,
        refresh_hz=settings.refresh,
        theme=settings.theme,
        inline=settings.inline,
    )
    try:
        return run_dashboard(Feed(live, wishes, clock), look=look)
    finally:
        live.stop()
