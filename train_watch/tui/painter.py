"""A view, a place and a size -> the rows of the whole screen. Pure but for one memory: a panel
whose part of the view has not changed is not drawn again."""

from train_watch.tui.feed import LogTail
from train_watch.tui.frame import Frame, framed, inside
from train_watch.tui.glyphs import Glyphs
from train_watch.tui.ink import Area, Row, Rows, Span, block, finished, row_width, span, spread
from train_watch.tui.keys import LOG, MAIN
from train_watch.tui.layout import Slot, bands, is_compact
from train_watch.tui.panels import PANELS, note
from train_watch.tui.panels.footer import asked_for, footer
from train_watch.tui.panels.header import FROZEN, status
from train_watch.tui.prompts import prompt_row
from train_watch.tui.screens import PAGES
from train_watch.tui.screens.log import log_rows, log_status
from train_watch.tui.ui import Ui
from train_watch.view.state import ViewState

PAGE_ROWS = 2
"""Rows of a page that are not its own: title and footer."""


class Painter:
    """Draws screens with one set of glyphs."""

    def __init__(self, glyphs: Glyphs) -> None:
        self.glyphs = glyphs
        self._drawn: dict[Slot, tuple[object, Rows]] = {}

    def paint(self, view: ViewState, ui: Ui, tail: LogTail, cells: int, rows: int) -> Rows:
        """Exactly `rows` rows of exactly `cells` cells, fit for a terminal."""
        if cells <= 0 or rows <= 0:
            return ()
        body = (
            self._main(view, cells, rows)
            if ui.page == MAIN
            else self._page(view, ui, tail, cells, rows)
        )
        shown = list(block(body, cells, rows, self.glyphs))
        if ui.typing:
            shown[-1] = prompt_row(ui.typing, cells, self.glyphs)
        return tuple(finished(row, self.glyphs) for row in shown)

    def _main(self, view: ViewState, cells: int, rows: int) -> Rows:
        drawn: list[Row] = []
        for band in bands(view, cells, rows, self.glyphs):
            panels = [self._panel(slot, view) for slot in band]
            drawn.extend(sum(side_by_side, ()) for side_by_side in zip(*panels, strict=True))
        if not is_compact(cells, rows):
            drawn = [*drawn[: rows - 1], footer(MAIN, cells, self.glyphs, first=asked_for(view))]
        return tuple(drawn)

    def _panel(self, slot: Slot, view: ViewState) -> Rows:
        """The panel in its frame, from memory while what it reads is the same."""
        panel = PANELS[slot.panel]
        read = panel.reads(view)
        before = self._drawn.get(slot)
        if before is not None and before[0] == read:
            return before[1]
        outer = Area(slot.cells, slot.rows, self.glyphs)
        body = panel.draw(view, inside(slot.kind, outer))
        rows = framed(Frame(slot.kind, panel.title(view), note(panel)), body, outer)
        self._drawn[slot] = (read, rows)
        return rows

    def forget(self) -> None:
        """After a change of size: the old places will not come again soon."""
        self._drawn.clear()

    def _page(self, view: ViewState, ui: Ui, tail: LogTail, cells: int, rows: int) -> Rows:
        height = max(0, rows - PAGE_ROWS)
        if ui.page == LOG:
            frozen = (FROZEN, Span("  ")) if view.frozen else ()
            title, right = "log", (*frozen, *log_status(ui.log, tail, height))
            body = log_rows(ui.log, tail, Area(cells, height, self.glyphs))
        else:
            title, right = PAGES[ui.page].title, status(view, cells)
            body = self.page_rows(view, ui.page, cells)[ui.scroll : ui.scroll + height]
        head = spread(
            (Span(" "), Span(title, "title"), *_of(view, cells)),
            (*right, Span(" ")),
            cells,
            self.glyphs,
        )
        return (head, *block(body, cells, height, self.glyphs), footer(ui.page, cells, self.glyphs))

    def page_rows(self, view: ViewState, page: str, cells: int) -> Rows:
        """All rows of a page, before scrolling; a blank at either side."""
        rows = PAGES[page].draw(view, Area(max(1, cells - 2), 0, self.glyphs))
        return tuple((Span(" "), *row) for row in rows)

    def scroll_limit(self, view: ViewState, ui: Ui, cells: int, rows: int) -> int:
        """How far the page can be scrolled: its last row is at the bottom then."""
        if ui.page not in PAGES:
            return 0
        return max(0, len(self.page_rows(view, ui.page, cells)) - max(1, rows - PAGE_ROWS))


def _of(view: ViewState, cells: int) -> Row:
    """The run's name beside the title of a page, where there is room."""
    name = span(view.header.name, "muted")
    return (Span("   "), *name) if name and row_width(name) < cells // 3 else ()
