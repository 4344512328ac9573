"""One line of a log after cleaning: what the recogniser reads."""

from typing import NamedTuple


class Line(NamedTuple):
    """A complete line or one `\\r` frame of it.

    `number` counts physical lines from 1; `frame` counts the `\\r` frames within it from 0.
    `text` has no terminator, no escape sequence and no control character, has its log prefix
    peeled off, and is at most 4 KiB (3 KiB of its head, 1 KiB of its tail). `raw` is the same
    before the prefix was peeled: what a person sees. `at` is the prefix's time stamp in Unix
    seconds (zone and often date guessed: for differences only). `arrived_at` is when it was
    seen to arrive, None if it was there before.
    """

    text: str
    number: int
    frame: int = 0
    raw: str = ""
    at: float | None = None
    at_ulp_s: float = 0.0
    rank: int | None = None
    arrived_at: float | None = None
    cut: bool = False
