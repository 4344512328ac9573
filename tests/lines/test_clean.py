"""Cleaning: what a person would have read, and nothing that a terminal would obey."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from train_watch.lines.clean import clean, clean_block, cut, readable
from train_watch.lines.half import CAP_BYTES

HOSTILE = st.lists(
    st.sampled_from(
        [
            "\x1b[",
            "\x1b]",
            "\x1bP",
            "\x1b\\",
            "\x9b",
            "\x9d",
            "\x07",
            "\x08",
            "\x00",
            "31;1m",
            "0;title",
            "iter5",
            "c",
            "?25l",
        ]
    )
    | st.sampled_from("\x7f\x85\u2028\ufeff\t\n\r ")
    | st.text(max_size=4),
    max_size=20,
).map("".join)


@given(HOSTILE)
def test_no_control_but_the_terminators_comes_out(text: str) -> None:
    """B2, B4."""
    left = {sign for sign in clean(text) if unicodedata.category(sign) == "Cc"}
    assert left <= {"\n", "\r"}


@given(HOSTILE)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(HOSTILE)
def test_cleaning_makes_no_text_longer(text: str) -> None:
    assert len(clean(text)) <= len(text)


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E) | st.sampled_from("█é日\n\r")))
def test_what_needs_no_cleaning_stays_as_it_is(text: str) -> None:
    assert clean_block(text.encode()) == (text, False)
    assert clean(text) == text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("\x1b[1m120/469\x1b[0m \x1b[32m━━\x1b[0m", "120/469 ━━"),
        ("time \x1b[32m99ms\x1b[0m", "time 99ms"),
        ("50%|██ | 1/2\x1b[A", "50%|██ | 1/2"),
        ("\x1b]8;;file:///etc\x1b\\link\x1b]8;;\x1b\\ end", "link end"),
        ("\x1b]0;title\x07loss 4", "loss 4"),
        ("\x1bP1$r0m\x1b\\loss 4", "loss 4"),
        ("\x1b(B\x1b[mloss 4\x1bc", "loss 4"),
        ("\x9b31mloss 4", "loss 4"),
    ],
)
def test_escape_sequences_go_and_the_text_stays(written: str, read: str) -> None:
    """B2, B8."""
    assert clean(written) == read


def test_an_unterminated_sequence_does_not_eat_the_line() -> None:
    """B2: what looks like its beginning goes, the text after it stays."""
    assert clean("\x1b]52;c;cm0gLXJm loss 4") == "52;c;cm0gLXJm loss 4"
    assert clean("\x1b[31") == "31"
    assert clean("loss 4\x1b") == "loss 4\ufffd"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("10%\b\b\b20%", "20%"),
        ("1/9\b\b\b", "1/9"),
        ("\b\b\b1/9", "1/9"),
        ("abc\b\b\b\b\b\bde", "de"),
        ("a\bb\n\bc\rd\b", "b\nc\rd"),
        ("abc\b\b\b   \b\b\b", "   "),
    ],
)
def test_backspaces_take_back_what_is_written_over(written: str, read: str) -> None:
    assert clean(written) == read


def test_a_number_beside_bytes_that_are_no_text_is_still_a_number() -> None:
    """B4."""
    text, noisy = clean_block(b"iter 5\xff: loss 4\x00, time 9ms\n")
    assert (text, noisy) == ("iter 5\ufffd: loss 4, time 9ms\n", True)
    assert readable(text) == "iter 5: loss 4, time 9ms\n"
    assert readable("1\ufffd2") == "1 2"


@pytest.mark.parametrize(
    "row",
    [
        b"\x1b]" * 200_000,
        b"\x1b]" + b"a" * 400_000,
        (b"\x1b]" + b"a" * 2_000) * 200,
        b"\x1b[" + b"1;" * 200_000,
        b"\x1b[1" * 130_000,
        b"a\b" * 200_000,
        b"\xff1" * 200_000,
    ],
    ids=["openers", "one title", "many titles", "parameters", "starts", "backspaces", "bytes"],
)
def test_a_hostile_line_of_400_kb_costs_little(row: bytes) -> None:
    """R1, F19: linear, since every pattern is bounded and the row is shortened first."""
    started = time.perf_counter()
    readable(cut(clean_block(row + b"\n")[0])[0])
    assert (
        time.perf_counter() - started < 0.5
    )  # it takes 5 to 20 ms; the quadratic one took minutes


@given(st.integers(0, 40), st.integers(CAP_BYTES - 2, CAP_BYTES + 50))
def test_a_shortened_row_is_marked_even_if_little_is_left_of_it(colours: int, size: int) -> None:
    row = b"\x1b[1m" * (size // 4) + b"x" * colours + b"\n"
    text, _ = clean_block(row)
    assert cut(text)[1] == (len(row) - 1 > CAP_BYTES)
