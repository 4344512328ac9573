"""In which state a run is: an ordered table of questions, the first yes decides."""

from collections.abc import Callable
from typing import NamedTuple

from train_watch.core.state import Phase


class Situation(NamedTuple):
    """What the table is asked about."""

    lines: int
    announced: bool
    """Config or phase lines were understood."""
    steps: bool
    cold: bool
    """Nothing but warm-up has been timed."""
    done: bool
    """A line said that training is over, and none trained after it."""
    reached: bool
    """The last step of the run was printed."""
    spent: bool
    """The next line due would lie beyond the end, and there was time enough to get there."""
    fault: bool
    """A fault that no training followed."""
    broken: bool
    """The loss has stayed NaN or infinite."""
    evaluating: bool
    """An evaluation has begun and no step came since."""
    last_evaluation: bool
    """The same, and the last step's line was not printed again since (bars redraw it)."""
    due: bool
    """An evaluation should have begun by now, though no line says so."""
    silent: bool
    """Silent for longer than the rhythm explains."""
    unjudged: bool = False
    """Silent for long, and there is no rhythm to judge that by."""


TABLE: tuple[tuple[Phase, Callable[[Situation], bool]], ...] = (
    ("finished", lambda s: s.done),
    ("failed", lambda s: s.fault or s.broken),
    ("evaluating", lambda s: s.reached and s.last_evaluation and not s.silent),
    ("finished", lambda s: s.reached or (s.spent and s.silent)),
    ("waiting", lambda s: s.lines == 0),
    ("waiting", lambda s: not (s.steps or s.silent or s.unjudged) and s.announced),
    ("stalled", lambda s: s.silent and (s.steps or s.announced)),
    ("unknown", lambda s: not s.steps or s.unjudged),
    ("evaluating", lambda s: s.evaluating or s.due),
    ("warming_up", lambda s: s.cold),
)


def phase(situation: Situation) -> Phase:
    """The state of the run; `running` when no question is answered with yes.

    A finish line outlives a traceback after it (torn-down workers complain); a fault after the
    last step without one does not (a run whose last save fails has failed).
    """
    for name, holds in TABLE:
        if holds(situation):
            return name
    return "running"
