"""The only door for text of a log, of a path or of an error towards a terminal.

A log is written by programs that nobody here controls, so its text may hold escape sequences
that move the cursor, set the window's title or answer as if typed; characters that turn the
reading direction; marks stacked by the hundred; and keys that should not end up on a shared
screen. `safe_text` makes each of them visible or harmless and takes nothing away:

>>> safe_text("loss \\x1b[31m6.1\\x07")
'loss \u241b[31m6.1\u2407'
>>> safe_text("WANDB_API_KEY=0123456789abcdef0123")
'WANDB_API_KEY=***'
"""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from train_watch.view.cells import ELLIPSIS, cut

if TYPE_CHECKING:  # the classes beside it cost 12 ms at start, and the one-line path draws no view
    from train_watch.view.state import SafeText

LIMIT = 4096
"""Characters that are shown of one text: what a `Line` keeps, and far more than a screen is wide."""
MARKS_PER_CELL = 8
"""Accents that may stand on one character: Vietnamese needs two, Tibetan about six."""
TAB = 8
REPLACEMENT = "\ufffd"
BLANK_LETTERS = "\u115f\u1160\u3164\uffa0"
"""Hangul fillers: letters by category, invisible by design."""

CONTROL_PICTURES = {code: 0x2400 + code for code in range(32)} | {127: 0x2421}
"""Every C0 control has a picture in Unicode's block of that name; DEL has its own."""
KEEP_TABS = {code: picture for code, picture in CONTROL_PICTURES.items() if code != 9}
CARETS = {0x2400 + code: "^" + chr(code + 64) for code in range(32)} | {0x2421: "^?"}
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Categories that a terminal may act on, or that show nothing: C1 controls, format characters
(direction, zero width, tags), surrogates, private use, unassigned, line separators."""
MARKS = frozenset({"Mn", "Me", "Mc"})

_SECRET = re.compile(
    r"""(?x)
    (?P<keep>
        \b(?: sk-(?=[A-Za-z_-]{0,32}[0-9]) | hf_ | gh[pousr]_ | github_pat_ | glpat- | xox[abeprs]-
            | AKIA | ASIA | AIza | eyJ )(?=[A-Za-z0-9_.-]{16})
      | \b(?i:bearer|basic)[ ](?=[A-Za-z0-9._~+/=-]{16})
      | (?: API_?KEY | SECRET(?:_KEY)? | ACCESS_KEY | _TOKEN | PASSWORD | PASSWD
          | api_?key | secret_?key | access_?key | password | passwd )
        ["']?\s?[=:]\s?["']?(?=[^\s"'*]{8})
    )
    [^\s"'*,;]{1,8192}
  | (?P<url>://[^\s/:@]{1,64}:)(?!\*)[^\s/@]{1,256}(?=@)
    """
)
"""Keys by the prefixes their issuers gave them, `Authorization` headers, assignments to names
that end like a secret's, and passwords within addresses. What introduces the secret is kept."""


SHORT = 512
"""Longer texts are made anew each time: 8,192 remembered ones then take 10 MB at most."""


def safe_text(text: str, *, width: int | None = None, ascii_only: bool = False) -> "SafeText":
    """`text` as one row that is safe to show: at most `width` cells where given, else `LIMIT`
    characters. What is cut off leaves an ellipsis; applying it twice changes nothing.

    `ascii_only` writes everything else as escapes, for terminals without Unicode:

    >>> safe_text("caf\u00e9 \\x1b[2J", ascii_only=True)
    'caf\\\\xe9 ^[[2J'
    """
    shown = _shown(text[: 2 * LIMIT])
    if ascii_only:
        shown = shown.translate(CARETS).encode("ascii", "backslashreplace").decode("ascii")
    ellipsis = "..." if ascii_only else ELLIPSIS
    if len(shown) > LIMIT:
        shown = shown[: LIMIT - len(ellipsis)] + ellipsis
    if width is not None:
        shown = cut(shown, width, ellipsis)
    return cast("SafeText", shown)


def _shown(text: str) -> str:
    return _remembered(text) if len(text) <= SHORT else _made_visible(text)


@lru_cache(maxsize=8192)  # the dashboard asks for the same few thousand lines twice a second
def _remembered(text: str) -> str:
    return _made_visible(text)


def _made_visible(text: str) -> str:
    text = _SECRET.sub(_mask, text)
    if text.isascii():
        return text if text.isprintable() else text.translate(KEEP_TABS).expandtabs(TAB)
    return _visible(text.translate(KEEP_TABS).expandtabs(TAB))


def _mask(match: re.Match[str]) -> str:
    return (match["keep"] or match["url"]) + "***"


def _visible(text: str) -> str:
    """Text without invisible characters, and with at most so many marks on each visible one."""
    from unicodedata import category

    out: list[str] = []
    marks = MARKS_PER_CELL  # a mark with nothing before it would land on the cell to its left
    for char in text:
        kind = category(char)
        if kind in MARKS:
            marks += 1
            out.append(char if marks <= MARKS_PER_CELL else REPLACEMENT)
            marks = marks if marks <= MARKS_PER_CELL else 0
            continue
        marks = 0
        out.append(REPLACEMENT if kind in INVISIBLE or char in BLANK_LETTERS else char)
    return "".join(out)
