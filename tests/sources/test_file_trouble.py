"""Errors, strange files and bytes that nobody wrote. F numbers are those of the fault matrix."""

import errno
import os
from pathlib import Path

import pytest

from train_watch.lines.split import Splitter
from train_watch.sources.base import Chunk, SourceEvent
from train_watch.sources.file import DRAIN_S, REFRESH_S, FileSource
from train_watch.sources.fs import RealFs, Stat

NEW = {"truncated", "rewritten", "replaced"}


class TestFs(RealFs):
    """The real one, whose calls can fail or give less."""

    __test__ = False

    def __init__(self) -> None:
        self.errors: dict[str, int] = {}
        self.longest_read = 1 << 30
        self.told: Stat | None = None
        self.sizes: list[int] = []
        self.open_fds: set[int] = set()
        self.bad_fds: set[int] = set()

    def _call(self, name: str) -> None:
        if name in self.errors:
            number = self.errors[name]
            raise OSError(number, os.strerror(number))

    def stat(self, path: str) -> Stat:
        self._call("stat")
        return super().stat(path)

    def open(self, path: str) -> int:
        self._call("open")
        fd = super().open(path)
        self.open_fds.add(fd)
        return fd

    def fstat(self, fd: int) -> Stat:
        self._call("fstat")
        return self.told or super().fstat(fd)

    def pread(self, fd: int, size: int, offset: int) -> bytes:
        self._call("pread")
        if fd in self.bad_fds:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        self.sizes.append(size)
        return super().pread(fd, min(size, self.longest_read), offset)

    def close(self, fd: int) -> None:
        self.open_fds.discard(fd)
        super().close(fd)


class Follow:
    """A source on `path`, and everything it said."""

    def __init__(self, path: Path | str) -> None:
        self.now = 1_000.0
        self.fs = TestFs()
        self.path = Path(path)
        self.source = FileSource(str(path), clock=lambda: self.now, fs=self.fs)
        self.splitter = Splitter()
        self.lines: list[str] = []
        self.read_to = 0
        self.events: list[SourceEvent] = []

    def look(self, later: float = 0.2, times: int = 1) -> "Follow":
        for _ in range(times):
            self.now += later
            for item in self.source.read():
                if isinstance(item, Chunk):
                    self.read_to = item.offset + len(item.data)
                    self.lines += [line.text for line in self.splitter.feed(item.data)]
                else:
                    self._hear(item)
        return self

    def _hear(self, item: SourceEvent) -> None:
        self.events.append(item)
        if item.event in NEW:
            self.splitter.reset()
            self.lines.append(f"-- {item.event}")

    @property
    def names(self) -> list[str]:
        return [event.event for event in self.events]

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


def test_nuls_at_the_end_wait_for_their_content(log: Path) -> None:
    """F17: the file grew before its page came."""
    follow = Follow(log).look()
    size = log.stat().st_size
    os.truncate(log, size + len(lines(5, 5)))
    follow.look(1.0, times=4)
    assert follow.lines == shown(0, 4)
    with log.open("r+b") as page:
        page.seek(size)
        page.write(lines(5, 5))
    assert follow.look().lines == shown(0, 5)
    assert follow.names == ["opened"]


def test_nuls_that_stay_are_taken_for_what_they_are(log: Path) -> None:
    """F17: after five seconds; the lines behind them are read, and a late page is found."""
    follow = Follow(log).look()
    size = log.stat().st_size
    os.truncate(log, size + 30)
    follow.look(1.0, times=5)
    assert follow.read_to == size
    follow.look(1.0)
    assert follow.read_to == size + 30
    follow.append(lines(6, 6))
    follow.look()
    assert follow.lines == [*shown(0, 4), *shown(6, 6)]


def test_utf16_text_is_not_held_for_its_own_nuls(log: Path) -> None:
    """F17, B5."""
    log.write_bytes("iter 1\n".encode("utf-16"))
    assert Follow(log).look().lines == ["iter 1"]


@pytest.mark.parametrize("call", ["fstat", "pread", "stat"])
@pytest.mark.parametrize("number", [errno.EIO, errno.ESTALE])
def test_an_error_is_told_once_and_tried_again(log: Path, call: str, number: int) -> None:
    """F18."""
    follow = Follow(log).look()
    follow.fs.errors[call] = number
    follow.append(lines(5, 5))
    follow.look(times=4)
    told = [event for event in follow.events if event.event == "error"]
    assert [event.detail.split(" (")[0] for event in told] == [
        f"cannot read: {errno.errorcode[number]}"
    ] * len(told)
    assert 1 <= len(told) <= 2
    follow.fs.errors.clear()
    follow.look(times=2)
    assert follow.lines == shown(0, 5)
    assert follow.names[-1] == "opened"
    follow.source.close()
    assert not follow.fs.open_fds


