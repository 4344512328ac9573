"""Simulated trainers that print a remaining time and no total: what is claimed is right, or nothing is."""

from collections.abc import Iterator
from random import Random
from typing import NamedTuple

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from train_watch.core.agreement import Span
from train_watch.core.averages import Averages
from train_watch.core.inversion import Guess, Inversion, Reading, choose, grain, roundest
from train_watch.core.records import Record

RIGHT = 0.01
"""Relative error that a rough total may have."""
BESIDE = 0.002
"""Relative error of an exact one: a total so near to a round number may be taken for it."""


class Trainer(NamedTuple):
    """A trainer of `total` steps that prints a line every `stride` steps."""

    total: int
    pace: float
    behind: str
    """What its remaining time is made of: last, mean, ema, window."""
    prints: str
    """What its lines show: last, interval, bracketed, clock, stamp, or several."""
    stride: int = 10
    noise: float = 0.05
    trend: float = 0.0
    """Relative change of the pace over the run."""
    compiling: float = 0.0
    """Seconds of the first step beyond the pace."""
    counts_itself: int = 0
    """1: the step just done counts to the rest."""
    fine: bool = False
    """Remaining time to hundredths of a second, else cut off to whole ones."""
    seed: int = 0
    lines: int = 120

    def records(self) -> Iterator[Record]:
        """The lines, as they are read."""
        random = Random(self.seed)
        clock, ema, last, recent, mark = 0.0, 0.0, 0.0, [0.0], 0.0
        for step in range(1, min(self.total, self.stride * self.lines)):
            drift = 1 + self.trend * step / self.total
            last = self.pace * drift * max(0.2, random.gauss(1.0, self.noise))
            last += self.compiling if step == 1 else 0.0
            clock += last
            ema = last if step == 1 else 0.9 * ema + 0.1 * last
            recent = [*recent[-19:], last]
            if step % self.stride == 0:
                window = sum(recent) / len(recent)
                average = {"last": last, "mean": clock / step, "ema": ema, "window": window}
                left = average[self.behind] * (self.total - step + self.counts_itself)
                yield self._line(step, left, last, clock, (clock - mark) / self.stride)
                mark = clock

    def _line(self, step: int, left: float, last: float, clock: float, interval: float) -> Record:
        shown = interval if "interval" in self.prints else last
        timed = "interval" in self.prints or "last" in self.prints
        made = Record(
            "step",
            step,
            step=step,
            trainer_eta_s=round(left, 2) if self.fine else float(int(left)),
            meaning="interval" if "interval" in self.prints else "one",
        )
        if timed:
            made = made._replace(step_time_s=round(shown, 4), step_ulp_s=1e-4)
        if "bracketed" in self.prints:
            made = made._replace(mean_s=round(clock / step, 4), mean_ulp_s=1e-4)
        if "clock" in self.prints:
            made = made._replace(clock_s=float(int(clock)), clock_ulp_s=1.0)
        if "stamp" in self.prints:
            made = made._replace(at=float(int(1.7e9 + clock)))
        return made


def claims(trainer: Trainer, unit: int = 1) -> list[tuple[int, Guess]]:
    """Each claim with the step at which it was first made."""
    inversion, averages = Inversion(), Averages()
    made: list[tuple[int, Guess]] = []
    for record in trainer.records():
        step = record.step or 0
        guess = inversion.total()
        if guess is not None and step > guess.steps:
            inversion.passed()
        averages.see(record, step)
        if record.trainer_eta_s:
            inversion.add(step, record.trainer_eta_s, averages.readings(whole_run=True), unit)
        guess = inversion.total()
        if guess is not None and (not made or made[-1][1] != guess):
            made.append((step, guess))
    return made


def wrong(trainer: Trainer, unit: int = 1) -> list[tuple[int, Guess]]:
    """The claims that are not right, or not within a per cent where they are rough."""
    return [
        (step, guess)
        for step, guess in claims(trainer, unit)
        if abs(guess.steps - trainer.total) > (RIGHT if guess.rough else BESIDE) * trainer.total
    ]


TOTALS = st.sampled_from([500, 700, 1000, 3000, 40_000, 90_000, 720_000])
TRAINERS = st.builds(
    Trainer,
    total=TOTALS | st.integers(300, 100_000),
    pace=st.sampled_from([0.004, 0.03, 0.2, 0.7, 3.0]),
    behind=st.sampled_from(["last", "mean", "ema", "window"]),
    prints=st.sampled_from(
        ["last", "interval", "last bracketed", "clock", "stamp", "last stamp", "interval stamp"]
    ),
    stride=st.sampled_from([1, 8, 10, 50]),
    noise=st.sampled_from([0.0, 0.001, 0.02, 0.1, 0.4]),
    compiling=st.sampled_from([0.0, 1.0, 30.0]),
    counts_itself=st.integers(0, 1),
    fine=st.booleans(),
    seed=st.integers(0, 1000),
)


