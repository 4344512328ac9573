"""The reader thread: hands over snapshots, obeys orders, and never dies in silence."""

import threading
from collections.abc import Callable

from tests.test_session import HEAD, STEP, Scripted
from train_watch.live import Live
from train_watch.session import Session
from train_watch.settings import Settings
from train_watch.sources.base import Chunk, SourceEvent

PATIENCE_S = 20.0


class Turns:
    """A waiter that lets a test see each turn: `wait` runs `then` and ends at once."""

    badge = "polling"

    def __init__(self, then: Callable[[], None] = lambda: None) -> None:
        self.turned = threading.Event()
        self._then = then
        self.growths: list[bool] = []

    def wait(self, timeout: float) -> str:
        self._then()
        self.turned.set()
        return "timeout"

    def found(self, *, growth: bool) -> None:
        self.growths.append(growth)

    def stop(self) -> None:
        self.turned.set()


def live(source: Scripted, waiter: Turns) -> Live:
    return Live(Session(source, Settings()), clock=lambda: 1000.0, waiter=waiter, poll_s=0.2)


def test_the_newest_snapshot_is_there_after_a_turn() -> None:
    waiter = Turns()
    reader = live(Scripted(HEAD, STEP), waiter)
    first = reader.snapshot
    reader.start()
    assert waiter.turned.wait(PATIENCE_S)
    assert (first.state.step, reader.snapshot.state.step) == (None, 100)
    assert reader.snapshot.tail[-1] == STEP.decode().rstrip()
    reader.stop()


def test_an_order_is_obeyed_and_changes_the_version() -> None:
    waiter = Turns()
    reader = live(Scripted(HEAD, STEP), waiter)
    reader.order(lambda session: session.run.set_total(150))
    reader.start()
    assert waiter.turned.wait(PATIENCE_S)
    assert reader.snapshot.state.total_steps == 150
    assert reader.snapshot.version > 0
    reader.stop()


class Breaks(Scripted):
    """A source with a mistake in it."""

    def read(self, limit: int = 1 << 20) -> list[Chunk | SourceEvent]:
        raise RuntimeError("a mistake of ours")


def test_a_mistake_in_the_reader_is_kept_for_whoever_looks_and_the_source_is_closed() -> None:
    source = Breaks()
    reader = live(source, Turns())
    reader.start()
    reader.join(PATIENCE_S)
    assert str(reader.failure) == "a mistake of ours"
    assert source.closed
