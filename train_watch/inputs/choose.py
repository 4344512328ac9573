"""Which framer reads a file: by its name, and where that leaves it open by its first bytes."""

from collections.abc import Callable

from train_watch.lines.framer import Framer
from train_watch.lines.split import Splitter


def framer(path: str) -> Framer:
    """What turns the bytes of the file into lines.

    >>> type(framer("runs/events.out.tfevents.1764000000.host")).__name__, type(framer("a.log")).__name__
    ('EventFile', 'Splitter')
    """
    name = path.rpartition("/")[2].lower()
    return next(make for applies, make in FRAMERS if applies(name))()


def _event_file() -> Framer:
    from train_watch.inputs.eventfile import EventFile

    return EventFile()


def _document() -> Framer:
    from train_watch.inputs.document import Document

    return Document()


def _sheet() -> Framer:
    from train_watch.inputs.sheet import Sheet

    return Sheet()


FRAMERS: tuple[tuple[Callable[[str], bool], Callable[[], Framer]], ...] = (
    (lambda name: "tfevents" in name, _event_file),
    (lambda name: name.endswith(".json"), _document),
    (lambda name: name.endswith((".csv", ".tsv")), _sheet),
    (lambda _: True, Splitter),
)
"""The first that applies; each loads its module only then."""
