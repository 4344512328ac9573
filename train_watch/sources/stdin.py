"""Standard input, or any descriptor that somebody writes to."""

import os
import select
from collections.abc import Callable

from train_watch.sources.base import Chunk, SourceEvent


class StdinSource:
    """A `Source` for a pipe: asked before it is read, so that a read never waits.

    The descriptor is left as it is (its flags are shared with the shell) and is not closed.
    """

    def __init__(self, *, clock: Callable[[], float], fd: int = 0) -> None:
        self.name = "stdin"
        self.refused: str | None = None
        self._clock = clock
        self._fd = fd
        self._given = 0
        self._at: float | None = None
        self._begun = False
        self._ended = False

    def read(self, limit: int = 1 << 20) -> list[Chunk | SourceEvent]:
        """What has been written since; at the end of the input an `ended` event."""
        now = self._clock()
        opened = [] if self._begun else [SourceEvent("opened", "", now)]
        self._begun = True
        try:
            return [*opened, *self._next(max(1, limit), now)]
        except (OSError, ValueError) as error:
            self._ended = True
            return [*opened, SourceEvent("error", f"cannot read: {str(error)[:80]}", now)]

    def size(self) -> int | None:
        return self._given

    def modified_at(self) -> float | None:
        """When something last came."""
        return self._at

    def ended(self) -> bool:
        return self._ended

    def close(self) -> None:
        self._ended = True

    def _next(self, limit: int, now: float) -> list[Chunk | SourceEvent]:
        if self._ended or not select.select([self._fd], [], [], 0)[0]:
            return []
        data = os.read(self._fd, limit)
        if not data:
            self._ended = True
            return [SourceEvent("ended", "", now)]
        chunk = Chunk(data, self._given, now)
        self._given += len(data)
        self._at = now
        return [chunk]
