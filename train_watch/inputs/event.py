"""TensorBoard's Event message -> its scalars (tensorflow/core/util/event.proto, framework/summary.proto).

Event: wall_time 1 double, step 2 int64, file_version 3 string, summary 5
Summary: value 1, repeated; Value: tag 1 string, simple_value 2 float, tensor 8
Tensor: dtype 1, tensor_content 4 bytes, float_val 5, double_val 6; packed or not
"""

import struct
from typing import NamedTuple

from train_watch.inputs.wire import BYTES, FIXED32, FIXED64, VARINT, WireError, fields

FLOAT, DOUBLE = 1, 2
"""DT_FLOAT and DT_DOUBLE of tensorflow/core/framework/types.proto."""
FORMAT = {FLOAT: "<f", DOUBLE: "<d"}
LIST_FIELD = {5: FLOAT, 6: DOUBLE}
MOST_VALUES = 256
"""Scalars of one event: writers put one, or one for each metric."""
LONGEST_TAG = 200
SIGN = 1 << 63


class Event(NamedTuple):
    """One event: Unix seconds (None where none was written), the step, and (tag, value) of each scalar."""

    wall_time: float | None
    step: int
    scalars: tuple[tuple[str, float], ...]


def event(payload: bytes) -> Event | None:
    """The event that `payload` holds; None if it is none.

    >>> event(bytes.fromhex("09000000000000f03f10052a0a0a080a0161150000003f"))
    Event(wall_time=1.0, step=5, scalars=(('a', 0.5),))
    """
    wall_time, step, scalars = None, 0, []
    try:
        for number, kind, value in fields(payload):
            if (number, kind) == (1, FIXED64) and isinstance(value, bytes):
                wall_time = struct.unpack("<d", value)[0]
            elif (number, kind) == (2, VARINT) and isinstance(value, int):
                step = value - 2 * SIGN if value >= SIGN else value
            elif (number, kind) == (5, BYTES) and isinstance(value, bytes):
                scalars += _summary(value)
    except (WireError, struct.error):
        return None
    return Event(wall_time, step, tuple(scalars[:MOST_VALUES]))


def _summary(data: bytes) -> list[tuple[str, float]]:
    """(tag, value) of the values that are scalars."""
    told = [
        _value(value)
        for number, _, value in fields(data)
        if number == 1 and isinstance(value, bytes)
    ]
    return [(tag, number) for tag, number in told if number is not None and tag]


def _value(data: bytes) -> tuple[str, float | None]:
    tag, found = "", None
    for number, kind, value in fields(data):
        if (number, kind) == (1, BYTES) and isinstance(value, bytes):
            tag = value[: 4 * LONGEST_TAG].decode("utf-8", "replace")[:LONGEST_TAG]
        elif (number, kind) == (2, FIXED32) and isinstance(value, bytes):
            found = struct.unpack("<f", value)[0]
        elif (number, kind) == (8, BYTES) and isinstance(value, bytes):
            found = _tensor(value)
    return tag, found


def _tensor(data: bytes) -> float | None:
    """The one number that a tensor holds; None for any other tensor."""
    dtype, content = 0, b""
    listed: list[tuple[int, bytes]] = []
    for number, _, value in fields(data):
        if number == 1 and isinstance(value, int):
            dtype = value
        elif number == 4 and isinstance(value, bytes):
            content = value
        elif number in LIST_FIELD and isinstance(value, bytes):
            listed.append((LIST_FIELD[number], value))
    if content:
        listed.append((dtype, content))
    if len(listed) != 1 or listed[0][0] != dtype or dtype not in FORMAT:
        return None
    format_, value = FORMAT[dtype], listed[0][1]
    return struct.unpack(format_, value)[0] if len(value) == struct.calcsize(format_) else None
