"""Whatever ends the dashboard, the terminal is left as it was and the exit code tells why.

Each case is a real process on a pseudo-terminal of its own; all of them run side by side.
"""

import contextlib
import os
import select
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CHILD = """
import os, sys, threading
from train_watch.tui import Look, run_dashboard
from train_watch.tui.preview import StillFeed
from train_watch.view.sample import sample_view

class Feed(StillFeed):
    asked = seen = 0
    def version(self):
        Feed.asked += 1
        return Feed.asked
    def view(self, now=None):
        if os.path.exists(sys.argv[2]):
            trouble()
        Feed.seen += 1
        return sample_view("died" if Feed.seen % 2 else "running")

def trouble():
    if sys.argv[1] == "error":
        raise ValueError("what the test raised")
    if sys.argv[1] == "thread":
        threading.Thread(target=int, args=("no number",)).start()

code = run_dashboard(Feed(sample_view("running")), look=Look(mouse=True, refresh_hz=float(sys.argv[3])))
sys.stderr.write(f"returned {code}\\n")
sys.exit(code)
"""
READY = b"when will it finish"
PATIENCE_S = 20.0
"""For a child on a machine that is busy with other things; none should need a tenth of it."""


@dataclass
class Child:
    """One dashboard on its pseudo-terminal, and what it wrote."""

    process: subprocess.Popen[bytes]
    master: int
    slave: int
    trigger: Path
    before: list[object]
    written: bytearray = field(default_factory=bytearray)
    asked_at: float = 0.0
    ended_after: float = 0.0

    def read(self, enough: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not enough() and time.monotonic() < deadline:
            if select.select([self.master], [], [], 0.05)[0]:
                with contextlib.suppress(OSError):
                    self.written += os.read(self.master, 65536)

    def wait(self) -> None:
        self.read(lambda: self.process.poll() is not None)
        self.ended_after = time.monotonic() - self.asked_at
        while select.select([self.master], [], [], 0.05)[0]:
            self.written += os.read(self.master, 65536)


def start(case: str, folder: Path, errors: Path | None = None) -> Child:
    """`errors`: where standard error goes; standard input comes from nowhere then."""
    master, slave = os.openpty()
    termios.tcsetwinsize(slave, (35, 120))
    before = termios.tcgetattr(slave)
    trigger = folder / case
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color"}
    with contextlib.ExitStack() as opened:
        stdin = slave if errors is None else subprocess.DEVNULL
        stderr = slave if errors is None else opened.enter_context(errors.open("wb"))
        process = subprocess.Popen(
            [sys.executable, "-c", CHILD, case, str(trigger), "10" if case == "stalled" else "2"],
            stdin=stdin,
            stdout=slave,
            stderr=stderr,
            env=environment,
            start_new_session=True,
        )
    return Child(process, master, slave, trigger, before)


def send(number: signal.Signals) -> Callable[[Child], None]:
    return lambda child: child.process.send_signal(number)


def press(keys: bytes) -> Callable[[Child], None]:
    def press_keys(child: Child) -> None:
        os.write(child.master, keys)

    return press_keys


def touch(child: Child) -> None:
    child.trigger.touch()


def stall(child: Child) -> None:
    """The terminal is not read until nothing more fits, as behind a dead link."""
    deadline = time.monotonic() + PATIENCE_S
    while select.select([], [child.slave], [], 0)[1]:
        assert time.monotonic() < deadline, "the child never filled its terminal"
        time.sleep(0.02)
    time.sleep(0.5)  # by now its event loop stands still, too
    child.asked_at = time.monotonic()
    child.process.send_signal(signal.SIGTERM)
    child.process.wait(PATIENCE_S)


CASES: dict[str, tuple[Callable[[Child], None], int]] = {
    "sigterm": (send(signal.SIGTERM), 128 + 15),
    "sighup": (send(signal.SIGHUP), 128 + 1),
    "sigquit": (send(signal.SIGQUIT), 128 + 3),
    "sigint": (send(signal.SIGINT), 130),
    "key q": (press(b"q"), 0),
    "key ctrl+c": (press(b"\x03"), 130),
    "error": (touch, 1),
    "thread": (touch, 1),
    "stalled": (stall, 128 + 15),
}


@pytest.fixture(scope="module")
def children(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Child]]:
    folder = tmp_path_factory.mktemp("guard")
    found = {case: start(case, folder) for case in CASES}
    for child in found.values():
        child.read(lambda child=child: READY in child.written)  # type: ignore[misc]
    for case, child in found.items():
        child.asked_at = time.monotonic()
        CASES[case][0](child)
    for child in found.values():
        child.wait()
    yield found
    for child in found.values():
        child.process.kill()
        child.process.wait()
        os.close(child.master)
        os.close(child.slave)


@pytest.mark.parametrize("case", CASES)
def test_every_end_has_its_exit_code(children: dict[str, Child], case: str) -> None:
    assert children[case].process.returncode == CASES[case][1]


@pytest.mark.parametrize("case", CASES)
def test_every_end_restores_the_terminal(children: dict[str, Child], case: str) -> None:
    child = children[case]
    for mode in (b"1000", b"1003", b"1006", b"2004", b"1004", b"1049"):
        turned_on, turned_off = b"\x1b[?%sh" % mode, b"\x1b[?%sl" % mode
        assert turned_on in child.written
        assert child.written.rfind(turned_off) > child.written.rfind(turned_on)
    assert child.written.rfind(b"\x1b[?25h") > child.written.rfind(b"\x1b[?25l")
    assert child.written.rfind(b"\x1b[<u") > child.written.rfind(b"\x1b[>")
    assert termios.tcgetattr(child.slave) == child.before


@pytest.mark.parametrize("case", CASES)
def test_every_end_comes_within_a_second(children: dict[str, Child], case: str) -> None:
    assert children[case].ended_after < 3.0  # a second, on a machine that does nothing else


def test_an_error_is_told_in_one_line_once_the_terminal_is_back(children: dict[str, Child]) -> None:
    for case, message in (
        ("error", b"internal error: ValueError: what the test raised"),
        ("thread", b"internal error: ValueError: invalid literal"),
    ):
        after = children[case].written.rpartition(b"\x1b[?1049l")[2]
        assert message in after
        assert b"Traceback" not in after


def test_a_terminal_that_is_gone_ends_the_program_even_without_a_signal(tmp_path: Path) -> None:
    child = start("closed", tmp_path)
    child.read(lambda: READY in child.written)
    os.close(child.slave)
    os.close(child.master)
    closed = time.monotonic()
    assert child.process.wait(PATIENCE_S) == 128 + 1
    assert time.monotonic() - closed < 3.0


def test_redirected_errors_and_input_leave_the_dashboard_on_the_terminal(tmp_path: Path) -> None:
    child = start("redirected", tmp_path, errors=tmp_path / "errors")
    child.read(lambda: READY in child.written)
    os.write(child.master, b"q")
    child.wait()
    assert child.process.returncode == 0
    assert (tmp_path / "errors").read_bytes() == b"returned 0\n"
    os.close(child.slave)
    os.close(child.master)


def test_without_a_terminal_nothing_is_drawn(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CHILD, "pipe", str(tmp_path / "never"), "2"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert done.returncode == 2
    assert b"\x1b" not in done.stdout + done.stderr
    assert b"needs a terminal" in done.stderr
