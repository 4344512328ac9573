"""The steps of an epoch, where no line tells them: from the counter's new beginnings and a clock."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from train_watch.core.epochlength import EpochLength
from train_watch.core.records import Record
from train_watch.core.run import Run


def epochs(
    batches: int, stride: int, pace: float, *, count: int, pause: float = 0.0, clock: bool = True
) -> list[Record]:
    """Lines every `stride` batches of `count` epochs, counted from 0; `pause` seconds between epochs."""
    records: list[Record] = []
    now = 0.0
    for epoch in range(count):
        for batch in range(batches):
            if batch % stride == 0:
                at = 1e6 + now if clock else None
                line = len(records) + 1
                records.append(
                    Record(
                        "step", line, step=batch, epoch=epoch, epoch_base=0, base=0, scope="epoch",
                        total_epochs=20, at=at, step_time_s=pace,
                    )
                )  # fmt: skip
            now += pace
        now += pause
    return records


def learnt(records: list[Record], pace: float | None, stride: int) -> int | None:
    length = EpochLength()
    seen = [length.see(record, usual=pace, stride=stride) for record in records]
    return next((one for one in reversed(seen) if one is not None), None)


@given(
    stride=st.integers(2, 60),
    lines=st.integers(3, 12),
    tail=st.integers(1, 60),
    pace=st.floats(0.01, 5.0),
)
def test_a_clock_fills_in_the_steps_behind_the_last_line(
    stride: int, lines: int, tail: int, pace: float
) -> None:
    batches = stride * lines + min(tail, stride)
    found = learnt(epochs(batches, stride, pace, count=3), pace, stride)
    assert found is not None
    assert abs(found - batches) <= 1


def test_an_evaluation_between_epochs_is_not_taken_for_steps() -> None:
    assert learnt(epochs(1942, 500, 0.5, count=3, pause=400.0), 0.5, 500) is None


def test_without_a_clock_only_a_fine_log_interval_tells() -> None:
    assert learnt(epochs(1942, 500, 0.5, count=3, clock=False), None, 500) is None
    found = learnt(epochs(1942, 10, 0.5, count=3, clock=False), None, 10)
    assert found == pytest.approx(1942, rel=0.005)


def test_the_runs_end_follows_from_the_first_whole_epoch() -> None:
    run = Run()
    records = epochs(1942, 500, 0.5, count=2)
    for record in records[:4]:
        run.update(record)
    assert run.state().total_steps is None
    for record in records[4:6]:
        run.update(record)
    state = run.state()
    assert state.total_steps == pytest.approx(20 * 1942, rel=0.005)
    assert state.total_is_rough
    assert (state.scope, state.total_from) == ("run", "epochs")
    assert state.step == pytest.approx(1942 + 500, abs=10)
    assert state.forecast is not None
    assert state.forecast.at_update_s == pytest.approx((19 * 1942 - 500) * 0.5, rel=0.02)


def test_a_length_that_the_lines_tell_is_not_worked_out() -> None:
    run = Run()
    for record in epochs(1942, 500, 0.5, count=2):
        run.update(record._replace(total_steps=1942))
    state = run.state()
    assert state.total_steps == 20 * 1942
    assert not state.total_is_rough


def test_an_epoch_that_is_missing_or_repeated_teaches_nothing() -> None:
    records = epochs(1942, 500, 0.5, count=3)
    without = [record for record in records if record.epoch != 1]
    assert learnt(without, 0.5, 500) is None


def test_an_epochs_end_that_was_worked_out_is_not_called_printed() -> None:
    run = Run()
    for record in epochs(1942, 500, 0.5, count=2):
        run.update(record._replace(total_epochs=None))
    state = run.state()
    assert (state.scope, state.total_from, state.total_is_rough) == ("epoch", None, True)


def test_an_evaluation_that_was_told_is_not_taken_for_steps_however_short() -> None:
    run = Run()
    for record in epochs(1100, 500, 0.1, count=3, pause=30.0):
        if record.step == 0 and record.epoch:
            run.update(Record("evaluation", record.line, metrics={"val_loss": 1.0}))
        run.update(record)
    assert run.state().total_steps is None


def test_a_run_counted_in_epochs_ends_with_the_last_epoch_whatever_is_said_of_steps() -> None:
    run = Run()
    facts = {"total_epochs": 50.0, "steps_per_epoch": 4000.0, "total_steps": 200_000.0}
    run.update(Record("config", 1, "epochs = 50", facts=facts))
    for epoch in range(1, 9):
        run.update(Record("step", epoch + 1, step=epoch, unit="epoch", step_time_s=13.0))
    state = run.state(0.0)
    assert (state.total_steps, state.total_from) == (50, "config")
