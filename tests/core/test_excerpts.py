"""What is said of evaluations, saves and epochs where a log begins in the middle of a run."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.logs import config, feed
from train_watch.core.axis import NEAR, place
from train_watch.core.cadence import Event, Train
from train_watch.core.records import Record
from train_watch.core.run import Run
from train_watch.core.state import Cadence


def step(position: int, line: int = 0, **more: object) -> Record:
    return Record("step", line or position + 50, step=position, step_time_s=0.5, **more)  # type: ignore[arg-type]


def evaluation(position: int | None, **more: object) -> Record:
    return Record("evaluation", 9, step=position, metrics={"val_loss": 2.0}, **more)  # type: ignore[arg-type]


def steps_with(
    first: int, last: int, stride: int, every: int, *, own: bool = True
) -> Sequence[Record]:
    """Lines of a run seen from step `first` on, with an evaluation behind every `every` steps."""
    records: list[Record] = []
    for position in range(first, last + 1, stride):
        records.append(step(position))
        if position % every == 0:
            records.append(evaluation(position if own else None))
    return records


def only(run: Run, what: str = "evaluation") -> Cadence | None:
    return next((c for c in run.state().cadences if c.what == what), None)


@given(
    st.integers(1, 60), st.integers(1, 12), st.integers(0, 60), st.integers(0, 40), st.booleans()
)
def test_an_excerpt_tells_the_true_distance_or_none(
    stride: int, times: int, skipped: int, lines: int, own: bool
) -> None:
    every, first = stride * times, stride * skipped
    run = feed(steps_with(first, first + stride * lines, stride, every, own=own))
    told = only(run)
    assert told is None or told.every_steps == pytest.approx(every)


@given(st.integers(1, 40), st.integers(2, 500), st.integers(0, 30), st.integers(0, 40))
def test_events_between_lines_tell_the_true_distance_or_none(
    stride: int, every: int, skipped: int, lines: int
) -> None:
    """Here as in tensor2tensor, which saves by the clock and names the step on the line."""
    run = Run()
    for position in range(stride * skipped, stride * (skipped + lines + 1), stride):
        feed([step(position)], run)
        inside = range(position, position + stride)
        feed([evaluation(n) for n in inside if n % every == 0], run)
        told = only(run)
        assert told is None or told.every_steps == pytest.approx(every)


@pytest.mark.parametrize(
    ("first", "stride", "every"), [(0, 10, 250), (1, 1, 50), (100, 100, 2000), (50, 50, 400)]
)
def test_a_lone_event_counts_where_the_run_was_seen_from_its_first_line_on(
    first: int, stride: int, every: int
) -> None:
    records = list(steps_with(first, every + 3 * stride, stride, 10**9))
    behind = next(i for i, r in enumerate(records) if (r.step or 0) >= every)
    records.insert(behind, evaluation(every))
    told = only(feed(r for r in records if r.kind == "step" or r.step == every))
    assert told is not None
    assert told.every_steps == every


def test_a_lone_event_of_a_resumed_run_tells_nothing() -> None:
    run = feed([config(resumed_from=900), *steps_with(910, 1040, 10, 1000)])
    assert only(run) is None


def test_an_event_before_the_first_line_of_an_excerpt_has_no_place() -> None:
    run = feed([evaluation(None), *steps_with(8100, 9000, 100, 1000)])
    assert only(run) is None
    run = feed(steps_with(9100, 10_000, 100, 1000), run)
    told = only(run)
    assert told is not None
    assert (told.every_steps, told.last_step) == (1000, 10_000)


def test_a_save_before_the_first_line_is_not_the_last_known_checkpoint_of_an_excerpt() -> None:
    run = feed([Record("checkpoint", 1), step(5000), step(5100), step(5200)])
    assert run.state().last_checkpoint_step is None


def test_an_evaluation_before_the_first_step_is_one_at_step_zero() -> None:
    run = feed([evaluation(None), *steps_with(1, 120, 1, 100)])
    told = only(run)
    assert told is not None
    assert (told.seen, told.every_steps) == (2, 100)


def test_lines_left_out_of_a_log_make_no_distance() -> None:
    """A pasted log: the first lines, two evaluations much later, and the last lines."""
    run = feed([step(0), evaluation(0), *(step(n) for n in range(1, 8))])
    feed([evaluation(61_000)], run)
    assert only(run) is None
    feed([evaluation(64_000), step(64_998), step(64_999)], run)
    assert only(run) is None
    assert run.series.counter.position == 64_999


def test_a_step_of_another_count_is_believed_to_be_one_once_training_goes_on() -> None:
    """The evaluation counts samples, the training lines steps."""
    records: list[Record] = []
    for position in range(1, 41):
        records.append(step(position))
        if position % 10 == 0:
            records.append(evaluation(position * 4096))
    told = only(feed(records))
    assert told is not None
    assert told.every_steps == 10


def test_a_printed_length_of_the_epoch_wins() -> None:
    def batch(epoch: int, number: int) -> Record:
        return Record(
            "step", 100 + number, step=number, total_steps=1504, scope="epoch", base=0,
            epoch=epoch, epoch_base=0, step_time_s=4.6,
        )  # fmt: skip

    run = feed([batch(0, 1480), batch(0, 1490), batch(0, 1500), batch(1, 0), batch(1, 10)])
    told = only(run, "epoch")
    assert told is not None
    assert (told.every_steps, told.ahead) == (1504, 0)


@pytest.mark.parametrize(("stride", "known"), [(500, False), (7, True)])
def test_epochs_of_unknown_length_tell_a_distance_only_where_lines_lie_close(
    stride: int, known: bool
) -> None:
    records: list[Record] = []
    for epoch in range(4):
        records += [
            Record("step", 9, step=number, scope="epoch", base=0, epoch=epoch, epoch_base=0)
            for number in range(0, 700, stride)
        ]
        records.append(Record("checkpoint", 9))
    told = only(feed(records), "checkpoint")
    assert (told is not None) == known
    assert told is None or told.every_steps == pytest.approx(700, rel=0.02)


def test_without_any_times_every_event_still_has_a_place_of_its_own() -> None:
    records: list[Record] = []
    for epoch in range(1, 4):
        records += [
            Record("step", 9, step=number, total_steps=213, scope="epoch", epoch=epoch)
            for number in (50, 100, 150, 200)
        ]
        records += [evaluation(None), Record("checkpoint", 9)]
    run = feed(records)
    for what in ("evaluation", "checkpoint"):
        told = only(run, what)
        assert told is not None
        assert (told.seen, told.every_steps) == (3, 213)


@given(st.integers(0, 10**9), st.integers(0, 10**6), st.integers(1, 1000))
def test_an_event_is_placed_where_its_step_says_or_at_the_last_line(
    told: int, here: int, stride: int
) -> None:
    position, placed = place(Record("evaluation", 1, step=told), float(here), float(stride), 0.0)
    near = abs(told - here) <= NEAR * stride
    assert position == (told if near else here)
    assert placed == (near or told < here)


def test_a_cost_lost_in_the_noise_is_not_known() -> None:
    train = Train("checkpoint", announced=10)
    for position in (10, 20, 30):
        train.add(Event("checkpoint", position, -0.24))
    told = train.cadence(35, 100, spent=50.0, tolerance=0)
    assert told is not None
    assert (told.each_s, told.share) == (None, None)
