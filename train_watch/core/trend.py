"""Whether steps are getting slower or faster, or surely neither.

The recent lines are cut into at most `BLOCKS` blocks whose medians are nearly independent even
where neighbouring lines are not. Their slope is the median of all pairwise slopes (Theil 1950,
Sen 1968), its interval comes from the ranks of those slopes, and the significance from Kendall's
test (Mann 1945), both with the normal approximation.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import erfc, sqrt

from train_watch.core.state import Direction, Trend

BLOCKS = 16
FEWEST = 8
"""Lines below which nothing is said: Kendall's test cannot reach 1 % with fewer than six."""
SURE = 0.01
"""Two-sided p-value at which a slope counts: a screen is looked at many times a day."""
NOTABLE = 0.01
"""Relative change over the lines looked at below which a slope is of no interest."""
BAND = 0.03
"""`steady` if the whole 95 % interval of that change lies within this."""


def trend(steps: Sequence[float], seconds: Sequence[float]) -> Trend:
    """Direction of `seconds` (a step) over `steps` (rising), with slope and p-value.

    >>> trend(range(20), [1.0 + 0.01 * i for i in range(20)]).direction
    'rising'
    >>> trend(range(20), [1.0, 1.001] * 10).direction
    'steady'
    >>> trend([100], [4.0]).direction
    'unknown'
    """
    if len(seconds) < FEWEST or len(steps) != len(seconds):
        return Trend()
    points = _blocks(steps, seconds)
    slopes = sorted(
        (b[1] - a[1]) / (b[0] - a[0])
        for index, a in enumerate(points)
        for b in points[index + 1 :]
        if b[0] > a[0]
    )
    level = sorted(seconds)[len(seconds) // 2]
    if not slopes or level <= 0:
        return Trend()
    slope = _middle(slopes)
    span = (points[-1][0] - points[0][0]) / level
    p_value, error = _kendall(points)
    reach = int(1.96 * error / 2) + 1
    centre = len(slopes) // 2
    low = slopes[max(0, centre - reach)] * span
    high = slopes[min(len(slopes) - 1, centre + reach)] * span
    return Trend(
        direction=_direction(slope * span, low, high, p_value),
        percent_per_1000_steps=slope / level * 1e5,
        p_value=p_value,
        since_step=int(steps[0]),
    )


def _direction(change: float, low: float, high: float, p_value: float) -> Direction:
    if p_value < SURE and abs(change) >= NOTABLE and low * high > 0:
        return "rising" if change > 0 else "falling"
    if low >= -BAND and high <= BAND:
        return "steady"
    return "unknown"


def _middle(ordered: Sequence[float]) -> float:
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _blocks(steps: Sequence[float], seconds: Sequence[float]) -> list[tuple[float, float]]:
    """Mean step and median seconds of equal blocks of lines."""
    count = min(BLOCKS, len(seconds))
    edges = [index * len(seconds) // count for index in range(count + 1)]
    return [(sum(steps[a:b]) / (b - a), _middle(sorted(seconds[a:b]))) for a, b in pairwise(edges)]


def _kendall(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Two-sided p-value of no trend, and the standard deviation of Kendall's S."""
    n = len(points)
    score = sum(
        (b[1] > a[1]) - (b[1] < a[1]) for i, a in enumerate(points) for b in points[i + 1 :]
    )
    error = sqrt(n * (n - 1) * (2 * n + 5) / 18)
    z = max(0, abs(score) - 1) / error
    return erfc(z / sqrt(2)), error
