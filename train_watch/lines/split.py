"""Bytes in any chunking -> lines: the one door into this room is `Splitter.feed`.

    bytes -> one encoding -> rows at \\n and frames at \\r -> cleaned -> prefix peeled -> Line

What a line looks like never depends on how the bytes were cut into chunks.
"""

from train_watch.lines.clean import TEXT_CHARACTERS, clean, clean_block, cut, readable
from train_watch.lines.decode import Transcoder
from train_watch.lines.half import Half
from train_watch.lines.line import Line
from train_watch.lines.prefix import MAY_HAVE_PREFIX, Peeler
from train_watch.lines.wrapped import unwrapped

ODD_STARTS = frozenset({"", " ", "{"})
"""First characters of rows that may be blank, or wrapped in an object."""


class Splitter:
    """Splits one source; remembers its half line, its encoding, its stamps and its line number.

    A `\\r` ends a frame: each frame that shows anything is a `Line`, numbered within its line
    from 0. `\\r\\n` and `\\r\\r\\n` end a line like `\\n` does. A line without any text is one blank
    `Line`; a blank frame (an eraser) is none.

    >>> splitter = Splitter()
    >>> [line.text for line in splitter.feed(b"iter 1: loss 4\\r\\niter 2: lo")], splitter.pending()
    (['iter 1: loss 4'], 'iter 2: lo')
    >>> [(line.text, line.number, line.frame) for line in splitter.feed(b"ss 3\\n\\r1/9\\r2/9\\r")]
    [('iter 2: loss 3', 2, 0), ('1/9', 3, 0), ('2/9', 3, 1)]
    """

    def __init__(self) -> None:
        self.near: float | None = None
        """When the log was being written (its modification time will do): settles the year of
        stamps that print none. Arrival times settle it by themselves."""
        self.anew = False
        """Never set: the source tells when a text is of another run (see `framer.Framer`)."""
        self._start()

    def _start(self) -> None:
        self.numbers_exact = True
        """False once a part of the source was left out: line numbers go on from a guess."""
        self._transcoder = Transcoder()
        self._half = Half()
        self._peeler = Peeler()
        self._number = 1
        self._frame = 0
        self._arrived_at: float | None = None

    def feed(self, data: bytes, arrived_at: float | None = None) -> list[Line]:
        """The lines and frames that `data` completes, in order.

        `arrived_at` (Unix seconds) is when these bytes were seen to arrive, None if they were
        there before; a line has that of its terminator. Never raises.
        """
        self._arrived_at = arrived_at
        self._peeler.clock.near = self.near if arrived_at is None else arrived_at
        return self._complete(self._transcoder.feed(data))

    def pending(self) -> str:
        """The cleaned half line: what is there of a line whose end has not come."""
        text, _ = clean_block(self._half.peek())
        return cut(text)[0]

    def finish(self) -> list[Line]:
        """The last line of an ended source, if it has no terminator."""
        lines = self._complete(self._transcoder.finish())
        if self._half:
            lines += self._complete(b"\n")
        return lines

    def reset(self) -> None:
        """The source starts anew: forget everything."""
        self._start()

    def renew(self) -> bool:
        """A text that begins again is a new run's."""
        return False

    def skip(self) -> None:
        """A part of the source is left out: the half line is dropped, numbers are guesses now."""
        self.numbers_exact = False
        self._transcoder.skip()
        if self._half.take() or self._frame:
            self._number += 1
        self._frame = 0

    def _complete(self, data: bytes) -> list[Line]:
        end = max(data.rfind(b"\n"), data.rfind(b"\r")) + 1
        if not end:
            self._half.add(data)
            return []
        block = self._half.take() + data[:end]
        self._half.add(data[end:])
        text, noisy = clean_block(block)
        return self._lines(text, noisy)

    def _lines(self, text: str, noisy: bool) -> list[Line]:
        """Rows of a block that ends with a terminator; the last one may be an open line's frames."""
        if "\r" in text:
            text = text.replace("\r\n", "\n")
        rows = text.split("\n")
        open_frames = rows.pop()
        lines: list[Line] = []
        if noisy or self._frame or "\r" in text:
            for row in rows:
                self._end(row, lines)
        else:
            self._plain(rows, lines)
        if open_frames:
            self._frames(open_frames, lines)
        return lines

    def _plain(self, rows: list[str], lines: list[Line]) -> None:
        """Whole clean rows, most of which are text and nothing else: the way that must be fast."""
        arrived_at = self._arrived_at
        for row in rows:
            first = row[:1]
            if first in ODD_STARTS or len(row) > TEXT_CHARACTERS:
                self._end(row, lines)
                continue
            if first in MAY_HAVE_PREFIX:
                lines.append(self._line(row))
            else:
                lines.append(Line(row, self._number, 0, row, None, 0.0, None, arrived_at))
            self._number += 1

    def _end(self, row: str, lines: list[Line]) -> None:
        """The rest of a line: its last frames, or a blank line if there was nothing in it."""
        self._frames(row, lines)
        if not self._frame:
            lines.append(Line("", self._number, arrived_at=self._arrived_at))
        self._frame = 0
        self._number += 1

    def _frames(self, row: str, lines: list[Line]) -> None:
        for outer in row.split("\r"):
            inner = unwrapped(outer) if outer[:1] == "{" else None
            for frame in (outer,) if inner is None else clean(inner).split("\r"):
                if frame and frame.strip(" "):
                    lines.append(self._line(frame.replace("\n", " ") if inner else frame))
                    self._frame += 1

    def _line(self, row: str) -> Line:
        raw, is_cut = cut(row)
        text, at, ulp, rank = (
            self._peeler.peel(raw) if raw[:1] in MAY_HAVE_PREFIX else (raw, None, 0.0, None)
        )
        return Line(
            readable(text), self._number, self._frame, raw, at, ulp, rank, self._arrived_at, is_cut
        )
