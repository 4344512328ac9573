"""A JSON document that is written anew as a whole, as lines: what of it was not given before.

    bytes -> whole values -> entries of a run -> those behind the ones given -> Line

`trainer_state.json` is one; so is any file that holds a list of objects, or objects over several lines.
A `.json` file with an object on each line is text, and so is everything that is no JSON.
"""

import json
from typing import Any

from train_watch.inputs.entries import Entry, told_by
from train_watch.lines.line import Line
from train_watch.lines.split import Splitter

OPENINGS = (b"{", b"[")
"""All that stands on the first line of a document that a writer has indented."""
DECIDE_BYTES = 1 << 16
"""A first line that is longer is no opening."""
MOST_BYTES = 1 << 26
"""64 MiB: a trainer state of 300,000 entries. A longer document is not read."""
NEAR_END = 24
"""Characters before the end within which JSON that breaks off is only not yet whole."""
BOM = b"\xef\xbb\xbf"


class Document:
    """A `Framer` for a `.json` file."""

    def __init__(self) -> None:
        self.near: float | None = None
        self.anew = False
        self._given: list[str] = []
        """The history given so far, as texts: what a document holds that is written anew."""
        self._beside: list[str] = []
        """Settings and place as last given."""
        self._number = 0
        self._start()

    def _start(self) -> None:
        self._data = b""
        self._values: list[Any] = []
        """Values of this writing of the file that are whole."""
        self._text: Splitter | None = None
        """Reads what is no document."""
        self._is_document = False

    def feed(self, data: bytes, arrived_at: float | None = None) -> list[Line]:
        """The lines of what `data` completes."""
        if self._text is None:
            self._data += data
            if not self._is_document:
                self._decide()
        if self._text is not None:
            held, self._data = self._data or data, b""
            self._text.near = self.near
            return self._text.feed(held, arrived_at)
        ends = self._data.rstrip()[-1:] in {b"}", b"]"}
        return self._news(arrived_at) if self._is_document and ends else []

    def pending(self) -> str:
        if self._text is not None:
            return self._text.pending()
        half = self._data.strip()
        return f"(a document, {len(half)} bytes so far)" if half else ""

    def finish(self) -> list[Line]:
        """The last line of text, if it has no end; half a document says nothing."""
        if self._text is None and not self._is_document:
            self._text, held, self._data = Splitter(), self._data, b""
            return self._text.feed(held) + self._text.finish()
        return self._text.finish() if self._text is not None else []

    def reset(self) -> None:
        self._start()
        self._given, self._beside = [], []
        self._number = 0

    def skip(self) -> None:
        """Half a document is none: what follows is read as text."""
        self._text = self._text or Splitter()
        self._text.skip()

    def renew(self) -> bool:
        """A document is written anew as a whole; a text is not."""
        keeps = self._text is None and bool(self._given or self._beside)
        self._start()
        return keeps

    def _decide(self) -> None:
        begun = self._data.removeprefix(BOM).lstrip()
        first, newline, _ = begun.partition(b"\n")
        if (newline and first.strip() in OPENINGS) or _is_whole(first):
            self._is_document = True
        elif newline or len(begun) > DECIDE_BYTES:
            self._text = Splitter()

    def _news(self, arrived_at: float | None) -> list[Line]:
        """The entries of the whole values that were not given yet."""
        if not self._take_values():
            self._text = Splitter()
            held, self._data = self._data, b""
            return self._text.feed(held, arrived_at)
        told = told_by(self._values)
        history = [json.dumps(entry) for entry in told.history]
        if history[: len(self._given)] != self._given:
            self.anew = True
            self._given, self._beside, self._number = [], [], 0
        fresh = history[len(self._given) :]
        newest = len(history) if told.newest is None else told.newest
        until = max(0, newest - len(self._given))
        self._given = history
        before, after = self._changed(told.settings), self._changed(told.place)
        self._beside = [json.dumps(entry) for entry in (*told.settings, *told.place)]
        lines = [self._line(text, None) for text in (*before, *fresh[:until])]
        return lines + [self._line(text, arrived_at) for text in (*fresh[until:], *after)]

    def _changed(self, entries: list[Entry]) -> list[str]:
        """Those of settings and place that were not given so."""
        texts = [json.dumps(entry) for entry in entries]
        return [text for text in texts if text not in self._beside]

    def _line(self, text: str, arrived_at: float | None) -> Line:
        self._number += 1
        return Line(text, self._number, raw=text, arrived_at=arrived_at)

    def _take_values(self) -> bool:
        """Move whole values out of the bytes; False if the bytes are no JSON, or too many."""
        text = self._data.removeprefix(BOM).decode("utf-8", "replace").lstrip()
        decoder = json.JSONDecoder()
        try:
            while text:
                value, end = decoder.raw_decode(text)
                self._values.append(value)
                text = text[end:].lstrip(" \t\r\n,")
        except json.JSONDecodeError as error:
            if not _breaks_off(error, text):
                return False
        except (ValueError, RecursionError):
            return False
        self._data = text.encode("utf-8")
        return len(self._data) <= MOST_BYTES


def _is_whole(line: bytes) -> bool:
    """A line that is a document by itself, as `json.dump` without an indent writes it: a list of objects, or an
    object that holds one. An object of plain values is one line of many."""
    if not (line.startswith(OPENINGS) and line.rstrip().endswith((b"}", b"]"))):
        return False
    if b"[" not in line or b"{" not in line:
        return False
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return False
    held = value.values() if isinstance(value, dict) else [value]
    return any(isinstance(one, list) and one and isinstance(one[0], dict) for one in held)


def _breaks_off(error: json.JSONDecodeError, text: str) -> bool:
    """Whether the text is wrong only because its end has not come."""
    return error.msg.startswith("Unterminated") or error.pos >= len(text) - NEAR_END
