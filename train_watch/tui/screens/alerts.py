"""`a`: every alert with all of its evidence and advice, and what happened to the source."""

from train_watch.tui.ink import Area, Row, Rows, Span, span
from train_watch.tui.panels.alerts import title
from train_watch.tui.paragraph import paragraph
from train_watch.view.state import AlertRow, ViewState


def alerts_page(view: ViewState, area: Area) -> Rows:
    rows: list[Row] = []
    for alert in view.alerts:
        rows.extend(_alert(alert, area))
    if not view.alerts:
        rows.extend((span("no alerts"), ()))
    if view.notes:
        rows.append(span("the source", "title"))
        for note in view.notes:
            rows.extend(paragraph(note, area))
    return tuple(rows)


def _alert(alert: AlertRow, area: Area) -> Rows:
    symbol, text = title(alert)
    rows = list(paragraph(text.text, area, head=(symbol,), role=text.role))
    for line in alert.evidence:
        rows.extend(paragraph(line, area, indent=4, role="muted"))
    for line in alert.advice:
        rows.extend(paragraph(line, area, indent=6, head=(Span("    "), Span("> ", "key"))))
    return (*rows, ())
