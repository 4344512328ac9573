"""What the user wishes beside the log: by when it should end, how it is shown."""

import os
import sys
from dataclasses import dataclass

from train_watch import values
from train_watch.core.state import RunState
from train_watch.settings import Settings
from train_watch.view.options import ViewOptions

SAYS_LITTLE = frozenset({"log", "train", "training", "output", "nohup", "out", "stdout", "run"})
"""File names that every run has: the folder's name is shown with them."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """The source as named, the settings, and when we were started (`--deadline 18:00` is seen from there)."""

    spec: str
    settings: Settings
    opened_at: float
    troubles: tuple[str, ...] = ()
    """What is wrong with the user's own definitions, where only the screen can tell."""

    def deadline_at(self, state: RunState) -> float | None:
        """The earlier of `--deadline` and of `--limit` after the run's start, Unix seconds."""
        ends = []
        if self.settings.deadline:
            ends.append(values.instant(self.settings.deadline, self.opened_at))
        if self.settings.limit and state.started_at is not None:
            ends.append(state.started_at + self.settings.limit)
        return min(ends, default=None)

    def view_options(self, state: RunState, **extras: object) -> ViewOptions:
        """How the view of `state` is made; `extras` are further fields of `ViewOptions`."""
        return ViewOptions(
            name=short_name(self.spec),
            path=self.spec,
            deadline_at=self.deadline_at(state),
            what_if=self.settings.what_if,
            ascii=self.ascii,
            **extras,  # type: ignore[arg-type]
        )

    def notes(self, state: RunState) -> tuple[str, ...]:
        """What of the wishes cannot be answered, and why."""
        if self.settings.limit and state.started_at is None and state.step is not None:
            limit = "--limit cannot be judged: this log does not tell when the run started"
            return (*self.troubles, limit)
        return self.troubles

    @property
    def ascii(self) -> bool:
        """Asked for, or all that standard output can take."""
        return self.settings.ascii or not speaks_unicode()


def short_name(spec: str) -> str:
    """The file's name, with its folder where the name alone says little.

    >>> short_name("out/gpt2/train.log"), short_name("/var/slurm-88213.out")
    ('gpt2/train.log', 'slurm-88213.out')
    """
    folder, name = os.path.split(spec)
    parent = os.path.basename(folder)
    return f"{parent}/{name}" if parent and name.partition(".")[0].lower() in SAYS_LITTLE else name


def speaks_unicode() -> bool:
    """Whether standard output can take block characters."""
    return "utf" in (getattr(sys.stdout, "encoding", None) or "").lower()
