"""Means over stretches of a run against the plain lists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from train_watch.core.history import CAP, History

lines = st.lists(st.tuples(st.integers(1, 50), st.floats(0.01, 100.0)), min_size=1, max_size=60)


@given(lines)
def test_any_stretch_between_lines_equals_the_plain_sum(rows: list[tuple[int, float]]) -> None:
    history = History()
    for steps, seconds in rows:
        history.add(steps, steps * seconds)
    edges = [sum(s for s, _ in rows[:n]) for n in range(len(rows) + 1)]
    for a in range(0, len(rows), 7):
        for b in range(a + 1, len(rows) + 1, 5):
            spent = sum(s * t for s, t in rows[a:b])
            expected = spent / (edges[b] - edges[a])
            assert history.mean(edges[a], edges[b]) == pytest.approx(expected, rel=1e-9)


def test_a_long_run_needs_bounded_memory_and_keeps_its_means() -> None:
    history = History()
    for index in range(20 * CAP):
        history.add(1, 1.0 if index < 10 * CAP else 2.0)
    assert len(history._at) <= CAP + 1
    assert history.mean(0, 9 * CAP) == pytest.approx(1.0)
    assert history.mean(11 * CAP, 20 * CAP) == pytest.approx(2.0)
    assert history.mean(0, 20 * CAP) == pytest.approx(1.5)
