"""The accelerator: waits for news of a file, a little less long when the system tells of it.

Events get lost (network and overlay file systems, containers, exhausted inotify), so they only
shorten a wait that ends anyway. The parent folder is watched, not the file: a watched file is
lost with its first rename (watchfiles 1.3, inotify).
"""

import os
import threading
from collections.abc import Callable, Iterator
from typing import Any

STEP_MS = 20
"""How long watchfiles collects changes before it tells: latency is one to two steps."""
DEBOUNCE_MS = 50
"""Bounds the collecting in a folder where ever new files change, such as a run's own."""
UNTOLD = 5
"""Growths in a row found by looking, with no event before them, that prove events to be missing. One
in ten is found so by chance: it falls between the last event of a wait and its end."""
RETRY_S = 30.0
"""A folder that could not be watched may come to exist, or a limit be raised."""


class Waiter:
    """Waits for one file, for one thread; `stop` may be called from another."""

    def __init__(self, path: str, *, watch: Callable[..., Iterator[Any]] | None = None) -> None:
        self._name = os.path.basename(path)
        self._folder = os.path.dirname(os.path.realpath(path))
        self._stop = threading.Event()
        self._watch = watch
        self._events: Iterator[Any] | None = None
        self._timeout_ms = 0
        self._untold = 0
        self._waited_s = RETRY_S
        self.reason = ""
        """Why events are not used, empty while they are."""

    @property
    def badge(self) -> str:
        """`events` or `polling`: how the file is followed now."""
        return "events" if self._events is not None and not self.reason else "polling"

    def wait(self, timeout: float) -> str:
        """Returns after `timeout` seconds (`timeout`), or earlier when the folder changed (`event`)."""
        if self._events is None and not self._begin(timeout):
            self._stop.wait(timeout)
            return "timeout"
        return self._next(timeout)

    def stop(self) -> None:
        """End the wait that is going on, and all later ones."""
        self._stop.set()

    def grew(self, *, after_event: bool) -> None:
        """The reader found news; if that happens without events they are not to be trusted."""
        self._untold = 0 if after_event else self._untold + 1
        self.reason = "the file grows without events" if self._untold >= UNTOLD else self.reason

    def _begin(self, timeout: float) -> bool:
        self._waited_s += timeout
        if self._waited_s < RETRY_S:
            return False
        self._waited_s = 0.0
        try:
            self._events = self._open(timeout)
        except Exception as error:  # noqa: BLE001 - watchfiles raises its own, OSError and RuntimeError
            self._fail(error)
            return False
        self.reason = ""
        return True

    def _open(self, timeout: float) -> Iterator[Any]:
        if not os.path.isdir(self._folder):
            raise FileNotFoundError(self._folder)
        return (self._watch or _watchfiles())(
            self._folder,
            watch_filter=self._is_ours,
            recursive=False,
            step=STEP_MS,
            debounce=DEBOUNCE_MS,
            rust_timeout=max(1, int(timeout * 1000)),
            yield_on_timeout=True,
            raise_interrupt=True,
            stop_event=self._stop,
        )

    def _next(self, timeout: float) -> str:
        assert self._events is not None
        try:
            changes = next(self._events, None)
        except KeyboardInterrupt:
            raise
        except Exception as error:  # noqa: BLE001 - any failure of the accelerator leaves polling
            self._fail(error)
            self._stop.wait(timeout)
            return "timeout"
        if changes is None:
            self._events = None
        if changes:
            self.reason = ""
        return "event" if changes else "timeout"

    def _fail(self, error: Exception) -> None:
        self._events = None
        self.reason = f"no file events ({type(error).__name__})"

    def _is_ours(self, _change: object, path: str) -> bool:
        return os.path.basename(path) == self._name


def _watchfiles() -> Callable[..., Iterator[Any]]:
    from watchfiles import watch

    return watch
