"""Files that are no text logs, and folders, from their bytes to the state of the run, while they are written."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.inputs import tfevents as write
from train_watch.commands.opening import open_session
from train_watch.core.state import RunState
from train_watch.session import Session
from train_watch.settings import Settings

BEGAN = 1_800_000_000.0


class Watched:
    """A session on a path, with a clock that tests set."""

    def __init__(self, path: Path) -> None:
        self.now = BEGAN
        self.session: Session = open_session(str(path), Settings(), lambda: self.now)

    def state(self, later: float = 0.0) -> RunState:
        self.now += later
        self.session.drain()
        return self.session.state(self.now)


def save(path: Path, steps: int, at: float, *, factor: float = 1.0) -> None:
    """A checkpoint's trainer_state.json, as Trainer writes it."""
    history: list[dict[str, Any]] = [
        {"epoch": step / 300, "loss": factor / step, "learning_rate": 1e-4, "step": step}
        for step in range(20, steps + 1, 20)
    ]
    told = {
        "epoch": steps / 300,
        "global_step": steps,
        "log_history": history,
        "max_steps": 900,
        "num_train_epochs": 3,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(told, indent=2, sort_keys=True) + "\n")
    os.utime(path, (at, at))


def test_checkpoints_of_a_run_tell_its_pace_as_they_come(tmp_path: Path) -> None:
    watched = Watched(tmp_path)
    state = watched.state()
    assert state.step is None
    for number in range(1, 7):
        watched.now += 10.0
        save(tmp_path / f"checkpoint-{100 * number}/trainer_state.json", 100 * number, watched.now)
        state = watched.state(6.0)
    assert (state.step, state.total_steps, state.state) == (600, 900, "running")
    assert state.step_time.value_s == pytest.approx(0.16, rel=0.05)
    assert state.step_time.basis == "arrival_clock"
    assert state.forecast is not None
    assert state.forecast.at_update_s == pytest.approx(48.0, rel=0.05)


def test_a_state_that_was_there_before_claims_no_time(tmp_path: Path) -> None:
    save(tmp_path / "trainer_state.json", 600, BEGAN - 5)
    state = Watched(tmp_path / "trainer_state.json").state()
    assert (state.step, state.total_steps, state.step_time.value_s) == (600, 900, None)


def test_a_state_written_anew_by_another_run_begins_anew(tmp_path: Path) -> None:
    path = tmp_path / "trainer_state.json"
    save(path, 600, BEGAN - 5)
    watched = Watched(path)
    watched.state()
    save(path, 100, BEGAN + 50, factor=2.0)
    state = watched.state(60.0)
    assert (state.step, state.metrics["loss"]) == (100, 0.02)
    assert [event.event for event in watched.session.events][-1] == "rewritten"


def test_metrics_csv_with_a_column_more_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "version_0" / "metrics.csv"
    path.parent.mkdir()
    rows = [f"0,{20 * row + 19},{3 / (row + 1)}" for row in range(12)]
    path.write_text("epoch,step,train_loss\r\n" + rows[0] + "\r\n")
    watched = Watched(tmp_path)
    state = watched.state()
    for number in range(1, 12):
        if number == 6:
            wider = "".join(f"{row},\r\n" for row in rows[:6])
            path.write_text("epoch,step,train_loss,val_loss\r\n" + wider)
        with path.open("a") as file:
            file.write(rows[number] + ("," if number >= 6 else "") + "\r\n")
        state = watched.state(4.0)
    assert (state.step, state.state) == (239, "running")
    assert state.step_time.value_s == pytest.approx(0.2, rel=0.1)
    assert not state.earlier_count


def events(first: int, last: int) -> bytes:
    return b"".join(
        write.record(
            write.event(step, write.simple("train/loss", 4 / step), wall_time=BEGAN + step / 4)
        )
        for step in range(first, last + 1)
    )


def test_an_event_file_is_followed_through_torn_records(tmp_path: Path) -> None:
    path = tmp_path / "events.out.tfevents.1800000000.host"
    data = write.record(write.version(BEGAN)) + events(1, 200)
    path.write_bytes(data[:5000])
    watched = Watched(tmp_path)
    state = watched.state()
    for at in range(5000, len(data), 333):
        with path.open("ab") as file:
            file.write(data[at : at + 333])
        state = watched.state(1.0)
    assert (state.format, state.step) == ("tensorboard", 200)
    assert state.step_time.value_s == pytest.approx(0.25, rel=0.02)
    assert state.step_time.basis == "logged_clock"
    assert state.metrics["loss"] == pytest.approx(0.02)


def test_a_long_event_file_is_read_at_both_ends(tmp_path: Path) -> None:
    path = tmp_path / "events.out.tfevents.1"
    picture = write.record(write.block(5, write.block(1, b"p" * 50_000)))
    path.write_bytes(events(1, 50) + picture * 120 + events(51, 60))
    state = Watched(path).state()
    assert state.step == 60


def test_of_several_files_the_text_log_is_read_and_the_choice_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "train.log").write_text(
        "".join(f"step {n}/50: loss {3 / n:.3f}\n" for n in range(1, 20))
    )
    (tmp_path / "debug.log").write_text("nothing to see\n")
    (tmp_path / "events.out.tfevents.1").write_bytes(events(1, 10))
    save(
        tmp_path / "checkpoint-100/trainer_state.json",
        100,
        (tmp_path / "train.log").stat().st_mtime,
    )
    watched = Watched(tmp_path)
    assert (watched.state().step, watched.state().total_steps) == (19, 50)
    assert "reading train.log, of 4 files" in capsys.readouterr().err
