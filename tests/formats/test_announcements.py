"""What options, banners and sentences announce, and what only looks like it."""

import pytest

from train_watch.formats import announce
from train_watch.formats.options import options
from train_watch.formats.reader import Reader
from train_watch.lines.line import Line


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("max_steps: 1000", {"total_steps": 1000.0}),
        ("'max_steps': 1000,", {"total_steps": 1000.0}),
        ('  "num_train_epochs": 3.0,', {"total_epochs": 3.0}),
        ("python train.py --max-iters=500 --epochs 12 --lr 0.1", {"total_steps": 500.0, "total_epochs": 12.0}),
        ("Namespace(epochs=90, batch_size=256, print_freq=10)", {"total_epochs": 90.0, "batch_size": 256.0, "log_every": 10.0}),
        ("  train_iters ..................................... 20,000", {"total_steps": 20000.0}),
        ("| max_iters        | 5000   |", {"total_steps": 5000.0}),
        ("SOLVER.MAX_ITER: 90000", {"total_steps": 90000.0}),
        ("eval_interval = 250 # often", {"eval_every": 250.0}),
        ("save_steps=500", {"checkpoint_every": 500.0}),
        ("val_interval=1", {}),
        ("max_steps: -1", {}),
        ("max_steps: 1e4", {}),
        ("max_steps: 10.5", {}),
        ("max_steps_per_epoch: 10", {}),
        ("my_max_steps: 10", {}),
        ("50 epochs = 90000 of them", {}),
        ("epochs", {}),
        ("max_steps is 1000", {}),
    ],
)  # fmt: skip
def test_an_option_is_read_in_every_shape_of_a_dump(text: str, facts: dict[str, float]) -> None:
    assert options(text) == facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("  Total optimization steps = 1,500", {"total_steps": 1500.0}),
        (
            "Training for 5 epochs, 469 batches each",
            {"total_epochs": 5.0, "steps_per_epoch": 469.0},
        ),
        ("train dataloader has 720 iters", {"steps_per_epoch": 720.0}),
        ("valid dataloader has 12 iters", None),
        ("90000 total batches", {"total_steps": 90000.0}),
        ("a total of 5 dogs", None),
    ],
)
def test_a_sentence_announces_too(text: str, facts: dict[str, float] | None) -> None:
    assert announce.facts(text) == facts


def test_steps_an_epoch_and_epochs_make_the_whole_run() -> None:
    reader = Reader()
    reader.feed(Line("epochs: 20", 1))
    [made] = reader.feed(Line("train dataloader has 50 iters", 2))
    assert made.facts == {"steps_per_epoch": 50.0, "total_steps": 1000.0}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Resuming training from out/ckpt_step30000.pt", {"resumed_from": 30000.0}),
        (
            "Loading the checkpoint from runs/from_step12500/checkpoint/step-1250.",
            {"resumed_from": 1250.0},
        ),
        ("resumed from epoch: 3, iter: 455070", {"resumed_from": 455070.0}),
        ("Resuming training", {}),
        ("auto_resume: true", None),
        ("resume: ''", None),
        ("--resume [RESUME]", None),
        ("presumably from training", None),
    ],
)
def test_a_resume_is_told_from_an_option(text: str, facts: dict[str, float] | None) -> None:
    assert announce.resumes(text) == facts


@pytest.mark.parametrize(
    ("text", "epoch"),
    [
        ("Epoch 3/10", (3, 10)),
        ("Epoch [3/10]", (3, 10)),
        ("EPOCH: 171/1000", (171, 1000)),
        ("  ===== Epoch 5 =====", (5, None)),
        ("Starting epoch 3", (3, None)),
        ("Epoch 3 of 10", (3, 10)),
        ("Epoch 1/50 starting...", (1, 50)),
        ("Epoch 3: loss 0.5", None),
        ("epochs = 12", None),
        ("epochs: 12", None),
        ("every epoch counts", None),
    ],
)
def test_a_line_that_only_names_an_epoch_announces_it(
    text: str, epoch: tuple[int, int | None] | None
) -> None:
    assert announce.epoch(text) == epoch


@pytest.mark.parametrize(
    "text",
    ["def train(x):", "    return loss", "@torch.compile", "for x in range(3): pass", "    else:"],
)
def test_a_line_of_python_is_known(text: str) -> None:
    assert announce.is_code(text)


@pytest.mark.parametrize(
    "text",
    ["max_iters = 5000 # enough", "iter 5: loss 2.5", "for 5 epochs", "returning to base", ""],
)
def test_a_line_of_a_log_is_no_python(text: str) -> None:
    assert not announce.is_code(text)
