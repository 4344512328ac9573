"""The total of a counter that goes on over the epochs, from the lines at which these begin."""

import pytest

from tests.core.logs import config, feed
from train_watch.core.epochbounds import EpochBounds
from train_watch.core.records import Record
from train_watch.core.run import Run


def told(last: int, *, length: int = 70, every: int = 10, base: int = 1) -> Run:
    """Lines of a trainer of six epochs up to step `last`; `base`: the number of the first epoch."""
    steps = range(every, last + 1, every)
    return feed(
        [config(total_epochs=6)]
        + [Record("step", s, step=s, epoch=(s - 1) // length + base, epoch_base=1) for s in steps]
    )


def test_the_bounds_of_all_epochs_together_tell_the_total() -> None:
    assert told(140).state().total_steps is None
    state = told(220).state()
    assert (state.total_from, state.total_is_rough) == ("epochs", True)
    assert state.total_steps == pytest.approx(420, rel=0.025)


@pytest.mark.parametrize(("last", "error"), [(220, 0.025), (290, 0.025), (420, 0.02)])
def test_the_total_is_as_near_as_the_room_that_is_left(last: int, error: float) -> None:
    assert told(last).state().total_steps == pytest.approx(420, rel=error)


def test_lines_far_apart_tell_no_total() -> None:
    assert told(350, every=50).state().total_steps is None


def test_epochs_of_slightly_different_lengths_still_tell_the_total() -> None:
    bounds, start = EpochBounds(), 0
    for epoch in range(100):
        length = 5256 + (epoch * 7) % 5
        for step in range(start + 480 - start % 480, start + length + 1, 480):
            bounds.see(epoch, step)
        start += length
    found = bounds.length()
    assert found is not None
    assert found.steps == pytest.approx(5258, rel=0.001)


def test_numbers_of_something_else_than_epochs_tell_no_total() -> None:
    bounds = EpochBounds()
    for step in range(10, 2000, 10):
        bounds.see((step - 1) // 100 + 3, step)
    assert bounds.length() is None


def test_a_run_that_is_over_has_no_rough_total() -> None:
    run = told(420)
    assert run.state().total_steps is not None
    run.update(Record("done", 99))
    assert run.state().total_steps is None
