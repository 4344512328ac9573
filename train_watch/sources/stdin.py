"""Standard input, or any other pipe: read as it comes, never waited for."""

import os
import select
from collections.abc import Callable

from train_watch.sources.base import Chunk, SourceEvent


class StdinSource:
    """The bytes of a descriptor until its end. They count as arrived when they are read."""

    name = "standard input"
    refused: str | None = None

    def __init__(self, fd: int, *, clock: Callable[[], float]) -> None:
        self._fd = fd
        self._clock = clock
        self._offset = 0
        self._ended = False
        self._modified: float | None = None
        self._events: list[Chunk | SourceEvent] = [SourceEvent("opened", "", clock())]

    def read(self, limit: int = 1 << 20) -> list[Chunk | SourceEvent]:
        """What has come, at most `limit` bytes."""
        out, self._events = self._events, []
        if self._ended or not select.select([self._fd], [], [], 0)[0]:
            return out
        now = self._clock()
        try:
            data = os.read(self._fd, limit)
        except OSError as error:
            data = b""
            out.append(SourceEvent("error", (error.strerror or "").lower(), now))
        if not data:
            self._ended = True
            return [*out, SourceEvent("ended", "", now)]
        out.append(Chunk(data, self._offset, now))
        self._offset += len(data)
        self._modified = now
        return out

    def size(self) -> int | None:
        return self._offset

    def modified_at(self) -> float | None:
        return self._modified

    def ended(self) -> bool:
        return self._ended

    def close(self) -> None:
        """The descriptor belongs to the process."""