def test_an_old_file_that_cannot_be_read_does_not_hold_up_the_new_one(log: Path) -> None:
    """F18, F3."""
    follow = Follow(log).look()
    follow.fs.bad_fds = set(follow.fs.open_fds)
    log.rename(f"{log}.1")
    with open(f"{log}.1", "ab") as old:
        old.write(lines(5, 5))
    log.write_bytes(lines(6, 7))
    follow.look(DRAIN_S, times=3)
    assert follow.lines == [*shown(0, 4), "-- replaced", *shown(6, 7)]


def test_a_descriptor_that_went_stale_is_opened_anew_where_it_was(log: Path) -> None:
    """F18."""
    follow = Follow(log).look()
    follow.fs.errors["fstat"] = errno.ESTALE
    follow.look()
    assert not follow.fs.open_fds
    del follow.fs.errors["fstat"]
    log.write_bytes(lines(100, 110))
    follow.look()
    assert follow.lines == [*shown(0, 4), "-- rewritten", *shown(100, 110)]


def test_short_reads_lose_nothing(log: Path) -> None:
    """F18."""
    follow = Follow(log)
    follow.fs.longest_read = 300
    follow.append(lines(5, 90))
    follow.look(times=80)
    assert follow.lines == shown(0, 90)
    assert follow.names == ["opened"]


def test_a_size_that_is_stale_is_no_truncation(log: Path) -> None:
    """F18: an attribute cache may tell an older size for a while."""
    older = os.stat(log)
    follow = Follow(log)
    follow.append(lines(5, 9))
    follow.look()
    follow.fs.told = older
    follow.look()
    follow.fs.told = None
    follow.append(lines(10, 10))
    assert follow.look().lines == shown(0, 10)


def test_a_hundred_megabytes_without_a_newline_are_read_in_bites(log: Path) -> None:
    """F19."""
    with log.open("ab") as writer:
        writer.seek(100_000_000)
        writer.write(b"x\niter 5: loss 4.2, time 100ms\n")
    follow = Follow(log)
    for _ in range(120):
        follow.look()
    assert max(follow.fs.sizes) <= (1 << 20) + 256
    assert follow.lines[-1] == shown(5, 5)[0]


def test_a_path_that_turns_into_a_directory_is_waited_for(log: Path) -> None:
    """F22."""
    follow = Follow(log).look()
    log.unlink()
    log.mkdir()
    follow.look(times=3)
    log.rmdir()
    log.write_bytes(lines(100, 100))
    follow.look(DRAIN_S, times=3)
    assert follow.names == ["opened", "waiting", "replaced"]


def test_a_log_that_may_not_be_read_is_waited_for(log: Path) -> None:
    """F23: a mode that somebody changes; an open file goes on."""
    follow = Follow(log)
    follow.fs.errors["open"] = errno.EACCES
    follow.look(times=3)
    assert [(event.event, event.detail) for event in follow.events] == [
        ("waiting", "permission denied")
    ]
    follow.fs.errors.clear()
    assert follow.look().lines == shown(0, 4)
    follow.fs.errors["open"] = errno.EACCES
    follow.look(REFRESH_S, times=3)
    follow.append(lines(5, 5))
    assert follow.look().lines == shown(0, 5)
    assert follow.names == ["waiting", "opened"]


def test_an_idle_file_is_opened_anew_without_a_word(log: Path) -> None:
    """NFS tells the true size to whoever opens."""
    follow = Follow(log).look()
    before = set(follow.fs.open_fds)
    follow.look(REFRESH_S, times=3)
    follow.append(lines(5, 5))
    follow.look()
    assert follow.names == ["opened"]
    assert follow.lines == shown(0, 5)
    assert len(before) == len(follow.fs.open_fds) == 1


def test_a_file_time_in_the_future_is_now(log: Path) -> None:
    follow = Follow(log)
    assert follow.source.modified_at() is None
    assert follow.source.size() is None
    follow.look()
    assert follow.source.modified_at() == follow.now
    os.utime(log, (10.0, 10.0))
    follow.look()
    assert follow.source.modified_at() == 10.0
    assert follow.source.size() == log.stat().st_size
    assert not follow.source.ended()


def test_a_closed_source_gives_nothing_and_holds_nothing(log: Path) -> None:
    follow = Follow(log).look()
    follow.source.close()
    follow.source.close()
    follow.append(lines(5, 5))
    assert follow.look().lines == shown(0, 4)
    assert not follow.fs.open_fds
