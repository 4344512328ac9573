"""The text form: what the dashboard shows, in a block that fits 80 columns and has no escapes."""

from collections.abc import Iterator

from train_watch.view.cells import cut, width, wrap
from train_watch.view.spark import bar, sparkline
from train_watch.view.state import AlertRow, HealthRow, Scenario, ViewState

COLUMNS = 80
LABEL = 10
"""Width of the words at the left edge, `deadline` and two blanks."""
PART_OF_A_ROW = "   "
"""Between two parts of a row; a row that is too long is broken here first."""


def text_report(view: ViewState, *, columns: int = COLUMNS, ascii_only: bool = False) -> str:
    """The whole view as rows of at most `columns` cells (40 at least), ending in a line feed."""
    page = _Page(max(40, columns), ascii_only)
    rows = (row for block in BLOCKS for row in block(page, view))
    return "".join(row.rstrip() + "\n" for row in rows)


class _Page:
    """The measures of the page: how wide it is, and how a labelled row is broken."""

    def __init__(self, columns: int, ascii_only: bool) -> None:
        self.columns = columns
        self.ascii_only = ascii_only
        self.ellipsis = "..." if ascii_only else "\u2026"

    def row(self, label: str, *parts: str) -> Iterator[str]:
        """`label` and its parts; parts that do not fit go on in rows below, under the first."""
        room = self.columns - LABEL
        line = ""
        for part in (part for part in parts if part):
            joined = f"{line}{PART_OF_A_ROW}{part}" if line else part
            if width(joined) <= room:
                line = joined
                continue
            if line:
                yield f"{label:<{LABEL}}{line}"
                label = ""
            *whole, line = wrap(part, room)
            for piece in whole:
                yield f"{label:<{LABEL}}{piece}"
                label = ""
        if line:
            yield f"{label:<{LABEL}}{line}"

    def apart(self, left: str, right: str) -> str:
        """Two texts at both edges of one row; the left one gives way."""
        right = cut(right, self.columns - 2, self.ellipsis)
        left = cut(left, self.columns - width(right) - 2, self.ellipsis)
        return left + " " * (self.columns - width(left) - width(right)) + right


def _head(page: _Page, view: ViewState) -> Iterator[str]:
    header = view.header
    state = f"{header.state}{PART_OF_A_ROW}{header.age}".rstrip()
    name = f"{header.path or header.name}  {header.format}".rstrip()
    yield page.apart(name, f"{state}{PART_OF_A_ROW}{header.clock}".strip())
    if not header.counter and not header.percent:
        return
    far = PART_OF_A_ROW.join(text for text in (header.counter, header.percent) if text)
    if header.progress is None:
        yield cut(far, page.columns, page.ellipsis)
        return
    far = cut(far, page.columns - 13, page.ellipsis)
    room = page.columns - width(far) - len(PART_OF_A_ROW)
    yield far + PART_OF_A_ROW + bar(header.progress, room, ascii_only=page.ascii_only)


def _when(page: _Page, view: ViewState) -> Iterator[str]:
    when = view.when
    yield ""
    if when.instead:
        yield from page.row("finish", when.instead)
        yield from page.row("", *when.instead_more.split(PART_OF_A_ROW))
        yield from page.row("", when.total_from)
    else:
        overdue = when.remaining.startswith("overdue")
        left = when.remaining if overdue else f"in {when.remaining}"
        yield from page.row("finish", when.finish, left, when.range, f"({when.spread})")
        yield from _sum(page, view)
        yield from page.row("", when.total_from, when.warmup)
    yield from page.row("trainer", when.trainer)
    yield from page.row("guess", when.guess)
    yield from page.row("deadline", *when.deadline.split(PART_OF_A_ROW))


def _sum(page: _Page, view: ViewState) -> Iterator[str]:
    """The terms of the sum below each other, and what they come to if they are several."""
    first, *others = view.when.terms or ("",)
    yield from page.row("", first)
    for term in others:
        yield from page.row("", f"+ {term}")
    if others:
        yield from page.row("", view.when.total)


def _speed(page: _Page, view: ViewState) -> Iterator[str]:
    speed = view.speed
    if not speed.now and not speed.values:
        return
    yield from page.row("speed", speed.now, speed.median, speed.p95, speed.trend)
    yield from page.row("", speed.mean, speed.basis)
    curve = sparkline(
        speed.values,
        page.columns - LABEL,
        marks=speed.marks,
        cap=speed.cap,
        floor=speed.floor,
        ascii_only=page.ascii_only,
    )
    if len(curve.row) > 1:
        yield " " * LABEL + curve.row
    if curve.marks.strip():
        yield " " * LABEL + curve.marks
        yield from page.row("", *speed.legend.split(PART_OF_A_ROW))


def _health(page: _Page, view: ViewState) -> Iterator[str]:
    """What is worth a look has a row of its own; what is well shares one."""
    rows = [row for row in view.health if row.name not in {"speed", "trend", "loss"}]
    yield from page.row("loss", *view.loss.split("  "))
    good = [f"{row.symbol} {row.name} {row.short}" for row in rows if not _stands_out(row)]
    yield from page.row("health", *good)
    label = "" if good else "health"
    for row in filter(_stands_out, rows):
        yield from page.row(label, f"{row.symbol} {row.name}: {row.text}")
        label = ""


def _stands_out(row: HealthRow) -> bool:
    return row.level in {"warning", "critical"}


def _alerts(page: _Page, view: ViewState) -> Iterator[str]:
    for alert in view.alerts:
        yield ""
        yield from alert_rows(alert, page.columns)


def alert_rows(alert: AlertRow, columns: int) -> Iterator[str]:
    """An alert's title behind its symbol, and its advice below."""
    symbol = {"critical": "x", "warning": "!"}.get(alert.level, "-")
    for index, piece in enumerate(wrap(alert.title, columns - 2)):
        yield ("  " if index else f"{symbol} ") + piece
    for advice in alert.advice:
        for index, piece in enumerate(wrap(advice, columns - 5)):
            yield ("     " if index else "  -> ") + piece


def _scenarios(page: _Page, view: ViewState) -> Iterator[str]:
    """What differs from the forecast: the first row is the forecast itself."""
    rows = view.scenarios[1:]
    if not rows:
        return
    yield ""
    numbers = [(row.remaining, row.finish, row.deadline) for row in rows]
    widths = [max(width(text) for text in column) for column in zip(*numbers, strict=True)]
    room = max(8, page.columns - LABEL - sum(widths) - 2 * len(widths))
    names = [_short_name(row, room, page.ellipsis) for row in rows]
    widths.insert(0, max(map(width, names)))
    for index, name in enumerate(names):
        pairs = zip((name, *numbers[index]), widths, strict=True)
        line = "  ".join(text + " " * (wide - width(text)) for text, wide in pairs)
        label = "" if index else "what if"
        yield f"{label:<{LABEL}}{cut(line.rstrip(), page.columns - LABEL, page.ellipsis)}"


def _short_name(row: Scenario, room: int, ellipsis: str) -> str:
    """The name, without what it explains behind its colon where there is no room for that."""
    return row.name if width(row.name) <= room else cut(row.name.partition(":")[0], room, ellipsis)


def _notes(page: _Page, view: ViewState) -> Iterator[str]:
    for note in view.notes:
        yield from page.row("note", note)


BLOCKS = (_head, _when, _speed, _health, _alerts, _scenarios, _notes)
