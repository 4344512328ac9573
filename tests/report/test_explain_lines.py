"""How each line was understood, as rows and as objects."""

import json

from train_watch.core.records import Record
from train_watch.report.explain_json import (
    COLUMNS,
    explain_head,
    explain_json,
    explain_object,
    explain_row,
)

STEP = Record(
    "step",
    57,
    "iter 100: loss 6.1, time 3995.11ms",
    format="nanogpt",
    step=100,
    total_steps=6000,
    step_time_s=3.99511,
    metrics={"mfu": 5.1, "loss": 6.1},
)


def test_the_object_is_the_contract_s() -> None:
    assert explain_object(STEP) == {
        "line": 57,
        "kind": "step",
        "format": "nanogpt",
        "step": 100,
        "total_steps": 6000,
        "step_time_s": 3.99511,
        "at": None,
        "metrics": {"mfu": 5.1, "loss": 6.1},
        "text": "iter 100: loss 6.1, time 3995.11ms",
    }


def test_what_few_lines_tell_is_there_when_they_tell_it() -> None:
    record = Record(
        "config", 3, "max_iters = 6000", facts={"total_steps": 6000.0}, phase="train", epoch=2.0
    )
    found = explain_object(record)
    assert found["facts"] == {"total_steps": 6000}
    assert found["phase"] == "train"
    assert found["epoch"] == 2
    assert "fault" not in found


def test_an_event_of_the_source_is_no_line() -> None:
    found = explain_object(Record("source", 12, "12 bytes", event="truncated", arrived_at=5.0))
    assert found == {
        "kind": "source",
        "event": "truncated",
        "line": 12,
        "at": 5.0,
        "detail": "12 bytes",
    }
    assert explain_row(Record("source", 12, "", event="replaced")).split() == ["12", "replaced"]


def test_numbers_that_are_none_become_null() -> None:
    text = explain_json(Record("step", 1, step=1, metrics={"loss": float("nan")}))
    assert json.loads(text)["metrics"] == {"loss": None}


def test_columns_stand_below_each_other() -> None:
    start = sum(width + 1 for _, width in COLUMNS)
    other = Record("other", 58, "saving the world")
    rows = [explain_head(), explain_row(STEP), explain_row(other)]
    assert [row[start:] for row in rows] == [
        "text",
        "iter 100: loss 6.1, time 3995.11ms",
        "saving the world",
    ]


def test_the_loss_comes_first_and_a_full_column_is_cut() -> None:
    record = Record(
        "step", 1, "x", step=1, metrics={"accuracy": 0.5, "loss": 6.1, "perplexity": 445.8}
    )
    assert "loss=6.100 accuracy=0\u2026" in explain_row(record)


def test_a_row_is_as_wide_as_asked_and_safe() -> None:
    row = explain_row(Record("other", 1, "\x1b[2J" + "x" * 500), columns=100)
    assert len(row) == 100
    assert "\x1b" not in row
