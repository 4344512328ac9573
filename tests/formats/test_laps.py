"""Trainings within a training, and sentences about parts of one: neither ends the run."""

import pytest

from train_watch.core.run import Run
from train_watch.core.state import RunState
from train_watch.formats.reader import Reader
from train_watch.lines.line import Line


def state(lines: list[str]) -> RunState:
    reader, run = Reader(), Run()
    for number, text in enumerate(lines, 1):
        for record in reader.feed(Line(text, number)):
            run.update(record)
    for record in reader.flush():
        run.update(record)
    return run.state(0.0)


def steps(until: int, total: int = 20) -> list[str]:
    return [f"step {number}/{total} loss 2.{number} 0.5s/step" for number in range(1, until + 1)]


@pytest.mark.parametrize("head", ["===== Fold 1/5 =====", "Stage 1/3: alignment", "Seed 2 of 4"])
def test_the_end_of_a_lap_is_not_that_of_the_run(head: str) -> None:
    found = state([head, *steps(20)])
    assert (found.state, found.step, found.scope) == ("running", 20, "phase")


@pytest.mark.parametrize("head", ["===== Fold 5/5 =====", "DeepSpeed ZeRO stage 3", "seed: 42"])
def test_the_end_of_the_last_lap_is_and_a_setting_is_no_lap(head: str) -> None:
    found = state([head, *steps(20)])
    assert (found.state, found.scope) == ("finished", "run")


def test_laps_counted_from_nought_end_with_the_last_but_one() -> None:
    lines = ["Fold 0/2", *steps(20), "Fold 1/2", *steps(20)]
    assert state(lines).state == "finished"
    assert state(lines[:21]).state == "running"


@pytest.mark.parametrize(
    "sentence",
    [
        "Training finished for fold 1, starting fold 2",
        "Fold 1 training completed in 30s",
        "Stage 1 training complete",
        "Finished training epoch 3 in 30 s",
        "Discriminator training done",
        "Total training time so far: 30 s",
        "Is training finished? no",
        "Training finished.",
        "done.",
        "All done!",
    ],
)
def test_with_half_of_the_steps_left_a_sentence_ends_nothing(sentence: str) -> None:
    assert state([*steps(10), sentence]).state == "running"


@pytest.mark.parametrize(
    "sentence",
    [
        "Early stopping triggered. Training finished.",
        "Stopping training early as no improvement was observed",
        "{'train_runtime': 12.5, 'train_samples_per_second': 8.0}",
        "Process finished with exit code 0",
        "wandb: Waiting for W&B process to finish... (success).",
        "Reached the time limit, stopping training gracefully",
    ],
)
def test_what_ends_a_run_early_ends_it(sentence: str) -> None:
    assert state([*steps(10), sentence]).state == "finished"


@pytest.mark.parametrize("sentence", ["Training finished.", "done.", "Training complete in 10 s"])
def test_where_no_step_is_left_a_sentence_ends_the_run(sentence: str) -> None:
    assert state([*steps(19), sentence]).state == "finished"
    untold = [text.replace("/20", "") for text in steps(10)]
    assert state([*untold, sentence]).state == "finished"


def test_an_epoch_that_ends_with_its_counter_ends_no_run() -> None:
    assert state([*steps(20), "epoch 1 done, val loss 1.25"]).state == "running"


def test_a_stage_that_says_how_long_it_is_follows_the_one_that_ended() -> None:
    assert state([*steps(20), "starting training for 50000 iterations"]).state == "running"


@pytest.mark.parametrize(
    "head",
    ["python train.py --fold 5", "Namespace(fold=0, lr=0.1)", "Using fold 0 as validation", "Fold 3", "Using split 1/10 of the data"],
)  # fmt: skip
def test_a_run_that_is_one_fold_ends_as_any_other(head: str) -> None:
    assert state([head, *steps(20)]).state == "finished"


def test_what_is_said_of_folds_behind_the_last_one_begins_none() -> None:
    folds = [text for fold in (1, 2) for text in (f"Fold {fold}/2", *steps(20))]
    assert state([*folds, "fold 1: acc 0.91", "fold 2: acc 0.92"]).state == "finished"
    assert state([*steps(20), "best: trial 3 acc 0.9"]).state == "finished"


@pytest.mark.parametrize("line", ["Training complete", "Training finished", "Training finished."])
def test_what_a_trainer_says_at_its_end_another_says_of_a_part(line: str) -> None:
    assert state([*steps(10), line]).state == "running"
    assert state(["Fold 1/5", *steps(20), line]).state == "running"
    assert state([*steps(20), line]).state == "finished"


def test_epochs_that_are_told_to_be_over_are_counted_to_the_last() -> None:
    lines = [text for epoch in range(1, 4) for text in (*steps(20), f"epoch {epoch}/3 done")]
    assert state(lines).state == "finished"
    assert state(lines[:42]).state == "running"


def test_what_a_summary_repeats_is_no_next_stage() -> None:
    assert state([*steps(20), "Namespace(max_steps=20)"]).state == "finished"
    assert state([*steps(20), "Training done.", "max_steps: 700"]).state == "finished"


def test_a_total_below_the_step_is_somebody_elses() -> None:
    untold = [text.replace("/20", "") for text in steps(20)]
    found = state([*untold, "max_steps: 10"])
    assert (found.state, found.total_steps) == ("running", None)


@pytest.mark.parametrize(
    "talk",
    [
        "Starting distributed training over 8 GPUs",
        "Total training time budget: 3 h",
        "Model will early stop at patience 10",
        "Training completed: 10%",
        "Epoch training took 33 s",
        "pretraining took 5.1 s",
        "finished training model 1 of 5",
        "Optimization done in 5 iterations (line search)",
        "finish training: press q",
        "等待训练结束",
        "Total training time limit: 3600s",
    ],
)
def test_talk_of_an_end_ends_nothing(talk: str) -> None:
    assert state([talk, *steps(3)]).state == "running"
    assert state([*steps(10), talk]).state == "running"
    assert state([talk]).state != "finished"
