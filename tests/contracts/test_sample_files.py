"""What trainers wrote beside their output is read as it is true of the runs: files and whole folders."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from train_watch.commands.opening import open_session
from train_watch.settings import Settings

ROOT = Path(__file__).resolve().parents[2] / "sample_logs" / "files"
TRUTH: dict[str, Any] = json.loads((ROOT / "truth.json").read_text())
NOW = 1_800_000_000.0


def copied(name: str, folder: Path) -> Path:
    """The file or folder as a fresh one, each file of it written just before `NOW`."""
    place = folder / name
    if (ROOT / name).is_dir():
        shutil.copytree(ROOT / name, place)
    else:
        shutil.copy(ROOT / name, place)
    for path in [place, *place.rglob("*")]:
        os.utime(path, (NOW - 1, NOW - 1))
    return place


@pytest.mark.parametrize("name", TRUTH)
def test_a_file_or_folder_is_read_as_its_run_was(name: str, tmp_path: Path) -> None:
    expected = TRUTH[name]
    place = copied(name, tmp_path)
    session = open_session(str(place), Settings(), lambda: NOW)
    session.drain()
    session.finish()
    state = session.state(NOW)
    assert (state.format, state.step, state.total_steps) == (
        expected["format"],
        expected["step"],
        expected["total_steps"],
    )
    assert state.state in {"finished", "running"}
    for metric in ("loss", "val_loss"):
        if expected[metric] is not None:
            assert state.metrics[metric] == pytest.approx(expected[metric])
    if expected["step_time_s"] is None:
        assert state.step_time.value_s is None
    else:
        low, high = expected["step_time_s"]
        assert state.step_time.value_s is not None
        assert low <= state.step_time.value_s <= high
    if "chosen" in expected:
        assert session.source.name == str(place / expected["chosen"])


def test_every_recorded_file_has_its_truth() -> None:
    assert {path.name for path in ROOT.iterdir()} == {*TRUTH, "truth.json"}
