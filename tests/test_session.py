"""A session joins the rooms: what is polled comes out as a state, whatever happens to the source."""

from collections import deque

import pytest

from train_watch.core.records import Record
from train_watch.session import Session
from train_watch.settings import Settings
from train_watch.sources.base import Chunk, SourceEvent

HEAD = b"max_iters = 6000\niter 0: loss 10.9, time 65321.04ms, mfu -100.00%\n"
STEP = b"iter 100: loss 6.1, time 3995.11ms, mfu 5.10%\n"


class Scripted:
    """A source that gives what a test says, one item a read."""

    name = "scripted"
    refused: str | None = None

    def __init__(self, *items: Chunk | SourceEvent | bytes, ends: bool = False) -> None:
        self._items = deque(Chunk(i, 0) if isinstance(i, bytes) else i for i in items)
        self._ends = ends
        self.closed = False

    def read(self, limit: int = 1 << 20) -> list[Chunk | SourceEvent]:
        return [self._items.popleft()] if self._items else []

    def size(self) -> int | None:
        return 1

    def modified_at(self) -> float | None:
        return 1000.0

    def ended(self) -> bool:
        return self._ends and not self._items

    def close(self) -> None:
        self.closed = True


def drained(*items: Chunk | SourceEvent | bytes, ends: bool = False) -> Session:
    session = Session(Scripted(*items, ends=ends), Settings())
    session.drain()
    return session


def test_the_note_s_own_case_goes_through_all_rooms() -> None:
    state = drained(HEAD, STEP).state(1000.0)
    assert state.forecast is not None
    assert round(state.forecast.at_update_s, 3) == 23571.149
    assert state.step_time.warmup_steps == 1
    assert state.step_time.trend.direction == "unknown"


def test_a_half_written_line_waits_for_its_end() -> None:
    session = drained(HEAD, STEP[:30])
    assert session.state(1000.0).step == 0
    assert session.pending == STEP[:30].decode().rstrip()
    assert drained(HEAD, STEP[:30], STEP[30:]).state(1000.0).step == 100


def test_a_source_at_its_end_gives_its_unterminated_last_line() -> None:
    session = drained(HEAD, STEP.rstrip(), ends=True)
    assert session.state(1000.0).step == 100
    assert session.pending == ""


@pytest.mark.parametrize("event", ["truncated", "rewritten", "replaced"])
def test_a_log_started_anew_starts_the_run_anew(event: str) -> None:
    session = drained(
        HEAD,
        STEP,
        SourceEvent(event),
        b"max_iters = 50\niter 0: loss 9.0, time 90.00ms, mfu -100.00%\n",
    )
    state = session.state(1000.0)
    assert (state.step, state.total_steps, session.lines) == (0, 50, 2)
    assert list(session.tail) == ["max_iters = 50", "iter 0: loss 9.0, time 90.00ms, mfu -100.00%"]


def test_a_frame_takes_the_place_of_the_frame_before_it() -> None:
    session = drained(
        b"start\n 10%|#   | 1/10 [00:01<00:09,  1.00s/it]\r 20%|##  | 2/10 [00:02<00:08,  1.00s/it]\r"
    )
    assert len(session.tail) == 2
    assert "2/10" in session.tail[-1]
    assert session.shown == 2


def test_every_line_and_every_event_is_recorded_once_and_in_order() -> None:
    seen: list[Record] = []
    session = Session(Scripted(SourceEvent("opened"), HEAD, STEP), Settings())
    session.on_record = seen.append
    session.drain()
    session.finish()
    assert [(record.kind, record.line) for record in seen] == [
        ("source", 0),
        ("config", 1),
        ("step", 2),
        ("step", 3),
    ]


def test_a_total_that_the_user_gives_wins() -> None:
    session = Session(Scripted(HEAD, STEP), Settings(total=200))
    session.drain()
    state = session.state(1000.0)
    assert (state.total_steps, state.total_from) == (200, "option")


@pytest.mark.parametrize("settings", [Settings(format="nanogtp"), Settings(pattern="(")])
def test_a_format_or_pattern_that_cannot_be_used_is_told(settings: Settings) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        Session(Scripted(), settings)
