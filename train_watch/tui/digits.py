"""A clock time three rows high, to be read from across the room."""

import re

from train_watch.tui.glyphs import Glyphs

HEIGHT = 3
CLOCK = re.compile(r"\b\d{2}:\d{2}(?::\d{2})?\b", re.ASCII)

BLOCKS: dict[str, tuple[str, str, str]] = {
    "0": ("█▀█", "█ █", "▀▀▀"),
    "1": ("▀█ ", " █ ", "▀▀▀"),
    "2": ("▀▀█", "█▀▀", "▀▀▀"),
    "3": ("▀▀█", " ▀█", "▀▀▀"),
    "4": ("█ █", "▀▀█", "  ▀"),
    "5": ("█▀▀", "▀▀█", "▀▀▀"),
    "6": ("█▀▀", "█▀█", "▀▀▀"),
    "7": ("▀▀█", "  █", "  ▀"),
    "8": ("█▀█", "█▀█", "▀▀▀"),
    "9": ("█▀█", "▀▀█", "▀▀▀"),
    ":": ("▄", "▄", " "),
}
SEGMENTS: dict[str, tuple[str, str, str]] = {
    "0": (" _ ", "| |", "|_|"),
    "1": ("   ", "  |", "  |"),
    "2": (" _ ", " _|", "|_ "),
    "3": (" _ ", " _|", " _|"),
    "4": ("   ", "|_|", "  |"),
    "5": (" _ ", "|_ ", " _|"),
    "6": (" _ ", "|_ ", "|_|"),
    "7": (" _ ", "  |", "  |"),
    "8": (" _ ", "|_|", "|_|"),
    "9": (" _ ", "|_|", " _|"),
    ":": (" ", ".", "."),
}


def big_clock(text: str, glyphs: Glyphs) -> tuple[str, ...]:
    """The clock time that stands in `text`, as three rows of equal width; none where it has none.

    >>> from train_watch.tui.glyphs import ASCII
    >>> big_clock("Fri 07:42", ASCII)
    (' _   _         _ ', '| |   | . |_|  _|', '|_|   | .   | |_ ')
    >>> big_clock("3 Dec 2025", ASCII)
    ()
    """
    found = CLOCK.search(text)
    if not found:
        return ()
    font = SEGMENTS if glyphs.ascii else BLOCKS
    return tuple(" ".join(font[char][row] for char in found[0]) for row in range(HEIGHT))
