"""Little logs of loops that nobody but their writer knows: boxes, times of epochs, clocks without a name."""

from typing import Any

import pytest

from train_watch.core.records import Record
from train_watch.core.run import Run
from train_watch.core.state import RunState
from train_watch.formats.reader import Reader
from train_watch.lines.split import Splitter


def read(text: str) -> tuple[list[Record], Reader]:
    reader = Reader()
    made: list[Record] = []
    for line in Splitter().feed(text.encode()):
        made += reader.feed(line)
    return made + reader.flush(), reader


def state_of(text: str) -> RunState:
    run = Run()
    for one in read(text)[0]:
        run.update(one)
    return run.state()


def last_step(text: str) -> Record:
    return [one for one in read(text)[0] if one.kind == "step"][-1]


def loop(line: str, numbers: range, **more: Any) -> str:
    """A line for each number `n`; `line` is a format string."""
    return "".join(line.format(n=n, loss=4 / (1 + n), **more) + "\n" for n in numbers)


# Times


def test_a_clock_whose_first_line_is_step_0_is_no_step_time() -> None:
    log = "".join(
        f"epoch: 0, iter: {n}, avg_loss: {9 - n / 500:.4f}, acc 0.5,time {6 + n * 0.12:.2f}s\n"
        for n in range(0, 1500, 50)
    )
    assert last_step(log).clock_s == 6 + 1450 * 0.12
    assert abs((state_of(log).step_time.value_s or 0) - 0.12) < 0.01


def test_a_time_that_always_grows_but_unevenly_is_never_a_step_time() -> None:
    log = "".join(f"step {n} loss {9 - n / 50:.3f} time {1.5**n:.2f}s\n" for n in range(1, 30))
    assert state_of(log).step_time.value_s is None


def test_the_time_of_an_epoch_is_the_step_time_where_epochs_are_counted() -> None:
    log = loop("Epoch: {n:02} | Epoch Time: 1m 23s\n\tTrain Loss: {loss:.3f}", range(1, 9))
    assert last_step(loop("Epoch {n}/50, loss: {loss:.3f}, Epoch Time: 2.50 mins", range(1, 9))).step_time_s == 150  # fmt: skip
    assert state_of(log).step_time.value_s == 83


def test_the_mean_time_of_an_epoch_and_that_of_an_epoch_beside_a_step_are_none() -> None:
    mean = loop("Epoch {n}/50, loss: {loss:.3f}, avg epoch time: 12.5 s", range(1, 9))
    beside = loop("step {n} loss: {loss:.3f} epoch time: 12.5 s", range(1, 9))
    assert last_step(mean).step_time_s is last_step(beside).step_time_s is None


def test_steps_in_seconds_are_divided_and_a_pair_in_seconds_is_not() -> None:
    many = loop("100 steps in 4.10s step={n} loss={loss:.3f}", range(100, 1500, 100))
    behind = loop("Step #{n}: cost={loss:.5f}, 4.10 secs for 100 steps", range(100, 1500, 100))
    assert abs((state_of(behind).step_time.value_s or 0) - 0.041) < 1e-9
    one = loop("Finished batch {n} of 600 in 2.4 seconds. Loss: {loss:.3f}", range(1, 15))
    assert abs((state_of(many).step_time.value_s or 0) - 0.041) < 1e-9
    assert state_of(one).step_time.last_s == 2.4


def test_a_time_a_step_may_be_named_by_a_letter() -> None:
    log = loop("it:{n}/2k,loss:{loss:.4f},t/it:412ms,mem:11.2G", range(10, 200, 10))
    assert last_step(log).step_time_s == 412 * 1e-3


# Counters


def test_an_epoch_and_a_step_in_one_bracket() -> None:
    log = "".join(
        f"[{epoch}, {n:5d}] loss: {2 / epoch:.3f}\n"
        for epoch in (1, 2)
        for n in range(2000, 12001, 2000)
    )
    made = last_step(log)
    assert (made.step, made.epoch, made.scope) == (12000, 2.0, "epoch")


def test_two_numbers_in_a_bracket_that_ends_later_are_no_counter() -> None:
    log = "".join(f"[1,  {n}, 7] loss: 0.5\n" for n in range(1, 9))
    assert not [one for one in read(log)[0] if one.kind == "step" and one.step == 8]


def test_generations_count_where_a_time_stands_beside_them() -> None:
    log = loop("Generation {n} | best fitness 0.91 | 1.25s", range(1, 12))
    assert (state_of(log).step, state_of(log).counter_name) == (11, "generation")


