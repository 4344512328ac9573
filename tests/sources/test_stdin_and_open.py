"""Standard input, and the table of what a user may name."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from train_watch.sources.base import Chunk, SourceEvent
from train_watch.sources.file import FileSource
from train_watch.sources.gz import GzSource
from train_watch.sources.open import UnsupportedSource, open_source
from train_watch.sources.stdin import StdinSource


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    ends = os.pipe()
    yield ends
    for end in ends:
        try:
            os.close(end)
        except OSError:
            continue


def test_a_pipe_is_read_as_it_fills_without_waiting(pipe: tuple[int, int]) -> None:
    reader, writer = pipe
    source = StdinSource(clock=lambda: 7.0, fd=reader)
    assert source.read() == [SourceEvent("opened", "", 7.0)]
    assert source.read() == []
    os.write(writer, b"iter 1: loss 4\nhalf")
    assert source.read(4) == [Chunk(b"iter", 0, 7.0)]
    assert source.read() == [Chunk(b" 1: loss 4\nhalf", 4, 7.0)]
    assert (source.size(), source.modified_at(), source.ended()) == (19, 7.0, False)
    os.close(writer)
    assert source.read() == [SourceEvent("ended", "", 7.0)]
    assert source.ended()
    assert source.read() == []
    assert os.get_blocking(reader)


def test_a_descriptor_that_is_closed_is_an_error_not_an_exception(pipe: tuple[int, int]) -> None:
    reader, _ = pipe
    os.close(reader)
    source = StdinSource(clock=lambda: 7.0, fd=reader)
    events = [item.event for item in source.read() if isinstance(item, SourceEvent)]
    assert events == ["opened", "error"]
    assert source.ended()


@pytest.mark.parametrize(
    ("spec", "kind"),
    [
        ("train.log", FileSource),
        ("out/2026.txt", FileSource),
        ("train.log.gz", GzSource),
        ("-", StdinSource),
        ("./cmd:odd name", FileSource),
        ("C:\\runs\\train.log", FileSource),
        ("12:30.log", FileSource),
    ],
)
def test_each_spec_opens_its_source(spec: str, kind: type) -> None:
    assert type(open_source(spec, clock=lambda: 0.0)) is kind


@pytest.mark.parametrize(
    ("spec", "word"),
    [
        ("ssh://host/run.log", "ssh"),
        ("slurm:4711", "scontrol"),
        ("tmux:0.1", "pipe-pane"),
        ("cmd:kubectl logs -f pod", "pipe"),
        ("s3://bucket/run.log", "s3://"),
        ("ssh://-oProxyCommand=touch x/p", "ssh"),
    ],
)
def test_what_is_not_read_yet_is_one_clear_sentence(spec: str, word: str) -> None:
    with pytest.raises(UnsupportedSource) as caught:
        open_source(spec, clock=lambda: 0.0)
    message = str(caught.value)
    assert word in message
    assert "\n" not in message


def test_the_limits_of_a_long_file_reach_it(tmp_path: Path) -> None:
    path = tmp_path / "train.log"
    path.write_bytes(b"iter 1: loss 4.2, time 100ms\n" * 1000)
    source = open_source(str(path), clock=lambda: 0.0, head_bytes=100, tail_bytes=1000)
    events: list[str] = []
    while items := source.read():
        events += [item.event for item in items if isinstance(item, SourceEvent)]
    assert events == ["opened", "skipped"]
