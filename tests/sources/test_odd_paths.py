"""Paths that lead to no log file. F numbers are those of the fault matrix."""

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from train_watch.sources.base import Chunk, SourceEvent
from train_watch.sources.file import FileSource


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (lambda path: path.mkdir(), "a directory"),
        (os.mkfifo, "a pipe"),
        (lambda path: path.symlink_to("/dev/zero"), "a device"),
    ],
    ids=["directory", "pipe", "device"],
)
def test_what_is_no_log_file_is_refused_for_good(
    tmp_path: Path, make: Callable[[Path], None], what: str
) -> None:
    """F22."""
    path = tmp_path / "train.log"
    make(path)
    source = FileSource(str(path), clock=lambda: 9.0)
    reason = f"is {what}, not a log file"
    assert source.read() == [SourceEvent("error", reason, 9.0)]
    assert source.read() == []
    assert source.refused == reason
    assert source.ended()


def test_a_socket_is_refused_for_good(tmp_path: Path) -> None:
    """F22."""
    path = tmp_path / "s"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        source = FileSource(str(path), clock=lambda: 9.0)
        assert source.read() == [SourceEvent("error", "is a socket, not a log file", 9.0)]


def test_links_in_a_circle_are_waited_for(tmp_path: Path) -> None:
    """F22: somebody may mend them."""
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    reason = "its symbolic links go round in a circle"
    source = FileSource(str(loop), clock=lambda: 9.0)
    assert source.read() == [SourceEvent("waiting", reason, 9.0)]
    loop.unlink()
    loop.write_bytes(b"iter 1\n")
    assert source.read() == [SourceEvent("opened", "", 9.0), Chunk(b"iter 1\n", 0)]


@pytest.mark.parametrize("path", ["a\0b", "a\ud800b"], ids=["nul", "surrogate"])
def test_a_name_that_no_file_can_have_is_refused(path: str) -> None:
    """F24."""
    source = FileSource(path, clock=lambda: 9.0)
    assert source.read() == [SourceEvent("error", "is no name that a file can have", 9.0)]
    assert source.refused


def test_a_name_of_any_bytes_works(tmp_path: Path) -> None:
    """F24."""
    odd = tmp_path / os.fsdecode(b"a\x1b[2J[x]\n\xff.log")
    odd.write_bytes(b"iter 1\n")
    source = FileSource(str(odd), clock=lambda: 9.0)
    assert source.read()[1:] == [Chunk(b"iter 1\n", 0)]
