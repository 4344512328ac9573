"""Textual 8 writes a changed line from the left edge of its widget up to the change; this writes
the change alone, which is a fifth of the bytes for a clock at the right end of a row.

It replaces one method of a private class, so it is put in only where that class has the shape
known here; anywhere else Textual draws the same screen in its own way.
"""

from typing import Any

from rich.console import Console

KNOWN_FIELDS = ("chops", "spans", "chop_ends")


def write_only_changes() -> bool:
    """Put the short form in; False where this Textual is another one."""
    from textual import _compositor

    update = getattr(_compositor, "ChopsUpdate", None)
    code = getattr(getattr(update, "__init__", None), "__code__", None)
    if update is None or code is None or code.co_varnames[1:4] != KNOWN_FIELDS:
        return False
    if not hasattr(update, "render_segments"):
        return False
    update.render_segments = render_segments
    return True


def render_segments(self: Any, console: Console) -> str:
    """The bytes for the changed spans: each is a cursor move and the cells from there."""
    written: list[str] = []
    for y, start, end in self.spans:
        for edge, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=False):
            left, right = max(x, start), min(edge, end)
            if strip is not None and left < right:
                part = strip.crop(left - x, right - x)
                written.append(f"\x1b[{y + 1};{left + 1}H{part.render(console)}")
    return "".join(written)
