"""Lines that blow up careless patterns: whatever reads them must be done at once.

The limit is far above what any of them takes (a few milliseconds at 4 KiB, the most a line has), and far
below what a pattern with one unbounded repeat would take.
"""

import re
import time

import pytest

from train_watch.formats import announce, bars, events, pairs, pattern
from train_watch.formats._catalog import CATALOG
from train_watch.formats.lint import faults
from train_watch.formats.options import options
from train_watch.formats.reader import Reader
from train_watch.formats.reading import read
from train_watch.lines.line import Line

LIMIT_S = 0.5
LONG = 4096

HOSTILE = [
    "9" * LONG,
    "1/" * (LONG // 2),
    "a:b" * (LONG // 3),
    "a: 1, " * (LONG // 6),
    " " * LONG,
    "step" * (LONG // 4),
    "step 1/" * (LONG // 7),
    "step:1/1 " * (LONG // 9),
    "iter 1: loss 1" * (LONG // 14),
    "50%|" * (LONG // 4),
    "50%|" + "x" * 4000,
    " 50%|#| 1/2 [00:01<00:01, 1it/s, a=[" + "[" * 4000,
    "1:02:03" * (LONG // 7),
    "1m " * (LONG // 3),
    "1,111" * (LONG // 5),
    "e" * LONG,
    "nan" * (LONG // 3),
    "-+" * (LONG // 2),
    "{" * LONG,
    "{'loss': {'loss': " * (LONG // 18),
    "'epoch': 'loss':" * (LONG // 16),
    "| total_timesteps |" * (LONG // 19),
    "Epoch " * (LONG // 6),
    "epoch epoch epoch " * (LONG // 18),
    "a.b." * (LONG // 4) + "Error: x",
    "A" * LONG + "Error",
    "[" * LONG,
    "=" * LONG,
    "\t1" * (LONG // 2),
    "\u2588" * LONG,
    "loss: -" * (LONG // 7),
    "iteration 1/ 1 | a a a a a a a a: " * (LONG // 33),
    "max_steps" * (LONG // 9),
    "max_steps: " + "." * 4000,
    "step 1 loss 0.5 " + "x" * 2000 + " step 1 loss 0.5 " + "9" * 2000,
]


def spent(work: object, *arguments: object) -> float:
    started = time.process_time()
    assert callable(work)
    work(*arguments)
    return time.process_time() - started


@pytest.mark.parametrize("text", HOSTILE, ids=[text[:12] for text in HOSTILE])
def test_no_reader_stumbles_over_a_hostile_line(text: str) -> None:
    for work in (read, pairs.pairs, bars.parse, events.find, events.raised, announce.facts, announce.epoch,
                 announce.resumes, options, events.step_of, events.cost_of):  # fmt: skip
        assert spent(work, text) < LIMIT_S, work


@pytest.mark.parametrize("text", HOSTILE, ids=[text[:12] for text in HOSTILE])
def test_no_pattern_of_the_catalogue_stumbles_over_a_hostile_line(text: str) -> None:
    for name, _, _, bar, _, rules in CATALOG:
        for row in rules:
            assert spent(re.compile(row[3]).search, text) < LIMIT_S, (name, row[3])
        if bar and dict(bar)["desc"]:
            assert spent(re.compile(dict(bar)["desc"]).fullmatch, text[:160]) < LIMIT_S, name


@pytest.mark.parametrize("text", HOSTILE, ids=[text[:12] for text in HOSTILE])
def test_a_log_of_one_hostile_line_again_and_again_is_read(text: str) -> None:
    reader = Reader()
    assert (
        spent(lambda: [reader.feed(Line(text, number, raw=text)) for number in range(1, 9)])
        < 8 * LIMIT_S
    )


DANGEROUS = [
    r"(?:\s*[\w/]+\s*[:=]\s*[^,|]+[,|]?)+$",
    r"(?:\d+)*\.?\d+ms",
    r"step.*?(\d+).*?/.*?(\d+).*?time",
    r"(a+)+b",
    r"(a|aa){1,50}b",
    r"(x*)*",
    r"(\w+)\s\1",
    r"[0-9]{1,900}",
    r"[0-9]{1,90}[0-9.]{1,90}",
]


@pytest.mark.parametrize("source", DANGEROUS)
def test_the_lint_refuses_a_dangerous_pattern(source: str) -> None:
    assert faults(source)


@pytest.mark.parametrize(
    "source", ["step ([0-9]{1,9})/([0-9]{1,9})", "a{1,3}b?", r"(?:,[0-9]{3}){1,5}", "x{40}"]
)
def test_the_lint_accepts_a_bounded_pattern(source: str) -> None:
    assert faults(source) == []


@pytest.mark.parametrize("text", HOSTILE, ids=[text[:12] for text in HOSTILE])
@pytest.mark.parametrize(
    "source",
    [
        r"(?P<step>\d+)/(?P<total>\d+).*time=(?P<time>\S+)",
        r"step\s*(?P<step>\d+)\s*loss\s*(?P<loss>[\d.]+)",
        r"(?P<step>\w+)\s*loss",
    ],
)
def test_an_accepted_pattern_of_a_user_is_safe_too(source: str, text: str) -> None:
    assert spent(pattern.compile_pattern(source).search, text) < LIMIT_S
