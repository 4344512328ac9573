"""What every source is: bytes and events, never waiting."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Chunk:
    """Bytes of the source in order. `arrived_at` is None for bytes that were there when the
    source was opened, else the clock's reading at the poll that found them."""

    data: bytes
    offset: int
    arrived_at: float | None = None


@dataclass(frozen=True, slots=True)
class SourceEvent:
    """Something that happened to the source itself, between two chunks.

    `event`: waiting opened truncated rewritten replaced continued skipped polling error ended.
    After truncated, rewritten and replaced the content starts anew (a half line is dropped);
    after `skipped` the middle of a long file was left out (`detail` tells how many bytes).
    """

    event: str
    detail: str = ""
    at: float | None = None


class Source(Protocol):
    """Where bytes come from. No method waits and none raises for what the outside does."""

    name: str
    refused: str | None
    """Why this source will never be read (a directory, a device); None while it may."""

    def read(self, limit: int = 1 << 20) -> list[Chunk | SourceEvent]:
        """The next events and at most about `limit` bytes; an empty list when there is nothing new."""

    def size(self) -> int | None:
        """Bytes of the source as last seen, None where that has no meaning."""

    def modified_at(self) -> float | None:
        """When the source last changed, Unix seconds, None where that is not known."""

    def ended(self) -> bool:
        """True once nothing more can ever come (a .gz read whole, a replay at its end)."""

    def close(self) -> None:
        """Let go of descriptors. Safe to call twice."""
