"""A curve over several rows: columns of blocks, each as high as its value."""

from collections.abc import Sequence
from typing import NamedTuple

BLOCKS = " ▁▂▃▄▅▆▇█"
ASCII_BLOCKS = " .:#"
"""The last one is a full cell; the others show how far up a cell the column reaches."""


class Scale(NamedTuple):
    """The values that the bottom and the top of the plot stand for."""

    floor: float
    cap: float


def scale_of(values: Sequence[float], floor: float | None, cap: float | None) -> Scale:
    """The given bounds, else those of the values; never an empty range.

    >>> scale_of([3.0, 5.0], None, 4.0), scale_of([2.0], None, None)
    (Scale(floor=3.0, cap=4.0), Scale(floor=1.96, cap=2.04))
    """
    low = min(values, default=0.0) if floor is None else floor
    high = max(values, default=1.0) if cap is None else cap
    if high <= low:
        room = abs(low) * 0.02 or 1.0
        return Scale(low - room, low + room)
    return Scale(low, high)


def plot(values: Sequence[float], rows: int, scale: Scale, *, ascii_only: bool) -> tuple[str, ...]:
    """`values` as `rows` strings, the top one first, one character a value.

    What lies below the scale still shows its lowest block; what lies above it fills its column.

    >>> plot([0, 1, 2, 3, 99], 2, Scale(0, 4), ascii_only=False)
    ('  ▁▅█', '▁▅███')
    >>> plot([0, 1, 2, 3, 99], 2, Scale(0, 4), ascii_only=True)
    ('  .:#', '.:###')
    """
    blocks = ASCII_BLOCKS if ascii_only else BLOCKS
    whole = len(blocks) - 1
    heights = [_height(value, scale, rows * whole) for value in values]
    floors = (whole * row for row in reversed(range(rows)))
    return tuple(
        "".join(blocks[max(0, min(whole, height - floor))] for height in heights)
        for floor in floors
    )


def _height(value: float, scale: Scale, levels: int) -> int:
    """1 to `levels`."""
    if value > scale.cap:
        return levels
    share = (value - scale.floor) / (scale.cap - scale.floor)
    return max(1, min(levels, 1 + int(share * levels)))


def ticks(scale: Scale, rows: int) -> tuple[str, ...]:
    """Labels of equal width for the middle of each row, the top one first, in the scale's unit.

    The digits are as many as tell two rows apart, six at most.

    >>> ticks(Scale(3.9, 4.2), 3)
    ('4.15', '4.05', '3.95')
    """
    step = (scale.cap - scale.floor) / max(1, rows)
    digits = next((digits for digits in range(6) if 10.0**-digits <= step / 2), 6)
    middles = [scale.cap - step * (row + 0.5) for row in range(rows)]
    labels = [f"{value:,.{digits}f}" for value in middles]
    longest = max(map(len, labels), default=0)
    return tuple(label.rjust(longest) for label in labels)
