"""The whole dashboard in a small pane, in a row or two, or in one cell."""

from train_watch.tui.ink import (
    ROLE_OF_LEVEL,
    SYMBOL_OF_LEVEL,
    Area,
    Ranked,
    Row,
    Rows,
    Span,
    clip,
    packed,
    pick,
    row_width,
    span,
    spread,
)
from train_watch.tui.keys import MAIN
from train_watch.tui.panels.footer import asked_for, footer
from train_watch.tui.panels.header import in_place, state_badge
from train_watch.tui.panels.health import health
from train_watch.tui.panels.log import log
from train_watch.tui.panels.speed import curve_rows
from train_watch.tui.panels.when import deadline_row, in_time, progress_row, wrapped
from train_watch.view.state import ViewState

LOUD = ("warning", "critical")
FEWEST_CELLS = 8
"""Narrower than this no figure fits: the symbol of the state is all there is room for."""
FEWEST_ROWS_WITH_KEYS = 7
"""Below this every row is needed for an answer; `?` still helps."""
LOG_ROWS_SHARED = 3
"""Rows of log that come before the least needed rows of figures."""


def compact(view: ViewState, area: Area) -> Rows:
    """The answers in their order, as many as there are rows; what is left shows the log."""
    if area.cells < FEWEST_CELLS:
        return (
            span(
                SYMBOL_OF_LEVEL[view.header.level][: area.cells], ROLE_OF_LEVEL[view.header.level]
            ),
        )
    if area.rows <= 3:
        return _tiny(view, area)
    keys = area.rows >= FEWEST_ROWS_WITH_KEYS
    body = pick(tuple(row for row in _ranked(view, area) if row.row), area.rows - 1 - keys)
    room = area.rows - keys - len(body)
    lines = log(view, Area(area.cells, room, area.glyphs)) if room > 0 else ()
    filling: tuple[Row, ...] = ((),) * (room - len(lines))
    last = (footer(MAIN, area.cells, area.glyphs, first=asked_for(view)),) if keys else ()
    return (*body, *lines, *filling, *last)


def _ranked(view: ViewState, area: Area) -> tuple[Ranked, ...]:
    curve = curve_rows(view.speed, area)[0] if view.speed.values else ()
    trouble = _trouble(view, area)
    return (
        Ranked(0, _head(view, area)),
        Ranked(1, _finish(view, area)),
        *_why(view, area),
        Ranked(4, _deadline(view, area)),
        Ranked(3, _guess(view)),
        Ranked(7, progress_row(view, area)),
        Ranked(5, _speed(view, area)),
        Ranked(8, curve),
        Ranked(6, _loss(view, area)),
        Ranked(2, trouble),
        *(Ranked(9, row) for row in _more(view, area, bool(trouble))),
    )


def _more(view: ViewState, area: Area, trouble: bool) -> Rows:
    """Health rows for panes that are narrow but high, leaving rows for the log."""
    spare = area.rows - 9 - LOG_ROWS_SHARED - trouble
    return health(view, Area(area.cells, spare, area.glyphs)) if spare > 0 else ()


def _head(view: ViewState, area: Area) -> Row:
    head = view.header
    age = span("  " + in_place(head.age) if head.age else "", "muted")
    right = (*state_badge(view), *age)
    if area.cells - row_width(right) < len(head.counter) + 2:
        right = state_badge(view)
    room = area.cells - row_width(right) - 2
    if room < len(head.percent):
        return clip(right, area.cells, area.glyphs)
    parts = (
        Ranked(1, span(head.name, "strong")),
        Ranked(0 if len(head.counter) <= room else 3, span(head.counter)),
        Ranked(2, span(head.percent)),
    )
    return spread(packed(parts, room, 1, area.glyphs), right, area.cells, area.glyphs)


def _finish(view: ViewState, area: Area) -> Row:
    told = view.when
    if not told.finish:
        level = view.header.level
        role = ROLE_OF_LEVEL[level] if level in LOUD else "strong"
        return clip(span(told.instead, role), area.cells, area.glyphs)
    label = Ranked(3, span("FINISH", "muted"))
    longest = (label, *_answers(told.finish, in_time(told.remaining), told.range))
    if sum(row_width(part.row) + 2 for part in longest) <= area.cells + 2:
        return packed(longest, area.cells, 2, area.glyphs)
    short = _answers(told.finish_short, in_time(told.remaining_short), told.range_short)
    return packed((label, *short), area.cells, 2, area.glyphs)


