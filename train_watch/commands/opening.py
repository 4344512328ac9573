"""Opens a session for a command: how much of a long log is read, and what is refused."""

import os
import sys
from collections.abc import Callable

from train_watch.definitions import user_definitions
from train_watch.session import Session
from train_watch.settings import Settings, SettingsError
from train_watch.sources.base import Source
from train_watch.sources.open import UnsupportedSource, open_source

Clock = Callable[[], float]

HEAD_BYTES = 1 << 16
"""Config dumps, banners and the first steps of every trainer looked at stand in the first 64 kB."""
LINE_WHOLE_BYTES = 1 << 18
"""One-line form: up to here, some 5,000 lines and 0.15 s, a log is read whole."""
LINE_HEAD_BYTES, LINE_TAIL_BYTES = 3 << 10, 6 << 10
"""Of a longer one: a nanoGPT config and its first steps, and some 120 lines at the end, 10 ms. An
evaluation that lies further back is not in the sum."""
TAIL_BYTES = 4 << 20
"""Reports and the dashboard: 80,000 lines of nanoGPT, read in about two seconds."""


def open_session(spec: str, settings: Settings, clock: Clock, *, whole: bool = False) -> Session:
    """A session on `spec`; unless `whole`, a long log is read at its head and its tail only."""
    if os.path.isdir(spec):
        from train_watch.commands.folder import open_folder

        return open_folder(spec, settings, clock, whole=whole)
    head, tail = parts(spec, settings, whole=whole)
    try:
        source = open_source(spec, clock=clock, head_bytes=head, tail_bytes=tail)
    except UnsupportedSource as error:
        raise SettingsError(str(error)) from None
    return start(source, settings)


def parts(spec: str, settings: Settings, *, whole: bool) -> tuple[int | None, int | None]:
    """Bytes of head and tail that are read of a longer log; None where it is read whole, as a JSON
    document must be."""
    if whole or (spec.endswith(".json") and _is_document(spec)):
        return None, None
    if settings.line and settings.once and _size(spec) > LINE_WHOLE_BYTES:
        return LINE_HEAD_BYTES, LINE_TAIL_BYTES
    return HEAD_BYTES, TAIL_BYTES


def _is_document(spec: str) -> bool:
    """Whether the file begins as a JSON document of several lines does."""
    try:
        with open(spec, "rb") as file:
            return file.read(64).lstrip(b"\xef\xbb\xbf \r\n").partition(b"\n")[0].strip() in {
                b"{",
                b"[",
            }
    except (OSError, ValueError):  # told by the source, when it opens it
        return False


def _size(spec: str) -> int:
    try:
        return os.stat(spec).st_size
    except (OSError, ValueError):  # told by the source, when it opens it
        return 0


def start(source: Source, settings: Settings) -> Session:
    """A session on an open source; a pattern or format that cannot be used is a usage mistake."""
    own = user_definitions(os.environ)
    for trouble in own.troubles:
        tell(trouble)
    try:
        return Session(source, settings, own)
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


def tell(sentence: str) -> None:
    """A sentence on standard error, made safe: it may quote a file."""
    from train_watch.view.safe import safe_text

    sys.stderr.write(f"train-watch: {safe_text(sentence)}\n")
