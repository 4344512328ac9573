"""The last lines of the log, as they are; no frame at the sides, so that they can be copied."""

from train_watch.tui.ink import Area, Row, Rows, Span, span
from train_watch.view.state import ViewState


def log(view: ViewState, area: Area) -> Rows:
    """The newest lines at the bottom; the half-written one last."""
    lines: list[Row] = [span(line) for line in view.log[-area.rows :]] if area.rows else []
    if view.pending:
        lines.append(span(view.pending, "muted"))
    if not lines:
        return ((Span("no lines yet", "muted"),),)
    return tuple(lines[-area.rows :])


def log_title(view: ViewState) -> Row:
    """What happened to the source stands beside the title: it explains a jump in the numbers."""
    note = view.notes[-1] if view.notes else ""
    title = (Span("log", "title"),)
    return (*title, Span("  " + note, "warning")) if note else title
