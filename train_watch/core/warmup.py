"""How many of the first lines are warm-up: compilation, cold caches, the first evaluation.

A leading line is warm-up while it lies above a robust threshold of the lines in the later half
of what has been seen (median and median absolute deviation: Rousseeuw and Croux 1993). The
answer settles once `SETTLED` lines are known. One line right behind the warm-up belongs to it, too,
where it is far quicker than any other: it was only queued while the device was still busy, and
the next ones wait for it (JAX and TensorFlow return before a step is done).
"""

from collections.abc import Sequence

SETTLED = 64
"""Lines after which the answer no longer changes: twice the longest warm-up believed in."""
LONGEST = 32
"""Lines; a slower beginning than this is no warm-up but a change of pace."""
SPREADS = 4.0
"""Robust standard deviations above the later median that a warm-up line must lie."""
LEAST = 0.08
"""Relative excess below which a first line is as good as the others."""
QUICK = 3.0
"""Times quicker than every later one that such a line must be."""
TO_SIGMA = 1.4826
"""Median absolute deviation to standard deviation, for normal noise."""


def leading(values: Sequence[float]) -> int:
    """How many values at the front are warm-up; never all of them.

    >>> leading([65.3, 4.0])
    1
    >>> leading([9.0, 5.0, 1.0, 1.1, 1.0, 0.9, 1.0, 1.0])
    2
    >>> leading([1.0, 1.1, 0.9, 1.0])
    0
    >>> leading([18.665, 9.72, 0.164, 0.834, 0.957])
    3
    """
    later = sorted(values[len(values) // 2 :])
    if len(values) < 2:
        return 0
    middle = later[len(later) // 2] if len(later) % 2 else _mean_of_middle(later)
    deviations = sorted(abs(value - middle) for value in later)
    spread = TO_SIGMA * deviations[len(deviations) // 2]
    limit = middle + max(SPREADS * spread, LEAST * middle)
    count = 0
    while count < min(LONGEST, len(values) - 1) and values[count] > limit:
        count += 1
    queued = 0 < count < len(values) - 1 and QUICK * values[count] < min(values[count + 1 :])
    return count + queued


def _mean_of_middle(ordered: Sequence[float]) -> float:
    half = len(ordered) // 2
    return (ordered[half - 1] + ordered[half]) / 2
