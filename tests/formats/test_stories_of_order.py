"""Whole little logs: ranks, phases, resets, gaps and a pattern of the user."""

from typing import Any

import pytest

from train_watch.core.records import Record
from train_watch.formats.reader import Reader
from train_watch.lines.line import Line
from train_watch.lines.split import Splitter


def read(text: str, **options: Any) -> tuple[list[Record], Reader]:
    """The records of a log as the rooms before this one hand it over."""
    reader = Reader(**options)
    made: list[Record] = []
    for line in Splitter().feed(text.encode()):
        made += reader.feed(line)
    return made + reader.flush(), reader


def steps(made: list[Record]) -> list[int | None]:
    return [one.step for one in made if one.kind == "step"]


def kinds(made: list[Record]) -> list[str]:
    return [one.kind for one in made]


def bar(n: int, total: int, elapsed: str = "00:10", left: str = "00:20") -> str:
    return f" {100 * n // total:2d}%|##        | {n}/{total} [{elapsed}<{left},  1.01s/it]"


# Ranks, phases, resets


def test_only_the_first_rank_that_counts_is_believed() -> None:
    log = "".join(
        f"[rank{rank}]: iter {n}: loss 2.5, time 40{rank}.00ms, mfu 3.00%\n"
        for n in range(9)
        for rank in (2, 0, 1)
    )
    made, _ = read(log)
    assert steps(made) == list(range(9))
    assert {one.step_time_s for one in made if one.kind == "step"} == {0.402}


def test_a_rank_that_falls_silent_is_replaced() -> None:
    log = "[rank2]: iter 1: loss 2.5, time 402.00ms, mfu 3.00%\n" + "some words\n" * 300
    made, _ = read(log + "[rank0]: iter 2: loss 2.5, time 400.00ms, mfu 3.00%\n")
    assert steps(made) == [1, 2]


def test_phases_of_a_pipeline_have_names() -> None:
    log = """step 00001/00003 (33.33%) | loss: 3.5 | lrm: 1.00 | dt: 250.00ms | tok/sec: 1,000 | mfu: 1.0 | total time: 0.01m
step 00001 (33.33%) | loss: 3.5 | lrm: 1.00 | dt: 250.00ms | tok/sec: 1,000 | mfu: 1.0 | total time: 0.01m
Step 00001/00600 | Training loss: 1.25| lrm: 0.98| num_tokens: 12,345
"""
    made, _ = read(log)
    assert [one.phase for one in made] == [None, "mid", "sft"]


def test_after_a_reset_nothing_of_the_old_log_is_left() -> None:
    reader = Reader()
    reader.feed(Line("iter 5: loss 2.5, time 400.00ms, mfu 3.00%", 1))
    held = Reader()
    assert held.feed(Line("update 10 loss 5.5", 1)) == []
    for one in (reader, held):
        one.reset()
        assert (one.format, one.guess) == (None, None)
    assert [one.line for one in held.feed(Line("words", 1))] == [1, 1]


def test_a_skip_forgets_the_epoch_that_was_announced() -> None:
    reader = Reader()
    reader.feed(Line("Epoch 2/5", 1))
    reader.skip()
    made = reader.feed(Line("30/60 [====>.......] - ETA: 30s - loss: 0.5", 900))
    assert (made[-1].epoch, made[-1].total_epochs) == (None, 5)


def test_a_trainer_that_ended_makes_room_for_an_unknown_one() -> None:
    log = "iter 5: loss 2.5, time 400.00ms, mfu 3.00%\n" + "some words\n" * 250
    made, reader = read(log + "".join(f"update {n} loss 1.5 took 0.5 s\n" for n in range(1, 15)))
    assert reader.format == "generic"
    assert made[-1].step == 14


def test_a_pattern_of_the_user_is_believed_and_nothing_else() -> None:
    log = "".join(
        f"T{n} := {n / 10} ~ {40 + n}\niter {n}: loss 2.5, time 400.00ms, mfu 3.00%\n"
        for n in range(1, 5)
    )
    made, reader = read(log, pattern=r"T(?P<step>\d+) := (?P<loss>[\d.]+) ~ (?P<time_ms>\d+)")
    assert reader.format == "custom"
    found = {one.step: one.step_time_s for one in made if one.kind == "step"}
    assert found == pytest.approx({n: (40 + n) / 1000 for n in range(1, 5)})
