"""Real logs of many trainers, when they are there: TRAIN_WATCH_CORPUS or ../shared/logs."""

import gzip
import os
from pathlib import Path

import pytest

from train_watch.lines.line import Line
from train_watch.lines.split import Splitter

CORPUS = Path(os.environ.get("TRAIN_WATCH_CORPUS", Path(__file__).parents[3] / "shared" / "logs"))
LARGEST = 400_000
"""Bytes as stored: the whole corpus takes longer than a test should."""


def logs() -> list[Path]:
    found = sorted(path for path in CORPUS.glob("*/*.log*") if path.stat().st_size < LARGEST)
    return found[::3]


pytestmark = pytest.mark.skipif(not logs(), reason="no real logs here: set TRAIN_WATCH_CORPUS")


def content(path: Path) -> bytes:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return data[:300_000]


def split(data: bytes, size: int) -> list[Line]:
    splitter = Splitter()
    chunks = [data[start : start + size] for start in range(0, len(data), size)]
    return [line for chunk in chunks for line in splitter.feed(chunk)] + splitter.finish()


@pytest.mark.parametrize("path", logs(), ids=lambda path: path.parent.name)
def test_a_real_log_is_split_the_same_way_in_every_chunking(path: Path) -> None:
    data = content(path)
    lines = split(data, 1 << 20)
    assert split(data, 977) == lines
    text = data.decode("utf-16" if data[:2] == b"\xff\xfe" else "utf-8", "replace")
    assert lines[-1].number == text.count("\n") + (not text.endswith("\n"))
    assert not any(sign < " " for line in lines for sign in line.text + line.raw)