@settings(max_examples=60, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])
@given(TRAINERS)
def test_a_total_that_is_claimed_is_right(trainer: Trainer) -> None:
    assert wrong(trainer) == []


@settings(max_examples=30, deadline=None, derandomize=True)
@given(TRAINERS, st.sampled_from([0.3, -0.3]))
def test_a_pace_with_a_trend_makes_no_total_wrong(trainer: Trainer, trend: float) -> None:
    assert wrong(trainer._replace(trend=trend)) == []


EASY = [
    Trainer(720_000, 0.7, "mean", "last bracketed", 20, compiling=0.3),
    Trainer(90_000, 0.7, "last", "last", 20),
    Trainer(40_000, 0.2, "mean", "clock", 50, fine=True),
    Trainer(3_000, 0.2, "mean", "interval", 10, fine=True, compiling=30.0),
]


@pytest.mark.parametrize("trainer", EASY)
def test_a_round_total_is_found_exactly(trainer: Trainer) -> None:
    assert claims(trainer)[-1][1] == Guess(trainer.total, rough=False)


@pytest.mark.parametrize("compiling", [0.0, 1.0, 10.0])
def test_epochs_are_counted_right_though_the_first_step_compiled(compiling: float) -> None:
    trainer = Trainer(1600, 0.0533, "mean", "interval", 10, noise=0.02, compiling=compiling)
    made = claims(trainer, unit=400)
    assert {guess for _, guess in made} == {Guess(1600, rough=False)}


def test_a_rough_total_that_was_passed_is_given_up_but_not_its_evidence() -> None:
    inversion = Inversion()
    for done in range(10, 600, 10):
        left = (1529 - done) * 0.01
        inversion.add(done, round(left, 3), {"clock": Reading(done * 0.01, 0.002, own=True)})
    first = inversion.total()
    assert first is not None
    assert first.rough
    assert abs(first.steps - 1529) <= 3
    inversion.passed()
    assert inversion.total() is None
    inversion.add(600, 9.29, {"clock": Reading(6.0, 0.002, own=True)})
    assert inversion.total() is not None


def test_averages_that_contradict_each_other_say_nothing() -> None:
    inversion = Inversion()
    for done in range(10, 600, 10):
        left = (12_000_000 - done) // 60 * 60.0  # too coarse to show which of them drifts
        readings = {
            "one": Reading(done, 0.01, own=True),
            "two": Reading(done * 0.9, 0.01, own=True),
        }
        inversion.add(done, left, readings)
    assert inversion.total() is None


def test_a_single_odd_line_changes_nothing() -> None:
    inversion = Inversion()
    for done in range(20, 400, 20):
        left = (90_000 - done) * 0.5 * (3 if done == 100 else 1)
        inversion.add(done, float(int(left)), {"mean": Reading(done * 0.5, 1e-4 * done, own=True)})
    total = inversion.total()
    assert total is not None
    assert abs(total.steps / 90_000 - 1) < 1e-3


@given(st.floats(1, 1e12), st.floats(0, 0.1))
def test_the_roundest_number_lies_in_its_range(low: float, width: float) -> None:
    high = low * (1 + width) + 1
    steps, apart = roundest(low, high)
    assert low - 0.5 <= steps <= high + 0.5
    assert apart == 1 or steps % apart == 0


@given(st.floats(0, 1e9, allow_nan=False))
def test_a_remaining_time_has_a_grain(seconds: float) -> None:
    assert 0 < grain(seconds) <= 60


def test_a_narrow_span_of_an_unproven_average_needs_a_round_number() -> None:
    assert choose(Span(7262.0, 7278.0, proven=False)) is None
    assert choose(Span(9990.0, 10_005.0, proven=False)) == Guess(10_000, rough=True)


LUCKY = [
    Trainer(
        40_000, 0.03, "last", "clock", 8, 0.1, counts_itself=1, fine=True, seed=146
    ),  # 12 % off from a clock alone
    Trainer(41_412, 0.004, "last", "clock", 10, 0.1, counts_itself=1, fine=True, seed=312),
    Trainer(500, 0.7, "ema", "clock", 8, 0.4, fine=True, seed=394),
    Trainer(
        76_885, 0.004, "ema", "last bracketed", 1, 0.1, 0.3, counts_itself=1, fine=True, seed=530
    ),
    Trainer(700, 0.2, "last", "clock", 8, 0.0, 0.3, counts_itself=1, fine=True, seed=852),
    Trainer(
        700, 0.03, "window", "last bracketed", 1, 0.4, -0.3, counts_itself=1, fine=True, seed=536
    ),
    Trainer(94_804, 0.03, "window", "last stamp", 1, 0.1, counts_itself=1, seed=359),
]
"""Another average than the printed one, with which lines agree for a while: by noise, by a steady trend, or
because the run is no longer than the window."""


@pytest.mark.parametrize("trainer", LUCKY)
def test_agreement_by_luck_is_no_proof(trainer: Trainer) -> None:
    assert wrong(trainer) == []
