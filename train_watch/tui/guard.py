"""Whatever ends the dashboard, the terminal is left as it was found.

Textual has no handlers for SIGTERM, SIGHUP and SIGQUIT, and when its terminal no longer drains,
its event loop stands still; so these are plain signal handlers that need neither. Whoever asks
for an end gets it within `PATIENCE_S`.
"""

import contextlib
import errno
import os
import select
import signal
import sys
import termios
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Any, NoReturn

FATAL = (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)
PATIENCE_S = 2.0
"""After this long a polite end has failed: a slow link needs well under a second for a last frame."""
TRIES, PAUSE_S = 50, 0.01
"""Half a second for a stalled terminal; one that drains takes the first try."""
INTERNAL = 1
GONE = frozenset({errno.EIO, errno.EPIPE, errno.ENXIO, errno.EBADF})
"""What a write to a terminal that is no longer there says."""

MODES_OFF = (
    b"\x18"  # CAN: an escape sequence that was cut in half ends here
    b"\x1b[?2026l"  # synchronized output
    b"\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?1015l\x1b[?1016l"  # mouse
    b"\x1b[?2004l\x1b[?1004l\x1b[?2048l"  # bracketed paste, focus, resize reports
    b"\x1b[<u"  # kitty keyboard
    b"\x1b[?7h\x1b[0m"  # wrapping, colours
)
LEAVE_SCREEN = b"\x1b[?1049l\x1b[?25h"
LEAVE_LINES = b"\x1b[?25h\r\n"
"""After an inline dashboard the cursor goes below what was drawn."""


def _nothing(_number: int, _frame: FrameType | None) -> None:
    """A handler that lets a signal interrupt a system call and no more."""


class TerminalGuard:
    """Install before the app runs: `with TerminalGuard(...) as guard`. It is the app's `Keeper`."""

    def __init__(self, *, inline: bool = False) -> None:
        self.failure: BaseException | None = None
        """What ended a thread, to be told once the terminal is back."""
        self.ask_to_quit: Callable[[int], object] | None = None
        """Set by the app while it runs; callable from any thread and from a signal handler."""
        self._reset = MODES_OFF + (LEAVE_LINES if inline else LEAVE_SCREEN)
        self._tty: int | None = None
        self._draws_on: int | None = None
        self._attributes: list[Any] | None = None
        self._code = INTERNAL
        self._asked = False
        self._before: dict[int, Any] = {}
        self._thread_hook = threading.excepthook

    def __enter__(self) -> "TerminalGuard":
        self._open_terminal()
        for number in FATAL:
            self._before[number] = signal.signal(number, self._fatal)
        self._before[signal.SIGINT] = signal.signal(signal.SIGINT, self._interrupted)
        self._before[signal.SIGALRM] = signal.signal(signal.SIGALRM, self._overdue)
        self._thread_hook = threading.excepthook
        threading.excepthook = self._thread_failed
        return self

    def __exit__(self, *failure: object) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        threading.excepthook = self._thread_hook
        if failure[0] is not None:
            self.restore()
        if self._tty is not None:
            os.close(self._tty)
            self._tty = None

    def _open_terminal(self) -> None:
        """An open file of its own: non-blocking there does not make the shell's non-blocking."""
        self._draws_on = sys.__stderr__.fileno() if sys.__stderr__ else None
        with contextlib.suppress(OSError, termios.error):
            path = os.ttyname(sys.__stdout__.fileno()) if sys.__stdout__ else "/dev/tty"
            self._tty = os.open(path, os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK | os.O_CLOEXEC)
            self._attributes = termios.tcgetattr(self._tty)

    def hung_up(self) -> bool:
        """True when the terminal is gone, whether or not a SIGHUP told."""
        if self._tty is None:
            return False
        poll = select.poll()
        poll.register(self._tty, 0)  # errors and hang-ups are reported without being asked for
        return any(event & (select.POLLHUP | select.POLLERR) for _, event in poll.poll(0))

    def watch(self) -> None:
        """To be called now and then: ends the program when the terminal is gone."""
        if self.hung_up():
            self.leave(128 + signal.SIGHUP)

    def quit(self, code: int) -> None:
        """End politely with `code`, or hard after `PATIENCE_S`, or hard when asked twice."""
        if self._asked or self.ask_to_quit is None:
            self.leave(code)
        self._asked = True
        self.expect_end(code)
        with contextlib.suppress(RuntimeError):  # its loop has ended already
            self.ask_to_quit(code)

    def expect_end(self, code: int) -> None:
        """The app is ending by itself; see to it that it does."""
        self._code = code
        signal.setitimer(signal.ITIMER_REAL, PATIENCE_S)

    def leave(self, code: int) -> NoReturn:
        """Restore the terminal and end now, whatever else is going on."""
        self._silence()
        self.restore()
        os._exit(code)

    def restore(self) -> None:
        """Modes and line discipline as before; never waits, not even for a stalled terminal."""
        if self._tty is None:
            return
        with contextlib.suppress(ValueError):  # not in the main thread
            # restoring from the background would stop this process for good
            signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        if self._attributes is not None:
            with contextlib.suppress(OSError, termios.error):
                termios.tcsetattr(self._tty, termios.TCSANOW, self._attributes)
        self._write_reset()

    def _silence(self) -> None:
        """What Textual's writer thread still holds goes nowhere: it would be drawn on the shell's
        screen. The signal interrupts a write that is stuck, which then goes nowhere as well."""
        if self._draws_on is None:
            return
        with contextlib.suppress(ValueError):  # not in the main thread
            signal.signal(signal.SIGWINCH, _nothing)
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), self._draws_on)
            for thread in threading.enumerate():
                if thread.ident and thread is not threading.current_thread():
                    signal.pthread_kill(thread.ident, signal.SIGWINCH)

    def _write_reset(self) -> None:
        """In a stalled terminal what was not sent yet is dropped to make room; one that is gone
        takes nothing."""
        assert self._tty is not None
        for _ in range(TRIES):
            try:
                os.write(self._tty, self._reset)
            except BlockingIOError:
                with contextlib.suppress(OSError, termios.error):
                    termios.tcflush(self._tty, termios.TCOFLUSH)
                time.sleep(PAUSE_S)
            except OSError:
                return
            else:
                return

    def _fatal(self, number: int, _frame: FrameType | None) -> None:
        self.leave(128 + number)

    def _interrupted(self, number: int, _frame: FrameType | None) -> None:
        self.quit(128 + number)

    def _overdue(self, _number: int, _frame: FrameType | None) -> None:
        self.leave(self._code)

    def _thread_failed(self, args: threading.ExceptHookArgs) -> None:
        """A thread that dies takes the dashboard with it: half a program shows old numbers as new."""
        error = args.exc_value
        if isinstance(error, OSError) and error.errno in GONE and self.hung_up():
            self.leave(128 + signal.SIGHUP)
        self.failure = error
        self.quit(INTERNAL)
