"""How much work a user's pattern may cost: repeats that share text are refused, the rest is quick."""

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from train_watch.formats.effort import ENOUGH, tries
from train_watch.formats.pattern import HEAD, TAIL, Custom, PatternError, compile_pattern
from train_watch.lines.line import Line

LIMIT_S = 0.5
"""Of processor time on the worst line: twice what the worst accepted pattern takes here."""
CLASSES = ["a", r"\w", ".", "[ab]", "[^b]", "(?:a|b)", "(?:ab)", r"\S", "b"]
QUANTIFIERS = ["*", "+", "?", "{2,}", "{0,30}", "*?", "{3}", ""]
HOSTILE = ["a" * 5000, "ab" * 2500, "b" * 5000, "a" * 60, "aaab" * 1250]

pieces = st.tuples(st.sampled_from(CLASSES), st.sampled_from(QUANTIFIERS)).map("".join)


@settings(max_examples=150, deadline=None)
@given(st.lists(pieces, min_size=1, max_size=9), st.sampled_from(["b", "c", "$", "1"]))
@example(["a*"] * 8, "b")
@example(["a*", "b?"] * 5, "c")
@example(["(?:a|b)"] * 9, "c")
@example(["a*", "a"] * 4, "c")
@example([".*", "a*", r"\w*"], "$")
def test_whatever_is_accepted_is_quick_on_lines_made_to_be_slow(parts: list[str], end: str) -> None:
    try:
        custom = Custom(f"(?P<step>{''.join(parts)}{end})")
    except PatternError:
        return
    for text in HOSTILE:
        before = time.process_time()
        custom.read(Line(text, 1))
        assert time.process_time() - before < LIMIT_S


@pytest.mark.parametrize(
    "source",
    [
        r"(?P<step>a*a*a*a*a*a*a*a*b)",
        r"(?P<step>\w+)a\w+a\w+a\w+b",
        r"(?P<step>a*b?a*b?a*b?a*c)",
        r"(?P<step>(?:a|aa)" + "(?:a|aa)" * 16 + "c)",
        r"(?P<step>" + "(?:" * 40 + "a" + "?)?" * 40 + "c)",
    ],
)
def test_repeats_that_can_share_text_in_many_ways_are_refused(source: str) -> None:
    with pytest.raises(PatternError, match="the pattern is refused"):
        compile_pattern(source)


@pytest.mark.parametrize(
    "source",
    [
        r"(?P<step>\d+).*loss=(?P<loss>[\d.]+)",
        r"step\s*:?\s*(?P<step>\d+).*loss[^0-9]*(?P<loss>[\d.]+)",
        r"(?P<step>\d+)/(?P<total>\d+).*?(?P<loss>\d+\.\d+)",
        r"Epoch (?P<epoch>\d+)[^,]*, step (?P<step>\d+)[^,]*, loss (?P<loss>\S+)",
        r"(?P<step>\w++)\w*+x\w*+y",
    ],
)
def test_patterns_that_people_write_are_accepted(source: str) -> None:
    compile_pattern(source)


def test_a_number_before_a_gap_is_never_torn() -> None:
    made = Custom(r"(?P<step>\d+).*?(?P<loss>\d+)$").read(Line("120 then 7", 1))
    assert made is not None
    assert (made.step, made.metrics) == (120, {"loss": 7.0})
    assert Custom(r"(?P<step>\d+).*?(?P<loss>\d+)$").read(Line("120", 1)) is None


def test_the_estimate_has_a_ceiling() -> None:
    assert tries("(?:a{0,20}b){0,600}" * 9 + "x") <= ENOUGH


def test_of_a_long_line_only_both_ends_are_searched() -> None:
    custom = Custom(r"step (?P<step>\d+)")
    far = "x" * (HEAD + TAIL)
    assert custom.read(Line(f"step 5 {far}", 1)) is not None
    assert custom.read(Line(f"{far} step 6", 2)) is not None
    assert custom.read(Line(f"{far} step 7 {far}", 3)) is None
