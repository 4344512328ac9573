"""A gzipped log: all of it, in pieces, and what is wrong with it."""

import errno
import gzip
import os
import random
from pathlib import Path

import pytest

from train_watch.sources.base import Chunk, SourceEvent
from train_watch.sources.fs import RealFs
from train_watch.sources.gz import GzSource

NOISE = random.Random(1)
LOG = b"".join(b"iter %d: loss %.6f\n" % (n, NOISE.random()) for n in range(20_000))
PACKED = gzip.compress(LOG)


def read(source: GzSource, limit: int = 1 << 16) -> tuple[bytes, list[SourceEvent]]:
    data, events = b"", []
    while not source.ended():
        for item in source.read(limit):
            if isinstance(item, Chunk):
                assert item.offset == len(data)
                assert item.arrived_at is None
                assert len(item.data) <= max(limit, 1 << 16)
                data += item.data
            else:
                events.append(item)
    return data, events


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "train.log.gz"


@pytest.mark.parametrize("limit", [1, 1000, 1 << 20])
def test_a_packed_log_is_read_whole_and_ends(path: Path, limit: int) -> None:
    path.write_bytes(gzip.compress(LOG[:5000]) if limit == 1 else PACKED)
    os.utime(path, (77.0, 77.0))
    source = GzSource(str(path), clock=lambda: 100.0)
    data, events = read(source, limit)
    assert data == (LOG[:5000] if limit == 1 else LOG)
    assert [event.event for event in events] == ["opened", "ended"]
    assert source.modified_at() == 77.0
    assert source.size() == len(data)
    assert source.read() == []


def test_members_and_padding_follow_one_another(path: Path) -> None:
    path.write_bytes(gzip.compress(LOG[:100]) + gzip.compress(LOG[100:]) + bytes(512))
    data, events = read(GzSource(str(path), clock=lambda: 0.0))
    assert (data, events[-1].event) == (LOG, "ended")


@pytest.mark.parametrize("kept", [1.0, 0.999, 0.5, 0.01, 0.0])
def test_a_packed_log_that_is_cut_off_gives_what_is_there(path: Path, kept: float) -> None:
    path.write_bytes(PACKED[: int(len(PACKED) * kept)])
    data, events = read(GzSource(str(path), clock=lambda: 0.0))
    assert LOG.startswith(data)
    assert len(data) >= len(LOG) * (kept - 0.3)
    expected = ("ended", "") if kept == 1.0 else ("error", "the gzip is cut off")
    assert (events[-1].event, events[-1].detail) == expected


def test_a_packed_log_that_is_broken_gives_what_comes_before(path: Path) -> None:
    broken = bytearray(PACKED)
    broken[len(broken) // 2] ^= 0xFF
    path.write_bytes(broken)
    data, events = read(GzSource(str(path), clock=lambda: 0.0))
    assert LOG[:50_000] == data[:50_000]
    assert events[-1].event == "error"
    assert events[-1].detail.startswith("the gzip is broken: ")


def test_a_log_that_is_only_called_packed_is_told_to_be_none(path: Path) -> None:
    path.write_bytes(LOG)
    data, events = read(GzSource(str(path), clock=lambda: 0.0))
    assert data == b""
    assert events[-1].detail.startswith("the gzip is broken: ")


def test_a_bomb_is_unpacked_in_bites(path: Path) -> None:
    path.write_bytes(gzip.compress(bytes(50_000_000)))
    source = GzSource(str(path), clock=lambda: 0.0)
    source.read()
    for _ in range(20):
        assert sum(len(item.data) for item in source.read(1000) if isinstance(item, Chunk)) <= 1000


def test_a_packed_log_that_is_not_there_yet_is_waited_for(path: Path) -> None:
    source = GzSource(str(path), clock=lambda: 5.0)
    assert source.read() == [SourceEvent("waiting", "no such file", 5.0)]
    assert source.read() == []
    assert source.modified_at() is None
    path.write_bytes(PACKED)
    assert read(source)[0] == LOG


def test_a_directory_is_refused_for_good(path: Path) -> None:
    path.mkdir()
    source = GzSource(str(path), clock=lambda: 5.0)
    assert source.read() == [SourceEvent("error", "is a directory, not a log file", 5.0)]
    assert source.ended()
    assert source.refused


def test_a_read_error_is_told_once_and_tried_again(path: Path) -> None:
    class Failing(RealFs):
        fails = True

        def pread(self, fd: int, size: int, offset: int) -> bytes:
            if self.fails:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            return super().pread(fd, size, offset)

    path.write_bytes(PACKED)
    fs = Failing()
    source = GzSource(str(path), clock=lambda: 5.0, fs=fs)
    source.read()
    assert [item.event for item in source.read() if isinstance(item, SourceEvent)] == ["error"]
    assert source.read() == []
    fs.fails = False
    assert read(source)[0] == LOG
