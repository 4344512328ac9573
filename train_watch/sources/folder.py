"""A folder in which a trainer writes several files: one of them is followed, the one that tells most.

survey -> files of the newest run -> the first that holds steps -> its own source
   ^ again every few seconds: a newer checkpoint, a newer run, a file that is gone
"""

import os
from collections.abc import Callable

from train_watch.sources.base import Chunk, Source, SourceEvent
from train_watch.sources.survey import STATE, Found, newest_run, stem, survey

LOOK_S = 5.0
"""A new checkpoint or run is found this soon."""
UNSURE_LOOK_S = 1.0
"""The same while no file with steps is there."""
SHARE = 0.02
"""Of the time that looking may take: a folder on a slow mount is looked at less often."""
SILENT_S = 60.0
"""A file that was written later than this ago is left for a newer run's only."""
MOST_PROBED = 12
"""Files read for a first step at one look; the newest of each sort come first."""


class FolderSource:
    """A `Source` for a folder. `open_file` makes the source of one file, `has_steps` reads a little of
    one and tells whether it counts steps. `name` is the file that is followed, or the folder while none is."""

    def __init__(
        self,
        path: str,
        *,
        clock: Callable[[], float],
        open_file: Callable[[str], Source],
        has_steps: Callable[[str], bool],
    ) -> None:
        self.name = path
        self.folder = path
        self.refused: str | None = None
        self.seen = 0
        """Files of the newest run, at the last look."""
        self._clock = clock
        self._open = open_file
        self._has_steps = has_steps
        self._known: dict[tuple[str, int], bool] = {}
        """(path, size) -> whether the file held steps."""
        self._file: Source | None = None
        self._choice: Found | None = None
        self._sure = False
        self._look_at: float | None = None
        self._switched = False
        """The file was not there, or not chosen, when the folder was opened."""
        self._waiting = ""
        self._out: list[Chunk | SourceEvent] = []

    def read(self, limit: int = 1 << 20) -> list[Chunk | SourceEvent]:
        """Look around if it is time, then the next of the file that is followed."""
        now = self._clock()
        if self._look_at is None or now >= self._look_at:
            self.look()
        out, self._out = self._out, []
        if self._file is not None:
            out += map(self._dated, self._file.read(limit))
        return out

    def size(self) -> int | None:
        return None if self._file is None else self._file.size()

    def modified_at(self) -> float | None:
        return None if self._file is None else self._file.modified_at()

    def ended(self) -> bool:
        """A folder may always get another file."""
        return False

    def close(self) -> None:
        if self._file is not None:
            self._file.close()

    def look(self) -> None:
        """Look what is there, and follow what tells most."""
        began = self._clock()
        try:
            files = newest_run(survey(self.folder))
        except OSError as error:
            self._wait(f"cannot read the folder ({error.strerror})", began)
            files = []
        self.seen = len(files)
        choice = next(filter(self._probe, files[:MOST_PROBED]), None)
        self._consider(choice, files, began)
        now = self._clock()
        pause = LOOK_S if self._sure else UNSURE_LOOK_S
        self._look_at = now + max(pause, (now - began) / SHARE)

    def _probe(self, file: Found) -> bool:
        key = file.path, file.size
        if key not in self._known:
            if len(self._known) > 1000:
                self._known.clear()
            self._known[key] = self._has_steps(file.path)
        return self._known[key]

    def _consider(self, choice: Found | None, files: list[Found], now: float) -> None:
        """Keep what is followed, or change to `choice`; without one the best name is followed for now."""
        current = self._choice
        if current is None:
            first = choice or next(iter(files), None)
            if first is not None:
                self._follow(first, now, sure=choice is not None)
            elif not self._waiting:
                self._wait("no training log is in this folder yet", now)
            return
        if choice is None or choice.path == current.path:
            self._sure = self._sure or choice is not None
            return
        if (
            not self._sure
            or self._is_later_state(choice, current)
            or self._is_over(choice, current, now)
        ):
            self._follow(choice, now, sure=True)

    def _is_later_state(self, choice: Found, current: Found) -> bool:
        """The state beside a later checkpoint holds all that the one before held."""
        states = choice.sort == STATE == current.sort
        return states and list(map(stem, choice.parts)) == list(map(stem, current.parts))

    def _is_over(self, choice: Found, current: Found, now: float) -> bool:
        """What is followed is gone, or long silent while another run goes on."""
        try:
            written = os.stat(current.path).st_mtime
        except OSError:
            return True
        return now - written > SILENT_S and choice.modified_at > written

    def _follow(self, file: Found, now: float, *, sure: bool) -> None:
        before = self._choice
        goes_on = before is not None and self._is_later_state(file, before)
        if self._file is not None:
            self._file.close()
        self.name = file.path
        self._choice, self._sure, self._file = file, sure, self._open(file.path)
        self._switched = before is not None or bool(self._waiting)
        self._waiting = ""
        if not goes_on:
            self._out.append(SourceEvent("chosen", file.path, now))
        if before is not None:
            self._out.append(SourceEvent("replaced", file.path, now))

    def _dated(self, item: Chunk | SourceEvent) -> Chunk | SourceEvent:
        """A file that came while the folder was watched came when it was last written."""
        if self._switched and isinstance(item, Chunk) and item.arrived_at is None:
            return Chunk(item.data, item.offset, self.modified_at())
        return item

    def _wait(self, detail: str, now: float) -> None:
        if self._waiting != detail:
            self._waiting = detail
            self._out.append(SourceEvent("waiting", detail, now))
