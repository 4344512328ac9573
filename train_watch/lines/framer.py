"""What turns the bytes of a source into lines: `split.Splitter` for text, `train_watch.inputs` for the rest."""

from typing import Protocol

from train_watch.lines.line import Line


class Framer(Protocol):
    """Bytes in any chunking -> lines. No method raises on any bytes."""

    near: float | None
    """When the source was being written, Unix seconds; None while that is not known."""
    anew: bool
    """What the last `feed` gave is of another run than what was given before. Whoever asks sets it back."""

    def feed(self, data: bytes, arrived_at: float | None = None) -> list[Line]:
        """The lines that `data` completes; `arrived_at` as in `sources.base.Chunk`."""
        ...

    def pending(self) -> str:
        """What is there of a line whose end has not come."""
        ...

    def finish(self) -> list[Line]:
        """What an ended source leaves without an end."""
        ...

    def reset(self) -> None:
        """The source starts anew: forget everything."""
        ...

    def skip(self) -> None:
        """A part of the source is left out."""
        ...

    def renew(self) -> bool:
        """The content begins again from its first byte. True if that is how such files grow: then what is
        known stays, and only what is new is given. False if it means a new run."""
        ...
