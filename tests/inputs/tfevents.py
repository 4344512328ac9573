"""Writes TensorBoard event files, for tests: the reverse of train_watch.inputs.event, written on its own."""

import struct


def crc32c(data: bytes) -> int:
    """Bit by bit, as the definition says: no table."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 * (crc & 1))
    return crc ^ 0xFFFFFFFF


def masked(data: bytes) -> int:
    crc = crc32c(data)
    return (((crc >> 15) | (crc << 17) & 0xFFFFFFFF) + 0xA282EAD8) % 2**32


def record(payload: bytes) -> bytes:
    length = struct.pack("<Q", len(payload))
    return length + struct.pack("<I", masked(length)) + payload + struct.pack("<I", masked(payload))


def varint(value: int) -> bytes:
    value %= 1 << 64
    out = b""
    while value >= 0x80:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def block(number: int, data: bytes) -> bytes:
    return varint(number << 3 | 2) + varint(len(data)) + data


def simple(tag: str, value: float) -> bytes:
    return block(1, tag.encode()) + b"\x15" + struct.pack("<f", value)


def tensor(tag: str, value: float, *, packed: bool) -> bytes:
    """A scalar as TensorFlow 2 writes it: `tensor_content`, or a list of one float."""
    number = struct.pack("<f", value)
    shape = block(2, b"")
    held = b"\x08\x01" + shape + (block(5, number) if packed else block(4, number))
    return block(1, tag.encode()) + block(8, held)


def event(step: int, *values: bytes, wall_time: float = 1.7e9) -> bytes:
    summary = b"".join(block(1, value) for value in values)
    return b"\x09" + struct.pack("<d", wall_time) + b"\x10" + varint(step) + block(5, summary)


def version(wall_time: float = 1.7e9) -> bytes:
    return b"\x09" + struct.pack("<d", wall_time) + block(3, b"brain.Event:2")
