"""A recorded run, written again as fast as the clock goes."""

from collections.abc import Callable, Sequence

from train_watch.sources.base import Chunk, SourceEvent
from train_watch.sources.recording import Row, load_recording

__all__ = ["ReplaySource", "load_recording"]


class ReplaySource:
    """A `Source` of `rows` (seconds since the start, bytes), each at its time by `clock`.

    The replay starts at the first `read`. Every piece arrives at exactly its own time, however
    seldom the source is asked, so that a run replayed a hundred times faster by its clock gives
    the same numbers as the run itself.
    """

    def __init__(
        self, rows: Sequence[Row], *, clock: Callable[[], float], name: str = "replay"
    ) -> None:
        self.name = name
        self.refused: str | None = None
        self._rows = rows
        self._clock = clock
        self._next = 0
        self._given = 0
        self._started_at: float | None = None
        self._told_end = False

    @property
    def duration(self) -> float:
        """Seconds from the start to the last piece."""
        return self._rows[-1][0] if self._rows else 0.0

    def read(self, limit: int = 1 << 20) -> list[Chunk | SourceEvent]:
        """The pieces whose time has come, about `limit` bytes of them."""
        now = self._clock()
        found: list[Chunk | SourceEvent] = []
        if self._started_at is None:
            self._started_at = now
            found.append(SourceEvent("opened", "", now))
        end = self._given + limit
        while self._given < end and self._is_due(now):
            found.append(self._piece(self._started_at))
        if self.ended() and not self._told_end:
            self._told_end = True
            found.append(SourceEvent("ended", "", self._started_at + self.duration))
        return found

    def size(self) -> int | None:
        """Bytes given so far."""
        return self._given

    def modified_at(self) -> float | None:
        """When the last piece came."""
        if self._started_at is None or self._next == 0:
            return None
        return self._started_at + self._rows[self._next - 1][0]

    def ended(self) -> bool:
        return self._next >= len(self._rows)

    def close(self) -> None:
        self._next = len(self._rows)
        self._told_end = True

    def _is_due(self, now: float) -> bool:
        if self._started_at is None or self.ended():
            return False
        return self._rows[self._next][0] <= now - self._started_at

    def _piece(self, started_at: float) -> Chunk:
        seconds, data = self._rows[self._next]
        chunk = Chunk(data, self._given, started_at + seconds)
        self._next += 1
        self._given += len(data)
        return chunk
