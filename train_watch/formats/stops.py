"""Where a template stopped matching a line that holds its literal: for whoever writes a definition."""

import re
from typing import NamedTuple

from train_watch.formats.template import Piece, join, pieces


class Stop(NamedTuple):
    """The part of the line that fitted, from `start` to `end`, and the piece that did not follow."""

    start: int
    end: int
    wanted: str


def stopped(template: str, text: str) -> Stop | None:
    """The longest beginning of the template that is somewhere in the text; None if it matches whole.

    >>> stopped("iter {step}: loss {loss}, time {t:ms}", "iter 5: loss 2.5, took 3ms")
    Stop(start=0, end=18, wanted='time {t:ms}')
    """
    made = pieces(template)
    sources = _sources(template, made)
    cuts = [at for at in range(len(made), 0, -1) if _whole(made[:at])]
    for cut in cuts:
        found = re.search(_anchor(template, cut == len(made)) % join(made[:cut]), text)
        if found is not None:
            fits = cut == len(made)
            return None if fits else Stop(found.start(), found.end(), "".join(sources[cut:])[:60])
    return Stop(0, 0, template[:60])


def _anchor(template: str, whole: bool) -> str:
    start = r"^[ \t]{0,16}" if template.startswith("{start}") else ""
    end = r"[ \t]{0,16}$" if whole and template.endswith("{end}") else ""
    return f"{start}%s{end}"


def _whole(part: list[Piece]) -> bool:
    """No optional part is open: an expression can be cut here."""
    sorts = [what for what, _, _ in part]
    return sorts.count("open") == sorts.count("close")


def _sources(template: str, made: list[Piece]) -> list[str]:
    """The pieces as the template writes them."""
    holes = iter(re.findall(r"\{[^{}]{0,60}\}", template.removeprefix("{start}")))
    plain = {"open": "[[", "close": "]]", "blanks": " "}
    return [
        next(holes) if what in {"hole", "gap"} else plain.get(what, text) for what, text, _ in made
    ]
