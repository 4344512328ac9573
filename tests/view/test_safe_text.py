"""Text of a log on its way to a terminal: nothing acts on the terminal, nothing is lost."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from train_watch.view.cells import width
from train_watch.view.safe import LIMIT, MARKS_PER_CELL, safe_text

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=300)
NASTY = st.text(
    st.sampled_from(
        "\x1b[31m\x07\r\n\t\x9b\u202e\u200b\u2028\ud800\u0301\u0e33a\u635f\U0001f600 =:sk-"
    ),
    max_size=200,
)
FORBIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}

PAYLOADS = {
    "window title": "\x1b]0;pwned\x07",
    "unterminated OSC eats the rest in a careless cleaner": "\x1b]8;;http://x loss 3.1",
    "cursor home and clear": "\x1b[H\x1b[2J",
    "C1 CSI": "\x9b31m",
    "carriage return overwrites": "loss 9.9\rloss 1.0",
    "right to left override": "exe\u202etxt",
    "zero width space": "lo\u200bss",
    "line separator": "a\u2028b",
    "lone surrogate": "a\udcffb",
    "private use": "\ue000",
    "tag characters": "\U000e0041",
    "byte order mark": "\ufeffiter",
    "terminal answers": "\x1b[6n\x05",
    "DEL": "a\x7fb",
    "Hangul filler": "\u3164",
}


@pytest.mark.parametrize("payload", PAYLOADS.values(), ids=PAYLOADS.keys())
def test_no_payload_reaches_the_terminal(payload: str) -> None:
    shown = safe_text(payload)
    assert not any(unicodedata.category(char) in FORBIDDEN for char in shown)
    assert len(shown) == len(payload), "every character is shown, if only by its picture"


@pytest.mark.parametrize("draw", [ANY_TEXT, NASTY])
def test_no_control_character_comes_out(draw: st.SearchStrategy[str]) -> None:
    @given(draw)
    def check(text: str) -> None:
        assert not any(unicodedata.category(char) in FORBIDDEN for char in safe_text(text))

    check()


@given(st.one_of(ANY_TEXT, NASTY))
def test_applying_it_twice_changes_nothing(text: str) -> None:
    once = safe_text(text)
    assert safe_text(once) == once


@given(st.one_of(ANY_TEXT, NASTY))
def test_the_ascii_form_is_ascii_and_settles_too(text: str) -> None:
    once = safe_text(text, ascii_only=True)
    assert once.isascii()
    assert once.isprintable()
    assert safe_text(once, ascii_only=True) == once


@given(st.one_of(ANY_TEXT, NASTY), st.integers(0, 40))
def test_the_result_fits_its_width(text: str, cells: int) -> None:
    shown = safe_text(text, width=cells)
    assert width(shown) <= cells
    assert safe_text(shown, width=cells) == shown


def test_a_huge_line_is_bounded_and_says_that_it_was_cut() -> None:
    shown = safe_text("\t" * 1_000_000)
    assert len(shown) == LIMIT
    assert shown.endswith("\u2026")


def test_text_that_is_clean_is_the_same_object() -> None:
    line = "iter 2110: loss 3.1102, time 3981.02ms, mfu 41.20%"
    assert safe_text(line) is line


def test_tabs_become_blanks_up_to_the_next_stop() -> None:
    assert safe_text("step\tloss") == "step    loss"


def test_marks_are_capped_and_the_rest_is_shown_apart() -> None:
    shown = safe_text("a" + "\u0301" * 100)
    longest = max(len(run) for run in re.findall("\u0301+", shown))
    assert longest == MARKS_PER_CELL
    assert len(shown) == 101


def test_a_leading_mark_cannot_land_on_the_frame_beside_it() -> None:
    assert not unicodedata.combining(safe_text("\u0301loss")[0])


SECRETS = {
    "sk-proj-abcdefghij0123456789": "sk-***",
    "token hf_abcdefghijklmnopqrstuvwxyz0123 used": "token hf_*** used",
    "AKIAIOSFODNN7EXAMPLE": "AKIA***",
    "ghp_0123456789abcdefghij0123456789abcdef": "ghp_***",
    "export WANDB_API_KEY=0123456789abcdef0123456789abcdef": "export WANDB_API_KEY=***",
    "Authorization: Bearer abcdefghijklmnop.qrstuvwx": "Authorization: Bearer ***",
    "{'api_key': 'abcdefgh12345678'}": "{'api_key': '***'}",
    "git clone https://me:hunter22@host/x": "git clone https://me:***@host/x",
}


@pytest.mark.parametrize(("line", "shown"), SECRETS.items())
def test_secrets_are_masked_and_named(line: str, shown: str) -> None:
    assert safe_text(line) == shown


@pytest.mark.parametrize(
    "line",
    [
        "iter 100: loss 6.1, time 3995.11ms, mfu 5.10%",
        "tokens_per_sec: 123456789",
        "eos_token='</s>', pad_token='<pad>'",
        "saving checkpoint to disk-0123456789abcdefghij",
        "import sk-learn-preprocessing-pipeline",
        "2025-11-24 16:12:40 https://wandb.ai/me/project/runs/abc123",
    ],
)
def test_what_trainers_print_every_day_is_left_alone(line: str) -> None:
    assert safe_text(line) == line


@given(st.text("sk-hf_AKIAbearer:/@=tokenTOKEN_PASSWORD 0123", max_size=400))
def test_masking_settles_after_one_pass(text: str) -> None:
    once = safe_text(text)
    assert safe_text(once) == once
