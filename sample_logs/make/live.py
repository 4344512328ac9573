"""Run trainers and watch them meanwhile: is what is said at half time and at the end true?

    python live.py [--watch COMMAND] [--ways pipe,file,pty] NAME ...

Each trainer runs twice: once into a pipe and once on a pseudo-terminal. In the first run the same
bytes go to `train-watch - --json` (the way `pipe`) and to a file that `train-watch FILE --json`
follows (`file`); in the second they go to a file that is followed (`pty`). When a run is over its
file is read once more (`afterwards`). The logs and sidecars are left in `recorded/`, as make.py
leaves them, with all that was said (`NAME.WAY.jsonl`), and each verdict is printed as a row: way, format, then what was wrong, or `right`.

The truth is the run's own: the count in the file of stepclock.py where the script keeps one, else
the frames that more_runs.py's pattern finds and when they arrived. No part of train_watch is used.
"""

import argparse
import json
import os
import shlex
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from statistics import median

import record
from make import HERE, RUNS, write_sidecar
from runs import Run
from sidecar import Arrivals, Mark, find_marks

SLACK_S = 2.0
"""How old what is shown may be: a report a second, and the machine is shared."""
PATIENCE_S = 6.0
"""For a watcher to end by itself after its trainer; it need not where the log has no end."""
FINISH_SHARE, FINISH_S = 0.3, 4.0
"""How far the promised finish may be off at half time: a share of what remains, or seconds.

What counts is the true end or what the pace so far would give: nobody can know that a shared
machine will soon be slower.
"""
STEP_RATIO = 1.35
"""How far a time per step may be from the true median or mean: these times wander."""


