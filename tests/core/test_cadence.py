"""Periods, costs and counts of things that come now and then."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from train_watch.core.cadence import Event, Train
from train_watch.core.period import ahead, period
from train_watch.core.stragglers import Stragglers


@given(st.integers(2, 500), st.integers(0, 10_000), st.integers(3, 40))
def test_a_comb_is_recognised_with_its_distance(every: int, first: int, count: int) -> None:
    positions = [first + every * n for n in range(count)]
    assert period(positions, 0) == pytest.approx(every)


def test_a_missing_tooth_is_forgiven_and_chaos_is_not() -> None:
    assert period([0, 100, 200, 400, 500, 600], 1) == pytest.approx(100)
    assert period([0, 7, 100, 130, 500, 512], 1) is None


@given(st.integers(1, 300), st.integers(0, 3000), st.integers(0, 3000))
def test_the_count_ahead_equals_counting(every: int, now: int, length: int) -> None:
    end = now + length
    last = now - now % every
    counted = sum(1 for step in range(now + 1, end + 1) if step % every == 0)
    assert ahead(last, every, now, end) == counted


def test_an_announced_distance_counts_before_anything_happened() -> None:
    train = Train("evaluation", announced=250)
    assert train.ahead(100, 6000, 0) == 23
    assert train.each() is None


def test_a_first_event_that_was_dearer_is_not_the_usual_price() -> None:
    train = Train("evaluation")
    for position, cost in ((0, 100.0), (10, 10.0), (20, 11.0), (30, 9.0)):
        train.add(Event("evaluation", position, cost))
    assert train.each() == pytest.approx(10.0)


def test_one_event_on_a_full_disk_hardly_moves_the_price() -> None:
    train = Train("checkpoint")
    for index in range(20):
        train.add(Event("checkpoint", 10 * index + 10, 500.0 if index == 15 else 5.0))
    assert train.each() == pytest.approx((7 * 5 + 15) / 8)


def test_two_lines_about_one_evaluation_are_one_evaluation() -> None:
    train = Train("evaluation")
    assert train.add(Event("evaluation", 100))
    assert not train.add(Event("evaluation", 100, 12.5))
    assert (train.count, train.each()) == (1, 12.5)


def test_a_resume_takes_back_what_lies_beyond_it() -> None:
    train = Train("evaluation", announced=100)
    for position in (100, 200, 300):
        train.add(Event("evaluation", position, 1.0))
    train.rewind(200)
    assert train.ahead(200, 1000, 0) == 7


def test_one_at_the_end_counts_only_if_it_comes_before_the_last_line() -> None:
    train = Train("evaluation", announced=250)
    train.leads = True
    assert train.ahead(100, 6000, 0) == 24


def test_a_single_hang_is_not_projected_onto_the_rest() -> None:
    slow = Stragglers()
    slow.add(500, 3600.0, usual_s=2.0)
    assert slow.expected(now=600, end=1000, steps=600, stride=1)[1] == 0.0


def test_periodic_slow_lines_are_counted_not_averaged() -> None:
    slow = Stragglers()
    for position in (100, 200, 300, 400):
        slow.add(position, 7.0)
    assert slow.expected(now=450, end=600, steps=450, stride=1) == (2, 14.0)
