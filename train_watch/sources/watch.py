"""Makes the next look at a file come earlier; never the reason that one comes at all.

File events get lost on network file systems, in containers, when a watched folder is replaced and
when the kernel's watches run out. So whoever reads goes on polling, `Waiter.wait` only shortens
the wait, and every failure of it means plain waiting.
"""

import os
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, Literal

from train_watch.sources.mounts import LOCAL, kind_of

Outcome = Literal["event", "timeout"]
Changes = set[tuple[Any, str]]
Watch = Callable[[list[str], threading.Event], Iterator[Changes]]
"""Folders and an event that stops it -> sets of (change, path), empty ones every `TURN_MS`."""

STEP_MS = 20
"""watchfiles looks for events this often: a line is seen 10 to 40 ms after it was written, for
50 wake-ups a second (0.3 to 0.5 % of a core)."""
DEBOUNCE_MS = 50
"""The longest that it gathers events while other files of a busy folder keep changing."""
TURN_MS = 100
"""It hands control back this often, so that a wait ends in time."""
ACTIVE_S = 0.2
IDLE_S = 1.0
SHARE = 1 / 50
"""Looks are this share of the silence apart: what comes after 20 s of silence is told 0.4 s late."""
MISSES = 3
"""Growth found this often in a row without any event before it: events do not come here."""
RETRY_S = 2.0
"""A folder that is not there yet is looked for this often."""


def poll_interval(quiet_s: float) -> float:
    """Seconds until the next look, `quiet_s` seconds after something was found.

    >>> poll_interval(0.0), poll_interval(25.0), poll_interval(600.0)
    (0.2, 0.5, 1.0)
    """
    return min(IDLE_S, max(ACTIVE_S, quiet_s * SHARE))


def watch_folders(folders: list[str], stop: threading.Event) -> Iterator[Changes]:
    """Events of watchfiles for these folders, without their subfolders."""
    from watchfiles import watch

    return watch(
        *folders,
        watch_filter=None,
        debounce=DEBOUNCE_MS,
        step=STEP_MS,
        stop_event=stop,
        rust_timeout=TURN_MS,
        yield_on_timeout=True,
        force_polling=False,
        recursive=False,
    )


class Waiter:
    """Waits for `path` to change. One thread waits; any thread may `stop` it."""

    def __init__(
        self,
        path: str,
        *,
        watch: Watch = watch_folders,
        monotonic: Callable[[], float] = time.monotonic,
        kind: Callable[[str], str | None] = kind_of,
    ) -> None:
        self.badge: Literal["events", "polling"] = "polling"
        self.reason = "not begun"
        """Why the badge says polling; empty while events come."""
        self._path = path
        self._watch = watch
        self._monotonic = monotonic
        self._kind = kind
        self._stopped = threading.Event()
        self._events: Iterator[Changes] | None = None
        self._watched: tuple[tuple[int, int], ...] = ()
        self._retry_at: float | None = 0.0
        """When to try again to watch; None for never."""
        self._misses = 0
        self._last: Outcome = "timeout"

    def wait(self, timeout: float) -> Outcome:
        """Return as soon as the file or its folder may have changed, at the latest after `timeout`
        seconds, at once after `stop`. Raises nothing."""
        deadline = self._monotonic() + timeout
        self._begin()
        self._last = "timeout"
        while self._events is not None and not self._stopped.is_set():
            if self._next_changes():
                self._last = "event"
                self._misses = 0
                return "event"
            if self._monotonic() >= deadline:
                return "timeout"
        self._stopped.wait(max(0.0, deadline - self._monotonic()))
        return "timeout"

    def found(self, *, growth: bool) -> None:
        """Tell whether the look after the last `wait` found anything: the test of the events."""
        if not growth or self._events is None or self._last == "event":
            return
        self._misses += 1
        if self._misses >= MISSES:
            self._give_up("no event came for what polling found", forever=True)

    def stop(self) -> None:
        """End the wait that is going on, and all later ones. Safe from any thread."""
        self._stopped.set()

    def _begin(self) -> None:
        """Watch the folders, unless they are watched already or it is of no use."""
        if self._events is not None:
            if self._identities() == self._watched:
                return
            self._give_up("its folder was replaced", forever=False)
            self._retry_at = 0.0
        if self._retry_at is None or self._monotonic() < self._retry_at:
            return
        self._watched = self._identities()
        kind = self._kind(self._folders()[0])
        if not self._watched:
            self._give_up("its folder is not there", forever=False)
        elif kind is not None and kind not in LOCAL:
            self._give_up(f"events may be missing on {kind}", forever=True)
        else:
            self._start()

    def _start(self) -> None:
        try:
            self._events = self._watch(self._folders(), self._stopped)
            self.badge, self.reason = "events", ""
        except Exception as error:  # noqa: BLE001 - whatever it is, waiting without events works
            self._give_up(_said(error), forever=not isinstance(error, FileNotFoundError))

    def _next_changes(self) -> bool:
        """True if the file changed in this turn of the watch."""
        if self._events is None:
            return False
        try:
            changes = next(self._events, None)
        except Exception as error:  # noqa: BLE001 - its own errors are RuntimeErrors of a private kind
            self._give_up(_said(error), forever=not isinstance(error, FileNotFoundError))
            return False
        if changes is None:
            self._give_up("stopped" if self._stopped.is_set() else "the watch ended", forever=True)
            return False
        names = self._names()
        return any(os.path.basename(path) in names for _, path in changes)

    def _give_up(self, reason: str, *, forever: bool) -> None:
        events, self._events = self._events, None
        close = getattr(events, "close", None)
        if close is not None:
            close()
        self.badge, self.reason = "polling", reason
        self._retry_at = None if forever else self._monotonic() + RETRY_S

    def _folders(self) -> list[str]:
        """The folder of the path, and that of the file where a symbolic link leads."""
        places = (self._path, os.path.realpath(self._path))
        return list(dict.fromkeys(os.path.dirname(os.path.abspath(place)) for place in places))

    def _names(self) -> set[str]:
        return {os.path.basename(place) for place in (self._path, os.path.realpath(self._path))}

    def _identities(self) -> tuple[tuple[int, int], ...]:
        """Device and inode of the folders; empty if one is missing."""
        try:
            stats = [os.stat(folder) for folder in self._folders()]
        except OSError:
            return ()
        return tuple((stat.st_dev, stat.st_ino) for stat in stats)


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {str(error)[:120]}"
