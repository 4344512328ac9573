"""What is said of a log that nobody reads: the line most like a step, and a pattern that would read it."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from train_watch.commands.promise import promise_of
from train_watch.core.run import Run
from train_watch.core.state import RunState
from train_watch.formats.pattern import compile_pattern
from train_watch.formats.promising import promising
from train_watch.formats.reader import Reader
from train_watch.lines.line import Line
from train_watch.lines.split import Splitter


@pytest.mark.parametrize(
    ("form", "step"),
    [
        ("gen={}/300 best_fit=2.3 t=0.3s", "11"),
        ("trial {} finished with value: 0.93", "11"),
        ("round: {} -- acc 0.1", "11"),
        ("agent 'x' {} steps, reward 3", "11"),
        ("[12:00] sweep_no {}: cost=1.5 (0.2 s)", "11"),
    ],
)
def test_the_pattern_reads_the_counter_of_the_line(form: str, step: str) -> None:
    found = promising([form.format(number) for number in range(12)])
    assert found is not None
    assert found.text == form.format(11)
    matched = compile_pattern(found.pattern).search(found.text)
    assert matched is not None
    assert matched["step"] == step


def test_the_pattern_given_as_the_option_makes_steps_of_the_lines() -> None:
    lines = [f"gen={number}/300 best_fit=2.3" for number in range(1, 12)]
    found = promising(lines)
    assert found is not None
    reader = Reader(pattern=found.pattern)
    made = [record for n, text in enumerate(lines, 1) for record in reader.feed(Line(text, n))]
    assert [(record.step, record.total_steps) for record in made] == [
        (n, 300) for n in range(1, 12)
    ]


def test_training_is_preferred_to_evaluation_and_to_loading() -> None:
    lines = ["loading shard 3 of 40", "gen 12: loss 0.31", "val: gen 12 accuracy 0.9"]
    assert promising(lines) == ("gen 12: loss 0.31", r"gen (?P<step>\d+)")


def test_lines_that_repeat_are_preferred_to_one_that_stands_alone() -> None:
    lines = ["cost 3 of something"] + [f"sweep {n} cost 1.{n}" for n in range(30)]
    found = promising(lines)
    assert found is not None
    assert found.text == "sweep 29 cost 1.29"


def test_a_log_without_numbers_promises_nothing() -> None:
    assert promising(["hello", "world", ""]) is None
    assert promising([]) is None


@settings(max_examples=300)
@given(st.lists(st.text(max_size=120), max_size=6))
def test_any_text_gives_nothing_or_a_safe_pattern_for_a_shells_quotes(texts: list[str]) -> None:
    found = promising(texts)
    if found is None or not found.pattern:
        return
    assert "'" not in found.pattern
    assert re.search(compile_pattern(found.pattern), found.text)


def test_a_line_with_a_pair_and_other_numbers_is_preferred_to_one_that_only_counts() -> None:
    lines = [f"hello {n}" for n in range(12)] + [f"gen={n}/300 best_fit=2.{n}" for n in range(5)]
    found = promising(lines)
    assert found is not None
    assert found.text == "gen=4/300 best_fit=2.4"


def test_a_number_that_stays_or_falls_is_offered_as_no_step() -> None:
    falls = promising([f"{900 - 10 * n} steps left, loss 2.{n}, 0.7 s per step" for n in range(30)])
    assert falls is not None
    assert falls.pattern == ""
    served = [f'10.1.0.{n} - - [07/Mar/2026:11:{n:02}:05 +0000] "GET /a HTTP/1.1" 200 77' for n in range(30)]  # fmt: skip
    assert promising(served) is None


def test_a_pattern_is_made_of_what_stands_behind_the_prefix_of_the_lines() -> None:
    rows = [f"[2026-03-01 07:00:{n:02}] zug {n}/80 | wert 0.4" for n in range(10, 40)]
    unread = Run()
    for row in rows:
        for made in Reader().feed(Line(row, 1)):
            unread.update(made)
    found = promise_of(unread.state(), rows)
    assert found is not None
    reader = Reader(pattern=found[1])
    lines = Splitter().feed("".join(f"{row}\n" for row in rows).encode())
    assert [one.step for line in lines for one in reader.feed(line)] == [*range(10, 40)]


def test_a_setting_that_was_read_does_not_hide_that_nothing_else_was() -> None:
    lines = ["max_steps: 5000", *(f"#{n:06d} loss:0.{n} speed:2.5it/s" for n in range(100, 160))]
    state = RunState(state="waiting", lines=len(lines), lines_understood=1)
    found = promise_of(state, lines)
    assert found is not None
    assert found[0] == lines[-1]
    assert promise_of(RunState(state="waiting", lines=9, lines_understood=1), lines[:9]) is None
    assert promise_of(RunState(state="running", lines=61, step=5), lines) is None


def test_blanks_of_a_padded_row_are_not_written_out() -> None:
    found = promising(
        [f"|             Epoch |              {n:3d} | loss 0.5" for n in range(10, 30)]
    )
    assert found is not None
    assert "  " not in found.pattern
    assert found.pattern
