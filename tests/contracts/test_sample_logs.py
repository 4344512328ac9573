"""Every sample log is read as its sidecar says, whole and cut at the places that were timed."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from train_watch.commands.opening import open_session
from train_watch.core.state import RunState
from train_watch.settings import Settings

ROOT = Path(__file__).resolve().parents[2] / "sample_logs"
SIDECARS = sorted([*ROOT.glob("*.json"), *ROOT.glob("faults/*.json")])
NAMES = [str(path.relative_to(ROOT).with_suffix("")) for path in SIDECARS]
FRESH_S = 1.0
"""Age of a log's last line when it is looked at, as in a run that is watched."""
LATER_S = 3600.0
"""The same for a log whose silence is its story."""


@cache
def truth(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / f"{name}.json").read_text())
    return found


def read(path: Path, age_s: float = FRESH_S) -> RunState:
    """The state `age_s` after the log's last line."""
    now = path.stat().st_mtime + age_s
    session = open_session(str(path), Settings(), lambda: now)
    session.drain()
    session.finish()
    state = session.state(now)
    session.close()
    return state


@pytest.mark.parametrize("name", NAMES)
def test_a_whole_sample_is_read_as_it_was_made(name: str) -> None:
    expected = truth(name)
    state = read(ROOT / f"{name}.log", LATER_S if expected["alert"] == "stall" else FRESH_S)
    assert state.format == expected["format"]
    assert (state.step, state.total_steps) == counted(expected, state.scope)
    assert state.state in (expected.get("accepted_states") or [expected["state"]])
    if expected["alert"]:
        rules = {alert.rule for alert in state.alerts} | {
            alert.evidence.get("kind") for alert in state.alerts
        }
        assert expected["alert"] in rules or state.state == "finished"


def counted(expected: dict[str, Any], scope: str) -> tuple[int, int | None]:
    """Step and total over the run; within the epoch where the log never tells how many there are."""
    batches = expected["batches_per_epoch"]
    if scope == "epoch" and batches and expected["total_steps"] is None:
        return (expected["step"] - 1) % batches + 1, batches
    return expected["step"], expected["total_steps"]


def steps_of(expected: dict[str, Any], step: int | None) -> set[int | None]:
    """The step by the whole run's count, or within its epoch where the log tells no more."""
    if step is None:
        return {None}
    batches = expected["batches_per_epoch"]
    return {step, (step - 1) % batches + 1} if batches else {step}


def totals_of(expected: dict[str, Any]) -> set[int | None]:
    return {expected["total_steps"], expected["true_total_steps"], expected["batches_per_epoch"]}


ROUGH = 0.025
"""Relative error of a total that is told as rough: half of what the beginnings of epochs leave room for."""
CUTS = [(name, index) for name in NAMES for index in range(len(truth(name).get("cuts") or []))]


@pytest.mark.parametrize(("name", "index"), CUTS, ids=[f"{name}@{index}" for name, index in CUTS])
def test_a_sample_cut_short_is_read_as_a_run_that_got_so_far(
    name: str, index: int, tmp_path: Path
) -> None:
    expected = truth(name)
    cut = expected["cuts"][index]
    path = tmp_path / "cut.log"
    path.write_bytes((ROOT / f"{name}.log").read_bytes()[: cut["offset"]])
    state = read(path)
    assert state.step in steps_of(expected, cut["step"]) | {cut["epoch_step"]}
    near = state.total_is_rough and state.total_steps == pytest.approx(
        expected["true_total_steps"], rel=ROUGH
    )
    assert near or state.total_steps in totals_of(expected) | {None}
    assert state.state in {"running", "evaluating", "warming_up"}
    if expected["slower_from_step"] and cut["share"] >= 0.75:
        assert "slowdown" in {alert.rule for alert in state.alerts}
