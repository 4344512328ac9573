"""Faults of a followed file, on a real file system. F numbers are those of the fault matrix."""

import os
from pathlib import Path

import pytest

from train_watch.lines.split import Splitter
from train_watch.sources.base import Chunk, SourceEvent
from train_watch.sources.file import QUIET_S, FileSource

NEW = {"truncated", "rewritten", "replaced"}


class Follow:
    """A source on `path`, and everything it said."""

    def __init__(self, path: Path) -> None:
        self.now = 1_000.0
        self.path = path
        self.source = FileSource(str(path), clock=lambda: self.now)
        self.splitter = Splitter()
        self.lines: list[str] = []
        self.events: list[SourceEvent] = []
        self.chunks: list[Chunk] = []

    def look(self, later: float = 0.2, times: int = 1, limit: int = 1 << 20) -> "Follow":
        for _ in range(times):
            self.now += later
            for item in self.source.read(limit):
                self._take(item)
        return self

    def _take(self, item: Chunk | SourceEvent) -> None:
        if isinstance(item, Chunk):
            self.chunks.append(item)
            self.lines += [line.text for line in self.splitter.feed(item.data, item.arrived_at)]
            return
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


def test_what_was_there_has_no_arrival_and_what_comes_has_the_clocks(log: Path) -> None:
    follow = Follow(log).look()
    follow.append(lines(5, 5))
    follow.look()
    assert [chunk.arrived_at for chunk in follow.chunks] == [None, pytest.approx(1000.4)]
    assert follow.chunks[1].offset == len(lines(0, 4))
    assert follow.names == ["opened"]


def test_bytes_that_come_while_the_old_ones_are_read_are_told_apart(log: Path) -> None:
    follow = Follow(log).look(limit=50)
    follow.append(lines(5, 5))
    follow.look(times=3)
    assert [chunk.arrived_at is None for chunk in follow.chunks] == [True, True, False]
    assert follow.lines == shown(0, 5)


def test_a_line_in_two_writes_is_one_line(log: Path) -> None:
    """F1, F2."""
    follow = Follow(log).look()
    follow.append(b"iter 5: lo")
    follow.look()
    assert follow.lines == shown(0, 4)
    assert follow.splitter.pending() == "iter 5: lo"
    follow.append(b"ss 4.2, time 100ms\n")
    assert follow.look().lines == shown(0, 5)


def test_a_rotated_log_is_read_to_its_end_before_the_new_one(log: Path) -> None:
    """F3: late writes to the old file come first, in order."""
    follow = Follow(log).look()
    log.rename(f"{log}.1")
    follow.look()
    with open(f"{log}.1", "ab") as old:
        old.write(lines(5, 5))
        old.flush()
        follow.look()
        log.write_bytes(lines(6, 7))
        follow.look(0.1)
        old.write(b"iter 5.5: late\n")
    follow.look(0.1).look(0.1).look(QUIET_S)
    assert follow.lines == [*shown(0, 5), "iter 5.5: late", "-- replaced", *shown(6, 7)]


def test_an_old_file_is_read_as_long_as_its_writer_has_not_let_go(log: Path) -> None:
    """F3: logrotate makes the new file first and tells the writer a little later."""
    follow = Follow(log).look()
    with log.open("ab", buffering=0) as old:
        log.rename(f"{log}.1")
        log.touch()
        follow.look(2.0)
        for number in range(5, 8):
            old.write(lines(number, number))
            follow.look(1.0)
        log.write_bytes(lines(9, 9))
        for number in (8,):
            follow.look(0.4)
            old.write(lines(number, number))
            follow.look(0.4).look(0.4)
    follow.look(QUIET_S)
    assert follow.lines == [*shown(0, 8), "-- replaced", *shown(9, 9)]


def test_an_old_file_that_goes_on_does_not_keep_the_new_one_waiting(log: Path) -> None:
    """F11: a symbolic link was switched; the run it led to before may still be writing."""
    runs = [log.with_name("run1"), log.with_name("run2")]
    for run in runs:
        run.write_bytes(lines(0, 2) + run.name.encode() + b"\n")
    link = log.with_name("latest")
    link.symlink_to(runs[0])
    follow = Follow(link).look()
    link.unlink()
    link.symlink_to(runs[1])
    begun = follow.now
    while "replaced" not in follow.names:
        with runs[0].open("ab") as old:
            old.write(b"still going\n")
        follow.look(0.2)
    assert follow.now - begun <= 2.0
    assert follow.events[-1].detail == str(runs[1])
    follow.look()
    assert follow.lines[-4:] == [*shown(0, 2), "run2"]


def test_a_log_that_is_copied_and_truncated_goes_on_from_its_start(log: Path) -> None:
    """F4."""
    follow = Follow(log).look()
    os.truncate(log, 0)
    follow.look()
    follow.append(lines(5, 6))
    follow.look()
    assert follow.lines == [*shown(0, 4), "-- truncated", *shown(5, 6)]


def test_the_hole_of_a_writer_that_goes_on_at_its_offset_is_skipped(log: Path) -> None:
    """F5: copytruncate under a writer without O_APPEND."""
    with log.open("r+b") as writer:
        writer.seek(0, os.SEEK_END)
        follow = Follow(log).look()
        os.truncate(log, 0)
        follow.look()
        writer.write(lines(5, 6))
        writer.flush()
        follow.look()
        writer.write(lines(7, 7))
    follow.look()
    assert follow.lines == [*shown(0, 4), "-- truncated", *shown(5, 7)]


@pytest.mark.parametrize("size", [10, 5], ids=["larger", "the same size"])
def test_a_log_rewritten_between_two_looks_is_read_from_its_start(log: Path, size: int) -> None:
    """F6, F7: what polling tails lose."""
    follow = Follow(log).look()
    new = lines(100, 99 + size)[: None if size > 5 else len(lines(0, 4))]
    log.write_bytes(new)
    follow.look()
    assert follow.lines[5] == "-- rewritten"
    assert follow.lines[6:] == new.decode().split("\n")[:-1]


def test_a_deleted_and_recreated_log_is_a_new_one(log: Path) -> None:
    """F9: its inode number may be the old one's as soon as nobody holds that open."""
    follow = Follow(log).look()
    log.unlink()
    log.write_bytes(lines(100, 103))
    follow.look(QUIET_S, times=3)
    assert follow.lines == [*shown(0, 4), "-- replaced", *shown(100, 103)]


@pytest.mark.parametrize("missing", ["file", "folder"])
def test_a_log_that_is_not_there_yet_is_waited_for(tmp_path: Path, missing: str) -> None:
    """F12, F13."""
    path = tmp_path / "run" / "train.log"
    if missing == "file":
        path.parent.mkdir()
    follow = Follow(path).look(times=3)
    assert [(event.event, event.detail) for event in follow.events] == [
        ("waiting", f"no such {missing}")
    ]
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(lines(0, 1))
    assert follow.look().names == ["waiting", "opened"]
    assert follow.lines == shown(0, 1)


def test_a_folder_removed_and_made_again_is_followed_into(tmp_path: Path) -> None:
    """F13."""
    path = tmp_path / "run" / "train.log"
    path.parent.mkdir()
    path.write_bytes(lines(0, 4))
    follow = Follow(path).look()
    path.unlink()
    path.parent.rmdir()
    follow.look(times=2)
    assert follow.events[-1].detail == "no such folder"
    path.parent.mkdir()
    path.write_bytes(lines(100, 101))
    follow.look(QUIET_S, times=3)
    assert follow.names == ["opened", "waiting", "replaced"]
    assert follow.lines[-2:] == shown(100, 101)
