"""The log page: it follows the end, stays put when scrolled back, and finds text."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from train_watch.tui.feed import LogTail
from train_watch.tui.glyphs import UNICODE
from train_watch.tui.ink import Area, row_text
from train_watch.tui.screens.log import (
    found,
    log_rows,
    log_status,
    moved,
    searched,
    shifted,
    top_of,
)
from train_watch.tui.ui import LogPlace
from train_watch.view.state import SafeText

HEIGHT = 10


def tail_of(first: int, count: int) -> LogTail:
    return LogTail(
        first, tuple(SafeText(f"line {number}") for number in range(first, first + count))
    )


def shown(place: LogPlace, tail: LogTail) -> list[str]:
    return [row_text(row) for row in log_rows(place, tail, Area(80, HEIGHT, UNICODE))]


def test_a_new_page_shows_the_end_and_follows() -> None:
    assert shown(LogPlace(), tail_of(0, 50))[-1] == "line 49"
    assert shown(LogPlace(), tail_of(1, 50))[-1] == "line 50"


def test_a_page_that_was_scrolled_back_stays_while_lines_come_and_go() -> None:
    place = moved(LogPlace(), tail_of(0, 50), -5, HEIGHT)
    before = shown(place, tail_of(0, 50))
    assert shown(place, tail_of(20, 60)) == before


def test_lines_that_are_no_longer_held_give_way_to_the_oldest() -> None:
    place = moved(LogPlace(), tail_of(0, 50), -100, HEIGHT)
    assert shown(place, tail_of(0, 50))[0] == "line 0"
    assert shown(place, tail_of(30, 50))[0] == "line 30"


def test_scrolling_to_the_end_follows_again() -> None:
    place = moved(LogPlace(), tail_of(0, 50), -5, HEIGHT)
    assert place.top is not None
    assert moved(place, tail_of(0, 50), 5, HEIGHT).top is None


def test_a_search_goes_down_from_the_page_then_up_from_the_end() -> None:
    tail = tail_of(0, 100)
    down = searched(replace(LogPlace(), top=20), tail, HEIGHT, "line 3")
    assert down.hit == 30
    up = searched(LogPlace(), tail, HEIGHT, "LINE 7")
    assert up.hit is None
    assert up.told == "no line holds it"
    up = searched(LogPlace(), tail, HEIGHT, "line 7")
    assert up.hit == 79


def test_next_and_previous_walk_over_all_hits_and_say_when_there_are_no_more() -> None:
    tail = tail_of(0, 40)
    place = searched(replace(LogPlace(), top=0), tail, HEIGHT, "ne 1")
    hits = [place.hit]
    while not (place := found(place, tail, HEIGHT, 1)).told:
        hits.append(place.hit)
    assert hits == [1, *range(10, 20)]
    assert place.told == "no line further down"
    while not (place := found(place, tail, HEIGHT, -1)).told:
        hits.append(place.hit)
    assert hits[-1] == 1


def test_a_search_without_a_text_says_so() -> None:
    assert found(LogPlace(), tail_of(0, 5), HEIGHT, 1).told == "search with / first"
    assert searched(LogPlace(), tail_of(0, 5), HEIGHT, "").told


def test_matches_are_marked_and_the_hit_has_a_sign_of_its_own() -> None:
    place = searched(LogPlace(), tail_of(0, 30), HEIGHT, "line 25")
    rows = log_rows(place, tail_of(0, 30), Area(80, HEIGHT, UNICODE))
    marked = [row for row in rows if any(piece.role == "hit" for piece in row)]
    assert [row_text(row) for row in marked] == [">line 25"]


def test_long_lines_can_be_moved_to_the_side() -> None:
    tail = LogTail(0, (SafeText("損失 0123456789" * 5), SafeText("short")))
    place = shifted(LogPlace(), 20)
    assert shown(place, tail)[0].startswith("0123456789損失")
    assert shown(place, tail)[1] == ""
    assert shown(shifted(place, -100), tail) == shown(LogPlace(), tail)


def test_the_title_counts_lines_and_says_whether_it_follows() -> None:
    tail = tail_of(1000, 50)
    assert row_text(log_status(LogPlace(), tail, HEIGHT)) == "lines 1,041-1,050 of 1,050  following"
    held = moved(LogPlace(), tail, -3, HEIGHT)
    assert row_text(log_status(held, tail, HEIGHT)) == "lines 1,038-1,047 of 1,050  held"
    assert log_status(LogPlace(), LogTail(), HEIGHT) == ()


@given(
    first=st.integers(0, 100),
    count=st.integers(0, 60),
    top=st.none() | st.integers(-10, 200),
    moves=st.lists(st.integers(-70, 70), max_size=6),
    rows=st.integers(0, 30),
)
def test_no_way_of_scrolling_leaves_the_lines_that_are_held(
    first: int, count: int, top: int | None, moves: list[int], rows: int
) -> None:
    tail = tail_of(first, count)
    place = LogPlace(top=top)
    for by in moves:
        place = moved(place, tail, by, rows)
    start = top_of(place, tail, rows)
    assert first <= start <= first + max(0, count - rows)
    assert len(log_rows(place, tail, Area(40, rows, UNICODE))) >= min(rows, count)
