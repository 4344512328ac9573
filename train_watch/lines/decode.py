"""Encodings: whatever the bytes are, the splitter sees UTF-8 rows, and each row becomes text."""

import codecs
import re

BOMS = ((b"\xef\xbb\xbf", ""), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
"""Byte order marks and the encoding to translate from; "" for bytes that are passed on."""
BOM_STARTS = b"\xef\xff\xfe"
SNIFF_BYTES = 4
"""Two UTF-16 code units: Latin text has a NUL in each, on the same side."""

REPLACEMENT = "\ufffd"
GB2312 = rb"(?:[\x00-\x7f]|[\xa1-\xa3\xb0-\xd7][\xa1-\xfe]){1,65536}"
"""ASCII, and pairs of bytes as GB 2312 has its commoner characters: their first bytes are no small letters of Latin-1."""
HANZI = rb"(?:[\xb0-\xd7][\xa1-\xfe]){2}"


def sniff(start: bytes) -> tuple[str, int] | None:
    """Encoding (`""` for 8-bit) and length of the mark to drop; None while more bytes are needed.

    >>> sniff(b"\\xff\\xfei\\x00"), sniff(b"i\\x00t\\x00"), sniff(b"it"), sniff(b"i")
    (('utf-16-le', 2), ('utf-16-le', 0), ('', 0), None)
    """
    for mark, encoding in BOMS:
        if start.startswith(mark):
            return encoding, len(mark)
        if mark.startswith(start):
            return None
    if len(start) > 1 and b"\0" not in start[:2]:
        return "", 0
    return (_by_nuls(start), 0) if len(start) >= SNIFF_BYTES else None


def _by_nuls(start: bytes) -> str:
    low, high = start[0:SNIFF_BYTES:2], start[1:SNIFF_BYTES:2]
    if not any(high) and all(low):
        return "utf-16-le"
    if not any(low) and all(high):
        return "utf-16-be"
    return ""


class Transcoder:
    """Passes 8-bit data on and turns UTF-16 into UTF-8; decides by the first four bytes at most."""

    __slots__ = ("_decoder", "_realign", "_start", "encoding")

    def __init__(self) -> None:
        self.encoding: str | None = None
        """`utf-16-le`, `utf-16-be`, `""` for 8-bit, None while nothing is decided."""
        self._start = b""
        self._decoder: codecs.IncrementalDecoder | None = None
        self._realign = False

    def feed(self, data: bytes) -> bytes:
        if self.encoding is None:
            data = self._decide(self._start + data)
        return self._translate(data)

    def finish(self) -> bytes:
        """What was held back when the source ends: too short to be anything but itself."""
        held, self._start = self._start, b""
        tail = self._decoder.decode(b"", final=True).encode() if self._decoder else b""
        return held + tail

    def skip(self) -> None:
        """Bytes were left out, up to a newline byte: in UTF-16-LE its other half comes first."""
        self._start = b""
        if self._decoder:
            self._decoder.reset()
            self._realign = self.encoding == "utf-16-le"

    def _decide(self, data: bytes) -> bytes:
        found = sniff(data) if data else None
        if found is None:
            self._start = data
            return b""
        self._start = b""
        self.encoding, mark = found
        if self.encoding:
            self._decoder = codecs.getincrementaldecoder(self.encoding)("replace")
        return data[mark:]

    def _translate(self, data: bytes) -> bytes:
        if self._decoder is None:
            return data
        if self._realign and data:
            self._realign = False
            data = data.removeprefix(b"\0")
        return self._decoder.decode(data).encode("utf-8", "replace")


def text_of_block(block: bytes) -> str:
    """Rows with their terminators; each row is decoded for itself where not all is UTF-8."""
    try:
        return block.decode()
    except UnicodeDecodeError:
        return "".join(map(text_of, re.split(rb"([\r\n])", block)))


def text_of(row: bytes) -> str:
    """UTF-8, with U+FFFD for what is not; a row that mostly is not is read as Latin-1.

    >>> text_of(b"iter 5\\xff: loss 4"), text_of(b"\\xe9\\xe8\\xe0")
    ('iter 5\ufffd: loss 4', '\xe9\xe8\xe0')
    """
    try:
        return row.decode()
    except UnicodeDecodeError:
        text = row.decode("utf-8", "replace")
    wrong = text.count(REPLACEMENT)
    if re.fullmatch(GB2312, row) and re.search(HANZI, row):
        return row.decode("gb18030", "replace")
    return row.decode("latin-1") if wrong * 2 > len(text) else text
