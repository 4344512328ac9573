"""Opens a session for a command: how much of a long log is read, and what is refused."""

from collections.abc import Callable

from train_watch.session import Session
from train_watch.settings import Settings, SettingsError
from train_watch.sources.base import Source
from train_watch.sources.open import UnsupportedSource, open_source

Clock = Callable[[], float]

HEAD_BYTES = 1 << 16
"""Config dumps, banners and the first steps of every trainer looked at stand in the first 64 kB."""
LINE_HEAD_BYTES, LINE_TAIL_BYTES = 4 << 10, 8 << 10
"""One-line form of a long log: a nanoGPT config and its first steps; some 160 lines at the end, which
fill every window of the estimator. Reading both takes 10 ms."""
TAIL_BYTES = 4 << 20
"""Reports and the dashboard: 80,000 lines of nanoGPT, read in about two seconds."""


def open_session(spec: str, settings: Settings, clock: Clock) -> Session:
    """A session on `spec`; a long log is read at its head and its tail, a short one whole."""
    head, tail = HEAD_BYTES, TAIL_BYTES
    if settings.line and settings.once:
        head, tail = LINE_HEAD_BYTES, LINE_TAIL_BYTES
    try:
        source = open_source(spec, clock=clock, head_bytes=head, tail_bytes=tail)
    except UnsupportedSource as error:
        raise SettingsError(str(error)) from None
    return start(source, settings)


def start(source: Source, settings: Settings) -> Session:
    """A session on an open source; a pattern or format that cannot be used is a usage mistake."""
    try:
        return Session(source, settings)
    except ValueError as error:
        raise SettingsError(str(error)) from None


def trouble(session: Session) -> str | None:
    """Why nothing can be read from the source right now, None while all is well."""
    if session.source.refused:
        return f"{session.source.name}: {session.source.refused}"
    if session.source.size() is not None or not session.events:
        return None
    last = session.events[-1]
    return f"{session.source.name}: {last.detail or last.event}"
