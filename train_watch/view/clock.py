"""Instants as clock times. The zone is an argument: a function from an instant to the seconds
that local time is ahead of UTC then, so that summer time is right and tests are fixed."""

import time
from collections.abc import Callable

from train_watch.view.units import DAY

Zone = Callable[[float], float]

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""English like every other word here, whatever the locale."""
FAR = 250_000_000_000.0
"""Beyond the year 9890: no clock time is given for it (`time.gmtime` ends at different years)."""


def local_zone(at: float) -> float:
    """The machine's own zone."""
    return float(time.localtime(at).tm_gmtoff)


def fixed_zone(ahead_s: float) -> Zone:
    """A zone that is always `ahead_s` seconds ahead of UTC.

    >>> clock(1764016890.0, 1764000760.0, fixed_zone(3600))
    '21:41'
    """
    return lambda _at: ahead_s


def _parts(at: float, zone: Zone) -> time.struct_time | None:
    if not 0 <= at < FAR:
        return None
    return time.gmtime(at + zone(at))


def clock(at: float, now: float, zone: Zone, *, seconds: bool = False) -> str:
    """When `at` is, as short as it stays clear at `now`: `20:41`, `Fri 06:10`, `3 Dec 06:10`.

    A weekday is only used for the six days to come; the year is told when it is another one.

    >>> utc = fixed_zone(0)
    >>> clock(1764016890.0, 1764000760.0, utc), clock(1764016890.0, 1764000760.0, utc, seconds=True)
    ('20:41', '20:41:30')
    >>> clock(1764310200.0, 1764000760.0, utc), clock(1764742200.0, 1764000760.0, utc)
    ('Fri 06:10', '3 Dec 06:10')
    >>> clock(1764742200.0, 1800000000.0, utc), clock(1e300, 0.0, utc)
    ('3 Dec 2025', '?')
    """
    then, here = _parts(at, zone), _parts(now, zone)
    if then is None or here is None:
        return "?"
    hands = f"{then.tm_hour:02d}:{then.tm_min:02d}" + (f":{then.tm_sec:02d}" if seconds else "")
    days = (at + zone(at)) // DAY - (now + zone(now)) // DAY
    if days == 0:
        return hands
    if 0 < days < 7:
        return f"{WEEKDAYS[then.tm_wday]} {hands}"
    date = f"{then.tm_mday} {MONTHS[then.tm_mon - 1]}"
    return f"{date} {hands}" if then.tm_year == here.tm_year else f"{date} {then.tm_year}"


def clock_today(at: float, now: float, zone: Zone, *, seconds: bool = False) -> str:
    """The same, and it says `today` where the day is left out.

    >>> clock_today(1764016890.0, 1764000760.0, fixed_zone(0))
    '20:41 today'
    """
    text = clock(at, now, zone, seconds=seconds)
    return text + " today" if text[:1].isdigit() and text[2:3] == ":" else text
