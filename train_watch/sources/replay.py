r"""A recorded run, delivered again as its time comes.

A recording is text, one row a line of the log: `SECONDS<TAB>TEXT`, seconds since the start with a
decimal point. A row whose text ends in the two characters `\r` is a frame without a line feed.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable

from train_watch.sources.base import Chunk, SourceEvent

FRAME = "\\r"


def load_recording(rows: Iterable[str]) -> list[tuple[float, bytes]]:
    r"""Rows of (seconds since the start, bytes of the log); what is no row is left out.

    >>> load_recording(["0.5\titer 0: loss 4.1\n", "1.0\t50%|##  |\\r\n", "no row\n"])
    [(0.5, b'iter 0: loss 4.1\n'), (1.0, b'50%|##  |\r')]
    """
    found = []
    for row in rows:
        seconds, tab, text = row.rstrip("\n").partition("\t")
        try:
            at = float(seconds)
        except ValueError:
            continue
        if tab:
            frame = text.endswith(FRAME)
            line = text.removesuffix(FRAME) + "\r" if frame else text + "\n"
            found.append((at, line.encode()))
    return found


class ReplaySource:
    """Rows of a recording, each delivered once the clock has reached its time after the start."""

    refused: str | None = None

    def __init__(
        self, rows: list[tuple[float, bytes]], *, clock: Callable[[], float], name: str = "replay"
    ) -> None:
        self.name = name
        self._clock = clock
        self._rows = rows
        self._times = [at for at, _ in rows]
        self._start = clock()
        self._next = 0
        self._offset = 0

    @property
    def duration(self) -> float:
        """Seconds from the start to the last row."""
        return self._times[-1] if self._times else 0.0

    def read(self, limit: int = 1 << 20) -> list[Chunk | SourceEvent]:
        """The rows whose time has come, each with the time it came at when it was recorded."""
        out: list[Chunk | SourceEvent] = []
        if self._next == 0 and self._offset == 0:
            out.append(SourceEvent("opened", "", self._start))
        due = bisect_right(self._times, self._clock() - self._start)
        taken = 0
        while self._next < due and taken < limit:
            at, data = self._rows[self._next]
            out.append(Chunk(data, self._offset, self._start + at))
            taken += len(data)
            self._offset += len(data)
            self._next += 1
        return out if self._next or not self._rows else []

    def size(self) -> int | None:
        return self._offset

    def modified_at(self) -> float | None:
        return self._start + self._times[self._next - 1] if self._next else None

    def ended(self) -> bool:
        return self._next >= len(self._rows)

    def close(self) -> None:
        """Nothing is held."""
