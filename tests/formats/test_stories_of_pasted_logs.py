"""Whole little logs as people paste them: the last bar of each epoch, numbered rows, lists of names."""

from typing import Any

import pytest

from train_watch.core.records import Record
from train_watch.formats.reader import Reader
from train_watch.lines.split import Splitter

ROW = "{epoch}/{epochs}      2.11G      0.91       0.55      1.02         21        640: "


def read(text: str, **options: Any) -> tuple[list[Record], Reader]:
    """The records of a log as the rooms before this one hand it over."""
    reader = Reader(**options)
    made: list[Record] = []
    for line in Splitter().feed(text.encode()):
        made += reader.feed(line)
    return made + reader.flush(), reader


def steps(made: list[Record]) -> list[Record]:
    return [one for one in made if one.kind == "step"]


# The last bar of each epoch


def pasted(epochs: list[int], end: str = "[00:07<00:00,  3.31it/s]", zero: int = 0) -> str:
    header = "      Epoch    GPU_mem   box_loss   cls_loss   dfl_loss  Instances       Size\n"
    table = "                 Class     Images  Instances      Box(P          R      mAP50  mAP50-95): 100%|####| 4/4 [00:01<00:00,  3.10it/s]\n"
    return "".join(
        header
        + "      "
        + ROW.format(epoch=n, epochs=60 - zero)
        + f"100%|####| 24/24 {end}\n"
        + table
        for n in epochs
    )


def test_the_last_bar_of_each_epoch_counts_the_epochs() -> None:
    made, reader = read(pasted([11, 12, 13, 14]))
    assert reader.format == "ultralytics"
    told = [(one.step, one.total_steps, one.scope, one.epoch) for one in steps(made)]
    assert told == [(24, 24, "epoch", float(n)) for n in (11, 12, 13, 14)]
    assert steps(made)[-1].total_epochs == 60


def test_two_such_bars_prove_nothing_yet() -> None:
    made, _ = read(pasted([11, 12]))
    assert steps(made) == []


def test_a_bar_that_ends_with_the_elapsed_time_alone_is_read() -> None:
    made, reader = read(pasted([3, 4, 5, 6], end="01:35", zero=1))
    assert reader.format == "ultralytics"
    assert [(one.step, one.clock_s, one.step_time_s) for one in steps(made)] == [
        (24, 95.0, None)
    ] * 4


def test_a_bar_of_one_epoch_drawn_again_proves_nothing() -> None:
    made, _ = read(("Epoch 5:" + "100%|####| 24/24 [00:07<00:00,  3.31it/s]\n") * 6)
    assert steps(made) == []


# A step of the run on the line of a bar over the epoch


def described(step: int, n: int, epoch: int = 7) -> str:
    desc = (
        f"Step: {step}. Epoch: {epoch}/50. Iteration: {n}/24. Reg loss: 0.50. Total loss: 0.75:  "
    )
    return f"{desc}{100 * n // 24}%|###  | {n}/24 [00:{n:02d}<00:20,  1.25s/it]\n"


def test_the_step_that_a_line_prints_wins_over_its_bar() -> None:
    made, _ = read("".join(described(175 + n, n) for n in range(5, 10)))
    last = steps(made)[-1]
    assert (last.step, last.total_steps, last.scope) == (184, None, "run")
    assert last.metrics["loss"] == 0.75
    assert last.step_time_s == 1.25