def _answers(finish: str, remaining: str, between: str) -> tuple[Ranked, ...]:
    return (
        Ranked(0, span(finish, "strong")),
        Ranked(1, span(remaining, "strong")),
        Ranked(2, span(between)),
    )


def _why(view: ViewState, area: Area) -> tuple[Ranked, ...]:
    """What would help, where there is no finish; its second row before the bar."""
    rows = wrapped(view.when.instead_more, area, 2)
    return tuple(Ranked(3 + 3 * index, row) for index, row in enumerate(rows))


def _deadline(view: ViewState, area: Area) -> Row:
    label = (Span("DEADLINE  ", "muted"),)
    row = deadline_row(view.when, area.cells - row_width(label), area.glyphs)
    return (*label, *row) if row else ()


def _guess(view: ViewState) -> Row:
    return (Span("? ", "warning"), Span(view.when.guess)) if view.when.guess else ()


def _speed(view: ViewState, area: Area) -> Row:
    told = view.speed
    if not told.now:
        return ()
    parts = (
        Ranked(0, span(told.now, "strong")),
        Ranked(1, span(told.trend, ROLE_OF_LEVEL[told.trend_level])),
        Ranked(2, span(told.median)),
        Ranked(3, span(told.p95)),
    )
    return packed(parts, area.cells, 3, area.glyphs)


def _loss(view: ViewState, area: Area) -> Row:
    """The parts of the loss, which `view` sets two blanks apart."""
    parts = [Ranked(index, span(part)) for index, part in enumerate(view.loss.split("  "))]
    label = (Span("loss ", "muted"),)
    row = packed(parts, area.cells - row_width(label), 2, area.glyphs)
    return (*label, *row) if row else ()


def _trouble(view: ViewState, area: Area) -> Row:
    """The first alert, and how many there are; what to do is one key away."""
    if not view.alerts:
        return ()
    first = view.alerts[0]
    role = ROLE_OF_LEVEL[first.level]
    symbol = SYMBOL_OF_LEVEL[first.level]
    count = f"1 of {len(view.alerts)}" if len(view.alerts) > 1 else ""
    long, short = (f"{symbol} {text}" for text in (first.title, first.short or first.title))
    room = area.cells - (len(count) + 2 if count else 0)
    text = long if row_width(span(long)) <= room else short
    return spread(span(text, role), span(count, "muted"), area.cells, area.glyphs)


def _tiny(view: ViewState, area: Area) -> Rows:
    """Three rows: when, how fast and what is wrong, the last line. One row: the first of them."""
    first = packed(_in_one_row(view), area.cells, 2, area.glyphs)
    second = packed(_second_row(view, area), area.cells, 2, area.glyphs)
    return (first, second, *log(view, Area(area.cells, 1, area.glyphs)))[: area.rows]


def _in_one_row(view: ViewState) -> tuple[Ranked, ...]:
    head, told = view.header, view.when
    role = ROLE_OF_LEVEL[head.level]
    symbol = SYMBOL_OF_LEVEL[head.level]
    alert = view.alerts[0] if view.alerts else None
    return (
        Ranked(2, span(head.percent)),
        Ranked(3 if told.finish else 1, span(f"{symbol} {head.state}" if head.state else "", role)),
        Ranked(0, span(in_time(told.remaining_short) if told.finish else told.instead, "strong")),
        Ranked(1, span(told.finish_short, "strong")),
        Ranked(5, span(told.range_short)),
        Ranked(6, span(view.speed.now)),
        Ranked(
            4, span(f"! {alert.short or alert.title}", ROLE_OF_LEVEL[alert.level]) if alert else ()
        ),
        Ranked(7, span(head.counter, "muted")),
    )


def _second_row(view: ViewState, area: Area) -> tuple[Ranked, ...]:
    told = view.when
    return (
        Ranked(0, span(told.instead_more)),
        Ranked(1, deadline_row(told, area.cells, area.glyphs)),
        Ranked(2, span(view.speed.now)),
        Ranked(4, span(view.speed.trend_short)),
        Ranked(3, span(f"loss {view.loss}" if view.loss else "")),
    )