def test_the_generations_of_a_language_model_are_no_steps() -> None:
    log = loop("Generation {n}/20 | 45.2 tok/s | 1.25s | loss of detail", range(1, 12))
    assert state_of(log).step is None


# Boxes


def box(n: int) -> str:
    rows = {"iteration": n, "loss": 4 / (1 + n), "fps": 330, "total_steps": n * 2048}
    drawn = "".join(f"| {name:<14} | {value:<13.5g} |\n" for name, value in rows.items())
    return "-" * 34 + "\n" + drawn + "-" * 34 + "\n"


def test_a_row_of_a_box_below_its_counter_announces_no_total() -> None:
    state = state_of("".join(map(box, range(1, 20))))
    assert (state.step, state.total_steps, state.format) == (19, None, "generic")
    assert state.loss.last == 0.2


def test_a_table_of_options_still_announces_the_total() -> None:
    options = "| total_steps    | 5000          |\n| batch          | 32            |\n"
    log = options + loop("step {n} loss {loss:.4f}", range(10, 200, 10))
    assert state_of(log).total_steps == 5000


def test_a_line_below_a_step_of_another_reader_makes_its_trainer_not_believed() -> None:
    """`| loss |` is a row of stable-baselines3 too; `Iteration` is not."""
    log = "".join(
        f"Iteration {n}/90  reward 1.5  time 2.50s\n| loss           | {4 / n:.4f}        |\n"
        for n in range(1, 30)
    )
    made, reader = read(log)
    assert reader.format == "generic"
    assert [one.step for one in made if one.format == "generic" and one.kind == "step"][-1] == 29


# Tables


def test_cells_may_have_units_and_times_are_read_by_them() -> None:
    head = "Step | Loss       | VRAM        | Time      | Elapsed\n" + "-" * 50 + "\n"
    rows = loop("{n:04d} | {loss:<10.4f} | 12345  MB   | 410ms     | {n}s  (61C)", range(25, 500, 25))  # fmt: skip
    made = last_step(head + rows)
    assert (made.step, made.step_time_s, made.clock_s) == (475, 410 * 1e-3, 475.0)


def test_a_cell_that_is_no_number_with_a_unit_makes_no_row() -> None:
    head = "Step | Loss       | VRAM        | Time      | Elapsed\n"
    rows = loop("{n:04d} | see the log file of it | 12345  MB   | 410ms     | 1.2min", range(1, 20))
    assert not [one for one in read(head + rows)[0] if one.kind == "step"]


def test_a_word_behind_a_fraction_that_begins_another_name_is_no_unit() -> None:
    made = last_step(loop("step {n} loss: {loss:.3f} batch size: 32", range(1, 9)))
    assert made.metrics["loss"] == 0.444


# Evaluations in the same words


def epochs(words: str, short: int) -> str:
    """Three epochs of 80 steps, each with a pass of `short` steps behind it in the same words."""
    made = ""
    for epoch in (1, 2, 3):
        made += f"Epoch {epoch}/3\n"
        made += "".join(words.format(n=n, total=80) for n in range(10, 81, 10))
        made += "".join(words.format(n=n, total=short) for n in range(10, short + 1, 10))
    return made


def test_a_shorter_pass_behind_a_whole_epoch_is_an_evaluation() -> None:
    made, _ = read(epochs("step {n}/{total} - loss: 1.5 - 42ms/step\n", 30))
    assert [one.kind for one in made].count("evaluation") == 9
    last = [one for one in made if one.kind == "step"][-1]
    assert (last.step, last.total_steps, last.epoch, last.scope) == (80, 80, 3.0, "epoch")


def test_a_second_stage_without_an_epoch_is_no_evaluation() -> None:
    made, _ = read(epochs("step {n}/{total} - loss: 1.5\n", 30).replace("Epoch", "Part"))
    assert not [one for one in made if one.kind == "evaluation"]


def test_the_line_of_code_that_a_warning_quotes_hides_no_epoch() -> None:
    warning = "/x/creation.py:1152: UserWarning: use detach() instead.\n  return tensor(\n"
    log = warning + "".join(
        f"Epoch {epoch}/3\n" + loop("step {n}/80 - loss: {loss:.3f}", range(10, 81, 10))
        for epoch in (1, 2, 3)
    )
    assert last_step(log).epoch == 3.0