def test_the_rate_of_a_bar_that_counts_otherwise_is_not_that_of_the_printed_step() -> None:
    made, _ = read("".join(described(175 + n // 4, n) for n in range(4, 24, 4)))
    assert {one.step_time_s for one in steps(made)} == {None}


def test_environment_steps_behind_a_bar_are_the_steps_of_the_run() -> None:
    made, _ = read(
        "".join(
            f"Epoch #{n}: 4001it [00:08, 480.11it/s, env_step={4000 * n}, len=90, loss=0.125, rew=90.00]\n"
            for n in range(1, 6)
        )
    )
    assert [(one.step, one.scope) for one in steps(made)] == [
        (4000 * n, "run") for n in range(1, 6)
    ]


# What is no epoch, no rank and no value


def test_a_setting_among_comments_announces_no_epoch() -> None:
    table = "".join(f"{n}           0.{90 - n}     0.{91 - n}\n" for n in range(1, 6))
    made, _ = read(f"# unit: 500\n# epoch: 40\n\nepoch       main/loss   main/accuracy\n{table}")
    assert steps(made)[-1].step == 5
    assert steps(made)[-1].epoch in {None, 5.0}


def test_rows_numbered_by_a_tool_are_of_no_rank() -> None:
    log = "".join(
        f"{40 + n}: 2025-03-04 05:06:{10 + n}.125 INFO: Epoch {n}: head: Default, loss=0.{90 - n}\n"
        for n in range(12)
    )
    made, _ = read("39: 2025-03-04 05:06:09.500 INFO: Started training\n" + log)
    assert steps(made)[-1].step == 11
    assert {one.kind for one in made[3:]} == {"step"}


def test_a_number_that_ends_a_key_of_an_object_is_no_value() -> None:
    log = "".join(
        f'{{"mode": "train", "epoch": 3, "iter": {n}, "lr": 0.01, "prec@thr=0.5": 0.75, "loss": 0.25, "time": 0.5}}\n'
        for n in (10, 20, 30, 40)
    )
    last = steps(read(log)[0])[-1]
    assert (last.step, last.metrics["loss"]) == (40, 0.25)
    assert not any(value == 0.5 for value in last.metrics.values())


def test_a_list_of_names_names_none_of_the_values_behind_it() -> None:
    log = "".join(f"val, round, loss, acc, auc ===> {n:03d}, 0.7, 0.5, 0.6,\n" for n in range(1, 9))
    assert all("auc" not in one.metrics for one in read(log)[0])


# Which loss is the loss


def last_metrics(line: str) -> dict[str, float]:
    made, _ = read("".join(line.replace("#", str(n)) + "\n" for n in range(20, 120, 10)))
    return dict(steps(made)[-1].metrics)


def test_the_losses_of_two_players_are_no_loss_of_the_training() -> None:
    metrics = last_metrics("Elapsed [0:01:#.5] batch: #  d_loss: 0.125  g_loss: 9.5")
    assert metrics == {"d_loss": 0.125, "g_loss": 9.5}


def test_the_root_of_a_loss_is_not_the_loss() -> None:
    metrics = last_metrics("step=#, e_mae=3.5, sqrt(train_loss)=12.5, patience=0, time=0.5 s")
    assert "loss" not in metrics
    assert metrics["sqrt(train_loss)"] == 12.5


def test_a_mean_loss_is_more_of_the_whole_than_one_with_a_remark() -> None:
    metrics = last_metrics("Round #, Avg Loss 0.5, Loss (local): 0.25, Loss (ens) 2.5")
    assert (metrics["loss"], metrics["Loss (local)"]) == (0.5, 0.25)


def test_a_remark_that_says_training_is_no_harm() -> None:
    assert last_metrics("Round #, Loss (train): 0.5, Avg Loss (val): 0.75")["loss"] == 0.5


# What an evaluation calls as the training does


def test_metrics_of_an_evaluation_that_bear_names_of_the_training_are_validation() -> None:
    epochs = ""
    for epoch in (1, 2):
        epochs += f"Epoch {epoch}/2\n"
        epochs += "".join(
            f"step {n}/40 - loss: 0.5 - acc: 0.75 - 20ms/step\n" for n in (10, 20, 30, 40)
        )
        epochs += "Eval begin...\n"
        epochs += "".join(f"step {n}/8 - loss: 0.9 - acc: 0.25 - 10ms/step\n" for n in (4, 8))
    made, _ = read(epochs)
    assert {one.metrics["acc"] for one in steps(made)} == {0.75}
    evaluations = [one for one in made if one.kind == "evaluation" and one.metrics]
    assert evaluations
    assert evaluations[-1].metrics == {"val_loss": 0.9, "val_acc": 0.25}


# Two trainers that count the same steps


def test_the_trainer_that_tells_the_total_is_believed_of_two_that_count_the_same_steps() -> None:
    log = "".join(
        f"[2025-03-04 05:06:{n},125] [INFO] [timer.py:215:stop] epoch=0/micro_step={n}/global_step={n}, RunningAvgSamplesPerSec=8.5, CurrSamplesPerSec=8.5, MemAllocated=1.0GB, MaxMemAllocated=2.0GB\n"
        f" samples/sec: 8.500 | iteration {n}/ 3000 | elapsed time per iteration (ms): 900.5 | learning rate: 1.000E-06 | lm_loss: 9.5E+00 |\n"
        for n in range(21, 29)
    )
    made, reader = read(log)
    assert reader.format == "gpt_neox"
    assert [one.total_steps for one in steps(made)][1:] == [3000] * 8


def test_lines_within_an_epoch_are_believed_before_the_line_of_the_epoch() -> None:
    inner = '{"epoch": 2, "update": 1.5, "loss": "6.1", "ups": "2.5", "num_updates": "%d", "lr": "0.1", "train_wall": "4", "wall": "80"}\n'
    whole = '{"epoch": 2, "train_loss": "6.0", "train_num_updates": "450", "train_wall": "90"}\n'
    made, reader = read("".join(inner % n for n in (100, 200, 300, 400)) + whole)
    assert reader.format == "fairseq"
    assert steps(made)[-1].step == 400


def test_stamps_tell_the_time_of_insightface() -> None:
    made, reader = read(
        "".join(
            f"Training: 2025-03-04 05:06:{n // 10},{100 + n}-Speed 512.50 samples/sec   Loss 12.5000   LearningRate 0.1000   Epoch: 0   Global Step: {n}   Fp16 Grad Scale: 65536   Required: 12 hours\n"
            for n in range(100, 150, 10)
        )
    )
    assert reader.format == "insightface"
    first, *_, last = steps(made)
    assert first.at is not None
    assert last.at is not None
    assert round(last.at - first.at, 3) == 4.04


def test_what_ultralytics_says_of_its_disk_is_no_result() -> None:
    log = "val: Fast image access (ping: 0.1±0.0 ms, read: 900.5±300.5 MB/s, size: 20.5 KB)\n"
    made, _ = read(log + "Validating /data/runs/train-2/weights/best.pt...\n")
    assert [dict(one.metrics) for one in made] == [{}, {}]


def test_a_measure_without_a_name_is_no_loss() -> None:
    made, reader = read(
        "".join(
            f"{n}:\tlearn: 0.9{n}\ttest: 0.8{n}\tbest: 0.8{n} ({n})\ttotal: {n}s\tremaining: 50s\n"
            for n in range(10, 60, 10)
        )
    )
    assert reader.format == "catboost"
    assert steps(made)[-1].metrics == {"learn": 0.95}


# Ends


@pytest.mark.parametrize(
    "line",
    [
        "ConvergenceWarning: Stochastic Optimizer: Maximum iterations (30) reached and the optimization hasn't converged yet.",
        "Training loss did not improve more than tol=0.0001 for 10 consecutive epochs. Stopping.",
        "FL finished in 12.5",
    ],
)
def test_what_libraries_say_at_their_end(line: str) -> None:
    made, _ = read(
        "".join(f"Iteration {n}, loss = 0.{90 - n}\n" for n in range(1, 6)) + line + "\n"
    )
    assert made[-1].kind == "done"
