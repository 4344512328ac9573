"""The file that remembers compiled definitions: a line that says whose it is, and one of JSON.

Whatever is not exactly what this program wrote (another version, a torn or foreign file) counts as no
file. It is written beside itself and moved into place, so that no reader sees half of it.
"""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from zlib import crc32

MOST_BYTES = 8 << 20
"""200 definitions of the catalogue's size take 2 MB."""

Key = tuple[str, int, int]
"""Path, time of the last change in nanoseconds, size in bytes."""
Compiled = tuple[Any, str]
"""(row or None, what is wrong with the file or an empty text)."""


def load(path: str, program: list[object]) -> dict[Key, Compiled]:
    """(path, time, size) -> (row or None, trouble), of the same `program`; empty if there is none."""
    try:
        with open(path, encoding="utf-8") as file:
            head, body = file.readline(), file.read(MOST_BYTES)
        if head != _head(program, body):
            return {}
        return {
            (name, at, size): (row, trouble) for name, at, size, row, trouble in json.loads(body)
        }
    except (OSError, ValueError, TypeError, RecursionError):
        return {}


def save(path: str, program: list[object], found: Mapping[Key, Compiled]) -> None:
    """Write the file anew; where that cannot be, the next start compiles again."""
    body = json.dumps([[*key, *compiled] for key, compiled in found.items()])
    beside = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(beside, "w", encoding="utf-8") as file:
            file.write(_head(program, body) + body)
        os.replace(beside, path)
    except OSError:
        _forget(beside)


def _forget(path: str) -> None:
    with suppress(OSError):
        os.remove(path)


def _head(program: list[object], body: str) -> str:
    return json.dumps(["train_watch definitions", *program, crc32(body.encode())]) + "\n"
