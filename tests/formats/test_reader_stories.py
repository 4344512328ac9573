"""Whole little logs: what the reader makes of lines that only make sense together."""

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


# Hugging Face: the dict has no step


def test_a_dict_of_metrics_takes_the_step_of_the_bar() -> None:
    log = "".join(
        f"\r{bar(n, 90)}\r      \r{{'loss': {3 - n / 90:.2f}, 'learning_rate': 1e-05, 'epoch': {n / 30:.2f}}}\n"
        for n in (10, 20, 30)
    )
    made, reader = read(log)
    dicts = [one for one in made if one.kind == "step" and "loss" in one.metrics]
    assert [(one.step, one.total_steps) for one in dicts] == [(10, 90), (20, 90), (30, 90)]
    assert reader.format == "hf_trainer"
    frames = [one for one in made if one.kind == "step" and one.clock_s is not None]
    assert [one.step for one in frames][-2:] == [20, 30]
    assert all(one.clock_s == 10.0 and one.clock_ulp_s == 1.0 for one in frames)


def test_the_bar_of_an_evaluation_is_none_of_the_training() -> None:
    log = f"\r{bar(9, 90)}\r{bar(10, 90)}\n{{'loss': 2.5, 'epoch': 0.33}}\n"
    log += "".join(f"\r{bar(n, 8)}" for n in range(1, 9)) + "\n"
    log += "{'eval_loss': 2.25, 'eval_runtime': 12.5, 'epoch': 0.33}\n" + f"\r{bar(11, 90)}\r\n"
    made, _ = read(log)
    assert kinds(made).count("evaluation") == 9
    evaluation = next(one for one in made if one.metrics.get("val_loss"))
    assert (evaluation.cost_s, evaluation.metrics["val_loss"]) == (12.5, 2.25)
    assert steps(made)[-1] == 11


def test_a_dict_without_a_bar_is_placed_by_its_epoch() -> None:
    log = """***** Running training *****
  Num Epochs = 3
  Total optimization steps = 300
{'loss': '1.5', 'epoch': '0.5'}
{'loss': '1.4', 'epoch': '1'}
"""
    made, _ = read(log)
    assert [(one.step, one.total_steps) for one in made if one.kind == "step"] == [
        (50, 300),
        (100, 300),
    ]


def test_a_dict_that_cannot_be_placed_keeps_its_metrics() -> None:
    made, _ = read("{'loss': 1.5, 'epoch': 0.5}\n")
    assert (made[0].kind, made[0].step, made[0].metrics["loss"]) == ("step", None, 1.5)


# Epochs that other lines tell


def test_the_line_before_a_keras_bar_tells_its_epoch() -> None:
    log = "Epoch 2/5\n" + "".join(
        f"\r{n}/60 [====>.......] - ETA: {60 - n}s - loss: 0.5000" for n in (1, 20, 40)
    )
    made, reader = read(log + "\n")
    assert [(one.epoch, one.total_epochs) for one in made if one.kind == "step"] == [(2.0, 5)] * 3
    assert reader.format == "keras"


def test_a_counter_that_starts_again_with_each_epoch_is_one_of_the_epoch() -> None:
    log = "".join(
        f"epoch {epoch} batch {batch} loss 0.{batch}\n"
        for epoch in (1, 2)
        for batch in (100, 200, 300)
    )
    made, _ = read(log)
    assert [one.scope for one in made] == ["epoch"] * 6
    assert [one.epoch for one in made] == [1.0] * 3 + [2.0] * 3


def test_a_counter_that_goes_on_through_the_epochs_is_one_of_the_run() -> None:
    log = "".join(f"step {10 * n} epoch {n // 3} loss 0.5\n" for n in range(1, 9))
    made, _ = read(log)
    assert {one.scope for one in made if one.kind == "step"} == {"run"}


def test_an_outer_bar_over_epochs_tells_the_epoch_of_the_inner_one() -> None:
    log = "epochs:   0%|          | 0/80 [00:00<?, ?it/s]\n"
    log += "".join(f"\rtrain:   1%|#   | {n}/464 [00:0{n}<03:00,  1.50it/s]" for n in range(1, 6))
    made, _ = read(log + "\n")
    inner = [one for one in made if one.kind == "step"]
    assert [one.step for one in inner] == [1, 2, 3, 4, 5]
    assert {(one.epoch, one.total_epochs, one.scope) for one in inner} == {(0.0, 80, "epoch")}


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


