"""The one-line form for status bars and prompts."""

from dataclasses import replace
from typing import Literal

import pytest

from train_watch.core.state import Alert, RunState
from train_watch.report.line import one_line
from train_watch.view.clock import fixed_zone
from train_watch.view.sample import LAST_LINE, NOW, RUNNING, STATES, Kind

UTC = fixed_zone(0)
CALM = replace(RUNNING, alerts=())


def line(
    state: RunState, now: float = NOW, deadline_at: float | None = None, columns: int = 40
) -> str:
    return one_line(state, now, zone=UTC, deadline_at=deadline_at, columns=columns)


def alert(rule: str, severity: Literal["info", "warning", "critical"] = "warning") -> Alert:
    return Alert(rule, severity, None, None, {})


def test_a_healthy_run_is_progress_time_left_finish_and_speed() -> None:
    assert line(CALM) == "35.7% 4h29m 20:41 3.98s/it"


def test_a_finish_on_another_day_names_it() -> None:
    assert line(CALM, NOW + 6 * 3600)[:14] == "35.7% overdue "
    far = replace(CALM, updated_at=NOW + 40_000)
    assert line(far, NOW + 40_003).split()[2:4] == ["07:48", "3.98s/it"]
    evening = replace(CALM, updated_at=NOW + 20_000)
    assert "Tue 02:" in line(evening, NOW + 20_000)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("waiting", "WAITING"),
        ("empty", "UNKNOWN 0/240 lines"),
        ("warming_up", "WARMING UP 0.2%"),
        ("evaluating", "EVAL 35.7% 4h29m 20:41 3.98s/it"),
        ("no_total", "iter 2,140 3.98s/it no total"),
        ("stalled", "STALLED 6m12s at 35.7%"),
        ("died", "DIED 16:12 at 35.7% !oom"),
        ("finished", "DONE 16:12 took 6h52m"),
    ],
)
def test_the_other_states_say_so_first(kind: Kind, words: str) -> None:
    assert line(STATES[kind]) == words


def test_the_loudest_alert_is_named_and_the_others_counted() -> None:
    state = replace(
        CALM, alerts=(alert("slowdown"), alert("nan_loss", "critical"), alert("x", "info"))
    )
    assert line(state).endswith(" !nan+1")


def test_a_deadline_at_risk_comes_before_all_alerts() -> None:
    state = replace(CALM, alerts=(alert("slowdown"),))
    assert line(state, deadline_at=NOW + 3600).endswith(" !late+1")
    assert line(CALM, deadline_at=NOW + 36_000) == "35.7% 4h29m 20:41 3.98s/it"


def test_a_stall_is_not_said_twice() -> None:
    assert "!" not in line(STATES["stalled"])


def test_when_room_is_short_the_alert_stays() -> None:
    state = replace(CALM, alerts=(alert("slowdown"),))
    assert line(state, columns=18) == "35.7% 4h29m !slow"
    assert line(state, columns=24) == "35.7% 4h29m 20:41 !slow"


def test_nothing_is_read_from_a_terminal_s_point_of_view() -> None:
    state = replace(STATES["no_total"], counter_name="\x1b[31m")
    assert line(state).startswith("step 2,140")


def test_an_overdue_run_says_so() -> None:
    forecast = CALM.forecast
    assert forecast is not None
    assert line(CALM, LAST_LINE + forecast.at_update_s + 5).startswith("35.7% overdue")
