"""How the screen looks in every state at the three sizes that matter most.

After a change that is meant: UPDATE_GOLDEN=1 pytest tests/tui/test_golden.py, and read the diff.
"""

import os
from pathlib import Path
from typing import get_args

import pytest

from train_watch.tui.preview import as_text
from train_watch.view.sample import Kind, sample_view

GOLDEN = Path(__file__).with_name("golden")
KINDS: tuple[Kind, ...] = tuple(kind for kind in get_args(Kind) if kind != "empty")
SIZES = ((120, 35), (80, 24), (60, 10))


def check(name: str, text: str) -> None:
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("kind", KINDS)
def test_a_state_looks_as_it_did(kind: Kind, size: tuple[int, int]) -> None:
    check(f"{kind}_{size[0]}x{size[1]}", as_text(sample_view(kind), *size))


@pytest.mark.parametrize("page", ["help", "what_if", "explain", "alerts", "log"])
def test_a_page_looks_as_it_did(page: str) -> None:
    check(f"page_{page}_80x24", as_text(sample_view("running"), 80, 24, page=page))


@pytest.mark.parametrize(
    "size", [(200, 50), (60, 3), (40, 1)], ids=lambda size: f"{size[0]}x{size[1]}"
)
def test_a_running_run_looks_as_it_did_at_the_other_sizes(size: tuple[int, int]) -> None:
    check(f"running_{size[0]}x{size[1]}", as_text(sample_view("running"), *size))


def test_a_running_run_looks_as_it_did_in_ascii() -> None:
    text = as_text(sample_view("running"), 120, 35, ascii=True)
    assert text.isascii()
    check("running_ascii_120x35", text)
