"""Options of an evaluation, printed within the options of a training, bind no training."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from train_watch.formats.reader import Reader
from train_watch.formats.sections import Sections, own
from train_watch.lines.line import Line


def facts(lines: list[str]) -> dict[str, float]:
    reader = Reader()
    told: dict[str, float] = {}
    for number, text in enumerate(lines, 1):
        for record in reader.feed(Line(text, number)):
            told |= record.facts
    return told


PPRINT = [
    "{'devices': 1,",
    " 'eval': {'first': 'none',",
    "          'interval': 50,",
    "          'max_iters': 8,",
    "          'more': None},",
    " 'train': {'epochs': 3,",
    "           'save_interval': 700}}",
]
YAML = ["data: x", "eval:", "  max_steps: 8", "", "train:", "  epochs: 3", "  save_interval: 700"]
ONE_LINE = [
    "Args(eval=EvalArgs(max_iters=8, every=2), train=TrainArgs(epochs=3, save_interval=700))"
]
JSON = ['{"val_cfg": {"max_iters": 8}, "epochs": 3, "save_interval": 700}']


@pytest.mark.parametrize("lines", [PPRINT, YAML, ONE_LINE, JSON])
def test_what_an_evaluations_section_says_of_steps_is_not_the_runs(lines: list[str]) -> None:
    assert facts(lines) == {"total_epochs": 3.0, "checkpoint_every": 700.0}


def test_how_often_is_evaluated_is_the_runs_wherever_it_stands() -> None:
    assert facts(["{'eval': {'eval_interval': 250,", "  'max_iters': 8}}"]) == {"eval_every": 250.0}


@given(st.lists(st.text(alphabet="eval:{}()[], =x1'\"\n ", max_size=80), max_size=20))
def test_no_text_raises_and_what_is_left_was_there(lines: list[str]) -> None:
    sections = Sections()
    for text in lines:
        sections.see(text)
        kept = iter(text)
        assert all(letter in kept for letter in own(text))


def test_a_section_that_is_never_closed_ends_all_the_same() -> None:
    sections = Sections()
    assert sections.see("eval = {")
    inside = [sections.see("'a': 1,") for _ in range(500)]
    assert sum(inside) == 200
