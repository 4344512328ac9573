"""Is it still the same file? Told by its content, on a real file system, by fault number."""

import os
from pathlib import Path

import pytest

from train_watch.lines.split import Splitter
from train_watch.sources.base import Chunk
from train_watch.sources.file import QUIET_S, FileSource
from train_watch.sources.fs import RealFs, Stat

BANNER = b"".join(b"config_%02d = value that both runs print\n" % n for n in range(50))


class Follow:
    """A source on `path`: the lines and the events that it gave."""

    def __init__(self, path: Path, fs: RealFs | None = None) -> None:
        self.now = 1_000.0
        self.path = path
        self.source = FileSource(str(path), clock=lambda: self.now, fs=fs)
        self.splitter = Splitter()
        self.lines: list[str] = []
        self.names: list[str] = []
        self.chunks: list[Chunk] = []

    def look(self, later: float = 0.2, times: int = 1) -> "Follow":
        for _ in range(times):
            self.now += later
            for item in self.source.read():
                if isinstance(item, Chunk):
                    self.chunks.append(item)
                    self.lines += [line.text for line in self.splitter.feed(item.data)]
                else:
                    self.names.append(item.event)
                    self.lines += [f"-- {item.event}"] if item.event.startswith("re") else []
        return self

    def append(self, data: bytes) -> None:
        with self.path.open("ab") as log:
            log.write(data)


def lines(first: int, last: int) -> bytes:
    return b"".join(b"iter %d: loss 4.2, time 100ms\n" % n for n in range(first, last + 1))


def shown(first: int, last: int) -> list[str]:
    return lines(first, last).decode().splitlines()


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "train.log"
    path.write_bytes(lines(0, 4))
    return path


class FrozenFs(RealFs):
    """Tells the same size and times of an open file once they are set."""

    told: Stat | None = None

    def fstat(self, fd: int) -> Stat:
        return self.told or super().fstat(fd)


def test_a_rewrite_in_the_same_tick_of_the_clock_is_seen_too(log: Path) -> None:
    """F7: size and both times are what they were at the last look."""
    fs = FrozenFs()
    follow = Follow(log, fs).look()
    fs.told = os.stat(log)
    log.write_bytes(lines(7, 9).ljust(fs.told.st_size, b"x"))
    assert follow.look().names == ["opened", "rewritten"]


def test_two_runs_with_the_same_banner_are_told_apart(log: Path) -> None:
    """F8: the banner is longer than any head that is compared."""
    log.write_bytes(BANNER + lines(0, 9))
    follow = Follow(log).look()
    log.write_bytes(BANNER + lines(100, 120))
    follow.look()
    assert follow.lines[60] == "-- rewritten"
    assert follow.lines[-1] == shown(120, 120)[0]


def test_another_run_with_the_same_banner_in_its_place_is_another_run(log: Path) -> None:
    """F8, F10: not taken for an atomic save."""
    log.write_bytes(BANNER + lines(0, 9))
    follow = Follow(log).look()
    other = log.with_name("other")
    other.write_bytes(BANNER + lines(100, 120))
    other.rename(log)
    follow.look(QUIET_S, times=3)
    assert follow.names == ["opened", "replaced"]


def test_a_change_far_before_the_offset_is_seen_at_the_start(log: Path) -> None:
    """F8: the bytes before the offset are what they were, the first ones are not."""
    log.write_bytes(BANNER + lines(0, 9))
    follow = Follow(log).look()
    with log.open("r+b") as editor:
        editor.write(b"edited")
    assert follow.look().names == ["opened", "rewritten"]


class OneNumberFs(RealFs):
    """A FUSE mount that gives every file one number; the path may lead to another file."""

    leads_to: Path | None = None

    def stat(self, path: str) -> Stat:
        return _numbered(os.stat(self.leads_to or path))

    def open(self, path: str) -> int:
        return os.open(self.leads_to or path, os.O_RDONLY)

    def fstat(self, fd: int) -> Stat:
        return _numbered(os.fstat(fd))


def _numbered(stat: os.stat_result) -> os.stat_result:
    times = {name: getattr(stat, name) for name in ("st_mtime_ns", "st_ctime_ns", "st_atime_ns")}
    return os.stat_result((stat.st_mode, 1, 1, *stat[3:10]), times)


def test_another_file_under_the_same_inode_number_is_found_by_its_content(log: Path) -> None:
    """F9."""
    fs = OneNumberFs()
    follow = Follow(log, fs).look()
    fs.leads_to = log.with_name("other")
    fs.leads_to.write_bytes(lines(100, 107))
    follow.look(times=4)
    assert follow.lines == [*shown(0, 4), "-- rewritten", *shown(100, 107)]


def test_an_atomic_save_of_the_same_content_goes_on_where_it_was(log: Path) -> None:
    """F10: editors, rsync, a sync client."""
    follow = Follow(log).look()
    copy = log.with_name("copy")
    copy.write_bytes(log.read_bytes() + lines(5, 6))
    copy.rename(log)
    follow.look(QUIET_S, times=3)
    follow.append(lines(7, 7))
    follow.look()
    assert follow.names == ["opened", "continued"]
    assert follow.lines == shown(0, 7)
    assert [chunk.arrived_at is None for chunk in follow.chunks] == [True, False, False]


def test_a_few_equal_bytes_are_not_the_same_content(log: Path) -> None:
    log.write_bytes(b"\n")
    follow = Follow(log).look()
    copy = log.with_name("copy")
    copy.write_bytes(b"\nanother run\n")
    copy.rename(log)
    follow.look(QUIET_S, times=3)
    assert follow.names == ["opened", "replaced"]
