"""The dashboard without a terminal: as rows of text, and as a picture."""

import asyncio

from train_watch.tui.feed import LogTail, Look
from train_watch.tui.glyphs import glyphs
from train_watch.tui.ink import row_text
from train_watch.tui.painter import Painter
from train_watch.tui.run import prepare
from train_watch.tui.ui import Ui
from train_watch.view.state import ViewState

TITLE = "train-watch"


class StillFeed:
    """A feed that always shows one view."""

    def __init__(self, view: ViewState) -> None:
        self._view = view

    def view(self, now: float | None = None) -> ViewState:  # noqa: ARG002 - a still has no time
        return self._view

    def version(self) -> int:
        return 0

    def log_lines(self) -> LogTail:
        return LogTail(0, self._view.log)

    def set_total(self, n: int) -> None:
        """A still does not change."""

    def set_what_if(self, seconds: float) -> None:
        """A still does not change."""

    def set_deadline(self, text: str) -> str | None:  # noqa: ARG002
        return None

    def stop(self) -> None:
        """Nothing to stop."""


def as_text(
    view: ViewState,
    width: int,
    height: int,
    *,
    ascii: bool = False,  # noqa: A002 - as the option is called
    page: str = "main",
) -> str:
    """The screen as `height` lines of text, without colours and without blanks at their ends."""
    painter = Painter(glyphs(ascii_only=ascii))
    rows = painter.paint(view, Ui(page=page), LogTail(0, view.log), width, height)
    return "".join(row_text(row).rstrip() + "\n" for row in rows)


def screenshot(
    view: ViewState,
    width: int,
    height: int,
    *,
    ascii: bool = False,  # noqa: A002 - as the option is called
    page: str = "main",
) -> str:
    """The screen as SVG, drawn by the app itself."""
    return asyncio.run(_screenshot(view, width, height, ascii=ascii, page=page))


async def _screenshot(view: ViewState, width: int, height: int, *, ascii: bool, page: str) -> str:  # noqa: A002
    prepare()
    from train_watch.tui.app import Dashboard

    app = Dashboard(StillFeed(view), Look(ascii=ascii), colors="256")
    async with app.run_test(size=(width, height)) as pilot:
        app.ui = Ui(page=page)
        app.read_tail()
        app.repaint()
        await pilot.pause()
        return app.export_screenshot(title=TITLE)
