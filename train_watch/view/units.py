"""Numbers as people read them: durations, instants, speeds, counts.

Everything here is plain ASCII and of stable width, so that a number that ticks does not make
the rest of its row jump. Numbers that are no numbers become `?` rather than an error.
"""

from math import floor, isfinite, log10

MINUTE, HOUR, DAY = 60, 3600, 86400
LONGEST_S = 9999 * DAY
"""27 years: beyond it a duration is a mistake of the log's, not a plan."""


def duration(seconds: float) -> str:
    """A duration to the nearest second, to the nearest hour from one day on; never negative.

    >>> duration(23571.149), duration(1180.0), duration(885.0)
    ('6h 32m 51s', '19m 40s', '14m 45s')
    >>> duration(856800), duration(59.6), duration(0.2), duration(0), duration(-3)
    ('9d 22h', '1m 00s', '<1s', '0s', '0s')
    """
    if not isfinite(seconds):
        return "?"
    if 0 < seconds < 0.5:
        return "<1s"
    return _duration(seconds, " ")


def short_duration(seconds: float) -> str:
    """The same to two parts and without blanks, at most six characters below 100 days.

    >>> short_duration(16141), short_duration(1180), short_duration(45), short_duration(856800)
    ('4h29m', '19m40s', '45s', '9d22h')
    >>> short_duration(3599.7), short_duration(86399)
    ('1h00m', '1d00h')
    """
    if not isfinite(seconds):
        return "?"
    if 0 < seconds < 0.5:
        return "<1s"
    if HOUR - 0.5 <= seconds < DAY:
        seconds = round(seconds / MINUTE) * MINUTE
    text = _duration(seconds, "")
    return text.removesuffix("00s") if "h" in text and "d" not in text else text


def _duration(seconds: float, blank: str) -> str:
    if seconds >= LONGEST_S:
        return ">9999d"
    whole = max(0, round(seconds))
    if whole >= DAY:
        hours = round(seconds / HOUR)
        days, hours = divmod(hours, 24)
        return f"{days}d{blank}{hours:0{1 if blank else 2}d}h"
    minutes, secs = divmod(whole, MINUTE)
    hours, minutes = divmod(minutes, MINUTE)
    if hours:
        return f"{hours}h{blank}{minutes:02d}m{blank}{secs:02d}s"
    return f"{minutes}m{blank}{secs:02d}s" if minutes else f"{secs}s"


def ago(seconds: float) -> str:
    """How long since something was seen.

    >>> ago(3.2), ago(130), ago(-1), ago(90000)
    ('3 s ago', '2m 10s ago', '0 s ago', '1d 1h ago')
    """
    if isfinite(seconds) and seconds < 59.5:
        return f"{max(0, round(seconds))} s ago"
    return duration(seconds) + " ago"


def count(number: float) -> str:
    """A whole number with its thousands set apart.

    >>> count(6000), count(250.0), count(31.25)
    ('6,000', '250', '31.25')
    """
    if not isfinite(number):
        return "?"
    return f"{number:,.0f}" if number == int(number) else f"{number:,.2f}"


def plural(number: float, one: str, many: str = "") -> str:
    """
    >>> plural(1, "line"), plural(1234, "line")
    ('1 line', '1,234 lines')
    """
    return f"{count(number)} {one if number == 1 else many or one + 's'}"


def figures(number: float, digits: int = 4) -> str:
    """A number in `digits` significant digits, without an exponent where it can be helped.

    >>> figures(3.9951), figures(0.0006), figures(12.3456), figures(123456.0), figures(0)
    ('3.995', '0.0006', '12.35', '123,456', '0')
    >>> figures(1.2e-7), figures(2.5e17), figures(9.99996)
    ('1.2e-07', '2.5e+17', '10.00')
    """
    if not isfinite(number):
        return "?"
    if number == 0:
        return "0"
    size = floor(log10(abs(number)) + 1e-12)
    if not -4 <= size < 15:
        return f"{number:.{digits - 2}g}"
    if size < -1:
        return f"{number:.{digits - 1 - size}f}".rstrip("0")
    if abs(round(number, digits - 1 - size)) >= 10 ** (size + 1):
        size += 1
    return f"{number:,.{max(0, digits - 1 - size)}f}"


def signed(number: float, digits: int = 2) -> str:
    """
    >>> signed(0.021), signed(-2.13), signed(0)
    ('+0.021', '-2.1', '0')
    """
    return ("+" if number > 0 else "") + figures(number, digits)


def seconds(value: float, digits: int = 4) -> str:
    """The duration of one thing in `digits` digits, in milliseconds below a tenth of a second.

    >>> seconds(3.98227), seconds(0.0452), seconds(48.2), seconds(0.00000123), seconds(771.0)
    ('3.982 s', '45.20 ms', '48.20 s', '0.00123 ms', '12m 51s')
    """
    if not isfinite(value) or value < 0:
        return "?"
    if value >= 600:
        return duration(value)
    if 0 < value < 0.1:
        return figures(value * 1000, digits) + " ms"
    return figures(value, digits) + " s"


def about(value: float) -> str:
    """The same in three digits, and as minutes soon: for what varies anyway, such as pauses.

    >>> about(48.2), about(371.6), about(40.0)
    ('48.2 s', '6m 12s', '40.0 s')
    """
    return duration(value) if value >= 99.95 else seconds(value, 3)


def short_seconds(value: float) -> str:
    """The same in three digits and without a blank, for one-line forms.

    >>> short_seconds(3.98227), short_seconds(0.0452), short_seconds(123.4)
    ('3.98s', '45.2ms', '123s')
    """
    if not isfinite(value) or value < 0:
        return "?"
    return figures(value * 1000, 3) + "ms" if 0 < value < 0.1 else figures(value, 3) + "s"


def per_step(value: float, unit: str = "it") -> str:
    """Seconds a step.

    >>> per_step(3.98227), per_step(0.0452), per_step(0.2, "batch"), per_step(1200)
    ('3.982 s/it', '45.20 ms/it', '0.2000 s/batch', '1,200 s/it')
    """
    if isfinite(value) and value >= 600:
        return f"{figures(value)} s/{unit}"
    return f"{seconds(value)}/{unit}"


def percent(fraction: float, digits: int = 1) -> str:
    """A part of a whole, rounded down so that 100 % means the end and nothing before it.

    >>> percent(0.35667), percent(0.99999), percent(1), percent(-0.1), percent(0.046, 0)
    ('35.7%', '99.9%', '100.0%', '0.0%', '5%')
    """
    if not isfinite(fraction):
        return "?"
    value = 100 * min(1.0, max(0.0, fraction))
    rounded = round(value, digits)
    if rounded >= 100 > value:
        rounded = 100 - 10.0**-digits
    return f"{rounded:.{digits}f}%"


def chance(probability: float) -> str:
    """A probability; certainty is not for forecasts.

    >>> chance(0.491), chance(0.9999), chance(0.001)
    ('49%', '>99%', '<1%')
    """
    if probability > 0.99:
        return ">99%"
    return "<1%" if probability < 0.01 else f"{100 * probability:.0f}%"


def size(number: float) -> str:
    """Bytes, in powers of 1000 as disks are sold.

    >>> size(512), size(98765), size(1.5e9)
    ('512 B', '98.8 kB', '1.50 GB')
    """
    if not isfinite(number) or number < 0:
        return "?"
    for unit in ("B", "kB", "MB", "GB", "TB"):
        if number < 999.5:
            return f"{number:.0f} B" if unit == "B" else f"{figures(number, 3)} {unit}"
        number /= 1000
    return f"{figures(number, 3)} PB"
