"""The mini-language of the catalogue, compiled to bounded regular expressions (at build time only).

`iter {step}: loss {loss}, time {step_time:ms}` is the line itself with holes in it:

    {name:kind}   a value; `kind` is one of `kinds.KINDS`, by default what the name suggests
    {:kind}       a value that is matched and forgotten
    {?kind}       a value of this kind must follow, but is not taken
    {...}         a gap of at most 60 characters, at most two in a template
    {*}           the rest of the line is read as `name: value` pairs; only at the end
    {dict}        the dict or JSON object around this is read as such pairs; only at the end
    [[ ... ]]     may be missing
    {start}       nothing of interest may stand before (otherwise the line may be glued behind other text)
    {end}         nothing may follow but blanks

Any run of blanks matches any run of 1 to 60 blanks or tabs (tables pad their cells), and every value
may have blanks before it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from train_watch.formats.kinds import KINDS

DEFAULT_KIND = {
    "step": "int", "total_steps": "int", "epoch": "finite", "total_epochs": "int",
    "step_time": "time", "clock": "time", "data": "time", "cost": "time", "eta": "duration",
    "rate": "rate", "phase": "word", "mean": "mean",
}  # fmt: skip
"""What a hole of this name holds if its kind is not given; any other name is a float."""

_PAIRS = {"{*}": "rest", "{dict}": "brace"}
_PIECE = re.compile(r"\{([^{}]{0,60})\}|(\[\[)|(\]\])|([ \t]{1,80})|([^{}\[\] \t]{1,200}|[\[\]])")
BLANKS = r"[ \t]{1,60}"
GAP = r"[^\n]{0,60}?"


Piece = tuple[str, str, tuple[str, str] | None]
"""(what, expression or text, group): `what` is hole, gap, open, close, blanks or plain."""


@dataclass(frozen=True, slots=True)
class Template:
    """A compiled template: the expression, its groups as (name, kind), the literals around them."""

    pattern: str
    groups: tuple[tuple[str, str], ...]
    literal: str
    """The longest text that must be in the line: the key of the index; may be empty."""
    leads: bool
    """The template begins with `literal`: the search can jump to it."""
    anchored: bool
    pairs: str
    """Where `name: value` pairs are read from: `rest`, `brace`, or nowhere (empty)."""


def compile_template(text: str) -> Template:
    """The regular expression of a template; ValueError names what is wrong with it.

    >>> compile_template("epoch {epoch:int}/{total_epochs}").pattern
    'epoch[ \\\\t]{1,60}([0-9]{1,15})/[ \\\\t]{0,12}([0-9]{1,15})'
    """
    anchored, ends = text.startswith("{start}"), text.endswith("{end}")
    body = text.removeprefix("{start}").removesuffix("{end}")
    pairs = next((where for mark, where in _PAIRS.items() if body.endswith(mark)), "")
    made = pieces(text)
    groups = tuple(hole for kind, _, hole in made if kind == "hole" and hole is not None)
    pattern = join(made) + (r"[ \t]{0,16}$" if ends else "")
    if body.count("{...}") > 2:
        raise ValueError(f"more than two gaps in {text!r}")
    literal, leads = _literal(made)
    return Template(pattern, groups, literal, leads, anchored, pairs)


def pieces(text: str) -> list[Piece]:
    """The pieces of a template between {start} and {end}, without what reads pairs."""
    body = text.removeprefix("{start}").removesuffix("{end}")
    made = list(_pieces(body.removesuffix("{*}").removesuffix("{dict}")))
    return [_whole(*pair) for pair in zip(made, [*made[1:], ("", "", None)], strict=False)]


def _whole(piece: Piece, following: Piece) -> Piece:
    """A value before a gap is taken whole: the gap could take its digits one by one."""
    what, text, hole = piece
    if what != "hole" or following[0] != "gap" or text.startswith("(?="):
        return piece
    return what, f"({text[1:-1].join(('(?>', ')'))})" if hole else f"(?>{text})", hole


def _pieces(body: str) -> Iterator[Piece]:
    at = 0
    while at < len(body):
        found = _PIECE.match(body, at)
        if found is None:
            raise ValueError(f"cannot read {body[at:]!r}")
        hole, opens, closes, blanks, plain = found.groups()
        if hole is not None:
            yield _hole(hole)
        elif opens or closes:
            yield ("open" if opens else "close"), ("(?:" if opens else ")?"), None
        elif blanks:
            yield "blanks", "", None
        else:
            yield "plain", plain, None
        at = found.end()


def _hole(text: str) -> Piece:
    if text == "...":
        return "gap", GAP, None
    if text.startswith("?"):
        return "hole", f"(?={KINDS[text[1:]][0]})", None
    name, _, kind = text.partition(":")
    kind = kind or DEFAULT_KIND.get(name, "float")
    if kind not in KINDS:
        raise ValueError(f"no kind {kind!r}: one of {', '.join(sorted(KINDS))}")
    expression = KINDS[kind][0]
    if not name:
        return "hole", f"(?:{expression})", None
    return "hole", f"({expression})", (name, kind)


def join(pieces: list[Piece]) -> str:
    """The expression of some pieces."""
    parts: list[str] = []
    sorts = ["", *(what for what, _, _ in pieces), ""]
    for at, (what, text, _) in enumerate(pieces, 1):
        if what == "hole" and sorts[at - 1] not in {"blanks", "", "gap"}:
            parts.append(r"[ \t]{0,12}")
        if what == "blanks":
            beside_gap = "gap" in {sorts[at - 1], sorts[at + 1]}  # which takes the other blanks
            parts.append(r"[ \t]" if beside_gap else BLANKS)
        else:
            parts.append(re.escape(text) if what == "plain" else text)
    return "".join(parts)


def _literal(pieces: list[Piece]) -> tuple[str, bool]:
    """The longest text without blanks outside optional parts, and whether it comes first."""
    runs: list[str] = []
    depth, run = 0, ""
    for what, text, _ in [*pieces, ("gap", "", None)]:
        depth += (what == "open") - (what == "close")
        if what == "plain" and depth == 0:
            run += text
        else:
            runs.append(run)
            run = ""
    best = max(runs, key=len)
    return best, bool(best) and runs[0] == best
