"""The moving window against numpy at every step."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from train_watch.core.window import Window

times = st.floats(1e-6, 1e6)


@given(st.lists(times, min_size=1, max_size=80), st.integers(1, 20))
def test_the_streaming_window_equals_numpy_at_every_step(values: list[float], size: int) -> None:
    window = Window(size)
    for count, value in enumerate(values, 1):
        window.add(value)
        tail = values[max(0, count - size) : count]
        assert list(window.values) == tail
        lost = 1e-15 * max(
            values[:count]
        )  # a sum forgets what a far larger number it held had rounded away
        assert window.mean() == pytest.approx(np.mean(tail), rel=1e-9, abs=lost)
        assert window.median() == pytest.approx(np.median(tail), rel=1e-12)
        for share in (0.0, 0.05, 0.5, 0.95, 1.0):
            assert window.quantile(share) == pytest.approx(np.quantile(tail, share), rel=1e-12)


def test_an_empty_window_knows_nothing() -> None:
    window = Window(3)
    assert (window.mean(), window.median(), window.quantile(0.9)) == (None, None, None)


def test_rounding_does_not_pile_up_when_a_huge_value_has_left() -> None:
    window = Window(4)
    for value in [1e15, *[0.1] * 8]:
        window.add(value)
    assert window.mean() == pytest.approx(0.1, rel=1e-12)


def test_clearing_forgets_everything() -> None:
    window = Window(4)
    window.add(5.0)
    window.clear()
    window.add(1.0)
    assert (len(window), window.mean()) == (1, 1.0)
