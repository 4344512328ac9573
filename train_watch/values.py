"""What people type: durations, instants, whole numbers. Each parser raises ValueError with what it accepts.

>>> duration("1h 30m"), duration("2d"), duration("90")
(5400.0, 172800.0, 90.0)
>>> count("6_000"), count("6,000"), count("600k")
(6000, 6000, 600000)
"""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

UNITS = {"d": 86400.0, "h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
TEN_YEARS_S = 3650 * 86400.0
"""Longer than any training: more is a typing mistake, and would overflow dates."""

_PART = re.compile(r"(\d{1,12}(?:\.\d{1,9})?)\s{0,3}(ms|[dhms])", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def duration(text: str) -> float:
    """Seconds of `90`, `12h`, `1d 2h`, `1h30m`, `4:30:00`.

    >>> duration("0:20:30")
    1230.0
    """
    text = text.strip().lower()
    seconds = _plain(text)
    if seconds is None:
        seconds = _clock_span(text)
    if seconds is None:
        seconds = _sum_of_parts(text)
    if seconds is None or not 0 < seconds <= TEN_YEARS_S:
        raise ValueError("a duration such as 90, 45s, 30m, 12h, 1d 6h or 4:30:00")
    return seconds


def _plain(text: str) -> float | None:
    return float(text) if re.fullmatch(r"\d{1,12}(\.\d{1,9})?", text, re.ASCII) else None


def _clock_span(text: str) -> float | None:
    match = re.fullmatch(r"(\d{1,5}):(\d{2}):(\d{2})", text, re.ASCII)
    if not match:
        return None
    hours, minutes, seconds = (int(part) for part in match.groups())
    return hours * 3600.0 + minutes * 60.0 + seconds


def _sum_of_parts(text: str) -> float | None:
    parts = _PART.findall(text)
    if not parts or _PART.sub("", text).strip():
        return None
    return sum(float(number) * UNITS[unit] for number, unit in parts)


def seconds_a_step(text: str) -> float:
    """Seconds of one step, as `0.2`, `0.2s` or `150ms`.

    >>> seconds_a_step("150ms")
    0.15
    """
    text = text.strip().lower().removesuffix("/it")
    try:
        value = duration(text)
    except ValueError:
        raise ValueError("seconds a step, such as 0.2 or 150ms") from None
    return value


def count(text: str) -> int:
    """A whole number above zero; `_`, `,` and the suffixes k and M are understood."""
    bare = text.strip().replace("_", "").replace(",", "")
    factor = {"k": 1000, "K": 1000, "m": 10**6, "M": 10**6}.get(bare[-1:], 1)
    digits = bare[:-1] if factor > 1 else bare
    if not re.fullmatch(r"\d{1,15}", digits, re.ASCII) or int(digits) == 0:
        raise ValueError("a whole number above zero, such as 6000 or 600k")
    return int(digits) * factor


def instant(text: str, now: float) -> float:
    """Unix seconds of `18:00` (the next one), `fri 9:00`, `2026-12-01 18:00` or `+3h`; local time."""
    from datetime import datetime

    text = text.strip().lower()
    if text.startswith("+"):
        return now + duration(text[1:])
    here = datetime.fromtimestamp(now)  # noqa: DTZ006 - local and naive: `timestamp` finds that day's offset
    found = _next_clock(text, here) or _iso(text)
    if found is None:
        raise ValueError("a time such as 18:00, fri 9:00, 2026-12-01 18:00 or +3h")
    try:
        return found.timestamp()
    except (OverflowError, OSError):  # the year 1, in a zone that lies before it
        raise ValueError("a time within this century") from None


def _next_clock(text: str, here: "datetime") -> "datetime | None":
    from datetime import timedelta

    day, _, clock = text.rpartition(" ")
    match = _CLOCK.fullmatch(clock)
    if not match or (day and day[:3] not in _DAYS):
        return None
    hour, minute, second = (int(part or 0) for part in match.groups())
    if hour > 23 or minute > 59 or second > 59:
        return None
    at = here.replace(hour=hour, minute=minute, second=second, microsecond=0)
    ahead = (_DAYS.index(day[:3]) - here.weekday()) % 7 if day else 0
    at += timedelta(days=ahead)
    return at if at > here else at + timedelta(days=7 if day else 1)


def _iso(text: str) -> "datetime | None":
    from datetime import datetime

    try:
        return datetime.fromisoformat(text.upper())
    except ValueError:
        return None
