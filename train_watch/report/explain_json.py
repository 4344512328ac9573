"""How each line of a log was understood: one object or one row a line."""

from collections.abc import Iterator

from train_watch.core.records import Record
from train_watch.report.as_json import finite, instant, whole
from train_watch.view.safe import safe_text
from train_watch.view.units import count, figures, seconds

COLUMNS = (
    ("line", 7),
    ("kind", 10),
    ("step", 17),
    ("s/step", 10),
    ("metrics", 22),
    ("read by", 24),
)
"""Heads and widths of the text form; the line itself takes the rest of the row."""
ROW = 180
WIDE = 140
"""Below so many cells the text needs the room of the last column."""
"""Cells of a row of the text form: a log's line is seldom longer beside the numbers."""


def explain_json(record: Record) -> str:
    """The object of a record on one line, ASCII only, without a line feed."""
    import json

    return json.dumps(explain_object(record), allow_nan=False)


def explain_object(record: Record) -> dict[str, object]:
    """A line as it was understood, or what happened to the source between two lines.

    >>> explain_object(Record("source", 3, "12 bytes", event="truncated"))
    {'kind': 'source', 'event': 'truncated', 'line': 3, 'at': None, 'detail': '12 bytes'}
    """
    if record.kind == "source":
        return {
            "kind": "source",
            "event": record.event,
            "line": record.line,
            "at": instant(record.arrived_at if record.at is None else record.at),
            "detail": record.text,
        }
    known = {name: value for name, value in _optional(record) if value is not None}
    return {
        "line": record.line,
        "kind": record.kind,
        "format": record.format,
        "step": record.step,
        "total_steps": record.total_steps,
        "step_time_s": finite(record.step_time_s) if record.covers == "step" else None,
        "at": instant(record.at),
        "metrics": {name: finite(value) for name, value in record.metrics.items()},
        **known,
        "text": record.text,
    }


def _optional(record: Record) -> Iterator[tuple[str, object]]:
    """What few lines tell: left out where it is not known."""
    yield "scope", record.scope if record.step is not None and record.scope != "run" else None
    yield "epoch", whole(record.epoch)
    yield "total_epochs", record.total_epochs
    yield "phase", record.phase
    yield "interval_s", finite(record.step_time_s) if record.covers == "interval" else None
    yield "clock_s", finite(record.clock_s)
    yield "rate", finite(record.rate)
    yield "data_s", finite(record.data_s)
    yield "trainer_eta_s", finite(record.trainer_eta_s)
    yield "cost_s", finite(record.cost_s)
    facts = {name: whole(value) for name, value in record.facts.items()}
    yield "facts", facts or None
    yield "fault", record.fault
    yield "by", record.by or None
    yield "arrived_at", instant(record.arrived_at)


def explain_head() -> str:
    """The heads of the text form's columns."""
    return " ".join(f"{name:<{width}}" for name, width in COLUMNS) + " text"


def explain_row(record: Record, *, columns: int = ROW, ascii_only: bool = False) -> str:
    """A record as one row of aligned columns, without a line feed.

    >>> explain_row(Record("step", 57, "iter 100: loss 6.1", step=100, total_steps=6000, step_time_s=3.99511))
    '57      step       100 / 6,000       3.995 s                                                    iter 100: loss 6.1'
    """
    heads = COLUMNS if columns >= WIDE else COLUMNS[:-1]
    room = max(20, columns - sum(width + 1 for _, width in heads))
    cells = (
        count(record.line) if record.line else "",
        record.event or "source" if record.kind == "source" else record.kind,
        _step(record),
        seconds(record.step_time_s)
        if record.step_time_s is not None and record.covers == "step"
        else "",
        _metrics(record),
        record.by,
    )
    pairs = zip(cells, heads, strict=False)
    fixed = " ".join(
        f"{safe_text(cell, width=width, ascii_only=ascii_only):<{width}}"
        for cell, (_, width) in pairs
    )
    return f"{fixed} {safe_text(record.text, width=room, ascii_only=ascii_only)}".rstrip()


def _step(record: Record) -> str:
    if record.step is None:
        return ""
    total = f" / {count(record.total_steps)}" if record.total_steps is not None else ""
    return count(record.step) + total


def _metrics(record: Record) -> str:
    """The loss first, then as many others as fit; what a config line announced comes in their place."""
    values = {**record.metrics, **record.facts}
    ordered = sorted(values.items(), key=lambda item: item[0] != "loss")
    return " ".join(f"{name}={figures(value)}" for name, value in ordered)
