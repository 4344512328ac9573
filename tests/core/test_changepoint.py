"""Shifts of the level are found soon, and noise is none."""

from math import log
from random import Random

import pytest

from train_watch.core.changepoint import Change, Cusum


def changes(values: list[float]) -> list[tuple[int, Change]]:
    cusum = Cusum()
    found = ((n, cusum.add(log(value), float(n))) for n, value in enumerate(values))
    return [(n, change) for n, change in found if change is not None]


def noisy(levels: list[float], spread: float, seed: int) -> list[float]:
    random = Random(seed)
    return [level * (1 + random.gauss(0, spread)) for level in levels]


@pytest.mark.parametrize(("factor", "lines"), [(1.1, 9), (1.3, 6), (2.0, 5), (0.7, 6)])
def test_a_lasting_shift_is_confirmed_within_a_few_lines(factor: float, lines: int) -> None:
    for seed in range(20):
        found = changes(noisy([1.0] * 100 + [factor] * 40, 0.02, seed))
        late = [(n, change) for n, change in found if n >= 100]
        assert late, seed
        assert late[0][0] - 100 < lines
        assert late[0][1].up == (factor > 1)
        assert late[0][1].after - late[0][1].before == pytest.approx(log(factor), abs=0.04)


def test_steady_noise_raises_almost_no_alarm() -> None:
    found = sum(len(changes(noisy([1.0] * 1000, 0.05, seed))) for seed in range(10))
    assert found <= 3


def test_noise_that_comes_in_runs_is_not_taken_for_shifts() -> None:
    random = Random(5)
    state, values = 0.0, []
    for _ in range(4000):
        state = 0.9 * state + random.gauss(0, 0.02)
        values.append(1 + state)
    assert len(changes(values)) <= 8


def test_one_straggler_of_any_size_is_no_shift() -> None:
    values = noisy([1.0] * 100, 0.02, 1)
    values[60] = 1e6
    assert changes(values) == []
