"""Opens a folder: what is read in it is chosen by what its files hold, and said on standard error."""

import os

from train_watch.commands.opening import Clock, parts, start, tell
from train_watch.session import Session
from train_watch.settings import Settings
from train_watch.sources.base import Source
from train_watch.sources.file import FileSource
from train_watch.sources.folder import FolderSource

PROBE_BYTES = 1 << 16
"""Of each end of a file: the first steps of every trainer looked at stand in the first 64 kB, or there
are some 1,000 lines of them at the end."""


def open_folder(spec: str, settings: Settings, clock: Clock, *, whole: bool) -> Session:
    """A session on the newest run in the folder `spec`."""

    def open_file(path: str) -> Source:
        head, tail = parts(path, settings, whole=whole)
        return FileSource(path, clock=clock, head_bytes=head, tail_bytes=tail)

    def has_steps(path: str) -> bool:
        return _has_steps(path, settings, clock)

    source = FolderSource(spec, clock=clock, open_file=open_file, has_steps=has_steps)
    source.look()
    if source.name != spec and not settings.line:
        others = f", of {source.seen} files" if source.seen > 1 else ""
        tell(f"{spec}: reading {os.path.relpath(source.name, spec)}{others}")
    return start(source, settings)


def _has_steps(path: str, settings: Settings, clock: Clock) -> bool:
    """Whether a little of the file holds a step."""
    end = None if path.endswith(".json") else PROBE_BYTES
    session = Session(FileSource(path, clock=clock, head_bytes=end, tail_bytes=end), settings)
    session.drain()
    session.finish()
    session.close()
    return session.state(None).step is not None
