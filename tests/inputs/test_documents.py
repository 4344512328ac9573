"""JSON documents that are written anew as a whole: only what is new becomes lines, whatever the writings."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from train_watch.inputs.document import Document
from train_watch.lines.line import Line
from train_watch.lines.split import Splitter

REAL = Path(__file__).resolve().parents[2] / "sample_logs/files/hf_trainer_state.json"
ENTRIES = st.lists(st.floats(0, 9), min_size=1, max_size=12)


def state(losses: list[float], **more: Any) -> bytes:
    """A trainer state with a loss every 10 steps, as Trainer writes it."""
    history = [
        {"epoch": step / 10, "loss": loss, "step": 10 * step} for step, loss in enumerate(losses, 1)
    ]
    told = {"global_step": 10 * len(losses), "log_history": history, "max_steps": 500, **more}
    return json.dumps(told, indent=2, sort_keys=True).encode() + b"\n"


def steps(lines: list[Line]) -> list[int]:
    return [
        told["trainer_state_step"]
        for line in lines
        if "trainer_state_step" in (told := json.loads(line.text))
    ]


@given(ENTRIES, st.lists(st.integers(1, 12), min_size=1, max_size=6))
def test_writings_of_one_run_give_each_entry_once(losses: list[float], ends: list[int]) -> None:
    framer = Document()
    given_steps = []
    for end in sorted(ends):
        given_steps += steps(framer.feed(state(losses[:end]), 100.0))
        assert not framer.anew
        framer.renew()
    assert given_steps == [10 * step for step in range(1, min(max(ends), len(losses)) + 1)]


@given(ENTRIES, ENTRIES)
def test_a_document_of_another_run_is_told_and_given_whole(
    first: list[float], second: list[float]
) -> None:
    framer = Document()
    framer.feed(state(first))
    assert framer.renew()
    lines = framer.feed(state(second))
    goes_on = second[: len(first)] == first
    assert framer.anew != goes_on
    assert len(steps(lines)) == len(second) - (len(first) if goes_on else 0)


@given(st.integers(0, 400))
@example(len(state([1.0, 2.0])) - 1)
def test_half_a_document_waits_for_the_rest(cut: int) -> None:
    data = state([1.0, 2.0])
    whole = Document().feed(data)
    framer = Document()
    assert framer.feed(data[:cut]) + framer.feed(data[cut:]) == whole
    assert not framer.pending()


@given(
    st.lists(st.binary(max_size=40) | st.just(b"\n{\n") | st.just(state([1.0])[:60]), max_size=6)
)
def test_no_bytes_raise(pieces: list[bytes]) -> None:
    framer = Document()
    for piece in pieces:
        framer.feed(piece)
        framer.pending()
    framer.finish()
    framer.renew()
    for piece in pieces:
        framer.feed(b"{\n" + piece)


def test_only_the_newest_entry_came_when_the_document_did() -> None:
    lines = Document().feed(state([3.0, 2.0, 1.0]), 50.0)
    assert [line.arrived_at for line in lines] == [None, None, None, 50.0]


def test_a_step_beyond_the_history_is_told() -> None:
    framer = Document()
    lines = framer.feed(state([3.0], global_step=17), 50.0)
    assert (steps(lines), lines[-1].arrived_at) == ([10, 17], 50.0)
    framer.renew()
    assert steps(framer.feed(state([3.0, 2.0], global_step=20))) == [20]


def test_intervals_that_are_not_in_use_are_not_told() -> None:
    def settings(**more: int) -> list[str]:
        texts = [line.text for line in Document().feed(state([3.0, 2.0], **more))]
        return [text for text in texts if text.startswith('{"trainer_state/')]

    assert settings(eval_steps=500, save_steps=500) == ['{"trainer_state/max_steps": 500}']
    assert settings(save_steps=10)[1:] == ['{"trainer_state/save_steps": 10}']


def test_json_lines_are_text() -> None:
    data = b'{"step": 1, "loss": 2.0}\n{"step": 2, "loss": 1.5}\n{"st'
    framer = Document()
    assert framer.feed(data) == Splitter().feed(data)
    assert framer.pending() == '{"st'
    assert not framer.renew()


def test_what_begins_like_a_document_and_is_none_is_text() -> None:
    data = b"{\n" + b"iter 1: loss 4.0, time 10ms\n" * 3 + b"}\n"
    assert [line.text for line in Document().feed(data)] == data.decode().splitlines()


@pytest.mark.parametrize("wrap", [list, lambda rows: {"history": rows, "best": 3}])
def test_any_list_of_objects_is_a_history(wrap: Any) -> None:
    rows = [{"epoch": epoch, "train": {"loss": 1.0 / epoch}} for epoch in (1, 2, 3)]
    lines = Document().feed(json.dumps(wrap(rows), indent=1).encode())
    assert json.loads(lines[2].text) == {"epoch": 3, "train/loss": 1 / 3}


def test_objects_over_several_lines_that_follow_one_another_are_entries() -> None:
    data = b"".join(
        json.dumps({"step": step, "loss": 1.0}, indent=1).encode() + b"\n" for step in (1, 2, 3)
    )
    framer = Document()
    got = [line for at in range(0, len(data), 7) for line in framer.feed(data[at : at + 7])]
    assert [json.loads(line.text)["step"] for line in got] == [1, 2, 3]


def test_a_real_state_is_read_whole() -> None:
    lines = Document().feed(REAL.read_bytes())
    assert steps(lines) == list(range(20, 901, 20))
    assert sum("trainer_state_evaluation" in line.text for line in lines) == 6


@pytest.mark.parametrize("end", [b"", b"\n"])
def test_a_document_on_one_line_is_read_with_or_without_its_line_feed(end: bytes) -> None:
    told = json.dumps(json.loads(state([1.0, 2.0]))).encode()
    assert steps(Document().feed(told + end)) == [10, 20]


def test_a_half_written_line_of_plain_objects_waits_for_its_end() -> None:
    framer = Document()
    assert framer.feed(b'{"step": 1, "loss": 2.0}') == []
    assert [line.text for line in framer.feed(b"\n")] == ['{"step": 1, "loss": 2.0}']
