"""A fresh interpreter tells what each mode really loads: deferred imports escape a static graph."""

import subprocess
import sys
from pathlib import Path

import pytest

FINISHED = "max_iters = 30\n" + "".join(
    f"iter {step}: loss 4.{step:02d}, time {60000 if step == 0 else 100}.00ms, mfu 5.10%\n"
    for step in range(0, 31, 10)
)

PROBE = """
import sys
from train_watch.cli import main
code = main(sys.argv[1:])
sys.stdout.flush()
sys.stderr.write(" ".join(["LOADED", str(int(code)), *sys.modules]))
"""

MODES = {
    "--once": ["--once"],
    "--once --line": ["--once", "--line"],
    "--once --json": ["--once", "--json"],
    "--wait": ["--wait"],
    "text": [],
    "--line": ["--line"],
    "--json": ["--json"],
}


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("log") / "train.log"
    path.write_text(FINISHED)
    return path


def loaded(log: Path, *flags: str) -> tuple[int, set[str]]:
    run = subprocess.run(
        [sys.executable, "-c", PROBE, str(log), *flags],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        stdin=subprocess.DEVNULL,
        cwd=log.parent,
    )
    assert "LOADED " in run.stderr, run.stderr
    code, *names = run.stderr.partition("LOADED ")[2].split()
    return int(code), set(names)


@pytest.mark.parametrize("mode", MODES)
def test_no_mode_without_a_screen_loads_textual_or_rich_or_numpy(log: Path, mode: str) -> None:
    code, names = loaded(log, *MODES[mode])
    assert code == 0
    assert not {"textual", "rich", "numpy"} & names


def test_the_one_line_path_loads_no_parser_of_files_it_does_not_read(log: Path) -> None:
    _, names = loaded(log, "--once", "--line")
    heavy = {
        "tomllib",
        "json",
        "pathlib",
        "statistics",
        "asyncio",
        "watchfiles",
        "subprocess",
        "threading",
    }
    assert not heavy & names
    unused = ("train_watch.tui", "train_watch.inputs", "train_watch.sources.folder")
    assert not [name for name in names if name.startswith(unused)]


def test_a_log_of_a_known_trainer_loads_nothing_that_only_other_logs_need() -> None:
    real = Path(__file__).resolve().parents[2] / "sample_logs" / "nanogpt.log"
    _, names = loaded(real, "--once", "--line")
    others = {
        "train_watch.formats.lexer",
        "train_watch.formats.reading",
        "train_watch.core.averages",
        "train_watch.core.inversion",
        "train_watch.core.falseclock",
    }
    assert not others & names


def test_a_room_does_not_read_the_clock_or_files_below_the_session() -> None:
    """What import-linter says statically, seen in an interpreter that loads only those rooms."""
    probe = (
        "import sys; before = set(sys.modules)\n"
        "import train_watch.core.run, train_watch.formats.reader, train_watch.lines.split\n"
        "print(*sorted(set(sys.modules) - before))"
    )
    run = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, check=True, timeout=60
    )
    names = set(run.stdout.split())
    assert (
        not {"pathlib", "asyncio", "threading", "subprocess", "socket", "watchfiles", "numpy"}
        & names
    )
    assert not [
        name for name in names if name.startswith(("train_watch.sources", "train_watch.view"))
    ]
