"""Textual draws on standard error and reads keys from standard input. Where one of them is
redirected, the terminal of standard output takes its place for as long as the dashboard runs."""

import contextlib
import io
import os
import sys
from collections.abc import Iterator
from typing import TextIO


@contextlib.contextmanager
def on_the_terminal() -> Iterator[None]:
    """`train-watch log 2>errors </dev/null` shows the dashboard and hears its keys all the same.
    Standard output must be a terminal."""
    stdout = sys.__stdout__
    assert stdout is not None
    path = os.ttyname(stdout.fileno())
    before = sys.__stdin__, sys.__stderr__
    with contextlib.ExitStack() as opened:
        if not _is_terminal(before[0]):
            _replace("__stdin__", opened.enter_context(_opened(path, os.O_RDONLY, "r")))
        if not _is_terminal(before[1]):
            _replace("__stderr__", opened.enter_context(_opened(path, os.O_WRONLY, "w")))
        try:
            yield
        finally:
            _replace("__stdin__", before[0])
            _replace("__stderr__", before[1])


def _opened(path: str, flags: int, mode: str) -> TextIO:
    raw = io.FileIO(os.open(path, flags | os.O_NOCTTY), mode)
    buffered = io.BufferedWriter(raw) if mode == "w" else io.BufferedReader(raw)
    encoding = sys.__stdout__.encoding if sys.__stdout__ else "utf-8"
    return io.TextIOWrapper(buffered, encoding=encoding, errors="replace")


def _replace(name: str, stream: TextIO | None) -> None:
    setattr(sys, name, stream)


def _is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except (OSError, ValueError):
        return False
