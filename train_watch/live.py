"""The reader thread of the dashboard: owns the Session, hands over frozen values.

The screen asks for the newest view whenever it likes; a screen that is stuck asks for nothing and
stops nothing. There is no lock: a snapshot is one reference, replaced whole.
"""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from train_watch.core.state import RunState
from train_watch.session import Session
from train_watch.sources.base import SourceEvent

IDLE_S = 1.0
"""A state is made this often while nothing comes, so that silence is judged."""


class Waits(Protocol):
    """What the thread waits with: see `sources.watch.Waiter`."""

    @property
    def badge(self) -> str: ...

    def wait(self, timeout: float) -> str: ...

    def found(self, *, growth: bool) -> None: ...

    def stop(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the reader knew at one instant."""

    state: RunState
    tail: tuple[str, ...] = ()
    first: int = 0
    """Number of the oldest line of `tail`, counted from the first line ever read."""
    pending: str = ""
    events: tuple[SourceEvent, ...] = ()
    badge: str = ""
    guess: str = ""
    """The line that a generic reading goes by."""
    version: int = 0


class Live:
    """A running reader; `snapshot` and `order` may be used from any other thread."""

    def __init__(
        self,
        session: Session,
        *,
        clock: Callable[[], float],
        waiter: Waits,
        poll_s: float,
    ) -> None:
        self._session = session
        self._clock = clock
        self._waiter = waiter
        self._poll_s = poll_s
        self._orders: deque[Callable[[Session], None]] = deque()
        self._stopping = False
        self.failure: Exception | None = None
        """What ended the reader, if it did not end as told."""
        self.snapshot = self._look()
        self._thread = threading.Thread(target=self._read, name="reader", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End the thread at its next breath; it is a daemon, so a stuck read cannot hold the exit."""
        self._stopping = True
        self._waiter.stop()

    def join(self, timeout: float) -> None:
        """Wait for the thread to end."""
        self._thread.join(timeout)

    # -- the reader's side

    def _read(self) -> None:
        try:
            self._follow()
        except Exception as error:  # noqa: BLE001 - told by whoever looks next, never swallowed
            self.failure = error
        finally:
            self._session.close()

    def _follow(self) -> None:
        waited = False
        while not self._stopping:
            ordered = self._obey()
            grew = self._session.poll()
            if waited:
                self._waiter.found(growth=grew)
            news = self._session.version != self.snapshot.version
            if ordered or (news and not grew) or self._age() >= (self._poll_s if grew else IDLE_S):
                self.snapshot = self._look()
            waited = not grew
            if waited:
                self._waiter.wait(self._poll_s)

    def _obey(self) -> bool:
        ordered = bool(self._orders)
        while self._orders:
            self._orders.popleft()(self._session)
        self._session.version += ordered
        return ordered

    def _age(self) -> float:
        """Seconds since the newest snapshot; a clock that was set back makes it old."""
        now, made = self._clock(), self.snapshot.state.now
        return now - made if made is not None and now >= made else IDLE_S

    def _look(self) -> Snapshot:
        session = self._session
        state = session.state(self._clock())
        tail = tuple(session.tail)
        return Snapshot(
            state=state,
            tail=tail,
            first=session.shown - len(tail),
            pending=session.pending,
            events=tuple(session.events),
            badge=self._waiter.badge,
            guess=session.reader.guess or "",
            version=session.version,
        )

    def order(self, action: Callable[[Session], None]) -> None:
        """Let the reader thread do something with the session before its next poll."""
        self._orders.append(action)
