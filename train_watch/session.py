"""Joins the rooms: one log being read.

    bytes            Line            Record            RunState
    sources/ ----> lines/ ----> formats/ ----> core/ ----------> whoever asks

`poll()` takes one bounded bite and never waits; `--once`, `--line`, `--json`, `--wait`, the
dashboard's reader thread, the replay and the tests all call it.
"""

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from train_watch.core.records import Record
from train_watch.core.run import Run
from train_watch.core.state import RunState
from train_watch.definitions import NONE, Definitions
from train_watch.formats.reader import Reader
from train_watch.lines.line import Line
from train_watch.lines.split import Splitter
from train_watch.settings import LOG_TAIL_LINES, Settings
from train_watch.sources.base import Chunk, Source, SourceEvent

if TYPE_CHECKING:
    from train_watch.lines.framer import Framer

BITE_BYTES = 1 << 18
"""A poll's share: about 5,000 lines, some 50 ms of work, so that whoever polls stays responsive."""

STARTS_ANEW = frozenset({"truncated", "rewritten", "replaced"})
NO_TEXT = (".json", ".csv", ".tsv")
"""Names of files that may be written anew as a whole, or are no lines: see `inputs.choose`."""
KEPT_EVENTS = 20
"""Source events kept for the screen; older ones have been seen."""


class Session:
    """One source, read into one run. Not thread-safe: one owner polls it and asks for states."""

    def __init__(self, source: Source, settings: Settings, own: Definitions = NONE) -> None:
        self.source = source
        self.own = own
        self.reader = Reader(
            format=settings.format,
            pattern=settings.pattern,
            total=settings.total,
            extra=own.rows,
        )
        self.run = Run(total=settings.total)
        self.splitter = framer_of(source.name)
        self.tail: deque[str] = deque(maxlen=LOG_TAIL_LINES)
        self.shown = 0
        """Rows ever put into the tail, so that a row can be told from the one that replaces it."""
        self.lines = 0
        self.complete = True
        """False once a part of a long log was left out: `lines` then counts what was read."""
        self.events: deque[SourceEvent] = deque(maxlen=KEPT_EVENTS)
        self.version = 0
        self.on_record: Callable[[Record], None] | None = None
        self._finished = False

    def poll(self, limit: int = BITE_BYTES) -> bool:
        """Read one bite; True if there was anything, so that the caller polls again at once."""
        items = self.source.read(limit)
        self.splitter.near = self.source.modified_at()
        for item in items:
            if isinstance(item, Chunk):
                self._feed(item)
            else:
                self._happened(item)
        if not items and self.source.ended() and not self._finished:
            self._finished = True
            self._take(self.splitter.finish())
            self.finish()
            self.version += 1
            return True
        self.version += bool(items)
        return bool(items)

    def drain(self) -> None:
        """Poll until there is nothing new."""
        while self.poll():
            pass

    def finish(self) -> None:
        """Nobody will poll again: lines that wait for a better understanding are taken as they are."""
        for record in self.reader.flush():
            self._record(record)

    def state(self, now: float | None) -> RunState:
        """What is known at `now` (Unix seconds)."""
        return self.run.state(now, modified_at=self.source.modified_at(), ended=self.source.ended())

    @property
    def pending(self) -> str:
        """The half-written last line."""
        return self.splitter.pending()

    def close(self) -> None:
        self.source.close()

    def _feed(self, chunk: Chunk) -> None:
        lines = self.splitter.feed(chunk.data, chunk.arrived_at)
        if self.splitter.anew:
            self.splitter.anew = False
            self._told(SourceEvent("rewritten", "it is of another run now", chunk.arrived_at))
            self._forget()
        self._take(lines)

    def _take(self, lines: list[Line]) -> None:
        for line in lines:
            self.lines += line.frame == 0
            self._keep(line)
            for record in self.reader.feed(line):
                self._record(record)

    def _keep(self, line: Line) -> None:
        """The tail as a person sees it: a frame replaces the frame before it in its line."""
        if line.frame and self.tail:
            self.tail[-1] = line.raw
        else:
            self.tail.append(line.raw)
            self.shown += 1

    def _record(self, record: Record) -> None:
        self.run.update(record)
        if self.on_record:
            self.on_record(record)

    def _happened(self, event: SourceEvent) -> None:
        if event.event == "chosen":
            self.splitter = framer_of(event.detail)
        if event.event in STARTS_ANEW and self.splitter.renew():
            self._tell(SourceEvent("continued", event.detail, event.at))
            return
        self._told(event)
        if event.event in STARTS_ANEW:
            self.splitter.reset()
            self._forget()
        elif event.event == "skipped":
            self.complete = False
            self.splitter.skip()
            self.reader.skip()

    def _told(self, event: SourceEvent) -> None:
        """An event that people are told of."""
        self.events.append(event)
        self._tell(event)

    def _tell(self, event: SourceEvent) -> None:
        self._record(
            Record(
                kind="source",
                line=self.lines,
                text=event.detail,
                event=event.event,
                arrived_at=event.at,
            )
        )

    def _forget(self) -> None:
        """What was read is no longer of this run."""
        self.reader.reset()
        self.tail.clear()
        self.lines = 0
        self.complete = True


def framer_of(path: str) -> "Framer":
    """What turns the bytes of a file into lines; what only other files than logs need is loaded for them."""
    if path.endswith(NO_TEXT) or "tfevents" in path:
        from train_watch.inputs.choose import framer

        return framer(path)
    return Splitter()
