"""The object of `--once --json` against the project's contract, checked by its own rules here."""

import json
import math
from dataclasses import replace
from typing import Any

import pytest

from train_watch.core.state import Cadence, RunState
from train_watch.report.as_json import Extras, as_json, as_object
from train_watch.view.sample import KINDS, LAST_LINE, NOW, RUNNING, STATES, Kind

NUMBER, WHOLE, TEXT = (int, float), (int,), (str,)
NONE = (type(None),)

REPORT: dict[str, tuple[type, ...]] = {
    "schema": WHOLE,
    "source": TEXT,
    "format": TEXT + NONE,
    "lines": WHOLE,
    "lines_understood": WHOLE,
    "bytes": WHOLE + NONE,
    "state": TEXT,
    "step": WHOLE + NONE,
    "total_steps": WHOLE + NONE,
    "total_from": TEXT + NONE,
    "scope": TEXT,
    "progress": NUMBER + NONE,
    "epoch": NUMBER + NONE,
    "total_epochs": WHOLE + NONE,
    "phase": TEXT + NONE,
    "started_at": NUMBER + NONE,
    "updated_at": NUMBER + NONE,
    "resumed_from_step": WHOLE + NONE,
    "step_time": (dict,),
    "forecast": (dict, type(None)),
    "cadences": (list,),
    "alerts": (list,),
    "metrics": (dict,),
}
STEP_TIME = {
    **dict.fromkeys(("value_s", "last_s", "mean_s", "median_s", "p95_s"), NUMBER + NONE),
    **dict.fromkeys(("window", "warmup_steps"), WHOLE),
    "basis": TEXT,
    "trend": TEXT,
    "trend_percent_per_1000_steps": NUMBER + NONE,
}
FORECAST = {
    "remaining_steps": WHOLE,
    **dict.fromkeys(("eta_s", "at_update_s", "low_s", "high_s", "level", "finish_at"), NUMBER),
    "terms": (list,),
    "deadline_at": NUMBER + NONE,
    "meets_deadline_probability": NUMBER + NONE,
}
TERM = {"what": TEXT, "count": WHOLE, "each_s": NUMBER, "total_s": NUMBER}
CADENCE = {
    "what": TEXT,
    "every_steps": NUMBER,
    "each_s": NUMBER + NONE,
    "share": NUMBER + NONE,
}
ALERT = {
    "rule": TEXT,
    "severity": TEXT,
    "since_step": WHOLE + NONE,
    "summary": TEXT,
    "evidence": (dict,),
    "advice": (list,),
}
CHOICES = {
    "state": {
        "waiting", "warming_up", "running", "evaluating", "stalled", "finished", "failed", "unknown",
    },
    "scope": {"run", "epoch", "phase"},
    "basis": {"reported", "logged_clock", "arrival_clock", "rate"},
    "trend": {"falling", "steady", "rising", "unknown"},
    "what": {"steps", "evaluation", "checkpoint", "logging", "epoch", "other"},
    "severity": {"info", "warning", "critical"},
}  # fmt: skip


def conforms(found: dict[str, Any], shape: dict[str, tuple[type, ...]]) -> None:
    """Every key is there, of its type, of its choices; times and durations are not negative."""
    for key, types in shape.items():
        assert key in found, key
        value = found[key]
        assert isinstance(value, types), (key, value)
        assert not isinstance(value, bool), key
        if key in CHOICES:
            assert value in CHOICES[key], (key, value)
        if isinstance(value, int | float):
            assert math.isfinite(value), key
            assert value >= 0 or key == "trend_percent_per_1000_steps", (key, value)


def check(report: dict[str, Any]) -> None:
    conforms(report, REPORT)
    conforms(report["step_time"], STEP_TIME)
    for entry in report["cadences"]:
        conforms(entry, CADENCE)
    for alert in report["alerts"]:
        conforms(alert, ALERT)
        assert all(isinstance(text, str) for text in alert["advice"])
    for value in report["metrics"].values():
        assert value is None or math.isfinite(value)
    assert report["schema"] == 1
    assert report["progress"] is None or report["progress"] <= 1
    if report["forecast"] is not None:
        check_forecast(report, report["forecast"])


