"""From what a program wrote to a terminal to what a person would have read there.

Escape sequences go, backspaces do what they do, every other control character goes or becomes
visible, long lines are cut. Every pattern is bounded: a log is hostile text.
"""

import re
from functools import cache

from train_watch.lines.decode import REPLACEMENT, text_of_block
from train_watch.lines.half import CAP_BYTES, JOINT, JOINT_BYTES, shortened

TEXT_CHARACTERS = 4096
HEAD_CHARACTERS = 3071
TAIL_CHARACTERS = 1024
"""A cut line: 3 KiB of its head, one ellipsis, 1 KiB of its tail (tqdm's fields are there)."""
ELLIPSIS = "\u2026"

NOISE = bytes(set(range(0x20)) - {0x09, 0x0A, 0x0D}) + b"\x7f"
"""ASCII controls other than tab and terminators: a block without them needs no cleaning."""
RARE = (b"\xc2", b"\xe2\x80\xa8", b"\xe2\x80\xa9", b"\xef\xbb\xbf", b"\xef\xbf\xbd", JOINT_BYTES)
"""UTF-8 beginnings of C1 controls, of line and paragraph separators, byte order mark, replacement."""

ESCAPE = (
    r"(?:\x1b\[|\x9b)[0-?]{0,64}[ -/]{0,8}[@-~]"  # CSI: colours, cursor, erase
    r"|\x1b[\]PX^_][^\x07\x1b\r\n]{0,2048}(?:\x07|\x1b\\)"  # OSC, DCS, SOS, PM, APC, if terminated
    r"|\x1b[ -/]{0,4}[0-~]"  # two-character escapes, charsets
)
BLANKS = dict.fromkeys("\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029", " ")
GONE = dict.fromkeys("\x00\ufeff", "")
INSTEAD = BLANKS | GONE
"""Separators become a blank; NULs (holes, UTF-16 read as bytes) take no room; other controls show."""
CONTROL = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff]"
"""All but the terminators, and tabs, which are blanks before."""
BETWEEN_DIGITS = "(?<=[0-9])\ufffd{1,64}(?=[0-9])"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiled when a log first needs it: most need none of them."""
    return re.compile(pattern)


def clean_block(block: bytes) -> tuple[str, bool]:
    """Rows with their terminators and no other control, and whether they need a second look:
    `cut` and `readable` change nothing in plain rows of ordinary length. Plain costs 0.04 us a line."""
    text = _plain(block)
    if text is not None:
        return (text.replace("\t", " ") if "\t" in text else text), False
    return clean(text_of_block(_bounded(block))), True


def _plain(block: bytes) -> str | None:
    """The text of a block that holds nothing to clean but tabs, else None."""
    if len(block.translate(None, NOISE)) != len(block):
        return None
    if not block.isascii() and any(sign in block for sign in RARE):
        return None
    try:
        return block.decode()
    except UnicodeDecodeError:
        return None


def clean(text: str) -> str:
    r"""Text without escapes, backspaces and controls; `\n` and `\r` stay.

    >>> clean("\x1b[1m120/469\x1b[0m\tloss 4\x00.2")
    '120/469 loss 4.2'
    >>> clean("10%\b\b\b20%"), clean("\x1b]0;never ended"), clean("a\x07")
    ('20%', '0;never ended', 'a\ufffd')
    """
    if "\x1b" in text or "\x9b" in text:
        text = _compiled(ESCAPE).sub("", text)
    if "\b" in text:
        text = "\n".join(map(_framewise, text.split("\n")))
    return _compiled(CONTROL).sub(_instead, text.replace("\t", " "))


def cut(text: str) -> tuple[str, bool]:
    """At most `TEXT_CHARACTERS`, and whether anything was left out of the line."""
    if len(text) > TEXT_CHARACTERS:
        text = text[:HEAD_CHARACTERS] + ELLIPSIS + text[-TAIL_CHARACTERS:]
        return text.replace(JOINT, ELLIPSIS), True
    if JOINT in text:
        return text.replace(JOINT, ELLIPSIS), True
    return text, False


def readable(text: str) -> str:
    """For the recogniser: undecodable bytes out of the way, so that the numbers beside them count.

    >>> readable("iter 5\ufffd: loss 4\ufffd2")
    'iter 5: loss 4 2'
    """
    if REPLACEMENT not in text:
        return text
    return _compiled(BETWEEN_DIGITS).sub(" ", text).replace(REPLACEMENT, "")


def _instead(control: re.Match[str]) -> str:
    return INSTEAD.get(control[0], REPLACEMENT)


def _bounded(block: bytes) -> bytes:
    """The block with every endless row shortened, before any pattern sees it."""
    if len(block) <= CAP_BYTES or max(map(len, block.splitlines())) <= CAP_BYTES:
        return block
    lines = block.split(b"\n")
    return b"\n".join(b"\r".join(map(shortened, line.split(b"\r"))) for line in lines)


def _framewise(line: str) -> str:
    return "\r".join(map(_erased, line.split("\r"))) if "\b" in line else line


def _erased(frame: str) -> str:
    """A backspace takes back what is written over; a run at the very end takes back nothing,
    since nothing was written over (Keras ends every frame with as many as it is long)."""
    frame = frame.strip("\b")
    if "\b" not in frame:
        return frame
    kept: list[str] = []
    back = 0
    for piece in re.split("(\b+)", frame):
        if piece.startswith("\b"):
            back += len(piece)
        elif piece:
            del kept[max(0, len(kept) - back) :]
            kept.extend(piece)
            back = 0
    return "".join(kept)
