"""What the exit code promises."""

from dataclasses import replace

import pytest

from train_watch.core.state import RunState
from train_watch.report.exit_code import ExitCode, exit_code
from train_watch.view.sample import NOW, RUNNING, STATES, Kind


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("waiting", 0),
        ("warming_up", 0),
        ("running", 0),
        ("evaluating", 0),
        ("no_total", 0),
        ("finished", 0),
        ("stalled", 3),
        ("died", 4),
        ("empty", 6),
    ],
)
def test_each_state_has_its_code(kind: Kind, code: int) -> None:
    assert exit_code(STATES[kind], NOW) == code


@pytest.mark.parametrize("kind", ["running", "evaluating"])
def test_more_likely_late_than_not_is_5(kind: Kind) -> None:
    assert exit_code(STATES[kind], NOW, NOW + 16_000) == ExitCode.LATE
    assert exit_code(STATES[kind], NOW, NOW + 17_000) == ExitCode.HEALTHY


def test_a_deadline_that_has_passed_is_5_while_it_runs() -> None:
    assert exit_code(STATES["warming_up"], NOW, NOW - 1) == ExitCode.LATE


def test_a_run_that_is_over_is_not_judged_by_its_deadline() -> None:
    assert exit_code(STATES["finished"], NOW, NOW - 9999) == ExitCode.HEALTHY
    assert exit_code(STATES["died"], NOW, NOW + 9999) == ExitCode.FAILED
    assert exit_code(STATES["stalled"], NOW, NOW + 1) == ExitCode.STALLED


@pytest.mark.parametrize("state", ["unknown", "waiting", "stalled", "finished"])
def test_lines_that_none_was_understood_of_are_never_healthy(state: str) -> None:
    nothing = RunState(state=state, lines=240)  # type: ignore[arg-type]
    assert exit_code(nothing, NOW) == ExitCode.NOT_UNDERSTOOD


def test_an_unknown_state_with_a_step_is_healthy() -> None:
    assert exit_code(replace(RUNNING, state="unknown"), NOW) == ExitCode.HEALTHY


def test_the_codes_are_those_of_the_contract_and_each_has_a_sentence() -> None:
    assert sorted(ExitCode) == [0, 1, 2, 3, 4, 5, 6, 7, 130]
    assert all(code.sentence for code in ExitCode)
