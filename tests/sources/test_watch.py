"""The waiter: events shorten a wait, and whatever fails it only waits."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from train_watch.sources.mounts import kind_of
from train_watch.sources.watch import MISSES, RETRY_S, Changes, Waiter, poll_interval


class Events:
    """Stands in for watchfiles: hands out what it is given, and nothing after that."""

    def __init__(self, *turns: Changes | Exception) -> None:
        self.turns = list(turns)
        self.folders: list[list[str]] = []
        self.now = 0.0

    def watch(self, folders: list[str], stop: threading.Event) -> Iterator[Changes]:
        self.folders.append(folders)
        while not stop.is_set():
            self.now += 0.1
            turn = self.turns.pop(0) if self.turns else set()
            if isinstance(turn, Exception):
                raise turn
            yield turn

    def waiter(self, path: Path, kind: str | None = "ext4") -> Waiter:
        waiter = Waiter(
            str(path), watch=self.watch, monotonic=lambda: self.now, kind=lambda _path: kind
        )
        waiter._stopped.wait = self._sleep  # type: ignore[method-assign]
        return waiter

    def _sleep(self, timeout: float | None = None) -> bool:
        self.now += timeout or 0.0
        return False


def change(path: Path) -> Changes:
    return {("modified", str(path))}


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "train.log"
    path.touch()
    return path


def test_a_change_of_the_file_ends_the_wait(log: Path) -> None:
    events = Events(set(), change(log))
    waiter = events.waiter(log)
    assert waiter.wait(5.0) == "event"
    assert events.now == pytest.approx(0.2)
    assert (waiter.badge, waiter.reason) == ("events", "")
    assert events.folders == [[str(log.parent)]]


def test_changes_of_its_neighbours_do_not_stretch_the_wait(log: Path) -> None:
    events = Events(*(change(log.with_name(f"other{n}")) for n in range(100)))
    assert events.waiter(log).wait(1.0) == "timeout"
    assert 1.0 <= events.now < 1.2


@pytest.mark.parametrize(
    "error",
    [
        OSError(28, "inotify watch limit reached"),
        RuntimeError("error starting recommended watcher: Too many open files (os error 24)"),
        UnicodeEncodeError("utf-8", "\udcff", 0, 1, "surrogates not allowed"),
        ModuleNotFoundError("No module named 'watchfiles'"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_every_failure_means_plain_waiting(log: Path, error: Exception) -> None:
    """F15, F24."""
    events = Events(error, change(log))
    waiter = events.waiter(log)
    assert waiter.wait(1.0) == "timeout"
    assert waiter.wait(1.0) == "timeout"
    assert waiter.badge == "polling"
    assert type(error).__name__ in waiter.reason
    assert events.now == pytest.approx(2.0)
    assert len(events.folders) == 1


def test_a_keyboard_interrupt_goes_through(log: Path) -> None:
    def interrupt(_turn: int) -> Changes:
        raise KeyboardInterrupt

    waiter = Waiter(
        str(log), watch=lambda _folders, _stop: map(interrupt, [1]), kind=lambda _: None
    )
    with pytest.raises(KeyboardInterrupt):
        waiter.wait(1.0)


@pytest.mark.parametrize("kind", ["nfs4", "fuse.sshfs", "overlay", "9p", "cifs", "lustre"])
def test_a_file_system_that_others_write_to_is_polled(log: Path, kind: str) -> None:
    """F14."""
    events = Events(change(log))
    waiter = events.waiter(log, kind)
    assert waiter.wait(1.0) == "timeout"
    assert (waiter.badge, waiter.reason) == ("polling", f"events may be missing on {kind}")
    assert events.folders == []


def test_a_file_system_of_no_known_kind_is_given_a_try(log: Path) -> None:
    assert Events(change(log)).waiter(log, None).wait(1.0) == "event"


def test_growth_that_no_event_told_of_means_polling(log: Path) -> None:
    """F14, F16: found out by the reader itself."""
    events = Events()
    waiter = events.waiter(log)
    for turn in range(MISSES):
        assert waiter.badge == ("events" if turn else "polling")
        waiter.wait(0.2)
        waiter.found(growth=True)
    assert waiter.badge == "polling"
    assert "no event came" in waiter.reason


def test_events_between_the_misses_are_forgiven_them(log: Path) -> None:
    turns = [set(), set(), change(log)] * 4
    waiter = Events(*turns).waiter(log)
    for _ in range(12):
        waiter.wait(0.05)
        waiter.found(growth=True)
    assert waiter.badge == "events"


def test_silence_is_no_miss(log: Path) -> None:
    waiter = Events().waiter(log)
    for _ in range(10):
        waiter.wait(0.2)
        waiter.found(growth=False)
    assert waiter.badge == "events"


def test_a_folder_that_appears_later_is_watched_then(tmp_path: Path) -> None:
    """F12."""
    log = tmp_path / "run" / "train.log"
    events = Events()
    waiter = events.waiter(log)
    waiter.wait(RETRY_S)
    assert (waiter.badge, waiter.reason) == ("polling", "its folder is not there")
    log.parent.mkdir()
    waiter.wait(RETRY_S)
    assert waiter.badge == "events"
    assert len(events.folders) == 1


def test_a_folder_that_was_replaced_is_watched_anew(tmp_path: Path) -> None:
    """F13: its old watch is blind for ever."""
    log = tmp_path / "run" / "train.log"
    log.parent.mkdir()
    events = Events()
    waiter = events.waiter(log)
    waiter.wait(0.2)
    log.parent.rename(tmp_path / "old")
    log.parent.mkdir()
    waiter.wait(0.2)
    assert waiter.badge == "events"
    assert len(events.folders) == 2


def test_a_symbolic_link_is_watched_at_both_ends(tmp_path: Path) -> None:
    """F11."""
    target = tmp_path / "run1" / "out.log"
    target.parent.mkdir()
    target.touch()
    link = tmp_path / "latest.log"
    link.symlink_to(target)
    events = Events(change(target))
    assert events.waiter(link).wait(1.0) == "event"
    assert events.folders == [[str(tmp_path), str(target.parent)]]


def test_stop_ends_a_wait_at_once_with_events_and_without(log: Path) -> None:
    for kind in ("ext4", "nfs"):
        waiter = Waiter(str(log), kind=lambda _path, kind=kind: kind)  # type: ignore[misc]
        threading.Timer(0.05, waiter.stop).start()
        started = time.monotonic()
        assert waiter.wait(30.0) == "timeout"
        assert waiter.wait(30.0) == "timeout"
        assert time.monotonic() - started < 5.0


def test_watchfiles_really_tells_of_an_append(log: Path) -> None:
    waiter = Waiter(str(log), kind=lambda _path: "ext4")
    waiter.wait(0.0)
    if waiter.badge == "polling":
        pytest.skip(f"no file events here: {waiter.reason}")
    threading.Timer(0.05, log.write_bytes, [b"iter 1\n"]).start()
    assert waiter.wait(10.0) == "event"
    waiter.stop()


def test_the_longer_the_silence_the_rarer_the_looks() -> None:
    waits = [poll_interval(quiet) for quiet in range(120)]
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (0.2, 1.0)


TABLE = """\
22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
31 27 0:40 / /home rw,relatime - nfs4 server:/home rw
32 27 0:41 / /home/my\\040data rw,relatime - fuse.sshfs host:/ rw
33 27 0:42 / /home/my\\040data rw,relatime - tmpfs tmpfs rw
torn
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/log/x", "ext4"),
        ("/home/a/b", "nfs4"),
        ("/home2/x", "ext4"),
        ("/home/my data/x", "tmpfs"),
        ("/", "ext4"),
    ],
)
def test_the_innermost_and_latest_mount_tells_the_kind(
    tmp_path: Path, path: str, kind: str
) -> None:
    table = tmp_path / "mountinfo"
    table.write_text(TABLE)
    assert kind_of(path, str(table)) == kind


def test_without_a_table_of_mounts_nothing_is_known(tmp_path: Path) -> None:
    assert kind_of("/", str(tmp_path / "none")) is None
