"""Printed numbers -> numbers: floats, whole numbers with commas or K, durations, rounding steps.

Every function takes the text that a pattern already cut out and raises only ValueError.
"""

import re
from collections.abc import Collection, Iterable
from functools import cache

MAGNITUDES = {"k": 1e3, "m": 1e6, "b": 1e9, "g": 1e9, "t": 1e12}
"""Human suffixes of plain counts (`25K`); `b` and `g` are both met for 10^9."""

SECONDS = {
    "us": 1e-6, "µs": 1e-6, "μs": 1e-6, "usec": 1e-6, "microseconds": 1e-6, "ns": 1e-9,
    "ms": 1e-3, "msec": 1e-3, "msecs": 1e-3, "millis": 1e-3, "millisecond": 1e-3, "milliseconds": 1e-3,
    "s": 1.0, "sec": 1.0, "secs": 1.0, "second": 1.0, "seconds": 1.0,
    "m": 60.0, "min": 60.0, "mins": 60.0, "minute": 60.0, "minutes": 60.0,
    "h": 3600.0, "hr": 3600.0, "hrs": 3600.0, "hour": 3600.0, "hours": 3600.0,
    "d": 86400.0, "day": 86400.0, "days": 86400.0,
}  # fmt: skip
"""Seconds in one printed unit of time."""

MOST_STEPS = 1e15
"""Beyond this a float no longer tells neighbours apart, and no training counts."""

LONGEST_S = 3.2e9
"""A hundred years: a longer duration is no duration."""

_ULPS = tuple(10.0**-places for places in range(25))


_NUMERIC = str.maketrans("", "", "0123456789.,+-")


def without_numbers(text: str) -> str:
    """What stays from line to line. A text that is in another is still in it when both have lost them.

    >>> without_numbers("iter 1,200: loss -0.31")
    'iter : loss '
    """
    return text.translate(_NUMERIC)


@cache
def _clock() -> re.Pattern[str]:
    return re.compile(
        r"(?:([0-9]{1,5}) days?,? {0,2})?([0-9]{1,6}):([0-9]{1,2})(?::([0-9]{1,2}(?:\.[0-9]{1,9})?))?$"
    )


@cache
def _part() -> re.Pattern[str]:
    return re.compile(r"([0-9]{1,9}(?:\.[0-9]{0,9})?) ?([A-Za-zµμ]{1,12})")


def number(text: str) -> float:
    """A printed number, with thousands commas, a K/M/B suffix, nan or inf.

    >>> number("1,234.5"), number("1.23K"), number("-1.5e-05")
    (1234.5, 1230.0, -1.5e-05)
    """
    try:
        return float(text)
    except ValueError:
        text = text.strip().replace(",", "")
        factor = MAGNITUDES.get(text[-1:].lower(), 1.0)
        return float(text if factor == 1.0 else text[:-1]) * factor


def whole(text: str) -> int:
    """A printed counter.

    >>> whole("12,500"), whole("25K"), whole("00123")
    (12500, 25000, 123)
    """
    try:
        return int(text)
    except ValueError:
        value = number(text)
        if not abs(value) <= MOST_STEPS:  # nan too
            raise ValueError("no counter") from None
        return round(value)


def ulp(text: str) -> float:
    """The step of the last printed digit.

    >>> ulp("3.99"), ulp("100"), ulp("1.5e-03"), ulp("1.23K")
    (0.01, 1.0, 0.0001, 10.0)
    """
    dot = text.find(".")
    try:
        if text[-1].isdigit() and "e" not in text and "E" not in text:
            return _ULPS[len(text) - dot - 1] if dot >= 0 else 1.0
        mantissa, _, exponent = text.lower().partition("e")
        factor = MAGNITUDES.get(mantissa[-1:], 1.0)
        digits = mantissa if factor == 1.0 else mantissa[:-1]
        dot = digits.find(".")
        places = len(digits) - dot - 1 if dot >= 0 else 0
        return _ULPS[places] * factor * 10.0 ** int(exponent or 0)
    except (IndexError, ValueError, OverflowError):
        return 0.0


def seconds(text: str) -> float:
    """A clock reading of whole seconds, as bars print them on every frame.

    >>> seconds("02:01"), seconds("1:02:03"), seconds("1 day, 0:00:01")
    (121.0, 3723.0, 86401.0)
    """
    parts = text.split(":")
    try:
        if len(parts) == 2:
            return int(parts[0]) * 60.0 + int(parts[1])
        return int(parts[0]) * 3600.0 + int(parts[1]) * 60.0 + int(parts[2])
    except (ValueError, IndexError):
        return duration(text)[0]


def contains(text: str, words: Iterable[str]) -> bool:
    """Whether one of the words is in the text (a loop: `any` with a generator takes twice as long)."""
    for word in words:  # noqa: SIM110
        if word in text:
            return True
    return False


def duration(text: str) -> tuple[float, float]:
    """Seconds and their rounding step of a printed duration.

    >>> duration("1 day, 0:08:23"), duration("12:31"), duration("0:00:52.5")
    ((86903.0, 1.0), (751.0, 1.0), (52.5, 0.1))
    >>> duration("1m 29s"), duration("58.5ms"), duration("9 days, 21:39:23")
    ((89.0, 1.0), (0.0585, 0.0001), (855563.0, 1.0))
    """
    text = text.strip()
    clock = _clock().match(text)
    if clock:
        return _clock_seconds(*clock.groups())
    parts = _part().findall(text)
    if not parts or not text[0].isdigit():
        return bounded(float(text)), ulp(text)
    total = sum(float(value) * SECONDS.get(unit.lower(), float("nan")) for value, unit in parts)
    last, unit = parts[-1]
    return bounded(total), ulp(last) * SECONDS[unit.lower()]


def _clock_seconds(
    days: str | None, first: str, second: str, third: str | None
) -> tuple[float, float]:
    if third is None:
        return int(days or 0) * 86400.0 + int(first) * 60.0 + int(second), 1.0
    seconds = int(days or 0) * 86400.0 + int(first) * 3600.0 + int(second) * 60.0 + float(third)
    return seconds, ulp(third)


def bounded(seconds: float) -> float:
    """`seconds` if it can be a duration (0 to a hundred years); ValueError otherwise, NaN included."""
    if 0.0 <= seconds < LONGEST_S:
        return seconds
    raise ValueError("no duration")


def tells_loss(names: Collection[str]) -> bool:
    """Whether a metric of the training is a loss: the whole one, or one of its parts (a GAN's).

    >>> tells_loss(["d_loss", "g_loss"]), tells_loss(["acc", "val_loss"])
    (True, False)
    """
    return "loss" in names or any(
        "loss" in name.lower() and not name.startswith("val") for name in names
    )
