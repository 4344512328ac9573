"""When will it finish, will it make the deadline, and the sum that says so."""

from train_watch.tui.digits import HEIGHT, big_clock
from train_watch.tui.glyphs import Glyphs
from train_watch.tui.ink import (
    ROLE_OF_LEVEL,
    Area,
    Ranked,
    Role,
    Row,
    Rows,
    Span,
    clip,
    first_that_fits,
    glue,
    packed,
    pick,
    row_width,
    span,
)
from train_watch.view.cells import wrap
from train_watch.view.state import SafeText, ViewState, When

LABEL_CELLS = 10
"""The longest label is DEADLINE."""
FINISH_CELLS, REMAINING_CELLS = 11, 14
"""`20:41 today` and `in 12h 34m 56s`: what counts down must not move what stands behind it."""
PERCENT_CELLS = 8
"""Two blanks and `100.0%`."""
COUNTER_STEP = 4
"""The counter's room grows by so many cells at once: a thousand more steps move the bar, not each."""
BIG_CELLS = 96
"""Width from which large digits leave room for a whole sum beside them."""
GAP = 3
LEAST_BAR = 8
"""A shorter bar tells less than the percentage beside it."""


def when(view: ViewState, area: Area) -> Rows:
    """As many of the answers as there are rows, the dearest first; where it is wide enough the
    finish stands beside them in large digits."""
    big = _big(view, area)
    if not big or area.rows <= HEIGHT:
        return pick(when_rows(view, area), area.rows)
    side = _beside(big, area)
    texts = pick(_texts(view, side), area.rows - 1)
    margin = " " * len(big[0])
    rows = [
        (
            Span(big[index] if index < HEIGHT else margin, "strong"),
            Span(" " * GAP),
            *_nth(texts, index),
        )
        for index in range(max(HEIGHT, len(texts)))
    ]
    return (*rows, progress_row(view, area, view.header.counter))


def when_height(view: ViewState, area: Area) -> int:
    """Rows that would say everything; `area.rows` does not matter."""
    big = _big(view, area)
    if not big:
        return len(when_rows(view, area))
    return 1 + max(HEIGHT, len(_texts(view, _beside(big, area))))


def _big(view: ViewState, area: Area) -> tuple[str, ...]:
    return big_clock(view.when.finish_short, area.glyphs) if area.cells >= BIG_CELLS else ()


def _beside(big: tuple[str, ...], area: Area) -> Area:
    return area._replace(cells=area.cells - len(big[0]) - GAP)


def _nth(rows: Rows, index: int) -> Row:
    return rows[index] if index < len(rows) else ()


def when_rows(view: ViewState, area: Area) -> tuple[Ranked, ...]:
    """All that can be said, each with its rank; rows with nothing to say are not there."""
    first, *others = _texts(view, area) or (Ranked(0, ()),)
    bar = Ranked(3, progress_row(view, area, view.header.counter))
    place = 0 if view.when.finish else sum(row.rank <= 1 for row in others)
    rows = (first, *others[:place], bar, *others[place:])
    return tuple(entry for entry in rows if entry.row)


def _texts(view: ViewState, area: Area) -> tuple[Ranked, ...]:
    told = view.when
    rows = (
        *(_forecast(told, area) if told.finish else _instead(view, area)),
        Ranked(2, _deadline(told, area)),
        *(Ranked(4 + index, row) for index, row in enumerate(_sum(told, area))),
        Ranked(2, _guess(told)),
        Ranked(6, _origin(told, area)),
        Ranked(5, labelled("TRAINER", span(told.trainer))),
    )
    return tuple(entry for entry in rows if entry.row)


def labelled(label: str, row: Row) -> Row:
    """`FINISH    20:41 ...`; without a row nothing."""
    return (Span(label.ljust(LABEL_CELLS), "muted"), *row) if row else ()


def _forecast(told: When, area: Area) -> tuple[Ranked, ...]:
    """Finish, time left and range, in the longest wording that fits whole."""
    finish = span(told.finish.ljust(FINISH_CELLS), "strong")
    remaining = span(in_time(told.remaining).ljust(REMAINING_CELLS), "strong")
    short = (span(told.finish_short, "strong"), span(in_time(told.remaining_short), "strong"))
    wordings = (
        (finish, remaining, span(told.range), span(told.spread, "muted")),
        (finish, remaining, span(told.range)),
        (finish, remaining, span(told.range_short)),
        (*short, span(told.range_short)),
        short,
    )
    rows = [glue(wording, 3) for wording in wordings]
    row = first_that_fits(rows, area.cells - LABEL_CELLS, area.glyphs)
    return (Ranked(0, labelled("FINISH", row)),)


