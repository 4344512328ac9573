"""A user's own pattern: what is accepted, what is refused in one sentence, what is read."""

import re
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from train_watch.formats.pattern import (
    MOST_CHARACTERS,
    Custom,
    PatternError,
    bounded,
    compile_pattern,
)
from train_watch.formats.reader import Reader
from train_watch.lines.line import Line


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        (r"(?P<loss>\d+)", "names no group"),
        ("(?P<step>", "no regular expression"),
        (r"(?P<step>(\d+)+)", "within a repeat"),
        (r"(?P<step>\d+).*a.*b", "two"),
        (r"(?P<step>\w+) \1", "refers back"),
        (r"(?P<step>(?:a|ab)+)", "alternatives"),
        ("(?P<step>x)" + "y" * MOST_CHARACTERS, "at most 4096"),
    ],
)
def test_a_pattern_is_refused_in_one_clear_sentence(source: str, complaint: str) -> None:
    with pytest.raises(PatternError, match=complaint) as raised:
        compile_pattern(source)
    assert "\n" not in str(raised.value)
    with pytest.raises(ValueError, match=complaint):
        Reader(pattern=source)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"it=(?P<step>\d+)\s+L=(?P<loss>[\d.]+)", "it=12   L=0.5"),
        (r"^\[(?P<step>\d+)/(?P<total>\d+)\].*?(?P<time_ms>[\d.]+)ms", "[5/10] something 12.5ms"),
        (r"(?P<step>\d{2,})[^|]*\|", "step 12 and more words than twenty characters |"),
    ],
)
def test_an_accepted_pattern_matches_what_it_did(source: str, text: str) -> None:
    plain, safe = re.search(source, text), compile_pattern(source).search(text)
    assert plain is not None
    assert safe is not None
    assert plain.groupdict() == safe.groupdict()


@settings(max_examples=300)
@given(st.text("ab.*+?{}[]()|\\d^$-,1", max_size=24))
def test_bounding_a_pattern_keeps_it_a_pattern(source: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        try:
            re.compile(source)
        except (re.error, OverflowError):
            return
        re.compile(bounded(source))
    try:
        compile_pattern(f"(?P<step>x){source}")
    except PatternError:
        return


def test_named_groups_become_fields() -> None:
    custom = Custom(
        r"e(?P<epoch>\d+) (?P<step>\d+)/(?P<total>\d+) (?P<time_ms>\S+) (?P<elapsed>\S+) (?P<eta>\S+) (?P<loss>\S+) (?P<f1>\S+)"
    )
    made = custom.read(Line("e2 7/90 250.5 0:01:05 2:00:00 1.5 0.875", 3))
    assert made is not None
    assert (made.step, made.total_steps, made.epoch) == (7, 90, 2.0)
    assert (made.step_time_s, made.clock_s, made.trainer_eta_s) == (0.2505, 65.0, 7200.0)
    assert (made.metrics, made.format) == ({"loss": 1.5, "f1": 0.875}, "custom")


def test_a_line_that_does_not_fit_is_left_to_others() -> None:
    custom = Custom(r"T(?P<step>\w+) (?P<loss>\S+)")
    assert custom.read(Line("nothing", 1)) is None
    assert custom.read(Line("Tx 1.5", 1)) is None
