"""Costs by the stamps of event lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.logs import feed
from train_watch.core.cadence import Event
from train_watch.core.records import Record
from train_watch.core.run import Run
from train_watch.core.standing import Standing


def marian(position: int, at: float) -> Record:
    return Record("step", position, step=position, at=at)


def noisy_run(evaluated_at: float) -> Run:
    """2,000 steps a line; the line with the evaluation happens to be quicker than those before."""
    run = feed([marian(2000 * n, 1150.0 * n) for n in range(1, 11)])
    at = 1150.0 * 10
    feed([Record("checkpoint", 1, at=at), Record("checkpoint", 2, at=at + 38)], run)
    feed(
        [Record("evaluation", 3, step=20000, at=at + evaluated_at, metrics={"val_loss": 4.0})], run
    )
    return feed([marian(22_000, at + 1020), marian(24_000, at + 2170)], run)


def test_an_evaluation_costs_at_least_what_its_stamps_show() -> None:
    trains = noisy_run(172.0).series.schedule.trains
    assert trains["evaluation"].each() == pytest.approx(134.0)
    assert trains["checkpoint"].each() == pytest.approx(38.0)


def test_a_line_without_a_step_alone_shows_nothing() -> None:
    run = feed([marian(10 * n, 10.0 * n) for n in range(1, 11)])
    feed([Record("checkpoint", 1, at=108.0), marian(110, 110.0)], run)
    event = run.series.schedule.trains["checkpoint"].events[-1]
    assert event.least == 0.0


@given(st.lists(st.floats(0, 1e5), min_size=1, max_size=12))
def test_the_pieces_add_up_to_the_time_between_the_lines(pieces: list[float]) -> None:
    standing, event, at = Standing(), Event("evaluation", 5.0), 1e9
    standing.stepped(Record("step", 1, step=5, at=at))
    for piece in pieces:
        at += piece
        standing.told(Record("evaluation", 2, at=at), event)
    assert event.least == 0.0
    standing.told(Record("evaluation", 3, step=5, at=at), event)
    assert event.least == pytest.approx(at - 1e9)


@pytest.mark.parametrize(
    "record",
    [
        Record("evaluation", 2, step=6, at=130.0),
        Record("evaluation", 2, step=5, at=90.0),
        Record("evaluation", 2, step=5, at=float("nan")),
        Record("evaluation", 2, step=5, arrived_at=130.0),
    ],
    ids=["another step", "a clock set back", "no number", "only its arrival"],
)
def test_what_proves_nothing_costs_nothing(record: Record) -> None:
    standing, event = Standing(), Event("evaluation", 5.0)
    standing.stepped(Record("step", 1, step=5, at=100.0))
    standing.told(record, event)
    assert event.least == 0.0
