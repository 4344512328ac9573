"""Whole little logs: bars, dicts without a step, and epochs that other lines tell."""

from typing import Any

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
    log = "epochs:   0%|          | 0/60 [00:00<?, ?it/s]\n"
    log += "".join(f"\rtrain:   1%|#   | {n}/300 [00:0{n}<03:00,  1.50it/s]" for n in range(1, 6))
    made, _ = read(log + "\n")
    inner = [one for one in made if one.kind == "step"]
    assert [one.step for one in inner] == [1, 2, 3, 4, 5]
    assert {(one.epoch, one.total_epochs, one.scope) for one in inner} == {(0.0, 60, "epoch")}
