"""What the view needs beside the run's state. The one-line form reads it too, so it imports little."""

from dataclasses import dataclass

from train_watch.view.clock import Zone, local_zone


@dataclass(frozen=True, slots=True)
class ViewOptions:
    """What the view needs that is not in the log."""

    name: str = ""
    """Short name of the run."""
    path: str = ""
    """The source as the user named it."""
    deadline_at: float | None = None
    what_if: tuple[float, ...] = ()
    """Seconds a step, each one row of the what-if table."""
    ascii: bool = False
    zone: Zone = local_zone
    log: tuple[str, ...] = ()
    """The last lines as cleaned by `lines`, oldest first; made safe here."""
    pending: str = ""
    """The half-written last line."""
    notes: tuple[str, ...] = ()
    badge: str = ""
    guess: str = ""
    """The line that a generic reading goes by."""
    promise: tuple[str, str] | None = None
    """Where nothing was understood: the most promising line, and a `--pattern` for it (may be empty)."""
    frozen: bool = False
