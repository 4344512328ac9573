"""`e`: the sum with its numbers, what was left out and why, where every figure comes from."""

from train_watch.tui.ink import Area, Row, Rows, span
from train_watch.tui.paragraph import paragraph
from train_watch.view.state import ViewState


def explain_page(view: ViewState, area: Area) -> Rows:
    """The sections one under the other, long lines wrapped."""
    if not view.explain:
        return (span("nothing to explain yet: no line was understood", "muted"),)
    rows: list[Row] = []
    for section in view.explain:
        rows.append(span(section.title, "title"))
        for line in section.lines:
            rows.extend(paragraph(line, area))
        rows.append(())
    return tuple(rows[:-1])
