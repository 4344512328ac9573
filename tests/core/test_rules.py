"""Alerts: silent on a steady run, one episode a slowdown, and gone when it is over."""

from math import exp
from random import Random

import pytest

from tests.core.logs import config, feed, live, nanogpt
from train_watch.core.records import Record
from train_watch.core.run import Run
from train_watch.core.state import Alert


def run_at(levels: list[float], spread: float = 0.02, evals: int = 0) -> Run:
    random = Random(11)
    run = feed([config(total_steps=10_000)])
    at = 1000.0
    for step, level in enumerate(levels, 1):
        if evals and step % evals == 0:
            at += 20 * level
            run.update(
                Record("evaluation", step, step=step, metrics={"val_loss": 1.0}, arrived_at=at)
            )
        at += 10 * level * (1 + random.gauss(0, spread))
        run.update(live(step, at))
    return run


def slowdowns(run: Run) -> list[Alert]:
    return [alert for alert in run.state().alerts if alert.rule == "slowdown"]


@pytest.mark.parametrize("evals", [0, 25])
def test_a_steady_run_alarms_nobody_with_or_without_evaluations(evals: int) -> None:
    assert slowdowns(run_at([1.0] * 600, evals=evals)) == []


@pytest.mark.parametrize("factor", [1.15, 1.6, 3.0])
def test_a_lasting_slowdown_is_named_with_its_evidence(factor: float) -> None:
    alert = slowdowns(run_at([1.0] * 150 + [factor] * 30))[0]
    assert alert.since_step == pytest.approx(151, abs=6)
    assert alert.evidence["ratio"] == pytest.approx(factor, rel=0.05)
    assert alert.severity == ("critical" if factor >= 1.5 else "warning")


def test_it_clears_when_the_pace_is_back() -> None:
    assert slowdowns(run_at([1.0] * 150 + [1.5] * 60 + [1.0] * 60)) == []


def test_a_single_straggler_is_no_slowdown() -> None:
    levels = [1.0] * 300
    levels[200] = 50.0
    assert slowdowns(run_at(levels)) == []


def test_a_speed_up_is_no_alert() -> None:
    assert slowdowns(run_at([1.0] * 150 + [0.6] * 60)) == []


def test_two_evaluations_in_silence_do_not_make_a_third_one_a_stall() -> None:
    run = feed([config(total_steps=10_000)])
    at = 1000.0
    for step in range(1, 331):
        at += 120.0 if step % 100 == 0 else 2.0
        run.update(live(step, at))
    for _ in range(69):
        at += 2.0
    assert run.state(at + 100.0).rhythm.stalled_after_s == pytest.approx(180.0)


def first_alarm(sigma: float, seed: int, lines: int, shift: tuple[int, float] | None = None) -> int:
    """Lines until a slowdown is told, every line looked at; 0 if none is."""
    random = Random(seed)
    run = Run(total=100_000)
    for step in range(1, lines + 1):
        factor = shift[1] if shift is not None and step > shift[0] else 1.0
        seconds = exp(random.gauss(0, sigma)) * factor
        run.update(Record("step", step, step=step, step_time_s=seconds))
        if run.series.watch.slowdowns.episode is not None:
            return step
    return 0


@pytest.mark.parametrize("sigma", [0.05, 0.1, 0.2])
def test_noise_alone_is_never_a_slowdown(sigma: float) -> None:
    assert [first_alarm(sigma, seed, 1500) for seed in range(6)] == [0] * 6


@pytest.mark.parametrize(("sigma", "factor", "within"), [(0.05, 1.3, 16), (0.1, 2.0, 8)])
def test_a_slowdown_is_told_within_few_lines(sigma: float, factor: float, within: int) -> None:
    for seed in range(8):
        assert 200 < first_alarm(sigma, seed, 300, (200, factor)) <= 200 + within


def test_slower_again_is_an_episode_of_its_own_and_the_ratio_is_to_the_best_pace() -> None:
    alert = slowdowns(run_at([1.0] * 150 + [1.4] * 100 + [2.0] * 40))[0]
    assert alert.since_step == pytest.approx(251, abs=6)
    assert alert.evidence["before_s"] == pytest.approx(10.0, rel=0.03)


def test_a_loss_that_a_line_only_calls_nan_has_no_count_of_lines() -> None:
    run = feed([*(nanogpt(n, 1.0) for n in range(5)), Record("fault", 90, fault="nan")])
    [alert] = run.state().alerts
    assert (alert.rule, alert.severity, dict(alert.evidence)) == ("nan_loss", "critical", {})
