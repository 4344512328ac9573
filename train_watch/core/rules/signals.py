"""What the rules look at: the run as numbers, gathered once for all of them."""

from typing import NamedTuple

from train_watch.core.losses import Losses
from train_watch.core.state import Phase, Rhythm


class Episode(NamedTuple):
    """A lasting slowdown: where it began, seconds a step before and now, lines seen since."""

    since_step: int
    since_at: float | None
    before_s: float
    now_s: float
    lines: int


class Fault(NamedTuple):
    """The newest fault that no training followed: its kind, line number, text and step."""

    kind: str
    line: int
    text: str
    step: int | None
    at: float | None


class Signals(NamedTuple):
    """One instant of a run."""

    state: Phase
    step: int | None
    updated_at: float | None
    silent_s: float | None
    rhythm: Rhythm
    episode: Episode | None
    fault: Fault | None
    losses: Losses
