"""`?`: every key from the table, and what the symbols mean."""

from train_watch.tui.ink import Area, Row, Rows, Span, span
from train_watch.tui.keys import KEYS, LOG, WHAT_IF, Key
from train_watch.tui.paragraph import paragraph
from train_watch.view.state import ViewState

KEY_CELLS = 9
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("keys", ()),
    ("on the log page", (LOG,)),
    ("on the what-if page", (WHAT_IF,)),
)
SYMBOLS: tuple[tuple[str, str], ...] = (
    ("+", "fine"),
    ("-", "for your information"),
    ("!", "look at it"),
    ("x", "wrong"),
    ("?", "not known, or guessed"),
    ("E C", "under the curve: an evaluation, a checkpoint"),
    ("o w", "an outlier, warm-up: left out of the speed"),
)


def help_page(_view: ViewState, area: Area) -> Rows:
    """The same for every run."""
    rows: list[Row] = []
    for title, pages in GROUPS:
        rows.extend(_group(title, tuple(key for key in KEYS if key.pages == pages), area))
    rows.append(span("symbols", "title"))
    for symbol, meaning in SYMBOLS:
        rows.extend(_entry(symbol, meaning, area))
    return tuple(rows)


def _group(title: str, keys: tuple[Key, ...], area: Area) -> Rows:
    entries = (row for key in keys for row in _entry(key.shown, key.help, area))
    return (span(title, "title"), *entries, ())


def _entry(left: str, right: str, area: Area) -> Rows:
    head = (Span(left.rjust(KEY_CELLS - 1), "key"), Span("  "))
    return paragraph(right, area, head=head, indent=KEY_CELLS + 1)
