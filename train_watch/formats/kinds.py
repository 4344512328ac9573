"""The kinds of the mini-language: what `{name:kind}` matches and how it becomes a number.

Every expression here is bounded (formats of hostile lines cost what their length allows, no more)
and holds no capturing group. Times are converted to (seconds, rounding step in seconds).
"""

from collections.abc import Callable
from functools import cache

from train_watch.formats.values import (
    LONGEST_S,
    MOST_STEPS,
    SECONDS,
    bounded,
    duration,
    number,
    ulp,
    whole,
)

FLOAT = r"[-+.0-9eEnaNifI]{1,26}"
"""Digits, sign, point, exponent, nan and inf in one bounded class: `float` says whether it is one."""
_UNIT = r"(?:us|µs|ms|s|sec|secs|seconds|min|m|h)"
DURATION = r"(?:[0-9]{1,5} days?,? {0,2})?[0-9]{1,6}:[0-9]{1,2}(?::[0-9]{1,2}(?:\.[0-9]{1,9})?)?"
"""Longest first, and atomic as a kind: a printed duration is never meant in part."""
HUMAN = r"[0-9]{1,9}(?:\.[0-9]{1,9})?(?:ms|us|[smhd])(?![A-Za-z])(?: ?[0-9]{1,2}(?:\.[0-9]{1,9})?[smh](?![A-Za-z])){0,3}"

EARLIEST, LATEST = 1e9, 4e9
"""2001 and 2096 in Unix seconds: no log of a training is older, and no step count is called a time stamp."""

Convert = Callable[[str], object]


def scaled(factor: float, suffix: int = 0) -> Callable[[str], tuple[float, float] | None]:
    """A converter of a printed number of `factor` seconds each, after dropping `suffix` characters.

    The result is (seconds, rounding step), or None for nan and whatever else is no duration.
    """

    def convert(text: str) -> tuple[float, float] | None:
        digits = (text[:-suffix] if suffix else text).rstrip()
        value = number(digits) * factor
        if 0.0 <= value < LONGEST_S:
            return value, ulp(digits) * factor
        return None

    return convert


def with_unit(text: str) -> tuple[float, float] | None:
    """A printed time with whatever unit follows it; a bare number is seconds.

    >>> with_unit("71400ms"), with_unit("76.044s"), with_unit("nanms")
    ((71.4, 0.001), (76.044, 0.001), None)
    """
    end = len(text)
    while end and (text[end - 1].isalpha() or text[end - 1] == "µ"):
        end -= 1
    if end == 0:  # only letters: nan or inf, with a unit or none
        return None
    unit, digits = text[end:].lower(), text[:end].rstrip()
    return bounded(float(digits) * SECONDS.get(unit, 1.0)), ulp(digits) * SECONDS.get(unit, 1.0)


def inverse(text: str) -> tuple[float, float] | None:
    """A printed rate of steps a second, as seconds a step.

    >>> inverse("4.00")
    (0.25, 0.000625)
    """
    rate = float(text)
    if not rate > 0:
        return None
    return bounded(1.0 / rate), ulp(text) / rate / rate


def per_minute(text: str) -> tuple[float, float] | None:
    """A printed rate of steps a minute, as seconds a step.

    >>> per_minute("30")
    (2.0, 0.06666666666666667)
    """
    found = inverse(text)
    return (found[0] * 60.0, found[1] * 60.0) if found is not None else None


def finite(text: str) -> float | None:
    """A printed number with commas or K, None for nan and inf: a rate or an epoch that is not known."""
    value = number(text)
    return value if abs(value) < MOST_STEPS else None


def unix(text: str) -> float | None:
    """A time stamp as a number: seconds since 1970, or milliseconds, by its size; None for anything else.

    >>> unix("1764000000.5"), unix("1764000000500"), unix("12.5")
    (1764000000.5, 1764000000.5, None)
    """
    value = number(text)
    if EARLIEST <= value < LATEST:
        return value
    return value / 1e3 if EARLIEST <= value / 1e3 < LATEST else None


def one_more(text: str) -> int:
    """How many there are, from the printed number of the last one, counted from 0."""
    return int(text) + 1


KINDS: dict[str, tuple[str, Convert]] = {
    "int": (r"[0-9]{1,15}", int),
    "last": (r"[0-9]{1,15}", one_more),
    "count": (r"[0-9][0-9,]{0,18}(?:\.[0-9]{1,3})?[KkMBG]?", whole),
    "float": (FLOAT, float),
    "rate": (r"[-+]?[0-9][0-9,]{0,18}(?:\.[0-9]{0,12})?(?:[eE][-+]?[0-9]{1,3})?[KkMBG]?", finite),
    "num": (r"[-+]?[0-9][0-9,]{0,18}(?:\.[0-9]{0,12})?(?:[eE][-+]?[0-9]{1,3})?[KkMBG]?", number),
    "finite": (FLOAT, finite),
    "word": (r"[\w.@/-]{1,60}", str),
    "text": (r"[^\n]{1,200}", str),
    "skip": (r"[-+.,0-9eEnaNifI]{1,26}", str),
    "s": (FLOAT + " ?s", scaled(1.0, 1)),
    "ms": (FLOAT + " ?ms", scaled(1e-3, 2)),
    "min": (FLOAT + " ?m", scaled(60.0, 1)),
    "in_s": (FLOAT, scaled(1.0)),
    "in_ms": (FLOAT, scaled(1e-3)),
    "in_min": (FLOAT, scaled(60.0)),
    "in_h": (FLOAT, scaled(3600.0)),
    "time": (FLOAT + " ?" + _UNIT + "?", with_unit),
    "per_s": (FLOAT, inverse),
    "duration": (f"(?>{DURATION}|{HUMAN})", duration),
    "mean": (FLOAT, scaled(1.0)),
    "unix": (FLOAT, unix),
    "percent": (FLOAT, scaled(1.0)),
    # Text that only has to be there: leader dots, a drawn bar, XGBoost's and LightGBM's metric names.
    "dots": (r"\.{2,80}", str),
    "bar": (r"[=>.#━─╸╺ ]{1,80}", str),
    "suffixed": (r"[\w.@]{1,40}-[\w@.-]{1,40}:[-+0-9.ni]", str),
    "owned": (r"\w{1,40}'s [\w@.-]{1,40}:", str),
}
"""name -> (bounded expression, converter). `ms` and `s` eat their printed unit, `in_ms` and `in_s`
are for units that stand elsewhere (`elapsed time per iteration (ms): 1234.5`)."""


@cache
def converter(kind: str) -> Convert:
    """The converter of a kind; `in*0.06` is a bare number of 0.06 seconds each, `per_min` steps a minute."""
    if kind == "per_min":
        return per_minute
    if kind.startswith("in*"):
        return scaled(float(kind[3:]))
    return KINDS[kind][1]
