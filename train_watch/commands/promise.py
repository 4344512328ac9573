"""What to say of a log in which nothing was understood."""

from collections.abc import Iterable

from train_watch.core.state import RunState


def promise_of(state: RunState, lines: Iterable[str]) -> tuple[str, str] | None:
    """The most promising of the last lines and a pattern for it; None where something was understood."""
    if state.state != "unknown":
        return None
    from train_watch.formats.promising import promising

    return promising(lines)
