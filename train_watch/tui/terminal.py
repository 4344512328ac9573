"""Textual draws on standard error and reads keys from standard input. Where one of them is
redirected, the terminal itself takes its place for as long as the dashboard runs."""

import contextlib
import io
import os
import sys
from collections.abc import Iterator
from typing import TextIO


@contextlib.contextmanager
def on_the_terminal() -> Iterator[None]:
    """`train-watch log 2>errors` and `... < /dev/null` show the dashboard all the same."""
    before = sys.__stdin__, sys.__stderr__
    with contextlib.ExitStack() as opened:
        if not _is_terminal(sys.__stderr__):
            _replace("__stderr__", opened.enter_context(_output()))
        if not _is_terminal(sys.__stdin__):
            with contextlib.suppress(OSError):
                _replace("__stdin__", opened.enter_context(open("/dev/tty", encoding="utf-8")))
        try:
            yield
        finally:
            _replace("__stdin__", before[0])
            _replace("__stderr__", before[1])


def _replace(name: str, stream: TextIO | None) -> None:
    setattr(sys, name, stream)


def _output() -> TextIO:
    stdout = sys.__stdout__
    assert stdout is not None
    number = os.dup(stdout.fileno())
    return io.TextIOWrapper(os.fdopen(number, "wb"), encoding=stdout.encoding, errors="replace")


def _is_terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except (OSError, ValueError):
        return False
