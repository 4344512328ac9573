"""Time stamps of log prefixes -> Unix seconds, fit for differences.

A zone that is not printed is taken as UTC; a year that is not printed is the one that lies
nearest to the stamps before; a date that is not printed starts at day 0 and goes on at midnight.
"""

DAY_S = 86_400
DISORDER_S = 7_200.0
"""A clock without a date that goes back by less than this has not passed midnight: the hour that
daylight saving repeats, and processes that write out of order."""
ANY_YEAR = 2025
"""For stamps without a year when nothing tells one: a common year, as three of four are."""
MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"


def days_from_civil(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01 in the proleptic Gregorian calendar (Hinnant, `chrono` algorithms).

    >>> days_from_civil(1970, 1, 1), days_from_civil(2026, 11, 20)
    (0, 20777)
    """
    year -= month <= 2
    era = year // 400
    year_of_era = year - era * 400
    day_of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    day_of_era = year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year
    return era * 146_097 + day_of_era - 719_468


def read_date(text: str) -> tuple[int | None, int, int] | None:
    """Year (None if not printed), month, day; None for what is no date.

    >>> read_date("2026-11-20"), read_date("11/20/2026"), read_date("20/11/26")
    ((2026, 11, 20), (2026, 11, 20), (2026, 11, 20))
    >>> read_date("26-11-20"), read_date("1120"), read_date("Nov  3"), read_date("2026/13/40")
    ((2026, 11, 20), (None, 11, 20), (None, 11, 3), None)
    """
    parts = _parts(text)
    if parts is None:
        return None
    year, month, day = parts
    if month > 12:
        month, day = day, month
    if year is not None and year < 100:
        year += 2000
    return (year, month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None


def _parts(text: str) -> tuple[int | None, int, int] | None:
    """The three numbers as their order in print tells: year first with dashes, last with slashes."""
    if text[0].isalpha():
        return None, MONTHS.index(text[:3]) // 3 + 1, int(text[3:])
    if text.isdigit():
        return (int(text[:-4]) if len(text) == 8 else None), int(text[-4:-2]), int(text[-2:])
    numbers = [int(part) for part in text.replace("/", "-").split("-")]
    if len(numbers) == 2:
        return None, numbers[0], numbers[1]
    if text[2] == "/":
        return numbers[2], numbers[0], numbers[1]
    return numbers[0], numbers[1], numbers[2]


def zone_offset_s(zone: str) -> int:
    """Seconds east of UTC.

    >>> zone_offset_s("Z"), zone_offset_s("+0530"), zone_offset_s("-08:00")
    (0, 19800, -28800)
    """
    if zone == "Z":
        return 0
    seconds = int(zone[1:3]) * 3600 + int(zone[-2:]) * 60
    return -seconds if zone[0] == "-" else seconds


class StampClock:
    """Reads the stamps of one log in order, and remembers what they leave out.

    >>> clock = StampClock()
    >>> clock.read(None, "23:59:58"), clock.read(None, "00:00:03", "250")
    ((86398.0, 1.0), (86403.25, 0.001))
    """

    __slots__ = ("_date", "_dateless", "_day", "_last_day", "_leap_days", "_time_of_day", "near")

    def __init__(self) -> None:
        self.near: float | None = None
        """Unix seconds at which the log was being written: settles the year of the first stamp."""
        self._date: str | None = None
        self._day: int | None = None
        self._last_day: int | None = None
        """Of the last stamp with a month and a day."""
        self._leap_days = 0
        """29 Februaries met without a year: days that the guessed common year does not have."""
        self._dateless = 0
        """Midnights passed by stamps without a date."""
        self._time_of_day = 0.0

    def read(
        self, date: str | None, time: str, fraction: str | None = None, zone: str | None = None
    ) -> tuple[float, float] | None:
        """Seconds and the step of the last printed digit; None for an impossible stamp.

        `time` is `HH:MM:SS`, `fraction` the digits after the decimal sign.
        """
        hour, minute, second = int(time[:2]), int(time[3:5]), int(time[6:8])
        if hour > 23 or minute > 59 or second > 60:
            return None
        time_of_day = float(hour * 3600 + minute * 60 + second)
        ulp = 1.0
        if fraction:
            ulp = 10.0 ** -len(fraction)
            time_of_day += int(fraction) * ulp
        day = self._dated(date) if date is not None else self._undated(time_of_day)
        if day is None:
            return None
        return day * DAY_S + time_of_day - (zone_offset_s(zone) if zone else 0), ulp

    def _dated(self, text: str) -> int | None:
        if text != self._date:
            self._date, self._day = text, self._read_day(text)
        return self._day

    def _read_day(self, text: str) -> int | None:
        found = read_date(text)
        if found is None:
            return None
        year, month, day = found
        number = self._guessed(month, day) if year is None else days_from_civil(year, month, day)
        self._last_day = number
        return number

    def _guessed(self, month: int, day: int) -> int:
        """The day whose year brings it nearest to the last one."""
        near = self._near_day(month, day)
        year = 1970 + int(near / 365.2425)
        candidates = [days_from_civil(each, month, day) for each in range(year - 1, year + 3)]
        number = min(candidates, key=lambda each: abs(each - near))
        number += self._leap_days
        self._leap_days += (month, day) == (2, 29)
        return number

    def _near_day(self, month: int, day: int) -> int:
        if self._last_day is not None:
            return self._last_day
        if self.near is not None:
            return int(self.near // DAY_S)
        return days_from_civil(ANY_YEAR, month, day)

    def _undated(self, time_of_day: float) -> int:
        if time_of_day < self._time_of_day - DISORDER_S:
            self._dateless += 1
        self._time_of_day = time_of_day
        return self._dateless