def in_time(remaining: SafeText) -> str:
    """`in 4h 29m`; what is overdue says so itself."""
    return remaining if remaining.startswith("overdue") or not remaining else f"in {remaining}"


def _instead(view: ViewState, area: Area) -> tuple[Ranked, ...]:
    """Why there is no finish and what would help, in two rows each at most."""
    level = view.header.level
    loud = ROLE_OF_LEVEL[level] if level in {"warning", "critical"} else "strong"
    told = view.when
    return (
        *(Ranked(index, row) for index, row in enumerate(wrapped(told.instead, area, 2, loud))),
        *(Ranked(1 + index, row) for index, row in enumerate(wrapped(told.instead_more, area, 2))),
    )


def wrapped(text: str, area: Area, most: int, role: Role = "") -> Rows:
    """`text` in rows of whole words, `most` at most."""
    lines = wrap(text, area.cells)
    kept = lines[:most] if len(lines) <= most else (*lines[: most - 1], " ".join(lines[most - 1 :]))
    return tuple(clip(span(line, role), area.cells, area.glyphs) for line in kept)


def progress_row(view: ViewState, area: Area, counter: str = "") -> Row:
    """The bar, and at its end what it stands for, in places that do not move."""
    head = view.header
    if head.progress is None:
        return span(counter)
    words = f"  {counter.rjust(-(-len(counter) // COUNTER_STEP) * COUNTER_STEP)}" if counter else ""
    words += head.percent.rjust(PERCENT_CELLS)
    room = area.cells - len(words)
    return (
        (*bar(head.progress, room, area.glyphs), Span(words)) if room >= LEAST_BAR else span(words)
    )


def bar(progress: float, cells: int, glyphs: Glyphs) -> Row:
    """A line that is heavy as far as the run is; full only at the end."""
    halves = int(min(1.0, max(0.0, progress)) * cells * 2)
    whole, half = divmod(halves, 2)
    done = glyphs.full * whole + glyphs.half * half
    return (*span(done, "bar"), *span(glyphs.rest * (cells - whole - half), "frame"))


def _deadline(told: When, area: Area) -> Row:
    return labelled("DEADLINE", deadline_row(told, area.cells - LABEL_CELLS, area.glyphs))


def deadline_row(told: When, cells: int, glyphs: Glyphs) -> Row:
    """The deadline's parts, which `view` sets three blanks apart; the countdown gives way first."""
    role = ROLE_OF_LEVEL[told.deadline_level]
    parts = [part for part in told.deadline.split("   ") if part]
    ranked = [
        Ranked(9 if part.startswith("in ") else index, span(part, role))
        for index, part in enumerate(parts)
    ]
    return packed(ranked, cells, 3, glyphs)


def _sum(told: When, area: Area) -> Rows:
    """`3,860 it x 3.982 s = 4h 16m 10s  +  16 evals x 48.2 s = 12m 51s  = 4h 29m 01s`, in as many
    rows as it needs: an addend is never cut in two."""
    rows: list[Row] = []
    for part in _addends(told):
        longer = glue((rows[-1], part), 2) if rows else part
        if rows and row_width(longer) <= area.cells - LABEL_CELLS:
            rows[-1] = longer
        else:
            rows.append(part)
    return tuple(labelled("" if index else "SUM", row) for index, row in enumerate(rows))


def _addends(told: When) -> list[Row]:
    """The terms with a plus between them, and the total unless it is the only term."""
    plus = Span("+  ", "muted")
    terms = [(plus, Span(term)) if index else span(term) for index, term in enumerate(told.terms)]
    return [*terms, span(told.total, "strong")] if len(terms) > 1 and told.total else terms


def _guess(told: When) -> Row:
    return labelled("GUESS", (Span("? ", "warning"), Span(told.guess))) if told.guess else ()


def _origin(told: When, area: Area) -> Row:
    parts = (Ranked(0, span(told.total_from, "muted")), Ranked(1, span(told.warmup, "muted")))
    return labelled("FROM", packed(parts, area.cells - LABEL_CELLS, 3, area.glyphs))
