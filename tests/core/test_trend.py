"""Direction and slope against scipy-free oracles: all pairwise slopes, known truths."""

from random import Random
from statistics import median

import pytest

from train_watch.core.trend import BLOCKS, trend


def test_few_lines_say_nothing() -> None:
    assert trend([100], [3.99511]).direction == "unknown"
    assert trend(range(7), [1.0 + i for i in range(7)]).direction == "unknown"


def test_the_slope_is_the_median_of_all_pairwise_slopes() -> None:
    random = Random(3)
    steps = list(range(0, 10 * BLOCKS, 10))
    seconds = [2.0 + 0.001 * s + random.gauss(0, 0.01) for s in steps]
    pairs = [
        (seconds[j] - seconds[i]) / (steps[j] - steps[i])
        for i in range(BLOCKS)
        for j in range(i + 1, BLOCKS)
    ]
    level = sorted(seconds)[BLOCKS // 2]
    found = trend(steps, seconds)
    assert found.percent_per_1000_steps == pytest.approx(median(pairs) / level * 1e5)


@pytest.mark.parametrize(("slope", "direction"), [(0.002, "rising"), (-0.002, "falling")])
def test_a_clear_slope_is_named(slope: float, direction: str) -> None:
    random = Random(1)
    seconds = [1.0 + slope * n + random.gauss(0, 0.01) for n in range(100)]
    found = trend(range(100), seconds)
    assert found.direction == direction
    assert found.p_value is not None
    assert found.p_value < 0.01


def test_quiet_noise_is_steady_and_wild_noise_is_unknown() -> None:
    random = Random(2)
    quiet = [1.0 + random.gauss(0, 0.01) for _ in range(200)]
    wild = [1.0 + random.gauss(0, 0.5) for _ in range(20)]
    assert trend(range(200), quiet).direction == "steady"
    assert trend(range(20), wild).direction == "unknown"


def test_flat_noise_is_rarely_called_a_trend_even_when_it_comes_in_runs() -> None:
    wrong = 0
    for seed in range(200):
        random = Random(seed)
        state, seconds = 0.0, []
        for _ in range(240):
            state = 0.7 * state + random.gauss(0, 0.02)
            seconds.append(1 + state)
        wrong += trend(range(240), seconds).direction in ("rising", "falling")
    assert wrong <= 12


def test_the_unit_of_time_does_not_matter() -> None:
    seconds = [1.0 + 0.01 * n for n in range(50)]
    small = trend(range(50), seconds)
    large = trend(range(50), [1000 * value for value in seconds])
    assert small.direction == large.direction
    assert small.percent_per_1000_steps == pytest.approx(large.percent_per_1000_steps)
