"""When a followed run is over: not before its last evaluation, not at a traceback that it survives."""

import pytest

from tests.test_session import Scripted
from train_watch.commands.follow import is_over
from train_watch.core.state import Rhythm, RunState
from train_watch.session import Session
from train_watch.settings import Settings


def over(
    state: str,
    silent_s: float,
    *,
    typical_s: float = 1.0,
    longest_s: float | None = None,
    ends: bool = False,
    step: int | None = None,
    total_steps: int | None = None,
) -> bool:
    session = Session(Scripted(ends=ends), Settings())
    known = RunState(
        state=state,  # type: ignore[arg-type]
        updated_at=1000.0,
        step=step,
        total_steps=total_steps,
        rhythm=Rhythm(typical_s=typical_s, longest_s=longest_s, stalled_after_s=100.0),
    )
    return is_over(session, known, 1000.0 + silent_s)


def test_an_end_at_the_last_step_is_believed_after_the_longest_normal_silence() -> None:
    def at_the_end(silent_s: float, longest_s: float | None = None) -> bool:
        return over("finished", silent_s, longest_s=longest_s, step=100, total_steps=100)

    assert not at_the_end(1.0)
    assert at_the_end(2.5)
    assert not at_the_end(25.0, 30.0)
    assert at_the_end(31.0, 30.0)
    assert at_the_end(61.0, 3000.0)


@pytest.mark.parametrize("state", ["finished", "failed"])
def test_an_end_that_only_a_sentence_tells_is_believed_after_a_longer_silence(state: str) -> None:
    assert not over(state, 9.0, step=50, total_steps=100)
    assert over(state, 10.5, step=50, total_steps=100)
    assert not over(state, 19.0, typical_s=10.0, step=50, total_steps=100)
    assert over(state, 20.5, typical_s=10.0, step=50, total_steps=100)
    assert not over(state, 400.0, typical_s=250.0)
    assert over(state, 601.0, longest_s=30_000.0)


def test_a_stall_is_told_to_a_script_only_when_it_lasts() -> None:
    assert not over("stalled", 150.0)
    assert over("stalled", 201.0)


@pytest.mark.parametrize("state", ["running", "evaluating", "warming_up", "waiting", "unknown"])
def test_a_run_goes_on_while_nothing_says_that_it_ended(state: str) -> None:
    assert not over(state, 1e6)
    assert over(state, 0.0, ends=True)
