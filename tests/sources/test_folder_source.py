"""A folder as a source: what it follows, when it changes its mind, and what it says of it."""

import os
from pathlib import Path

from train_watch.sources.base import Chunk, SourceEvent
from train_watch.sources.file import FileSource
from train_watch.sources.folder import LOOK_S, SILENT_S, FolderSource


class World:
    """A folder, a clock that tests set, and a source on it; a file holds steps if it says so."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.now = 1000.0
        self.source = FolderSource(
            str(root),
            clock=lambda: self.now,
            open_file=lambda path: FileSource(path, clock=lambda: self.now),
            has_steps=lambda path: b"step" in Path(path).read_bytes(),
        )

    def write(self, name: str, text: str) -> str:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a") as file:
            file.write(text)
        os.utime(path, (self.now, self.now))
        return str(path)

    def read(
        self, later: float = 0.0
    ) -> tuple[list[tuple[str, str]], list[tuple[bytes, float | None]]]:
        """Events and bytes of a read, so many seconds later."""
        self.now += later
        items = self.source.read()
        events = [
            (i.event, i.detail) for i in items if isinstance(i, SourceEvent) and i.event != "opened"
        ]
        return events, [(i.data, i.arrived_at) for i in items if isinstance(i, Chunk)]


def test_the_text_log_with_steps_is_followed(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.write("debug.log", "nothing\n")
    log = world.write("train.log", "step 1\n")
    world.write("metrics.csv", "step\n")
    assert world.read() == ([("chosen", log)], [(b"step 1\n", None)])
    assert world.source.name == log
    world.write("train.log", "step 2\n")
    assert world.read(1.0) == ([], [(b"step 2\n", 1001.0)])


def test_an_empty_folder_waits_and_says_so_once(tmp_path: Path) -> None:
    world = World(tmp_path)
    assert world.read() == ([("waiting", "no training log is in this folder yet")], [])
    assert world.read(10.0) == ([], [])
    log = world.write("a.log", "step 1\n")
    assert world.read(10.0) == ([("chosen", log)], [(b"step 1\n", 1010.0)])


def test_a_log_without_steps_is_followed_until_another_has_some(tmp_path: Path) -> None:
    world = World(tmp_path)
    banner = world.write("a.log", "hello\n")
    assert world.read()[0] == [("chosen", banner)]
    events = world.write("tb/events.out.tfevents.1.h", "step\n")
    assert world.read(2.0)[0] == [("chosen", events), ("replaced", events)]


def test_the_state_of_a_later_checkpoint_goes_on_with_the_run(tmp_path: Path) -> None:
    world = World(tmp_path)
    first = world.write("checkpoint-50/trainer_state.json", "step 50")
    assert world.read()[0] == [("chosen", first)]
    world.now += 30.0
    second = world.write("checkpoint-100/trainer_state.json", "step 100")
    assert world.read(LOOK_S) == ([("replaced", second)], [(b"step 100", 1030.0)])


def test_a_newer_run_is_followed_only_once_this_one_is_silent(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.write("version_0/metrics.csv", "step 1\n")
    world.read()
    world.now += 20.0
    newer = world.write("version_1/metrics.csv", "step 1\n")
    assert world.read(LOOK_S)[0] == []
    world.now += SILENT_S
    newer = world.write("version_1/metrics.csv", "step 2\n")
    assert world.read(LOOK_S)[0] == [("chosen", newer), ("replaced", newer)]
    assert world.source.name == newer


def test_a_file_that_is_gone_is_left(tmp_path: Path) -> None:
    world = World(tmp_path)
    log = world.write("a.log", "step 1\n")
    world.write("b.csv", "step 1\n")
    world.read()
    os.unlink(log)
    assert ("replaced", str(tmp_path / "b.csv")) in world.read(LOOK_S)[0]


def test_a_folder_that_goes_away_is_told_and_never_raises(tmp_path: Path) -> None:
    world = World(tmp_path / "run")
    log = world.write("a.log", "step 1\n")
    world.read()
    os.unlink(log)
    (tmp_path / "run").rmdir()
    told = [event for event, _ in world.read(LOOK_S)[0]]
    assert set(told) == {"waiting"}
    assert not world.source.ended()
    world.source.close()


def test_files_that_did_not_change_are_not_read_again_for_steps(tmp_path: Path) -> None:
    asked: list[str] = []

    def has_steps(path: str) -> bool:
        asked.append(path)
        return False

    source = FolderSource(
        str(tmp_path),
        clock=lambda: 0.0,
        open_file=lambda path: FileSource(path, clock=lambda: 0.0),
        has_steps=has_steps,
    )
    (tmp_path / "a.log").write_text("x")
    source.look()
    source.look()
    assert asked == [str(tmp_path / "a.log")]
