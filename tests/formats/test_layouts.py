"""A learned layout reads a line exactly as the slow way did, or not at all."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from train_watch.formats.layout import Layouts
from train_watch.formats.lint import faults
from train_watch.formats.reading import Reading, read
from train_watch.formats.unknown import fill

NUMBER = st.one_of(
    st.integers(0, 10**6).map(str),
    st.floats(-100, 100).map(lambda value: f"{value:.3f}"),
    st.floats(1e-9, 1e-3).map(lambda value: f"{value:.2e}"),
    st.sampled_from(["nan", "1:02:03", "1 day, 2:03:04", "12.5K", "1m 29s", "-0.5"]),
)
WORD = st.sampled_from(
    [
        "loss",
        "time",
        "lr:",
        "eta:",
        "step",
        "| acc",
        "(",
        ")",
        "ms",
        "=",
        ", norm",
        "[",
        "/",
        "s/it",
    ]
)
SHAPE = st.lists(WORD, min_size=2, max_size=8)


def slow(reading: Reading) -> dict[str, Any] | None:
    values: dict[str, Any] = {}
    return values if fill(values, reading) else None


@settings(max_examples=300, deadline=None)
@given(SHAPE, st.data())
def test_the_fast_way_gives_what_the_slow_way_gives(shape: list[str], data: st.DataObject) -> None:
    first, second = (" ".join(f"{word} {data.draw(NUMBER)}" for word in shape) for _ in range(2))
    learned = read(first)
    assert learned is not None
    layouts = Layouts()
    holes = learned.holes
    layouts.learn(first, 0, [(token.start, token.end) for token in holes.tokens], holes.rows)
    for text in (first, second):
        fast: dict[str, Any] = {}
        again = read(text)
        if again is not None and again.holes.rows == holes.rows and layouts.fill(fast, text):
            assert repr(fast) == repr(slow(again))


def test_a_line_of_other_words_has_no_layout() -> None:
    text = "step 5 loss 1.5"
    reading = read(text)
    assert reading is not None
    layouts = Layouts()
    layouts.learn(text, 0, [(t.start, t.end) for t in reading.holes.tokens], reading.holes.rows)
    assert layouts.fill({}, "step 6 loss 1.25")
    assert layouts.fill({}, "step    6  loss nan")
    assert not layouts.fill({}, "step 6 val 1.25")
    assert not layouts.fill({}, "step 6 loss 1.25 and more")


def test_numbers_that_touch_each_other_are_not_learned() -> None:
    layouts = Layouts()
    layouts.learn(
        "1:2:3", 0, [(0, 1), (2, 3), (4, 5)], [("step", "count"), ("a", "num"), ("b", "num")]
    )
    assert not layouts.fill({}, "1:2:3")


def test_a_layout_is_a_bounded_pattern() -> None:
    layouts = Layouts()
    text = "Epoch: [3][ 201/5005] Time  0.412 ( 0.420) Data  0.011 ( 0.020) Loss 5.1234e+00 (5.3312e+00)"
    reading = read(text)
    assert reading is not None
    layouts.learn(text, 0, [(t.start, t.end) for t in reading.holes.tokens], reading.holes.rows)
    matcher = layouts._known[0][0]
    assert faults(matcher.__self__.pattern) == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("unit", ["[1/2]", "1/2 ", "step 5 ", "{a}"])
def test_a_line_that_would_be_slow_to_compile_is_not_learned(unit: str) -> None:
    text = "step 5 loss 1.5 " + unit * (4000 // len(unit))
    reading = read(text)
    assert reading is not None
    layouts = Layouts()
    layouts.learn(text, 0, [(t.start, t.end) for t in reading.holes.tokens], reading.holes.rows)
    assert not layouts.fill({}, text)