@dataclass
class Watcher:
    """A running train-watch and what it said, each report with the time it came."""

    process: subprocess.Popen[bytes]
    reports: list[tuple[float, dict]]
    thread: threading.Thread

    @classmethod
    def start(cls, command: list[str], source: str) -> "Watcher":
        process = subprocess.Popen(
            [*command, source, "--json"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        reports: list[tuple[float, dict]] = []

        def listen() -> None:
            for line in process.stdout:
                reports.append((time.time(), json.loads(line)))

        thread = threading.Thread(target=listen)
        thread.start()
        return cls(process, reports, thread)

    def end(self) -> None:
        """Wait for its last word, a little."""
        self.process.stdin.close()
        try:
            self.process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            self.process.terminate()
        self.thread.join()

    def at(self, second: float) -> dict | None:
        """The last report up to that time."""
        return next((said for when, said in reversed(self.reports) if when <= second), None)


def main() -> None:
    """Watch every run named on the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--watch", default="train-watch", help="how train-watch is called")
    parser.add_argument("--ways", default="pipe,file,pty")
    parser.add_argument("names", nargs="+")
    options = parser.parse_args()
    Path("recorded").mkdir(exist_ok=True)
    Path("run").mkdir(exist_ok=True)
    for script in HERE.glob("*.py"):
        Path("run", script.name).write_bytes(script.read_bytes())
    ways, watch = options.ways.split(","), shlex.split(options.watch)
    for name in options.names:
        if {"pipe", "file"} & set(ways):
            live(name, replace(RUNS[name], pty=False), watch, [w for w in ways if w != "pty"])
        if "pty" in ways:
            live(f"{name}_pty", replace(RUNS[name], pty=True), watch, ["pty"])


def live(name: str, run: Run, watch: list[str], ways: list[str]) -> None:
    """One run of a trainer, watched in these ways and read once more afterwards."""
    log, clock = Path("recorded", f"{name}.log").absolute(), Path(f"recorded/{name}.steps")
    log.unlink(missing_ok=True)
    clock.unlink(missing_ok=True)
    os.environ |= {
        "STEP_CLOCK": str(clock.absolute()),
        "OMP_NUM_THREADS": "1",
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    watchers = {way: Watcher.start(watch, "-" if way == "pipe" else str(log)) for way in ways}
    child, reader = record.start(
        ["env", "--chdir=run", "nice", "-n", "5", *run.command.split()], terminal=run.pty
    )
    pipe = watchers["pipe"].process.stdin if "pipe" in watchers else None
    began = time.time()
    record.copy(reader, str(log), also=pipe)
    child.wait()
    for watcher in watchers.values():
        watcher.end()
    write_sidecar(run, log)
    truth = Truth.of(run, log, began, clock)
    for way, watcher in watchers.items():
        said = "".join(json.dumps([when, what]) + "\n" for when, what in watcher.reports)
        log.with_suffix(f".{way}.jsonl").write_text(said)
        tell(name, way, half_time(truth, watcher) + last_word(truth, watcher.reports[-1][1]))
    once = subprocess.run([*watch, str(log), "--once", "--json"], capture_output=True, check=False)
    tell(name, "afterwards", last_word(truth, json.loads(once.stdout)))


def tell(name: str, way: str, wrong: list[str]) -> None:
    print(f"{name}\t{way}\t{'; '.join(wrong) or 'right'}", flush=True)


@dataclass(frozen=True)
class Truth:
    """What is true of a run: its sidecar, its marks in seconds since 1970, its time a step."""

    sidecar: dict
    marks: list[Mark]
    clocked: list[tuple[float, float]]
    """Seconds since 1970 and the step by the log's count, from the run's own clock."""

    @classmethod
    def of(cls, run: Run, log: Path, began: float, clock: Path) -> "Truth":
        marks, _ = find_marks(run, log.read_bytes(), Arrivals(Path(f"{log}.times")))
        marks = [replace(mark, seconds=mark.seconds + began) for mark in marks]
        lines = clock.read_text().splitlines() if clock.exists() else []
        ticks = [(float(second), int(count)) for second, count in (x.split("\t") for x in lines)]
        last = max(mark.step for mark in marks)
        scale = round((run.total or last) / ticks[-1][1]) or 1 if ticks else 1
        clocked = [(second, count * scale) for second, count in ticks]
        sidecar = json.loads(log.with_suffix(".json").read_text())
        return cls(sidecar, marks, clocked or [(mark.seconds, mark.step) for mark in marks])

    def step_times(self, until: float) -> list[float]:
        """Median and mean seconds a step up to a time, of nine tenths and of the last fifth."""
        seen = [pair for pair in self.clocked if pair[0] <= until]
        return [x for share in (0.1, 0.8) for x in averages(seen[int(share * len(seen)) :])]


def averages(seen: list[tuple[float, float]]) -> list[float]:
    """Median and mean seconds a step."""
    pairs = [(a, b) for a, b in pairwise(seen) if b[1] > a[1]]
    each = [(b[0] - a[0]) / (b[1] - a[1]) for a, b in pairs]
    steps = sum(b[1] - a[1] for a, b in pairs)
    return [median(each), sum(b[0] - a[0] for a, b in pairs) / steps] if pairs else []


def half_time(truth: Truth, watcher: Watcher) -> list[str]:
    """What was wrong in the report of the moment when half of the steps were shown."""
    last = max(truth.marks, key=lambda mark: mark.step)
    half = next(mark for mark in truth.marks if mark.step >= last.step / 2)
    now = half.seconds + SLACK_S / 2
    said = watcher.at(now)
    if said is None or said["step"] is None:
        return ["half: no step"]
    wrong = []
    fresh = {mark.step for mark in truth.marks if abs(mark.seconds - now) <= SLACK_S}
    if not min(fresh) <= said["step"] <= max(fresh):
        wrong.append(f"half: step {said['step']}, not {min(fresh)}..{max(fresh)}")
    if said["total_steps"] not in totals(truth.sidecar):
        wrong.append(f"half: total {said['total_steps']}")
    if said["state"] not in {"running", "evaluating", "warming_up"}:
        wrong.append(f"half: state {said['state']}")
    value = said["step_time"]["value_s"]
    ratios = [value / true for true in truth.step_times(now)] if value else [1.0]
    if not min(ratios) <= STEP_RATIO or not max(ratios) >= 1 / STEP_RATIO:
        wrong.append(f"half: {value:.4g} s a step, {ratios[0]:.2f} x the truth")
    finish = (said["forecast"] or {}).get("finish_at")
    if said["scope"] == "epoch":  # the end of this epoch is all that is promised then
        last = [mark for mark in truth.marks if mark.epoch == half.epoch][-1]
    end = max(mark.seconds for mark in truth.marks if mark.step <= last.step)
    slack = max(FINISH_S, FINISH_SHARE * (end - now))
    paced = [now + (last.step - half.step) * pace for pace in truth.step_times(now)]
    if finish and not min(end, *paced) - slack <= finish <= max(end, *paced) + slack:
        wrong.append(f"half: finish {finish - end:+.1f} s off, {end - now:.1f} s before")
    absent = [what for what, given in (("step time", value), ("finish", finish)) if not given]
    return [*wrong, *[f"(half: no {what})" for what in absent]]


def totals(sidecar: dict) -> set[int | None]:
    return {None, sidecar["total_steps"], sidecar["true_total_steps"], sidecar["batches_per_epoch"]}


def last_word(truth: Truth, said: dict) -> list[str]:
    """What was wrong in the last report."""
    wanted = truth.sidecar
    wrong = [
        f"end: {key} {said[key]}, not {wanted[key]}"
        for key in ("format", "step", "total_steps")
        if said[key] != wanted[key]
    ]
    if said["state"] not in wanted["accepted_states"]:
        wrong.append(f"end: state {said['state']}")
    value = said["step_time"]["value_s"]
    ratios = [value / true for true in truth.step_times(float("inf"))] if value else [1.0]
    if not min(ratios) <= STEP_RATIO or not max(ratios) >= 1 / STEP_RATIO:
        wrong.append(f"end: {value:.4g} s a step, {ratios[0]:.2f} x the truth")
    return wrong if value else [*wrong, "(end: no step time)"]


if __name__ == "__main__":
    main()
