"""What the catalogue costs: at start, and on a backlog.

    python benchmarks/catalogue.py [--runs 15] [--lines 200000]

Start: CPU time of a fresh interpreter that reads one nanoGPT line with all definitions, and with only
that trainer's, in turn; the difference of the medians. Backlog: a reader
that knows its trainer, on so many lines: matching, conversion and the whole reading, against the bare
cost of a match (a literal, one expression, its groups), in the same process, in turn. Numbers are
reported, not gates.
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
import time

from train_watch.formats.catalog_index import Index, names
from train_watch.formats.definition import Rule
from train_watch.formats.reader import Reader
from train_watch.lines.line import Line

ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
LINE = "iter 250: loss 2.7182, time 412.50ms, mfu 31.40%"
ALONE = """
import sys, types
one = types.ModuleType("train_watch.formats._catalog")
one.CATALOG = {catalog!r}
sys.modules["train_watch.formats._catalog"] = one
from train_watch.formats.reader import Reader
from train_watch.lines.line import Line
Reader().feed(Line({line!r}, 1))
"""
ALL = """
from train_watch.formats.reader import Reader
from train_watch.lines.line import Line
Reader().feed(Line({line!r}, 1))
"""


def cpu_s(script: str) -> float:
    """CPU seconds of a fresh interpreter running `script`."""
    process = subprocess.Popen([sys.executable, "-c", script], env=ENVIRONMENT)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit("the measured program failed")
    return usage.ru_utime + usage.ru_stime


def start(runs: int) -> None:
    """Prints what all definitions add to a start with one."""
    from train_watch.formats._catalog import CATALOG

    one = tuple(data for data in CATALOG if data[0] == "nanogpt")
    scripts = {"all": ALL.format(line=LINE), "one": ALONE.format(catalog=one, line=LINE)}
    cpu: dict[str, list[float]] = {"all": [], "one": []}
    for _ in range(runs + 1):
        for name, script in scripts.items():
            cpu[name].append(cpu_s(script))
    middle = {name: statistics.median(times[1:]) for name, times in cpu.items()}
    rules = sum(len(data[5]) for data in CATALOG)
    print(
        f"start: {len(names())} definitions, {rules} rules: {middle['all'] * 1e3:.1f} ms; "
        f"one: {middle['one'] * 1e3:.1f} ms; difference {(middle['all'] - middle['one']) * 1e3:.1f} ms"
    )


def backlog(lines: int, rounds: int = 5) -> None:
    """Prints the cost a line of matching, of reading, and of the bare expression."""
    texts = [
        f"iter {n}: loss {4 + n % 97 * 0.01:.4f}, time {400 + n % 89}.{n % 97:02d}ms, mfu 5.10%"
        for n in range(lines)
    ]
    fed = [Line(text, number, raw=text) for number, text in enumerate(texts, 1)]
    costs: dict[str, list[float]] = {}
    for _ in range(rounds):
        for name, work in WORK.items():
            began = time.process_time()
            work(texts, fed)
            costs.setdefault(name, []).append((time.process_time() - began) / lines * 1e6)
    best = {name: min(times) for name, times in costs.items()}
    for name, cost in best.items():
        print(f"backlog: {name:10} {cost:6.2f} us a line, {cost / best['bare']:5.2f}x bare")


def bare(texts: list[str], _lines: list[Line]) -> None:
    """The least that such a line can cost: its literal, its expression, the groups."""
    rule = _rule(texts[0])
    literal, match = rule.literal, re.compile(rule.pattern).match
    for text in texts:
        if literal in text:
            found = match(text)
            if found is not None:
                found.groups()


def _rule(text: str) -> Rule:
    return next(rule for _, rule, _ in Index().candidates(text) if rule.kind == "step")


def matched(texts: list[str], _lines: list[Line]) -> None:
    """The rule of the catalogue finds the line and cuts out its numbers."""
    rule = _rule(texts[0])
    for text in texts:
        found = rule.match(text) if rule.literal in text else None
        if found is not None:
            found.groups()


def converted(texts: list[str], _lines: list[Line]) -> None:
    """The same, with the numbers made, their units and their rounding."""
    rule = _rule(texts[0])
    for text in texts:
        found = rule.match(text)
        if found is not None:
            rule.values(found, text)


def read(_texts: list[str], lines: list[Line]) -> None:
    """The whole reader: a Record a line."""
    feed = Reader().feed
    for line in lines:
        feed(line)


WORK = {"bare": bare, "matched": matched, "converted": converted, "read": read}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--lines", type=int, default=200_000)
    options = parser.parse_args()
    start(options.runs)
    backlog(options.lines)


if __name__ == "__main__":
    main()