def test_the_table_of_a_step_column_that_is_a_hash_sign() -> None:
    head = "E    #       LOSS TEXTCAT  CATS_SCORE  SCORE \n---  ------  ------------  ----------  ------\n"
    made = last_step(
        head + loop("  0  {n:6d}          0.25       73.51    0.74", range(0, 200, 25))
    )
    assert (made.step, made.epoch, made.base) == (175, 0.0, 0)


def test_a_counter_below_an_announced_epoch_is_of_the_epoch_from_its_first_line_on() -> None:
    """Else the whole run would be told to end with the first epoch."""
    log = "Epoch 1/3\n" + loop("step {n}/80 - loss: {loss:.3f}", range(10, 71, 10))
    assert {one.scope for one in read(log)[0] if one.kind == "step"} == {"epoch"}
    assert state_of(log).total_steps == 240


# What counts and is timed, and is no training


@pytest.mark.parametrize(
    "line",
    [
        "Processed batch {n} of 60 in 2.41 seconds",
        "[{n}/120] tests/test_a.py PASSED (0.31 s)",
        "[{n}/120] Building CXX object a.o (0.31 s)",
        "[1, {n}] took 0.31 s",
    ],
)
def test_other_work_is_no_training(line: str) -> None:
    assert state_of(loop(line, range(1, 50))).step is None


# Clocks that are none


def stamped(step: int, seconds: float, rest: str) -> str:
    return f"2026-09-29 10:{int(seconds) // 60:02d}:{int(seconds) % 60:02d} step {step} loss 1.5 {rest}\n"


def test_elapsed_since_the_line_before_is_an_interval() -> None:
    wobble = (10.6, 10.2, 10.9, 10.4, 10.1)
    log = "".join(
        stamped(50 * n, 10.5 * n, f"elapsed time {wobble[n % 5]:.1f}s") for n in range(1, 40)
    )
    assert last_step(log).covers == "interval"
    assert abs((state_of(log).step_time.value_s or 0) - 0.21) < 0.02


def test_a_clock_that_starts_again_each_epoch_is_no_interval() -> None:
    log = "".join(
        f"epoch {n // 2} step {100 * n} loss 1.5 elapsed {60 if n % 2 else 30}s\n"
        for n in range(1, 30)
    )
    assert {one.covers for one in read(log)[0]} == {"step"}
    assert last_step(log).clock_s == 60
    alone = log.replace("epoch", "part")
    assert last_step(alone).step_time_s is None


def test_a_duration_is_named_by_the_word_behind_it() -> None:
    log = "".join(
        f"0:00:{n:02d} elapsed, step {n}/1000, loss 1.5, 0:16:{50 - n:02d} remaining\n"
        for n in range(1, 40)
    )
    made = last_step(log)
    assert (made.clock_s, made.trainer_eta_s) == (39.0, 971.0)


def test_a_second_line_about_the_epoch_at_hand_adds_its_loss() -> None:
    log = loop(
        "Epoch: {n} cost time: 14.5\nEpoch: {n}, Steps: 265 | Train Loss: {loss:.4f}", range(1, 15)
    )
    assert state_of(log).loss.last == 0.2667


def test_a_counter_in_a_bracket_behind_an_arrow() -> None:
    log = loop("--> [{n}] train-loss = {loss:.4f}; speed = 2.50 iter/sec", range(10, 200, 10))
    assert (last_step(log).step, last_step(log).step_time_s) == (190, 0.4)


# Names and units


def last_with(rest: str) -> Record:
    return last_step(loop("iter {n} loss: {loss:.3f} " + rest, range(10, 200, 10)))


def test_a_time_of_several_steps_named_with_their_number_is_divided() -> None:
    assert abs((last_with("Time/10iters: 1.23s").step_time_s or 0) - 0.123) < 1e-9


def test_a_time_of_something_else_than_a_step_is_none() -> None:
    assert last_with("39.9 s/kstep").step_time_s is last_with("0.25 s/image").step_time_s
    assert last_with("0.25 s/image").step_time_s is None


def test_a_unit_may_end_the_name() -> None:
    assert abs((last_with("step_us=41234").step_time_s or 0) - 0.041234) < 1e-9


def test_a_full_stop_is_no_part_of_a_number() -> None:
    made = last_step(loop("  Batch {n} of 1,874. Elapsed: 0:01:{n}.", range(20, 59, 3)))
    assert (made.step, made.total_steps) == (56, 1874)


def test_a_batch_status_counts() -> None:
    log = loop(
        "Train Epoch: 1 | Batch Status: {n}/60000 (1%) | Loss: {loss:.4f}", range(64, 999, 64)
    )
    assert (last_step(log).step, last_step(log).total_steps) == (960, 60000)
