"""Whole little logs: which lines are believed, which never are."""

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


# The generic chooser


def test_three_lines_are_needed_and_none_is_lost() -> None:
    reader = Reader()
    texts = [f"update {n} | objective loss {5 - n} | took 0.25 s" for n in (10, 20, 30, 40)]
    out = [reader.feed(Line(text, number)) for number, text in enumerate(texts, 1)]
    assert [len(one) for one in out] == [0, 0, 3, 1]
    assert steps([record for one in out for record in one]) == [10, 20, 30, 40]
    assert reader.format == "generic"
    assert reader.guess == texts[2]


def test_two_lines_are_not_enough() -> None:
    made, reader = read("update 10 loss 5.5\nupdate 20 loss 5.4\n")
    assert (kinds(made), reader.format) == (["other", "other"], None)


def test_lines_between_are_given_out_in_order() -> None:
    made, _ = read("update 1 loss 5\nhello\nupdate 2 loss 4\nworld\nupdate 3 loss 3\n")
    assert kinds(made) == ["step", "other", "step", "other", "step"]
    assert [one.line for one in made] == [1, 2, 3, 4, 5]


def test_a_fault_is_told_at_once_even_while_lines_are_held() -> None:
    reader = Reader()
    assert reader.feed(Line("update 10 loss 5.5", 1)) == []
    out = reader.feed(Line("Traceback (most recent call last):", 2))
    assert [one.kind for one in out] == ["other", "fault"]


def test_the_catalogue_wins_at_once_over_lines_that_are_held() -> None:
    made, reader = read(
        "update 1 loss 5\nupdate 2 loss 5\niter 5: loss 2.5, time 400.00ms, mfu 3.00%\n"
    )
    assert (kinds(made), reader.format) == (["other", "other", "step"], "nanogpt")


def test_a_long_wait_gives_lines_out_in_the_end() -> None:
    reader = Reader()
    reader.feed(Line("update 10 loss 5.5", 1))
    out = [one for n in range(2, 400) for one in reader.feed(Line(f"some words {n}", n))]
    assert [one.line for one in out] == list(range(1, len(out) + 1))
    assert len(out) >= 190


def test_bars_that_load_or_download_are_never_training() -> None:
    log = "".join(
        f"\rLoading checkpoint shards:  {n}0%|#  | {n}/10 [00:0{n}<00:10,  1.00it/s]"
        for n in range(10)
    )
    log += "\n" + "".join(
        f"\rmodel.bin:  {n}0%|#  | {n}0M/100M [00:0{n}<00:10, 10.5MB/s]" for n in range(10)
    )
    log += "\n" + "".join(
        f"\rMap:  {n}0%|#  | {n}0/100 [00:0{n}<00:10, 10.5 examples/s]" for n in range(10)
    )
    made, reader = read(log + "\n")
    assert (set(kinds(made)), reader.format) == ({"other"}, None)


def test_a_bar_that_ended_gives_way_to_the_one_that_trains() -> None:
    log = "".join(f"\r{bar(n, 20)}" for n in range(1, 21)) + "\n"
    log += "".join(
        f"\rTraining:  1%|#  | {n}/500 [00:{n:02d}<10:00,  1.00s/it, loss=2.5]"
        for n in range(1, 30)
    )
    made, reader = read(log + "\n")
    assert (made[-1].kind, made[-1].step, made[-1].total_steps) == ("step", 29, 500)
    assert reader.guess is not None


def test_a_total_that_the_user_names_tells_the_bar() -> None:
    one = "".join(f"\r{bar(n, 300)}" for n in (1, 2))
    made, reader = read(
        one + "".join(f"\r{bar(n, 300)}\r{bar(n, 77)}" for n in (3, 4)) + "\n", total=77
    )
    assert reader.format == "generic"
    assert made[-1].line == 1


def test_the_loss_of_a_line_beside_the_bar_is_added_to_its_step() -> None:
    log = "".join(
        f"\rTraining:  1%|#  | {n}/500 [00:{n:02d}<10:00,  1.00s/it]\r\nstep {n} of the job: loss={5 / n:.3f}\n"
        for n in range(1, 12)
    )
    made, _ = read(log)
    added = [
        one
        for one in made
        if one.kind == "step" and one.metrics.get("loss") and one.clock_s is None
    ]
    assert [one.step for one in added][-3:] == [9, 10, 11]


NO_TRAINING = {
    "a container build": [f"Step {n}/12 : RUN make target{n}" for n in range(1, 8)],
    "a compiler": [f"[{n}/40] Building CXX object src/{n}.o" for n in range(1, 30)],
    "a web server": [
        f'10.0.0.{n} - - "GET /a{n} HTTP/1.1" 200 {n * 37 % 90}' for n in range(1, 30)
    ],
    "a list": [f"{n}. item number {n}" for n in range(1, 30)],
    "a package manager": [f"Collecting package{n}==1.{n}.0 ({n}.5 MB)" for n in range(1, 30)],
    "memory readings": [f"[{n}] card | 7{n % 9}C | {n * 11} / 24564 MB" for n in range(1, 30)],
    "prose": [f"On page {n} it says that {n * 3} of {n * 7} agree." for n in range(1, 30)],
    "test results": [f"tests/test_{n}.py::test PASSED [{n}%]" for n in range(1, 30)],
}


