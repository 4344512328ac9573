"""What the generic lexer reads from single lines: the table is generic_lines.toml."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from train_watch.formats.reading import read
from train_watch.formats.unknown import fill

LINES = tomllib.loads(Path(__file__).with_name("generic_lines.toml").read_text("utf-8"))["line"]


def fields(line: str) -> dict[str, Any]:
    """The fields of a reading under short names."""
    reading = read(line)
    values: dict[str, Any] = {}
    assert reading is not None
    assert fill(values, reading)
    metrics = values.get("metrics", {})
    mean_at = reading.holes.index("mean")
    mean = float(reading.holes.tokens[mean_at].text) if mean_at is not None else None
    return {
        "step": values.get("step") if reading.weight >= 1 else None,
        "total": values.get("total_steps"),
        "epoch": values.get("epoch"),
        "total_epochs": values.get("total_epochs"),
        "time": values.get("step_time_s"),
        "clock": values.get("clock_s"),
        "eta": values.get("trainer_eta_s"),
        "data": values.get("data_s"),
        "rate": values.get("rate"),
        "loss": metrics.get("loss"),
        "val_loss": metrics.get("val_loss"),
        "mean": mean,
        "at": values.get("at"),
        "percent": values.get("percent"),
    }


@pytest.mark.parametrize("row", LINES, ids=[row["text"][:40] for row in LINES])
def test_a_line_of_an_unknown_trainer_is_read(row: dict[str, Any]) -> None:
    line, expected = row["text"], row["read"]
    found = fields(line)
    wrong = {
        name: found[name] for name, value in expected.items() if found[name] != pytest.approx(value)
    }
    assert not wrong
    if not expected:
        assert found["step"] is None


NO_STEP = [
    "acc 120/500",
    "val: step=1200 loss=0.51",
    "Saved checkpoint at step 500",
    "Writing summary at step: 1233",
    "Loading shard 3/8",
    "   76.3M/83.3M [00:02<00:01, 30.1MB/s]",
    "world size 8, rank 3",
    "batch size: 32",
    "version 2.1.0 on port 8080",
    "warmup steps: 500",
    "number of parameters: 124.44M",
    'File "train.py", line 120, in <module>',
    "memory 12/80 GB",
]


@pytest.mark.parametrize("line", NO_STEP)
def test_a_number_that_counts_no_training_is_no_step(line: str) -> None:
    reading = read(line)
    assert reading is None or reading.weight < 1 or reading.evaluating or reading.preparing


def test_a_number_within_a_name_is_no_value() -> None:
    reading = read("Epoch 3 loss 0.5 Acc@1 71.2 (70.9)")
    assert reading is not None
    values: dict[str, Any] = {}
    assert fill(values, reading)
    assert values["metrics"] == {"loss": 0.5, "Acc@1": 71.2}
