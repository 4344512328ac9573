"""What the answer costs from a cold start: `--once --line` against `python -c pass`, in turn.

    python benchmarks/cold_start.py [--size 50M] [--runs 11]

Writes a nanoGPT log of that size to a temporary folder, then runs both commands in turn and prints
the medians of CPU and wall time and the peak memory, and their ratios. Numbers are reported, not
gates: the gates are facts, in tests/contracts/test_what_is_loaded.py.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
"""With byte code kept, as an installed program has it; the warm-up run writes it."""
UNITS = {"K": 10**3, "M": 10**6, "G": 10**9}


def write_log(path: Path, size: int) -> None:
    """A nanoGPT log of at least `size` bytes: 4 s steps, evaluations of 15 s every 250."""
    with path.open("w") as file:
        file.write("Overriding: max_iters = 100000000\neval_interval = 250\n")
        step = 0
        while file.tell() < size:
            block = []
            for _ in range(10_000):
                ms = 4000 + (step * 7919) % 97 - 48 + (15_000 if step % 250 == 0 else 0)
                block.append(f"iter {step}: loss 3.{step % 9973:04d}, time {ms}.31ms, mfu 41.20%\n")
                step += 10
            file.write("".join(block))


def measure(command: list[str]) -> tuple[float, float, float]:
    """CPU seconds, wall seconds and peak MB of one run."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL, env=ENVIRONMENT
    )
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", default="50M")
    parser.add_argument("--runs", type=int, default=11)
    options = parser.parse_args()
    size = int(options.size[:-1]) * UNITS[options.size[-1]]
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "train.log"
        write_log(log, size)
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "--once --line": [sys.executable, "-m", "train_watch", "--once", "--line", str(log)],
        }
        runs: dict[str, list[tuple[float, float, float]]] = {name: [] for name in commands}
        for command in commands.values():
            measure(command)
        for _ in range(options.runs):
            for name, command in commands.items():
                runs[name].append(measure(command))
    medians = {
        name: [statistics.median(column) for column in zip(*rows, strict=True)]
        for name, rows in runs.items()
    }
    print(f"{'median of ' + str(options.runs):24}{'cpu ms':>10}{'wall ms':>10}{'peak MB':>10}")
    for name, (cpu, wall, peak) in medians.items():
        print(f"{name:24}{cpu * 1000:10.1f}{wall * 1000:10.1f}{peak:10.1f}")
    base, ours = medians.values()
    print(f"{'ratio':24}" + "".join(f"{b / a:10.2f}" for a, b in zip(base, ours, strict=True)))


if __name__ == "__main__":
    main()
