"""A short log of a known trainer must not pay for the bars and the lexer it does not need."""

import subprocess
import sys

import pytest

NEVER = {"tomllib", "dataclasses.make_dataclass", "statistics", "numpy", "pathlib"}
GENERIC = {
    f"train_watch.formats.{name}"
    for name in (
        "lexer",
        "reading",
        "words",
        "series",
        "ranking",
        "bars",
        "frames",
        "table",
        "unknown",
        "layout",
        "lint",
    )
}
SCRIPT = """
import sys
from train_watch.formats.reader import Reader
from train_watch.lines.line import Line
reader = Reader()
for number, text in enumerate(sys.argv[1].split("|")):
    reader.feed(Line(text, number + 1))
print(*sorted(sys.modules))
"""


def loaded(*texts: str) -> set[str]:
    out = subprocess.run(
        [sys.executable, "-c", SCRIPT, "|".join(texts)], capture_output=True, text=True, check=True
    ).stdout
    return set(out.split())


@pytest.mark.parametrize(
    "texts",
    [
        ("max_iters = 6000", "number of parameters: 10.65M", "iter 0: loss 10.9, time 65321.04ms, mfu -100.00%",
         "step 0: train loss 10.9, val loss 10.9", "saving checkpoint to out", "iter 100: loss 6.1, time 3995.11ms, mfu 5.10%"),
        ("step:1/90 train_time:50ms step_avg:50.00ms", "step:2/90 train_time:100ms step_avg:50.00ms"),
    ],
)  # fmt: skip
def test_a_known_log_loads_neither_bars_nor_the_lexer(texts: tuple[str, ...]) -> None:
    modules = loaded(*texts)
    assert not modules & GENERIC
    assert not modules & NEVER


def test_an_unknown_log_loads_the_lexer_with_its_second_line() -> None:
    assert not loaded("update 1 loss 5.5") & GENERIC
    assert "train_watch.formats.lexer" in loaded("update 1 loss 5.5", "update 2 loss 5.4")


def test_a_bar_loads_no_lexer() -> None:
    modules = loaded(" 10%|#  | 1/10 [00:01<00:09,  1.00s/it]")
    assert "train_watch.formats.bars" in modules
    assert "train_watch.formats.lexer" not in modules
