"""The one widget: it holds the rows of the screen and repaints the cells that changed."""

from collections.abc import Callable
from itertools import pairwise

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from train_watch.tui.ink import Row, Rows, row_text
from train_watch.tui.palette import Styles

NEAR = 10
"""Changes less than this many cells apart are written as one: moving the cursor costs 8 bytes or more."""


class Canvas(Widget):
    """Rows in, changed cells out."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Canvas { width: 100%; height: 100%; }"

    class Resized(Message):
        """The canvas has another size."""

    def __init__(self, styles_of_roles: Styles, paint: Callable[[int, int], Rows]) -> None:
        """`paint` makes the rows for a width and a height; it is asked when Textual wants to draw
        in a size that nothing was shown in yet, so that not even the first frame is empty."""
        super().__init__()
        self._rows: Rows = ()
        self._rows_size = Size(0, 0)
        self._paint = paint
        self._styles_of_roles = styles_of_roles

    def on_resize(self, _event: events.Resize) -> None:
        self.post_message(self.Resized())

    def update(self) -> None:
        """Paint, and bring what changed to the screen; equal rows cost nothing."""
        before = self._rows
        if self._rows_size != self.size:
            self._repaint()
            self.refresh()
            return
        self._repaint()
        regions = [
            Region(start, y, end - start, 1)
            for y, (old, new) in enumerate(zip(before, self._rows, strict=True))
            if old != new
            for start, end in changed(old, new)
        ]
        if regions:
            self.refresh(*regions)

    def _repaint(self) -> None:
        self._rows = self._paint(*self.size)
        self._rows_size = self.size

    def render_line(self, y: int) -> Strip:
        if self._rows_size != self.size:
            self._repaint()
        styles = self._styles_of_roles
        return Strip([Segment(text, styles[role]) for text, role in self._rows[y] if text])


def changed(old: Row, new: Row) -> list[tuple[int, int]]:
    """The spans of cells (start, end) in which two rows of equal width differ.

    Where a character is not one cell wide, the whole row is one span: such rows are rare, and
    half of a wide character must never be painted.
    """
    before, after = row_text(old), row_text(new)
    if not (_plain(before) and _plain(after)) or len(before) != len(after):
        return [(0, max(cell_len(before), cell_len(after)))]
    differing = [
        x for x, (was, now) in enumerate(zip(_cells(old), _cells(new), strict=True)) if was != now
    ]
    return _joined(differing)


def _plain(text: str) -> bool:
    return text.isascii() or cell_len(text) == len(text)


def _cells(row: Row) -> list[tuple[str, str]]:
    return [(char, role) for text, role in row for char in text]


def _joined(columns: list[int]) -> list[tuple[int, int]]:
    """Neighbouring columns as spans, with short gaps bridged."""
    if not columns:
        return []
    breaks = [
        index + 1 for index, (left, right) in enumerate(pairwise(columns)) if right - left > NEAR
    ]
    starts = [0, *breaks]
    ends = [*breaks, len(columns)]
    return [(columns[start], columns[end - 1] + 1) for start, end in zip(starts, ends, strict=True)]
