"""TensorBoard's event files: whatever the bytes are and however they come, the same lines and no error."""

import json
import math
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.inputs import tfevents as write
from train_watch.inputs.crc32c import crc32c, masked
from train_watch.inputs.event import event
from train_watch.inputs.eventfile import EventFile
from train_watch.inputs.tfrecord import PARSED_BYTES, Records
from train_watch.lines.line import Line

REAL = Path(__file__).resolve().parents[2] / "sample_logs/files/catboost.events.out.tfevents"
FLOATS = st.floats(width=32, allow_nan=False)
TAGS = st.text(min_size=1, max_size=20)
RUN = write.record(write.version()) + b"".join(
    write.record(write.event(step, write.simple("train/loss", 4 / step), wall_time=1.7e9 + step))
    for step in range(1, 8)
)


def read(*pieces: bytes) -> list[Line]:
    framer = EventFile()
    return [line for piece in pieces for line in framer.feed(piece)]


def told(lines: list[Line]) -> list[dict[str, float]]:
    return [json.loads(line.text) for line in lines]


@given(st.binary(max_size=60))
def test_the_check_sum_is_that_of_its_definition(data: bytes) -> None:
    assert (crc32c(data), masked(data)) == (write.crc32c(data), write.masked(data))


@given(
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False),
    st.lists(st.tuples(TAGS, FLOATS, st.sampled_from(["simple", "content", "listed"])), max_size=5),
)
def test_what_was_written_is_read(
    step: int, wall_time: float, scalars: list[tuple[str, float, str]]
) -> None:
    values = [
        write.simple(tag, value)
        if how == "simple"
        else write.tensor(tag, value, packed=how == "listed")
        for tag, value, how in scalars
    ]
    found = event(write.event(step, *values, wall_time=wall_time))
    assert found is not None
    assert (found.wall_time, found.step) == (wall_time, step)
    assert list(found.scalars) == [(tag, value) for tag, value, _ in scalars]


@given(st.binary(max_size=200))
def test_no_bytes_raise(data: bytes) -> None:
    event(data)
    read(data, data)


@given(st.binary(max_size=40), st.binary(max_size=40))
def test_events_behind_garbage_are_found_again(before: bytes, between: bytes) -> None:
    data = RUN + before + RUN + between + RUN
    steps = [one["event_step"] for one in told(read(data)) if "event_step" in one]
    assert steps.count(7) >= 1
    assert read(RUN)[0].text == read(data)[0].text


def test_a_file_torn_at_every_byte_gives_the_same_lines() -> None:
    whole = read(RUN)
    assert [one["event_step"] for one in told(whole)] == list(range(1, 8))
    for cut in range(len(RUN)):
        assert read(RUN[:cut], RUN[cut:]) == whole


def test_bytes_that_come_one_by_one_give_the_same_lines_even_behind_garbage() -> None:
    data = RUN[:50] + bytes(30) + b"garbage \0\0\0\0\0\0" + RUN
    one_by_one = told(read(*(data[at : at + 1] for at in range(len(data)))))
    assert [one for one in one_by_one if "event_step" in one] == [
        one for one in told(read(data)) if "event_step" in one
    ]


def test_the_last_record_waits_for_its_end() -> None:
    framer = EventFile()
    lines = framer.feed(RUN[:-1])
    assert told(lines)[-1]["event_step"] == 6
    assert "bytes so far" in framer.pending()
    assert told(framer.feed(RUN[-1:]))[-1]["event_step"] == 7
    assert framer.pending() == ""


def test_a_record_with_a_wrong_check_sum_is_left_out_and_told() -> None:
    broken = bytearray(RUN)
    broken[-6] ^= 1
    lines = told(read(bytes(broken)))
    assert [one for one in lines if "event_damage" in one] == [{"event_damage": 1}]
    assert lines[-2]["event_step"] == 6


def test_long_records_are_passed_over_unread() -> None:
    picture = write.block(5, write.block(1, b"x" * PARSED_BYTES))
    head = struct.pack("<Q", len(picture))
    long = head + struct.pack("<I", masked(head)) + picture + b"\0\0\0\0"
    records = Records()
    pieces = [(RUN + long + RUN)[at : at + 1000] for at in range(0, 2 * len(RUN) + len(long), 1000)]
    payloads = [payload for piece in pieces for payload in records.feed(piece)]
    assert (len(payloads), records.damaged, records.waiting()) == (16, 0, 0)


def test_a_part_that_was_left_out_is_no_damage() -> None:
    framer = EventFile()
    framer.feed(RUN[:100])
    framer.skip()
    lines = told(framer.feed(RUN[130:]))
    assert lines
    assert all("event_step" in one for one in lines)


def test_tags_tell_the_loss_and_the_evaluation() -> None:
    values = ("train/epoch", 0.5), ("train/loss", 2.0), ("train/learning_rate", 1e-4)
    training = write.event(10, *(write.simple(*value) for value in values))
    evaluation = write.event(10, write.simple("eval/loss", 2.5), write.simple("eval/runtime", 3.0))
    assert told(read(write.record(training) + write.record(evaluation))) == [
        {"event_step": 10, "epoch": 0.5, "loss": 2.0, "lr": 1e-4},
        {"event_evaluation": 10, "val_loss": 2.5, "eval/runtime": 3.0},
    ]


def test_scalars_of_a_slower_axis_do_not_count_the_run() -> None:
    steps = [
        ("loss", 100),
        ("loss", 200),
        ("epoch_accuracy", 1),
        ("loss", 300),
        ("epoch_accuracy", 2),
    ]
    data = b"".join(write.record(write.event(step, write.simple(tag, 1.0))) for tag, step in steps)
    assert [one["event_step"] for one in told(read(data))] == [100, 200, 300]


def test_a_counter_that_begins_again_is_told() -> None:
    data = b"".join(
        write.record(write.event(step, write.simple("loss", 1.0))) for step in (10, 20, 30, 10, 20)
    )
    assert [one["event_step"] for one in told(read(data))] == [10, 20, 30, 10, 20]


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_loss_that_is_no_number_is_told_as_it_is(value: float) -> None:
    [line] = read(write.record(write.event(3, write.simple("loss", value))))
    assert str(json.loads(line.text)["loss"]) == str(value)


def test_a_real_file_is_read_whole() -> None:
    lines = read(REAL.read_bytes())
    assert len(lines) == 700
    assert told(lines)[-1]["event_step"] == 699
    stamps = [line.at for line in lines if line.at is not None]
    assert len(stamps) == 700
    assert stamps == sorted(stamps)
