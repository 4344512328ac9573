"""A user's own pattern for a log that nobody else knows (`--pattern`).

Named groups say what is what: step, total, epoch, total_epochs, time (seconds a step), time_ms, clock
(seconds since the start), eta, rate, loss, and any other name for a metric.
"""

import re
import warnings
from typing import Any

from train_watch.core.records import Record
from train_watch.formats.definition import record
from train_watch.formats.effort import tries
from train_watch.formats.generic import settle
from train_watch.formats.lint import faults
from train_watch.formats.plan import Plan
from train_watch.formats.series import Series
from train_watch.lines.line import Line

MOST_CHARACTERS = 4096
REPEAT = 20
"""How far `+` and `*` reach: no printed number or word of a log is longer. Unbounded, a pattern that is
searched for costs the square of the line's length."""
REPEAT_NOT = 64
"""How far they reach behind `[^...]`, which skips text."""
REPEAT_DOT = 200
"""How far `.*` reaches, once in a pattern."""
MOST_TRIES = 15_000
"""At one place of a line: room for `.*` (200) and one gap of text behind it (65); a quarter of a second on the worst line."""
HEAD = TAIL = 256
"""Characters of either end of a longer line that are searched: the cost grows with the places to begin."""

_HOLES = {
    "step": ("step", "count"), "total": ("total_steps", "count"), "total_steps": ("total_steps", "count"),
    "epoch": ("epoch", "finite"), "total_epochs": ("total_epochs", "count"), "time": ("step_time", "in*1.0"),
    "time_s": ("step_time", "in*1.0"), "time_ms": ("step_time", "in*0.001"), "clock": ("clock", "duration"),
    "elapsed": ("clock", "duration"), "eta": ("eta", "duration"), "rate": ("rate", "rate"), "data": ("data", "in*1.0"),
}  # fmt: skip
_ATOM = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?[^:=!<]{0,2}[:=!]|\(\?P?<[^>)]{0,80}>|.", re.DOTALL
)
_QUANTIFIER = re.compile(r"(?P<sort>[*+?]|\{[0-9]{0,9},?[0-9]{0,9}\})(?P<suffix>[?+]?)")

_WHOLE = frozenset([r"\d", "[0-9]", r"\s", " "])
_GAP = re.compile(r"\){0,9}(?:\.[*+]|\[\^|[:=,|/-]\?|\[[:=,|/ -]{1,8}\]\?)")
"""Any text, or a mark that may be missing."""


class PatternError(ValueError):
    """What is wrong with a user's pattern, in one sentence."""


def compile_pattern(pattern: str) -> re.Pattern[str]:
    """The pattern with its repeats bounded, safe to search hostile lines with; PatternError if it cannot be.

    >>> compile_pattern(r"it=(?P<step>\\d+) .* loss=(?P<loss>[\\d.]+)").pattern
    'it=(?P<step>\\\\d{1,20}) .{0,200} loss=(?P<loss>[\\\\d.]{1,20})'
    >>> compile_pattern("(a+)+")
    Traceback (most recent call last):
    ...
    train_watch.formats.pattern.PatternError: the pattern is refused: a repeat within a repeat can match the same text in many ways
    """
    if len(pattern) > MOST_CHARACTERS:
        raise PatternError(
            f"the pattern has {len(pattern)} characters: at most {MOST_CHARACTERS} are read"
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", FutureWarning
            )  # of sets like [[a]: they are read as ever
            compiled = re.compile(pattern)
            safe = bounded(pattern)
            found = _dots(pattern) or faults(safe) or _slow(safe)
            if not found:
                compiled = re.compile(safe)
    except (re.error, RecursionError, OverflowError) as error:
        raise PatternError(f"the pattern is no regular expression: {error}") from None
    if found:
        raise PatternError(f"the pattern is refused: {found[0]}")
    if "step" not in compiled.groupindex:
        raise PatternError(
            "the pattern names no group (?P<step>...): without a step nothing can be counted"
        )
    return compiled


def bounded(pattern: str) -> str:
    """The same pattern with `*`, `+` and `{n,}` reaching no further than a printed field does."""
    parts: list[str] = []
    at, atom = 0, ""
    while at < len(pattern):
        quantifier = _QUANTIFIER.match(pattern, at) if atom else None
        if quantifier:
            parts += [_bound(quantifier, atom), _suffix(quantifier, atom)]
            at, atom = quantifier.end(), ""
            continue
        found = _ATOM.match(pattern, at)
        atom = found[0] if found else pattern[at]
        parts.append(atom)
        at += len(atom)
    return "".join(parts)


def _bound(quantifier: re.Match[str], atom: str) -> str:
    sort = quantifier["sort"]
    if sort not in {"*", "+"} and not sort.endswith(",}"):
        return sort
    least = "0" if sort == "*" else "1" if sort == "+" else sort[1:-2] or "0"
    reach = REPEAT_DOT if atom == "." else REPEAT_NOT if atom.startswith("[^") else REPEAT
    return f"{{{least},{max(reach, int(least))}}}"


def _suffix(quantifier: re.Match[str], atom: str) -> str:
    """Numbers and blanks before a gap of any text are taken whole: torn, they would be misread."""
    given: str = quantifier["suffix"]
    whole = quantifier["sort"] in {"*", "+"} and atom in _WHOLE and not given
    return "+" if whole and _GAP.match(quantifier.string, quantifier.end()) else given


def _dots(pattern: str) -> list[str]:
    """Two gaps of any text can share it in as many ways as the line is long."""
    plain = re.sub(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", "", pattern)
    return ["it has two `.*`"] if len(re.findall(r"\.(?:[*+]|\{[0-9]*,\})", plain)) > 1 else []


def _slow(safe: str) -> list[str]:
    """Repeats that can hand each other the same text, many ways in all."""
    if tries(safe) <= MOST_TRIES:
        return []
    told = "neighbouring repeats can match the same text in too many ways: "
    return [told + r"put a fixed character between them, or let them give nothing back (`\d++`)"]


def _ends(text: str) -> str:
    """The beginning and the end of a long line."""
    return text if len(text) <= HEAD + TAIL else f"{text[:HEAD]}\n{text[-TAIL:]}"


class Custom:
    """Reads lines with the user's pattern; the history of the steps tells base and scope as for any log."""

    def __init__(self, pattern: str) -> None:
        self._pattern = compile_pattern(pattern)
        names = sorted(self._pattern.groupindex, key=lambda name: self._pattern.groupindex[name])
        self._groups = [self._pattern.groupindex[name] for name in names]
        self._plan = Plan([_HOLES.get(name, (name, "num")) for name in names])
        self._series = Series("custom")
        self._lines = 0

    def read(self, line: Line) -> Record | None:
        """The step record of a line that the pattern fits; None for another line."""
        self._lines += 1
        found = self._pattern.search(_ends(line.text))
        if found is None:
            return None
        values: dict[str, Any] = {}
        try:
            self._plan.fill(values, found.group(0, *self._groups)[1:])
        except (ValueError, OverflowError):
            return None
        if not isinstance(values.get("step"), int):
            return None
        at = line.at if line.at is not None else line.arrived_at
        self._series.observe(values, self._lines, at)
        settled = settle(self._series, values, epoch_announced=False)
        return record("step", line, {**settled, "format": "custom", "by": "your pattern"})
