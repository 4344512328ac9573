"""The sample logs of real trainers in this repository: who wrote them, and their last step."""

import json
from pathlib import Path
from typing import Any

import pytest

from train_watch.core.records import Record
from train_watch.formats.reader import Reader
from train_watch.lines.split import Splitter

SAMPLES = Path(__file__).parents[2] / "sample_logs"
LOGS = sorted(path for path in SAMPLES.glob("**/*.log") if path.with_suffix(".json").exists())


def truth(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.with_suffix(".json").read_text("utf-8"))
    return found


def read(data: bytes) -> tuple[list[Record], Reader]:
    reader, splitter = Reader(), Splitter()
    lines = splitter.feed(data)
    made = [one for line in lines for one in reader.feed(line)] + reader.flush()
    assert [one.line for one in made] == [line.number for line in lines]
    return made, reader


def step_of(made: list[Record]) -> int | None:
    """The last step over the whole run, as far as the record alone tells it."""
    last = next(
        (
            one
            for one in reversed(made)
            if one.kind == "step"
            and one.step is not None
            and (one.total_steps or one.scope == "run")
        ),
        None,
    )
    if last is None or last.step is None:
        return None
    if last.scope == "run" or last.epoch is None or last.total_steps is None:
        return last.step
    return int(last.epoch - last.epoch_base) * last.total_steps + last.step


@pytest.mark.parametrize("path", LOGS, ids=lambda path: path.stem)
def test_a_sample_log_is_known_and_read_to_its_last_step(path: Path) -> None:
    made, reader = read(path.read_bytes())
    want = truth(path)
    assert (reader.format, step_of(made)) == (want["format"], want["step"])


@pytest.mark.parametrize(
    "path", [path for path in LOGS if truth(path).get("cuts")], ids=lambda path: path.stem
)
def test_a_sample_log_cut_anywhere_is_read_as_far_as_it_goes(path: Path) -> None:
    data = path.read_bytes()
    for cut in truth(path)["cuts"]:
        made, _ = read(data[: cut["offset"]])
        assert step_of(made) == cut["step"], cut["share"]


@pytest.mark.parametrize("name", ["crash", "oom", "oom_cuda", "killed"])
def test_the_fault_of_a_sample_log_is_named(name: str) -> None:
    made, _ = read((SAMPLES / "faults" / f"{name}.log").read_bytes())
    faults = [one.fault for one in made if one.kind == "fault"]
    want = {"crash": "crash", "killed": "killed"}.get(name, "out_of_memory")
    assert faults[-1] == want
