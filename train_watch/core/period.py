"""Whether things that happened at some positions come at a fixed distance, and at which.

The distance is first guessed as the median gap, then refined by counting whole distances between
the first and the last position (the least-squares period of an unbroken comb). Positions are
only known to the line they were logged in, hence the tolerance.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import ceil

FEWEST = 3
"""Positions below which nothing is claimed: any two have a distance."""
MANY = 6
"""Positions from which a comb is believed although its teeth lie close together."""
ON_GRID = 0.75
"""Share of the positions that must lie on the comb, and of its teeth that must be taken."""


def period(positions: Sequence[float], tolerance: float) -> float | None:
    """Distance between neighbours if `positions` (rising) lie on a comb, else None.

    >>> period([250, 500, 750, 1000], 0)
    250.0
    >>> period([250, 500, 1000, 1250], 0)
    250.0
    >>> period([3, 50, 61, 400], 1) is None
    True
    """
    if len(positions) < FEWEST:
        return None
    gaps = sorted(b - a for a, b in pairwise(positions))
    guess = gaps[(len(gaps) - 1) // 2]
    if guess <= (2 if len(positions) >= MANY else 4) * tolerance:
        return None
    reach = positions[-1] - positions[0]
    teeth = round(reach / guess)
    distance = reach / teeth
    on_grid = sum(_off(p - positions[0], distance) <= tolerance for p in positions)
    taken = on_grid / (teeth + 1)
    return distance if min(on_grid / len(positions), taken) >= ON_GRID else None


def _off(offset: float, distance: float) -> float:
    """How far `offset` is from the nearest whole multiple of `distance`."""
    return abs(offset - distance * round(offset / distance))


def ahead(
    last: float,
    every: float,
    now: float,
    end: float,
    tolerance: float = 0.0,
    *,
    with_end: bool = True,
) -> int:
    """How many times something that last happened at `last` comes again after `now`, until `end`.

    One that is due but has not come yet still lies ahead. What falls on `end` itself counts only
    `with_end`: a checkpoint after the last step no longer delays it.

    >>> ahead(100, 250, 100, 6000), ahead(5750, 250, 5800, 6000)
    (23, 1)
    >>> ahead(5750, 250, 5800, 6000, with_end=False)
    0
    """
    if every <= 0 or end <= now:
        return 0
    upto = int((end - last + tolerance) / every)
    if not with_end:
        upto = ceil((end - last - tolerance) / every) - 1
    gone = max(0, int((now - last - tolerance) / every))
    return max(0, upto - gone)