@pytest.mark.parametrize("name", NO_TRAINING)
def test_a_log_that_is_no_training_is_never_claimed(name: str) -> None:
    made, reader = read("\n".join(NO_TRAINING[name]) + "\n")
    assert (steps(made), reader.format) == ([], None)


def test_a_script_in_its_own_log_announces_nothing_and_counts_nothing() -> None:
    script = """import os
class Hyperparameters:
    num_iterations : int = 1390 # steps
    max_steps = 5000
    epochs = 12
def train(step):
    print(f"step:{step}/{num_iterations} train_loss:{loss:.4f}")
    for step in range(max_steps):
        if step % 100 == 0:
            print("Training finished")
    eval_interval = 250
"""
    made, _ = read(script + "=" * 100 + "\nmax_steps: 700\n")
    assert set(kinds(made[:-1])) == {"other"}
    assert made[-1].facts == {"total_steps": 700.0}


def nanogpt(first: int, last: int) -> str:
    return "".join(
        f"iter {n}: loss 2.5000, time 100.00ms, mfu 30.00%\n" for n in range(first, last)
    )


def drawn(ranks: int, total: int) -> str:
    """The bars of an evaluation, drawn by several processes at once: frames of one physical line."""
    return "".join("\r" + bar(n, total) for n in range(1, total) for _ in range(ranks)) + "\n"


def test_bars_of_an_evaluation_do_not_take_over_from_a_known_trainer_however_many_are_drawn() -> (
    None
):
    text = nanogpt(0, 60) + "step 60: train loss 2.5, val loss 2.6\n" + drawn(8, 400)
    made, reader = read(text + nanogpt(60, 90))
    assert reader.format == "nanogpt"
    assert {one.format for one in made if one.kind == "step"} == {"nanogpt"}


def test_another_training_takes_over_once_a_known_trainer_has_long_been_silent() -> None:
    after = "".join(f"update {n} | objective loss 2.5 | took 0.25 s\n" for n in range(1, 400))
    made, reader = read(nanogpt(0, 60) + after)
    assert reader.format == "generic"
    assert made[-1].step == 399


def test_every_line_that_was_read_says_why_it_was_read_so() -> None:
    text = (
        nanogpt(0, 3) + "saving checkpoint to out\nTraining completed.\n"
        "Traceback (most recent call last):\nRuntimeError: bad\n"
    )
    made, _ = read(text)
    assert all(one.by for one in made if one.kind != "other")
    assert made[0].by == "nanogpt (iter)"


def test_the_lines_of_another_rank_say_that_they_are() -> None:
    lines = [
        f"[rank{r}]: iter {n}: loss 2.5, time 100.00ms, mfu 30%" for n in range(9) for r in (0, 1)
    ]
    made, _ = read("\n".join(lines) + "\n")
    assert [one.by for one in made if one.kind == "other"] == [
        "another rank, or another trainer"
    ] * 9


# Blocks of an unknown trainer


def block(n: int) -> str:
    return (
        f"=== Update {n}/400 ===\n  Loss/policy: {n / 7:.4f}\n"
        f"  Iteration time: 0.5{n % 9} s\n  mean reward: 1.{n}\n"
    )


def test_lines_below_a_step_that_always_stand_there_complete_it() -> None:
    made, _ = read("".join(block(n) for n in range(20)))
    last = [one for one in made if one.step == 19]
    assert last[0].total_steps == 400
    assert last[1].metrics["loss"] == round(19 / 7, 4)
    assert last[2].step_time_s == 0.51
    assert last[1].by == "a line of the block below its step"


def test_a_line_that_stands_elsewhere_is_of_no_block() -> None:
    chatter = "".join(f"queue: {n} waiting\n" for n in range(40))
    made, _ = read("".join(block(n) for n in range(20)) + chatter)
    assert made[-1].kind == "other"


def test_a_bar_behind_the_end_of_an_epoch_is_an_evaluation_not_the_next_training() -> None:
    def epoch(number: int) -> str:
        return "".join(
            f"epoch {number} | batch {n} of 60 | loss {1 / n:.3f} | 90.1 samples/s\n"
            for n in range(6, 61, 6)
        )

    text = "".join(epoch(n) + "\r".join(bar(k, 9) for k in range(1, 10)) + "\n" for n in (1, 2, 3))
    made, reader = read(text)
    assert reader.guess is not None
    assert "epoch" in reader.guess
    assert [one.step for one in made if one.kind == "step"][-1] == 60


def test_a_time_of_no_step_at_all_is_no_time_and_ends_nothing() -> None:
    for unit in ("s/0 it", "ms/00 step", "s/0 iters"):
        made, _ = read("".join(f"step {n} loss 0.5 1.5 {unit}\n" for n in range(1, 9)))
        assert steps(made) == list(range(1, 9))
        assert all(one.step_time_s is None for one in made)


def test_the_base_is_learnt_from_the_first_step_alone() -> None:
    def line(n: int) -> str:
        return f"Epoch: [0][{n}/300]\tTime  0.350 ( 0.360)\tData  0.011 ( 0.020)\tLoss 2.5e+00 (2.7e+00)\n"

    made, _ = read("".join(line(n) for n in range(4)))
    assert [one.base for one in made] == [0, 0, 0, 0]
    made, _ = read("".join(line(n) for n in range(1, 4)))
    assert [one.base for one in made] == [1, 1, 1]
