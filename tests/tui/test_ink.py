"""Rows of styled text: cut by cells, packed by importance, spread to both ends."""

from hypothesis import given
from hypothesis import strategies as st

from train_watch.tui.frame import Frame, framed
from train_watch.tui.glyphs import ASCII, UNICODE
from train_watch.tui.ink import (
    Area,
    Ranked,
    Span,
    clip,
    finished,
    fit,
    glue,
    packed,
    pick,
    row_text,
    row_width,
    span,
    spread,
)
from train_watch.tui.layout import Want, shares

WORDS = st.text("ab損é ", max_size=12)


def test_a_row_that_is_cut_ends_with_an_ellipsis_even_at_the_edge_of_a_span() -> None:
    assert row_text(clip((Span("abc"), Span("def", "good")), 4, UNICODE)) == "abc…"
    assert row_text(clip((Span("abc"), Span("def", "good")), 3, UNICODE)) == "ab…"
    assert row_text(clip((Span("abc"),), 3, UNICODE)) == "abc"
    assert row_text(clip((Span("abc"),), 2, ASCII)) == "a~"


@given(st.lists(WORDS, max_size=5), st.integers(0, 40))
def test_a_fitted_row_has_exactly_the_width_asked_for(words: list[str], cells: int) -> None:
    row = tuple(Span(word) for word in words)
    assert row_width(fit(row, cells, UNICODE)) == cells
    assert row_width(clip(row, cells, UNICODE)) <= cells


def test_packing_gives_up_the_least_needed_part_first() -> None:
    parts = [Ranked(0, span("20:41")), Ranked(2, span("range")), Ranked(1, span("in 4h"))]
    assert row_text(packed(parts, 20, 2, UNICODE)) == "20:41  range  in 4h"
    assert row_text(packed(parts, 18, 2, UNICODE)) == "20:41  in 4h"
    assert row_text(packed(parts, 5, 2, UNICODE)) == "20:41"
    assert row_text(packed(parts, 3, 2, UNICODE)) == "20…"


def test_packing_fills_the_room_with_a_smaller_part_when_a_dearer_one_is_too_big() -> None:
    parts = [Ranked(0, span("aaa")), Ranked(1, span("b" * 20)), Ranked(2, span("cc"))]
    assert row_text(packed(parts, 10, 1, UNICODE)) == "aaa cc"


@given(st.lists(st.tuples(st.integers(0, 5), WORDS), max_size=6), st.integers(0, 50))
def test_packed_parts_never_run_over_the_edge(parts: list[tuple[int, str]], cells: int) -> None:
    row = packed([Ranked(rank, span(text)) for rank, text in parts], cells, 2, UNICODE)
    assert row_width(row) <= cells


def test_the_right_end_gives_way_to_the_left_one() -> None:
    assert row_text(spread(span("left"), span("right"), 12, UNICODE)) == "left   right"
    assert row_text(spread(span("left"), span("right"), 10, UNICODE)) == "left      "


def test_glue_leaves_no_gap_for_what_is_empty() -> None:
    assert row_text(glue([span("a"), (), span("b")], 2)) == "a  b"


def test_the_dearest_rows_are_picked_and_stay_in_order() -> None:
    rows = [Ranked(2, span("c")), Ranked(0, span("a")), Ranked(1, span("b"))]
    assert [row_text(row) for row in pick(rows, 2)] == ["a", "b"]
    assert pick(rows, -1) == ()


def test_finished_text_is_ascii_where_only_ascii_may_be_shown() -> None:
    row = (Span("a…b · 損 é\u0301 \x1b[0m"),)
    assert row_text(finished(row, ASCII)) == "a~b . ?? ? ?[0m"
    assert row_text(finished(row, UNICODE)) == "a…b · 損 é\u0301 \ufffd[0m"


def test_a_box_names_its_panel_and_its_keys_as_far_as_there_is_room() -> None:
    frame = Frame("box", span("health"), span("a all"))

    def drawn(cells: int) -> list[str]:
        return [row_text(row) for row in framed(frame, (span("x"),), Area(cells, 3, UNICODE))]

    assert drawn(24) == [
        "╭─ health ───── a all ─╮",
        "│ x                    │",
        "╰──────────────────────╯",
    ]
    assert drawn(14)[0] == "╭─ health ───╮"
    assert drawn(6)[0] == "╭────╮"
    assert drawn(1)[0] == "╭"


def test_bands_get_what_they_need_in_order_and_share_the_rest() -> None:
    wants = [Want("when", 3, 6), Want("alerts", 0, 0), Want("log", 2, 99)]
    assert shares(20, wants) == {"when": 6, "alerts": 0, "log": 14}
    assert shares(4, wants) == {"when": 4, "alerts": 0, "log": 0}
    assert shares(0, wants) == {"when": 0, "alerts": 0, "log": 0}


@given(st.integers(0, 60), st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=5))
def test_shares_never_give_more_rows_than_there_are(
    room: int, wants: list[tuple[int, int]]
) -> None:
    given_rows = shares(
        room, [Want(str(n), low, low + more) for n, (low, more) in enumerate(wants)]
    )
    assert sum(given_rows.values()) <= room
