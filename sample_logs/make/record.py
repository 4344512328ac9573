"""Run a command and keep its output byte for byte, with the time each piece arrived.

    python record.py [--pty] [--append] NAME.log -- COMMAND ...

Standard output and standard error share one pipe (as `COMMAND > NAME.log 2>&1` does) or one
pseudo-terminal (`--pty`). Beside the log goes `NAME.log.times`: one line a piece, the seconds
since the start of the first recording, a tab, and the size of the log after it. The exit status is the command's.
"""

import argparse
import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
import time
from typing import IO

WINDOW = struct.pack("HHHH", 24, 100, 0, 0)
"""Rows and columns of the pseudo-terminal: a common window, so that bars have a real width."""


def main() -> int:
    """Record one command; returns its exit status (128 + N when signal N ended it)."""
    parser = argparse.ArgumentParser()
    parser.add_argument("log")
    parser.add_argument("--pty", action="store_true")
    parser.add_argument("--append", action="store_true")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    command = [word for word in options.command if word != "--"]
    child, reader = start(command, terminal=options.pty)
    copy(reader, options.log, append=options.append)
    status = child.wait()
    return status if status >= 0 else 128 - status


def start(command: list[str], *, terminal: bool) -> tuple[subprocess.Popen[bytes], int]:
    """The process and the end of its pipe, or its terminal, that is read."""
    reader, writer = pty.openpty() if terminal else os.pipe()
    if terminal:
        fcntl.ioctl(writer, termios.TIOCSWINSZ, WINDOW)
    child = subprocess.Popen(
        command,
        stdin=writer if terminal else subprocess.DEVNULL,
        stdout=writer,
        stderr=writer,
        env=dict(os.environ, PYTHONUNBUFFERED="1"),
        start_new_session=terminal,
    )
    os.close(writer)
    return child, reader


def copy(reader: int, path: str, *, append: bool = False, also: IO[bytes] | None = None) -> None:
    """Copy the pipe or terminal to the log, and to `also`, until its end."""
    mode = "ab" if append else "wb"
    times = path + ".times"
    origin = time.time()
    if append and os.path.exists(times):
        origin = os.path.getmtime(times) - last_time(times)
    with open(path, mode) as log, open(times, mode.replace("b", "")) as stamps:
        while chunk := read(reader):
            log.write(chunk)
            log.flush()
            if also:
                also.write(chunk)
                also.flush()
            stamps.write(f"{time.time() - origin:.4f}\t{log.tell()}\n")
            stamps.flush()


def last_time(path: str) -> float:
    """Seconds of the last stamp of an earlier recording."""
    with open(path) as stamps:
        return float(stamps.readlines()[-1].split("\t")[0])


def read(reader: int) -> bytes:
    """The next piece; empty at the end, which a pseudo-terminal tells by an error."""
    try:
        return os.read(reader, 65536)
    except OSError:
        return b""


if __name__ == "__main__":
    sys.exit(main())
