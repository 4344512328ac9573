"""CRC-32C (Castagnoli, RFC 3720 appendix B.4), and TFRecord's masked form of it."""

POLYNOMIAL = 0x82F63B78
"""0x1EDC6F41 with its bits in reverse."""
MASK_DELTA = 0xA282EAD8
"""tensorflow/core/lib/hash/crc32c.h: a CRC of data that holds CRCs is rotated and shifted by this."""


def _row(byte: int) -> int:
    for _ in range(8):
        byte = byte >> 1 ^ (POLYNOMIAL if byte & 1 else 0)
    return byte


TABLE = tuple(map(_row, range(256)))


def crc32c(data: bytes) -> int:
    """The check sum of `data`.

    >>> hex(crc32c(b"123456789"))
    '0xe3069283'
    """
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ TABLE[(crc ^ byte) & 0xFF]
    return crc ^ 0xFFFFFFFF


def masked(data: bytes) -> int:
    """The same as TFRecord stores it."""
    crc = crc32c(data)
    return ((crc >> 15 | crc << 17) + MASK_DELTA) & 0xFFFFFFFF
