"""TFRecord framing (tensorflow/core/lib/io/record_writer.h): bytes in any chunking -> payloads.

    uint64 length | uint32 masked crc32c of the length | payload | uint32 masked crc32c of the payload

All little-endian. A record whose end has not come waits. What is no record is skipped to the next one.
"""

from train_watch.inputs.crc32c import masked

HEAD = 12
FOOT = 4
PARSED_BYTES = 1 << 16
"""Scalars take some 40 bytes; a longer payload is a graph, a picture or a text, and is not looked at."""
LONGEST = 1 << 32
"""No event is longer (protobuf's own limit is 2 GiB): the upper bytes of a length are 0."""
ZEROS = b"\0\0\0\0"
"""Those bytes: a place where a record may begin lies four before them."""


class Records:
    """Feed bytes, get the payloads of whole records that are short enough for scalars.

    `damaged` counts the records whose check sum is wrong and the gaps without a record.
    """

    def __init__(self) -> None:
        self.damaged = 0
        self._data = bytearray()
        self._skipping = 0
        """Bytes still to come of a payload that is not looked at."""
        self._lost = False

    def feed(self, data: bytes) -> list[bytes]:
        """The payloads that `data` completes, in order."""
        if self._skipping:
            passed = min(self._skipping, len(data))
            self._skipping -= passed
            data = data[passed:]
        self._data += data
        payloads: list[bytes] = []
        place = 0
        while (after := self._step(place, payloads)) > place:
            place = after
        del self._data[:place]
        return payloads

    def waiting(self) -> int:
        """Bytes of a record whose end has not come."""
        return len(self._data)

    def lose(self) -> None:
        """A part was left out: the next record begins somewhere ahead."""
        self._data.clear()
        self._skipping = 0
        self._lost = True

    def _step(self, place: int, payloads: list[bytes]) -> int:
        """Take the record at `place`, or pass over what is none; where to go on, `place` itself to wait."""
        data = self._data
        if len(data) - place < HEAD:
            return place
        length = self._length_at(place)
        if length is None:
            return self._next_head(place)
        self._lost = False
        end = place + HEAD + length + FOOT
        if length > PARSED_BYTES:
            self._skipping = max(0, end - len(data))
            return min(end, len(data))
        if len(data) < end:
            return place
        payload = bytes(data[place + HEAD : end - FOOT])
        if masked(payload) == int.from_bytes(data[end - FOOT : end], "little"):
            payloads.append(payload)
        else:
            self.damaged += 1
        return end

    def _length_at(self, place: int) -> int | None:
        """The length of the record at `place`; None if no record begins there."""
        head = bytes(self._data[place : place + HEAD])
        length = int.from_bytes(head[:8], "little")
        if length >= LONGEST or masked(head[:8]) != int.from_bytes(head[8:], "little"):
            return None
        return length

    def _next_head(self, place: int) -> int:
        """The next place that may be a record's beginning; what lies between is one gap."""
        data = self._data
        self.damaged += not self._lost
        self._lost = True
        if not any(
            data[place : place + HEAD]
        ):  # a hole: no record begins before its last eight bytes
            rest = bytes(data[place:])
            return place + max(1, len(rest) - len(rest.lstrip(b"\0")) - HEAD + 1)
        found = data.find(ZEROS, place + 5)
        return found - 4 if found >= 0 else max(place + 1, len(data) - HEAD + 1)
