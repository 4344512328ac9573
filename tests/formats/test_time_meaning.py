"""What an unlabelled time is: a simulated trainer prints one sort of time, and its lines tell which."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from train_watch.core.records import Record
from train_watch.formats.meaning import Meaning, Point, meaning
from train_watch.formats.reader import Reader
from train_watch.lines.line import Line


def points(
    kind: str, stride: int, pace: float, *, stamped: bool, share: float = 1.0
) -> list[Point]:
    """Twelve lines of a run at `pace` seconds a step, `share` of which is in what is printed."""
    values = {"time": share * pace, "interval": share * pace * stride}
    return [
        Point(n * stride, values.get(kind, n * stride * pace), 1e6 + n * stride * pace if stamped else None)
        for n in range(1, 13)
    ]  # fmt: skip


PACES = st.floats(0.3, 30.0)
STRIDES = st.integers(4, 200)


@given(st.sampled_from(["time", "interval", "clock"]), STRIDES, PACES, st.floats(0.6, 1.0))
def test_stamps_tell_what_the_time_is(kind: str, stride: int, pace: float, share: float) -> None:
    assert meaning(points(kind, stride, pace, stamped=True, share=share), bare=False) == Meaning(
        kind, witnessed=True
    )


@given(st.sampled_from(["time", "interval"]), STRIDES, PACES)
def test_without_any_witness_the_time_of_several_steps_is_not_known(
    kind: str, stride: int, pace: float
) -> None:
    assert meaning(points(kind, stride, pace, stamped=False), bare=False) is None


@given(PACES, st.floats(0.5, 1.0))
def test_a_number_without_a_unit_is_in_the_one_that_the_stamps_allow(
    pace: float, share: float
) -> None:
    in_ms = [point._replace(value=1e3 * point.value) for point in points("time", 1, pace, stamped=True, share=share)]  # fmt: skip
    assert meaning(in_ms, bare=True) == Meaning("time", 1e-3, witnessed=True)


@given(st.sampled_from(["time", "interval"]), STRIDES, PACES, st.floats(0.7, 1.4))
def test_the_trainers_remaining_time_is_a_witness_too(
    kind: str, stride: int, pace: float, off: float
) -> None:
    told = [point._replace(pace=pace * off) for point in points(kind, stride, pace, stamped=False)]
    assert meaning(told, bare=False) == Meaning(kind, witnessed=True)


@settings(max_examples=200)
@given(
    st.lists(st.tuples(st.floats(0, 1e6), st.floats(0, 1e9) | st.none()), max_size=12),
    st.booleans(),
)
def test_no_numbers_raise_and_a_time_is_never_more_than_has_passed(
    told: list[tuple[float, float | None]], bare: bool
) -> None:
    lines = [Point(10 * n, value, at) for n, (value, at) in enumerate(told)]
    found = meaning(lines, bare=bare)
    first, last = (lines[0].at, lines[-1].at) if lines else (None, None)
    if found is None or found.kind == "clock" or first is None or last is None or last - first < 3:
        return
    steps = 10 if found.kind == "time" else 1
    assert sum(point.value for point in lines[1:]) * steps * found.scale <= 1.5 * (last - first)


def last(texts: list[str]) -> Record:
    reader = Reader()
    made: list[Record] = []
    for number, text in enumerate(texts, 1):
        made += reader.feed(Line(text, number))
    return [*made, *reader.flush()][-1]


@pytest.mark.parametrize(
    ("shape", "seconds", "covers"),
    [
        ("iter {0}/1000 loss 2.5 - 4.2s since last log", 4.2, "interval"),
        ("iter {0}/1000 loss 2.5 interval_time 4.25s", 4.25, "interval"),
        ("step {0} loss 1.5 time_per_100_steps: 20.4s", 0.204, "step"),
        ("step {0} loss 1.5 sec/step: 0.25", 0.25, "step"),
        ("step {0}/1000 loss 1.5 took 3.25s", None, "step"),
        ("step {0}/1000 loss 1.5 next save in 10 min", None, "step"),
        ("step {0}/1000 loss 1.5 load time: 3.5s", None, "step"),
    ],
)
def test_the_words_beside_a_time_tell_what_it_is_of(
    shape: str, seconds: float | None, covers: str
) -> None:
    made = last([shape.format(number) for number in range(20, 300, 20)])
    assert made.kind == "step"
    assert made.step_time_s == (pytest.approx(seconds) if seconds is not None else None)
    assert made.covers == covers


def test_a_long_time_without_a_unit_may_be_in_seconds_or_milliseconds() -> None:
    made = last([f"step {number} | loss 2.5 | dt 353.12" for number in range(1, 20)])
    assert (made.kind, made.step_time_s) == ("step", None)
    assert (
        last([f"step {number} | loss 2.5 | dt 0.35" for number in range(1, 20)]).step_time_s == 0.35
    )


def stamped(shape: str, stride: int = 10, pace: float = 0.02) -> Record:
    """The record of the last of 60 lines, `stride` steps of `pace` seconds apart."""
    reader = Reader()
    made: list[Record] = []
    for number in range(1, 61):
        at = 1e6 + number * stride * pace
        made += reader.feed(Line(shape.format(number * stride), number, at=at))
    return [*made, *reader.flush()][-1]


def test_a_name_that_says_a_step_and_no_unit_is_held_against_the_stamps() -> None:
    made = stamped("step {0}/10000 loss 2.5 dt 19.5")
    assert made.step_time_s == pytest.approx(0.0195)
    assert stamped("step {0}/10000 loss 2.5 dt 1.5").step_time_s is None  # neither s nor ms fits
