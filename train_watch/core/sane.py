"""What numbers of a hostile log are believed at all."""

from math import isfinite

MOST = 10**15
"""No counter of a training run goes beyond this: a million steps a second for thirty years."""
SHORTEST_S = 1e-9
LONGEST_S = 1e7
"""Seconds a step that are believed: no training step takes a nanosecond, nor four months."""


def whole(value: float | None, least: int = 0) -> int | None:
    """A count of at least `least`, else None.

    >>> whole(12.0), whole(0, 1), whole(float("nan")), whole(1e300)
    (12, None, None, None)
    """
    if value is None or not isfinite(value) or not least <= value <= MOST:
        return None
    return int(value)


def step_seconds(value: float | None) -> float | None:
    """A believable time of one step, else None."""
    if value is None or not isfinite(value) or not SHORTEST_S <= value <= LONGEST_S:
        return None
    return value


def duration(value: float | None) -> float | None:
    """A believable duration of an event in seconds, else None."""
    if value is None or not isfinite(value) or not 0 <= value <= LONGEST_S:
        return None
    return value
