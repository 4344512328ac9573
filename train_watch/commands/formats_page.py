"""Rows on standard output for `train-watch formats`."""

import shutil
import sys

from train_watch.commands.wishes import speaks_unicode
from train_watch.view.safe import safe_text


def columns() -> int:
    """Cells of a row: the terminal's, 80 where there is none."""
    return shutil.get_terminal_size((80, 24)).columns


def write(line: str = "") -> None:
    """A row on standard output, whatever its encoding."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    sys.stdout.write(line.encode(encoding, "replace").decode(encoding) + "\n")


def shown(text: str) -> str:
    """A text that may quote a log, as one row of the terminal."""
    return safe_text(text, width=columns(), ascii_only=not speaks_unicode())
