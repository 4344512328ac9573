"""`train-watch demo`: a recording of a real run, replayed faster than real time."""

import os
import sys
import threading
from collections.abc import Callable

from train_watch.commands.opening import Clock, start
from train_watch.commands.wishes import Wishes
from train_watch.settings import Settings

SPEED_ON_SCREEN = 20.0
"""The recording lasts 12 minutes: 36 s on the screen are enough to see warm-up, slowdown and end."""
SECONDS_AS_TEXT = 12.0
"""Without a terminal it is a check more than a show."""
POLL_S = 0.1
NAME = "demo"


def demo(settings: Settings, *, clock: Clock) -> int:
    """Replay the bundled recording: on the dashboard, or as text where there is no terminal."""
    from train_watch.sources.replay import ReplaySource, load_recording

    with open(recording_path(), encoding="utf-8") as file:
        rows = load_recording(file)
    on_screen = sys.stdout.isatty() and not (
        settings.wait or settings.json or settings.line or settings.once
    )
    length_s = rows[-1][0]
    fast = scaled(clock, SPEED_ON_SCREEN if on_screen else length_s / SECONDS_AS_TEXT)
    wishes = Wishes(NAME, settings, opened_at=fast())
    session = start(ReplaySource(rows, clock=fast), settings)
    if on_screen:
        from train_watch.commands.dashboard import show

        return show(session, wishes, clock=fast, waiter=Pause(), poll_s=POLL_S)
    from train_watch.commands.follow import until_the_end

    return until_the_end(session, wishes, clock=fast, waiter=Pause(), interval_s=1.0)


def recording_path() -> str:
    """Where the recording lies in the installed package; `sample_logs/README.md` tells how it was made."""
    import train_watch

    return os.path.join(os.path.dirname(train_watch.__file__), "demo", "recording.txt")


def scaled(clock: Callable[[], float], speed: float) -> Clock:
    """A clock that starts at `clock`'s reading and runs `speed` times as fast.

    >>> ticks = iter([100.0, 100.0, 101.0])
    >>> fast = scaled(lambda: next(ticks), 60.0)
    >>> fast(), fast()
    (100.0, 160.0)
    """
    began = clock()
    return lambda: began + (clock() - began) * speed


class Pause:
    """A waiter for a replay: sleeps, since there is no file to watch."""

    badge = "replay"

    def __init__(self) -> None:
        self._stopped = threading.Event()

    def wait(self, timeout: float) -> str:
        self._stopped.wait(timeout)
        return "timeout"

    def found(self, *, growth: bool) -> None:
        """A replay has no events to miss."""

    def stop(self) -> None:
        self._stopped.set()
