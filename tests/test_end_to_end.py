"""A real process writes a real log; train-watch follows it from outside, as a user would."""

import json
import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyte
import pytest

TRAINER = """
import sys, time
path, steps, step_s, end = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), sys.argv[4]
sys.stdout = sys.stderr = log = open(path, "a", buffering=1)
print("Overriding: max_iters = %d" % steps)
print("Overriding: eval_interval = 20")
t0 = time.time()
for step in range(steps + 1):
    if step % 20 == 0:
        time.sleep(step_s * 2)
        print("step %d: train loss %.4f, val loss %.4f" % (step, 4 - step / 100, 4.1 - step / 100))
    time.sleep(step_s)
    if end == "crash" and step == steps // 2:
        raise ValueError("the learning rate must be positive")
    t1 = time.time()
    print("iter %d: loss %.4f, time %.2fms, mfu 5.10%%" % (step, 4 - step / 100, (t1 - t0) * 1000))
    t0 = t1
"""

PATIENCE_S = 40
"""Far more than anything here takes; only a hang runs into it."""


def train_watch(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "train_watch", *arguments]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "train.log"


def trainer(log: Path, *, steps: int, step_s: float, end: str = "well") -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", TRAINER, str(log), str(steps), str(step_s), end])


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """No configuration of whoever runs the tests, and a terminal that everyone has."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("TRAIN_WATCH_")}
    return kept | {
        "XDG_CONFIG_HOME": str(tmp_path / "none"),
        "TERM": "xterm-256color",
        "LC_ALL": "C.UTF-8",
    }


def test_a_living_run_is_followed_from_before_its_first_line_to_its_end(
    log: Path, environment: dict[str, str]
) -> None:
    watcher = subprocess.Popen(
        train_watch(str(log), "--json"), stdout=subprocess.PIPE, text=True, env=environment
    )
    assert watcher.stdout is not None
    first = watcher.stdout.readline()
    with trainer(log, steps=60, step_s=0.05):
        rest = watcher.communicate(timeout=PATIENCE_S)[0]
    seen = [json.loads(line) for line in (first + rest).splitlines()]
    assert watcher.returncode == 0
    assert seen[0]["state"] == "waiting"
    assert seen[-1]["state"] == "finished"
    assert seen[-1]["step"] == seen[-1]["total_steps"] == 60
    steps = [report["step"] for report in seen if report["step"] is not None]
    assert steps == sorted(steps)
    ended_at = seen[-1]["finished_at"]
    halfway = next(r for r in seen if (r["step"] or 0) >= 30 and r["forecast"])
    assert (
        abs(halfway["forecast"]["finish_at"] - ended_at) < 1.5
    )  # of about 4 s; a loaded machine jitters
    sums = [
        sum(t["total_s"] for t in r["forecast"]["terms"]) - r["forecast"]["at_update_s"]
        for r in seen
        if r["forecast"]
    ]
    assert max(map(abs, sums)) < 1e-6


def test_a_crash_ends_the_wait_with_exit_code_4_and_the_reason(
    log: Path, environment: dict[str, str]
) -> None:
    with trainer(log, steps=40, step_s=0.02, end="crash"):
        run = subprocess.run(
            train_watch(str(log), "--wait"),
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            env=environment,
            check=False,
        )
    assert run.returncode == 4
    assert "ValueError: the learning rate must be positive" in run.stdout
    assert run.stdout.count("\n") == 1


def test_the_watched_file_is_only_ever_read(log: Path, environment: dict[str, str]) -> None:
    log.write_text("max_iters = 20\niter 10: loss 3.1, time 100.00ms, mfu 1.00%\n")
    log.chmod(0o444)
    before = (log.read_bytes(), log.stat().st_mtime_ns, sorted(log.parent.iterdir()))
    subprocess.run(
        train_watch(str(log), "--once"), check=True, env=environment, stdout=subprocess.DEVNULL
    )
    assert (log.read_bytes(), log.stat().st_mtime_ns, sorted(log.parent.iterdir())) == before


class Terminal:
    """A pseudo-terminal with a program in it, and what its screen shows."""

    def __init__(self, command: list[str], size: tuple[int, int], env: dict[str, str]) -> None:
        columns, rows = size
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], command, env | {"COLUMNS": str(columns), "LINES": str(rows)})
        self._resize(columns, rows)

    def _resize(self, columns: int, rows: int) -> None:
        import fcntl
        import struct
        import termios

        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def read(self, wait_s: float) -> bool:
        ready, _, _ = select.select([self.master], [], [], wait_s)
        if not ready:
            return True
        try:
            data = os.read(self.master, 1 << 16)
        except OSError:
            return False
        self._stream.feed(data)
        return bool(data)

    def shows(self, text: str) -> bool:
        """Wait until the screen shows `text`."""
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            if any(text in row for row in self.screen.display):
                return True
            if not self.read(0.1):
                return False
        return False

    def press(self, keys: str) -> None:
        os.write(self.master, keys.encode())

    def ends(self) -> int:
        """The exit code, once the program has ended by itself."""
        while self.read(0.1):
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                return os.waitstatus_to_exitcode(status)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


@pytest.fixture(params=[(120, 35), (80, 24), (60, 10)], ids=lambda size: f"{size[0]}x{size[1]}")
def terminal(
    request: pytest.FixtureRequest, log: Path, environment: dict[str, str]
) -> Iterator[Terminal]:
    terminal = Terminal(train_watch(str(log)), request.param, environment)
    yield terminal
    os.close(terminal.master)


def test_the_dashboard_shows_a_run_from_waiting_to_done_and_quits_on_q(
    log: Path, terminal: Terminal
) -> None:
    assert terminal.shows("WAITING")
    with trainer(log, steps=50, step_s=0.04):
        assert terminal.shows("RUNNING")
        assert terminal.shows("FINISH")
        assert terminal.shows("DONE")
    terminal.press("q")
    assert terminal.ends() == 0


def test_the_dashboard_shows_a_crash_in_place_of_the_finish(log: Path, terminal: Terminal) -> None:
    with trainer(log, steps=40, step_s=0.04, end="crash"):
        assert terminal.shows("DIED")
    assert terminal.shows("the learning rate")
    terminal.press("\x03")
    assert terminal.ends() == 130