def check_forecast(report: dict[str, Any], forecast: dict[str, Any]) -> None:
    conforms(forecast, FORECAST)
    for term in forecast["terms"]:
        conforms(term, TERM)
        assert term["total_s"] == pytest.approx(term["count"] * term["each_s"])
    assert forecast["remaining_steps"] == report["total_steps"] - report["step"]
    assert forecast["low_s"] <= forecast["eta_s"] <= forecast["high_s"]
    assert sum(term["total_s"] for term in forecast["terms"]) == pytest.approx(
        forecast["at_update_s"]
    )
    assert forecast["finish_at"] == pytest.approx(NOW + forecast["eta_s"], abs=1e-3)
    chance = forecast["meets_deadline_probability"]
    assert chance is None or 0 <= chance <= 1


EXTRAS = Extras("train.log", 98765, NOW + 16000, (0.2,), ("a note",))


def report_of(state: RunState, now: float = NOW, extras: Extras = EXTRAS) -> dict[str, Any]:
    found = json.loads(as_json(state, now, extras))
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_each_state_keeps_the_contract(kind: Kind) -> None:
    check(report_of(STATES[kind]))


def test_an_empty_state_keeps_it_too() -> None:
    report = report_of(RunState(), extras=Extras())
    check(report)
    assert report["step"] is None
    assert report["forecast"] is None


def test_eta_counts_from_now_and_at_update_from_the_last_line() -> None:
    forecast = report_of(RUNNING)["forecast"]
    assert forecast["at_update_s"] - forecast["eta_s"] == pytest.approx(NOW - LAST_LINE)
    assert forecast["finish_at"] == pytest.approx(LAST_LINE + forecast["at_update_s"])


def test_an_overdue_run_has_nothing_left_and_says_by_how_much() -> None:
    forecast = report_of(RUNNING, LAST_LINE + 20_000)["forecast"]
    assert forecast["eta_s"] == 0
    assert forecast["overdue_s"] == pytest.approx(20_000 - forecast["at_update_s"])


def test_what_is_not_finite_becomes_null() -> None:
    metrics = {"loss": math.nan, "ppl": math.inf, "lr": 0.0006}
    assert report_of(replace(RUNNING, metrics=metrics))["metrics"] == {
        "loss": None,
        "ppl": None,
        "lr": 0.0006,
    }


def test_whole_numbers_stay_whole() -> None:
    entry = Cadence("evaluation", 250.0, 48.2, 0.046, 8, announced=True, ahead=16)
    text = as_json(replace(RUNNING, cadences=(entry,), epoch=3.0), NOW, EXTRAS)
    assert '"every_steps": 250,' in text
    assert '"epoch": 3,' in text
    assert '"step": 2140,' in text


def test_the_end_of_an_epoch_is_named_in_the_scope_and_has_no_deadline() -> None:
    report = report_of(replace(RUNNING, scope="epoch"))
    check(report)
    assert report["scope"] == "epoch"
    assert report["forecast"]["meets_deadline_probability"] is None


@pytest.mark.parametrize("kind", ["stalled", "died", "finished"])
def test_a_run_that_stands_still_has_no_forecast_even_if_the_core_had_one(kind: Kind) -> None:
    state = replace(STATES[kind], forecast=RUNNING.forecast)
    report = report_of(state)
    assert report["forecast"] is None
    assert report["what_if"] == []


def test_what_if_keeps_the_other_terms() -> None:
    (row,) = report_of(RUNNING)["what_if"]
    assert row["at_update_s"] == pytest.approx(3860 * 0.2 + 16 * 48.2)
    assert row["eta_s"] == pytest.approx(row["at_update_s"] - (NOW - LAST_LINE))
    assert row["finish_at"] == pytest.approx(NOW + row["eta_s"])


def test_alerts_carry_a_sentence_their_evidence_and_advice() -> None:
    (alert,) = report_of(STATES["died"])["alerts"]
    assert alert["rule"] == "crash"
    assert "CUDA out of memory" in alert["summary"]
    assert alert["evidence"]["kind"] == "out_of_memory"
    assert alert["advice"] == [
        "lower batch_size and raise gradient_accumulation_steps by the same factor"
    ]


def test_no_control_byte_is_written_raw() -> None:
    state = replace(STATES["died"], fault_text="\x1b[31mKilled\x07 \u202e", total_line="\x9b")
    text = as_json(state, NOW, EXTRAS)
    assert text.isascii()
    assert text.isprintable()


def test_the_object_and_its_text_say_the_same() -> None:
    assert json.loads(as_json(RUNNING, NOW, EXTRAS)) == json.loads(
        json.dumps(as_object(RUNNING, NOW, EXTRAS))
    )
