"""What the exit code of `--once` and `--wait` promises."""

from enum import IntEnum

from train_watch.core.state import RunState
from train_watch.view.deadline import meets


class ExitCode(IntEnum):
    """One number for each thing a script may want to act on."""

    def __new__(cls, value: int, sentence: str) -> "ExitCode":
        member = int.__new__(cls, value)
        member._value_ = value
        member.sentence = sentence
        return member

    sentence: str
    """The meaning, as help and manual give it."""

    HEALTHY = 0, "finished, or running and healthy"
    INTERNAL_ERROR = 1, "an error in this program"
    USAGE = 2, "a mistake in the options or the configuration"
    STALLED = 3, "stalled: silent for longer than its own rhythm explains"
    FAILED = 4, "failed: crash, out of memory, killed, loss not a number"
    LATE = 5, "running, but more likely than not to miss its deadline"
    NOT_UNDERSTOOD = 6, "nothing understood: lines were read, none gave a step"
    NO_SOURCE = 7, "no such source, or not readable"
    INTERRUPTED = 130, "interrupted"


def exit_code(state: RunState, now: float, deadline_at: float | None = None) -> ExitCode:
    """The exit code for a run in `state` at `now`; the source and the options were right.

    >>> exit_code(RunState(state="stalled"), 0.0).sentence
    'stalled: silent for longer than its own rhythm explains'
    >>> exit_code(RunState(state="unknown", lines=240), 0.0)
    <ExitCode.NOT_UNDERSTOOD: 6>
    """
    match state.state:
        case "failed":
            return ExitCode.FAILED
        case "stalled" if not _nothing_understood(state):
            return ExitCode.STALLED
        case "finished" if not _nothing_understood(state):
            return ExitCode.HEALTHY
    if _nothing_understood(state):
        return ExitCode.NOT_UNDERSTOOD
    chance = meets(state, now, deadline_at)
    return ExitCode.LATE if chance is not None and chance < 0.5 else ExitCode.HEALTHY


def _nothing_understood(state: RunState) -> bool:
    return state.step is None and (state.state == "unknown" or state.lines > 0)
