"""Widths of text in terminal cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from train_watch.view.cells import cut, pad, width, wrap

PRINTABLE = st.text(
    st.characters(exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")), max_size=60
)


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", 0),
        ("loss", 4),
        ("\u635f\u5931\u5024", 6),
        ("e\u0301", 1),
        ("\U0001f680", 2),
        ("\u26a0\ufe0f", 2),
        ("\u2588\u00b7", 2),
    ],
)
def test_width_counts_cells_not_characters(text: str, cells: int) -> None:
    assert width(text) == cells


@given(PRINTABLE)
def test_no_text_is_taken_for_narrower_than_the_dashboard_draws_it(text: str) -> None:
    """The reference is the table of the library that draws the dashboard, where it knows no newer
    Unicode than Python does."""
    from rich.cells import cell_len

    newer = any(width(char) < cell_len(char) for char in text)
    assert newer or width(text) >= cell_len(text)


@given(PRINTABLE, st.integers(0, 70))
def test_cutting_never_runs_over_and_keeps_what_fits(text: str, cells: int) -> None:
    shown = cut(text, cells)
    assert width(shown) <= cells
    assert (shown == text) == (width(text) <= cells)


@given(PRINTABLE, st.integers(1, 70))
def test_padding_is_exact(text: str, cells: int) -> None:
    assert width(pad(text, cells)) == cells


@given(st.text("ab \u635f", max_size=120), st.integers(2, 30))
def test_wrapping_loses_no_letter_and_keeps_to_its_width(text: str, cells: int) -> None:
    rows = wrap(text, cells)
    assert "".join("".join(rows).split()) == "".join(text.split())
    assert all(width(row) <= cells for row in rows)
