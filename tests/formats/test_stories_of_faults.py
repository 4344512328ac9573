"""Whole little logs: last words, ends, checkpoints and resumes."""

from typing import Any

import pytest

from train_watch.core.records import Record
from train_watch.formats.reader import Reader
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
        ("run.sh: line 5: 12345 Killed                  python train.py", "killed"),
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
        ("Capture of a graph for training complete", "other"),
        ("Finished training: 4096 merges completed", "other"),
        ("Saved checkpoint at batch 1234", "checkpoint"),
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


def test_a_traceback_that_python_ignored_is_no_fault() -> None:
    log = """Exception ignored in: <function _MultiProcessingDataLoaderIter.__del__ at 0x7f>
Traceback (most recent call last):
  File "dataloader.py", line 1510, in __del__
AssertionError: can only test a child process
--- Logging error ---
Traceback (most recent call last):
  File "handlers.py", line 10, in emit
OSError: [Errno 116] Stale file handle
Traceback (most recent call last):
  File "train.py", line 12, in <module>
ValueError: bad
"""
    made, _ = read(log)
    assert [one.line for one in made if one.kind == "fault"] == [9, 11]


@pytest.mark.parametrize(
    "text",
    [
        "RuntimeError: CUDA out of memory caught, retrying with batch 16",
        "RuntimeError: CUDA out of memory. Tried to allocate 1 GiB (caught, retrying with batch 16)",
        "torch.OutOfMemoryError: CUDA out of memory, skipping batch 41",
    ],
)
def test_an_error_that_the_program_got_over_is_no_fault(text: str) -> None:
    assert "fault" not in kinds(read(text + "\n")[0])


def test_stray_counters_with_another_total_begin_no_epochs() -> None:
    lines = [f"step {10 * n}/1000 loss {20 / n:.4f}" for n in range(1, 40)]
    for at in (30, 20, 10):
        lines.insert(at, "step 3/4 OMP_NUM_THREADS")
    made, _ = read("\n".join(lines) + "\n")
    assert {one.scope for one in made if one.kind == "step"} == {"run"}
