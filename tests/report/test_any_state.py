"""Whatever a log did to the state, every output is made, fits and keeps its promises."""

import json
import math
import unicodedata
from dataclasses import replace
from typing import Any, get_args

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from train_watch.core import state as core
from train_watch.core.records import Record
from train_watch.core.state import (
    Alert,
    Cadence,
    Forecast,
    Loss,
    Rhythm,
    RunState,
    Sample,
    StepTime,
    Term,
    Trend,
)
from train_watch.report.as_json import Extras, as_json
from train_watch.report.change import text_change
from train_watch.report.exit_code import exit_code
from train_watch.report.explain_json import explain_json, explain_row
from train_watch.report.line import one_line
from train_watch.report.text import text_report
from train_watch.report.wait import final_sentence
from train_watch.view.cells import width
from train_watch.view.clock import fixed_zone
from train_watch.view.make import make_view
from train_watch.view.options import ViewOptions
from train_watch.view.state import ViewState

TEXT = st.text(st.characters(exclude_categories=()), max_size=60)
COUNT = st.integers(0, 10**15)
SECONDS = st.floats(0, 1e15)
NUMBER = st.floats(allow_nan=True, allow_infinity=True)
INSTANT = st.floats(-1e10, 1e13)
RULES = st.sampled_from(
    [
        "slowdown",
        "stall",
        "crash",
        "nan_loss",
        "evaluation_share",
        "data_share",
        "buffered",
        "new_rule",
    ]
)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def one_of(literal: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(get_args(literal))


STEP_TIMES = st.builds(
    StepTime,
    *[maybe(SECONDS)] * 8,
    window=COUNT,
    basis=one_of(core.Basis),
    reported_s=maybe(SECONDS),
    observed_s=maybe(SECONDS),
    warmup_steps=COUNT,
    outliers=COUNT,
    trend=st.builds(
        Trend,
        one_of(core.Direction),
        maybe(st.floats(-1e6, 1e6)),
        maybe(st.floats(0, 1)),
        maybe(COUNT),
    ),
)


@st.composite
def forecasts(draw: st.DrawFn) -> Forecast:
    """A forecast as `core` may make it: terms that sum up, a range around the sum."""
    counts = draw(st.lists(st.integers(0, 10**9), min_size=1, max_size=3))
    kinds = ["steps", *draw(st.lists(one_of(core.What), min_size=2, max_size=2))]
    each = [draw(st.floats(0, 1e5)) for _ in counts]
    terms = tuple(
        Term(what, count, one, count * one)
        for what, count, one in zip(kinds, counts, each, strict=False)
    )
    total = sum(term.total_s for term in terms)
    low, high = draw(st.floats(0, 1)), draw(st.floats(1, 10))
    spread = (draw(st.floats(0, 3)), draw(st.floats(0, 3)))
    return Forecast(counts[0], total, low * total, high * total, 0.8, terms, spread)


CADENCES = st.builds(
    Cadence,
    one_of(core.What),
    st.floats(1, 1e9),
    maybe(SECONDS),
    maybe(st.floats(0, 1)),
    COUNT,
    st.booleans(),
    maybe(COUNT),
)
EVIDENCE = st.dictionaries(
    st.sampled_from(
        ["share", "factor", "now_s", "since_at", "text", "kind", "odd name", "silent_s", "ratio"]
    ),
    st.none() | TEXT | COUNT | NUMBER,
    max_size=5,
)
ALERTS = st.builds(
    Alert,
    RULES,
    st.sampled_from(["info", "warning", "critical"]),
    maybe(COUNT),
    maybe(INSTANT),
    EVIDENCE,
)
STATES = st.builds(
    RunState,
    now=maybe(INSTANT),
    state=one_of(core.Phase),
    format=maybe(TEXT | st.sampled_from(["nanogpt", "generic"])),
    lines=COUNT,
    lines_understood=COUNT,
    step=maybe(COUNT),
    total_steps=maybe(COUNT),
    total_from=maybe(one_of(core.TotalFrom)),
    total_line=maybe(TEXT),
    scope=st.sampled_from(["run", "epoch", "phase"]),
    counter_name=TEXT | st.sampled_from(["iter", "step", "batch", "epoch"]),
    epoch=maybe(st.floats(0, 1e9)),
    total_epochs=maybe(COUNT),
    phase=maybe(TEXT),
    started_at=maybe(INSTANT),
    updated_at=maybe(INSTANT),
    anchored_at=maybe(INSTANT),
    resumed_from_step=maybe(COUNT),
    step_time=STEP_TIMES,
    forecast=maybe(forecasts()),
    not_yet=maybe(
        st.sampled_from(
            ["no_step", "no_total", "warming_up", "no_time", "stalled", "something new"]
        )
    ),
    cadences=st.lists(CADENCES, max_size=2).map(tuple),
    rhythm=st.builds(Rhythm, maybe(SECONDS), maybe(SECONDS), maybe(SECONDS), st.booleans()),
    alerts=st.lists(ALERTS, max_size=3).map(tuple),
    loss=st.builds(Loss, *[maybe(st.floats(-1e30, 1e30))] * 5, not_finite=COUNT),
    metrics=st.dictionaries(TEXT, NUMBER, max_size=3),
    trainer_eta_s=maybe(SECONDS),
    evaluating_since=maybe(INSTANT),
    recent=st.lists(st.builds(Sample, COUNT, SECONDS, one_of(core.Mark)), max_size=20).map(tuple),
    fault_text=maybe(TEXT),
    fault_line=maybe(COUNT),
    finished_at=maybe(INSTANT),
    last_checkpoint_step=maybe(COUNT),
    ignored=COUNT,
)
OPTIONS = st.builds(
    ViewOptions,
    TEXT,
    TEXT,
    maybe(INSTANT),
    st.lists(st.floats(1e-6, 1e6), max_size=2).map(tuple),
    st.booleans(),
    st.just(fixed_zone(3600)),
    st.lists(TEXT, max_size=3).map(tuple),
    TEXT,
    st.lists(TEXT, max_size=2).map(tuple),
)
MANY = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FORBIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def is_safe(text: str) -> bool:
    return not any(unicodedata.category(char) in FORBIDDEN for char in text)


def texts(value: object) -> list[str]:
    """Every text within a view, wherever it stands."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for item in value for text in texts(item)]
    slots = getattr(type(value), "__slots__", ())
    return [text for name in slots for text in texts(getattr(value, name))]


@MANY
@given(STATES, INSTANT, OPTIONS)
def test_a_view_is_made_of_any_state_and_holds_only_safe_text(
    state: RunState, now: float, options: ViewOptions
) -> None:
    view = make_view(state, now, options=options)
    shown = texts(view)
    assert view.header.state in shown
    for text in shown:
        assert is_safe(text)
        assert text.isascii() or not options.ascii
        assert len(text) <= 4096


@MANY
@given(STATES, INSTANT, OPTIONS, st.integers(40, 120))
def test_the_text_form_keeps_to_its_columns(
    state: RunState, now: float, options: ViewOptions, columns: int
) -> None:
    report = text_report(
        make_view(state, now, options=options), columns=columns, ascii_only=options.ascii
    )
    assert all(width(row) <= columns for row in report.splitlines())
    assert report.isascii() or not options.ascii
    assert is_safe(final_sentence(state, now, options))


@MANY
@given(STATES, INSTANT, maybe(INSTANT), st.integers(20, 60))
def test_the_line_form_keeps_to_its_columns_and_is_ascii(
    state: RunState, now: float, deadline_at: float | None, columns: int
) -> None:
    line = one_line(state, now, zone=fixed_zone(0), deadline_at=deadline_at, columns=columns)
    assert 0 < len(line) <= columns
    assert line.isascii()
    assert line.isprintable()


def no_constant(text: str) -> float:
    raise AssertionError(f"{text} in the JSON")


@MANY
@given(STATES, INSTANT, OPTIONS)
def test_the_json_form_is_finite_and_its_range_holds_its_own_eta(
    state: RunState, now: float, options: ViewOptions
) -> None:
    extras = Extras(
        options.path, 1, options.deadline_at, options.what_if, options.notes, options.zone
    )
    text = as_json(state, now, extras)
    assert text.isascii()
    assert "\n" not in text
    report = json.loads(text, parse_constant=no_constant)
    forecast = report["forecast"]
    if forecast is not None:
        assert 0 <= forecast["low_s"] <= forecast["eta_s"] <= forecast["high_s"]
        total = sum(term["total_s"] for term in forecast["terms"])
        assert math.isclose(total, forecast["at_update_s"], rel_tol=1e-9)
        chance = forecast["meets_deadline_probability"]
        assert chance is None or 0 <= chance <= 1
    assert exit_code(state, now, options.deadline_at) in {0, 3, 4, 5, 6}


@MANY
@given(STATES, STATES, INSTANT, OPTIONS)
def test_the_lines_of_a_change_are_single_lines(
    before: RunState, after: RunState, now: float, options: ViewOptions
) -> None:
    first, second = (make_view(state, now, options=options) for state in (before, after))
    assert all(is_safe(line) for line in text_change(first, second))
    assert text_change(second, replace(second, header=second.header)) == ()
    assert text_change(None, second) == text_change(ViewState(), second)


RECORDS = st.builds(
    Record,
    st.sampled_from(["step", "config", "source", "other", "fault"]),
    COUNT,
    TEXT,
    step=maybe(COUNT),
    total_steps=maybe(COUNT),
    epoch=maybe(NUMBER),
    step_time_s=maybe(NUMBER),
    clock_s=maybe(NUMBER),
    at=maybe(NUMBER),
    metrics=st.dictionaries(TEXT, NUMBER, max_size=3),
    facts=st.dictionaries(TEXT, NUMBER, max_size=2),
    event=maybe(st.sampled_from(["opened", "truncated"])),
)


@MANY
@given(RECORDS, st.booleans())
def test_any_record_is_explained_in_one_row_and_in_one_object(
    record: Record, ascii_only: bool
) -> None:
    row = explain_row(record, columns=120, ascii_only=ascii_only)
    assert width(row) <= 120
    assert is_safe(row)
    assert json.loads(explain_json(record), parse_constant=no_constant)["kind"] == record.kind
