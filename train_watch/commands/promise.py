"""What to say of a log in which nothing was understood."""

from collections.abc import Iterable

from train_watch.core.state import RunState

MANY_UNREAD = 40
"""Lines: what stands before the first step of a run is seldom longer."""


def promise_of(state: RunState, lines: Iterable[str]) -> tuple[str, str] | None:
    """The most promising of the last lines and a pattern for it; None where a step was read, or where
    most of the lines so far were understood. A pattern is searched for behind the prefix of a line, so the
    lines are looked at without theirs."""
    unread = state.lines - state.lines_understood
    waits = state.step is None and state.state == "waiting" and unread >= MANY_UNREAD
    if state.state != "unknown" and not waits:
        return None
    from train_watch.formats.promising import promising
    from train_watch.lines.split import Splitter

    rows = "".join(f"{line}\n" for line in lines)
    return promising(line.text for line in Splitter().feed(rows.encode("utf-8", "replace")))
