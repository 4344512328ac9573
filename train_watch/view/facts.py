"""Evidence in words, by the rule that a name's ending tells its unit: `_s` seconds, `_at` an
instant, `share` and `probability` parts of a whole, `factor` and `ratio` a multiple."""

import re
from collections.abc import Callable, Mapping
from math import isfinite

from train_watch.view.units import about, count, figures, percent, seconds

_HOLE = re.compile(r"\{([a-z0-9_]{1,40})(?::([a-z]))?\}")


def number(value: object) -> float | None:
    """
    >>> number(3), number("3"), number(None), number(True), number(float("nan"))
    (3, None, None, None, None)
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value if isfinite(value) else None


def phrase(
    form: str,
    evidence: Mapping[str, float | str | int | None],
    formatters: Mapping[str, Callable[[float], str]],
) -> str | None:
    """`form` with its `{name:unit}` filled in; None if the evidence for one of them is not there.

    >>> phrase("{share:p} of the time", {"share": 0.25}, {"p": percent})
    '25.0% of the time'
    >>> phrase("{share:p} of the time", {"share": None}, {"p": percent}) is None
    True
    """
    missing = False

    def fill(hole: re.Match[str]) -> str:
        nonlocal missing
        value, unit = evidence.get(hole[1]), hole[2]
        if unit is None and isinstance(value, str):
            return value.strip()
        plain = number(value)
        if plain is None or unit is None:
            missing = True
            return ""
        return formatters[unit](plain)

    text = _HOLE.sub(fill, form)
    return None if missing else text


def fact(key: str, value: object, clock: Callable[[float], str]) -> str:
    """One piece of evidence as `name: value`; empty where it is not known.

    >>> fact("before_s", 3.98227, str), fact("share", 0.21, str), fact("factor", 1.3205, str)
    ('before: 3.982 s', 'share: 21.0%', 'factor: 1.32x')
    >>> fact("since_step", 3000, str), fact("text", "Killed", str), fact("p95_s", None, str)
    ('since step: 3,000', 'text: Killed', '')
    """
    if isinstance(value, str):
        return f"{_name(key)}: {value}" if value else ""
    plain = number(value)
    if plain is None:
        return ""
    return f"{_name(key)}: {_amount(key, plain, clock)}"


def _name(key: str) -> str:
    return re.sub(r"_(s|at)$", "", key).replace("_", " ")


def _amount(key: str, value: float, clock: Callable[[float], str]) -> str:
    if key.endswith("_at"):
        return clock(value)
    if key.endswith("_s"):
        return _span(value)
    if key.endswith(("share", "probability")):
        return percent(value)
    if key.endswith(("factor", "ratio")):
        return figures(value, 3) + "x"
    return count(value) if isinstance(value, int) else figures(value)


def _span(value: float) -> str:
    """Steps deserve all their digits, waiting does not."""
    if value < 0:
        return figures(value) + " s"
    return seconds(value) if value < 30 else about(value)