# Faults


def test_a_traceback_names_its_error() -> None:
    log = """Traceback (most recent call last):
  File "train.py", line 12, in <module>
    loss.backward()
torch.cuda.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB
more words
"""
    made, _ = read(log)
    assert [(one.kind, one.fault) for one in made] == [
        ("fault", "crash"),
        ("other", None),
        ("other", None),
        ("fault", "out_of_memory"),
        ("other", None),
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("RuntimeError: CUDA out of memory. Tried to allocate 2.94 GiB (GPU 0; 11.17 GiB total capacity)", "out_of_memory"),
        ("torch.OutOfMemoryError: HIP out of memory. Tried to allocate 2.00 GiB", "out_of_memory"),
        ("RuntimeError: [enforce fail] DefaultCPUAllocator: can't allocate memory: you tried", "out_of_memory"),
        ("slurmstepd: error: Detected 1 oom-kill event(s) in StepId=1.batch", "out_of_memory"),
        ("slurmstepd: error: *** JOB 12 ON g9 CANCELLED AT 2031-01-01T00:00:00 DUE TO TIME LIMIT ***", "time_limit"),
        ("slurmstepd: error: *** JOB 12 ON g9 CANCELLED AT 2031-01-01T00:00:00 ***", "killed"),
        ("srun: error: g9: task 3: Killed", "killed"),
        ("run.sh: line 5: 12345 Killed                  python train.py", None),
        ("Killed", "killed"),
        ("Segmentation fault (core dumped)", "crash"),
        ("[E ProcessGroupNCCL.cpp:474] [Rank 1] Watchdog caught collective operation timeout: WorkNCCL", "hang"),
        ("torch.distributed.elastic.multiprocessing.errors.ChildFailedError: ", "crash"),
        ("exitcode  : -9 (pid: 77)", "killed"),
        ("WARNING: ran out of memory with exception, retrying batch", None),
        ("If you reserved memory is >> allocated memory try to avoid out of memory errors", None),
        ("UserWarning: error: something mild", None),
        ("    except RuntimeError: # CUDA out of memory", None),
        ("errors: 0", None),
    ],
)  # fmt: skip
def test_last_words_are_told_from_talk_about_them(text: str, fault: str | None) -> None:
    made, _ = read(text + "\n")
    assert made[0].fault == fault
    assert (made[0].kind == "fault") == (fault is not None)


def test_an_interrupt_in_a_traceback_is_no_crash() -> None:
    made, _ = read("^CTraceback (most recent call last):\n  File x\nKeyboardInterrupt\n")
    assert [one.fault for one in made] == ["crash", None, "interrupted"]


def test_words_glued_to_a_step_line_are_a_fault_with_its_step() -> None:
    made, _ = read(
        "iter 5: loss 2.5, time 400.00ms, mfu 3.00%slurmstepd: error: *** JOB 1 CANCELLED AT x ***\n"
    )
    assert (made[0].kind, made[0].fault, made[0].step) == ("fault", "killed", 5)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Training completed successfully!", "done"),
        ("2031-01-01 00:00:00 INFO done training in 1234.5 seconds", "done"),
        ("100 epochs completed in 1.234 hours.", "done"),
        ("This takes effect after training completes", "other"),
        ("CUDA graph capture for training complete", "other"),
        ("Finished training: 65271 merges completed", "other"),
        ("Saved checkpoint at batch 35400", "checkpoint"),
        ("Saving model to ./out/model_12.pt", "checkpoint"),
        ('begin validation on "valid" subset', "evaluation"),
        ("Epoch 3/10", "phase"),
        ("---> start train epoch35", "phase"),
    ],
)
def test_lines_in_words_say_what_happens(text: str, kind: str) -> None:
    made, _ = read(text + "\n")
    assert made[0].kind == kind


def test_a_checkpoint_line_gives_its_step_and_its_cost() -> None:
    made, _ = read("Saved checkpoint at step 500 (writing took 3.1 seconds)\n")
    assert (made[0].step, made[0].cost_s) == (500, 3.1)


def test_a_resume_tells_where_it_goes_on() -> None:
    made, _ = read("Resuming from checkpoint: logs/model.ckpt-30000 at commit: None\n")
    assert (made[0].kind, made[0].facts) == ("config", {"resumed_from": 30000.0})


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
