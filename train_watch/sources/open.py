"""From what the user typed to a source, by table."""

from collections.abc import Callable

from train_watch.sources.base import Source

Clock = Callable[[], float]
LATER = {
    "ssh://": "a log on another host",
    "slurm:": "a slurm job's log",
    "tmux:": "what a tmux pane prints",
    "cmd:": "the output of a command",
}
"""Kinds of sources that have a name already but cannot be opened yet."""


class UnsupportedSource(Exception):  # noqa: N818 - it is a kind of source, not a failure of one
    """A sentence for the user."""


def open_source(
    spec: str, *, clock: Clock, head_bytes: int | None = None, tail_bytes: int | None = None
) -> Source:
    """The source that `spec` names; a long file is read at its head and its tail if both are given."""
    for prefix, what in LATER.items():
        if spec.startswith(prefix):
            raise UnsupportedSource(
                f"{what} ({prefix}...) cannot be followed yet; give the path of a log file"
            )
    if spec == "-":
        from train_watch.sources.stdin import StdinSource

        return StdinSource(0, clock=clock)
    if spec.endswith(".gz"):
        from train_watch.sources.gz import GzSource

        return GzSource(spec, clock=clock)
    from train_watch.sources.file import FileSource

    return FileSource(spec, clock=clock, head_bytes=head_bytes, tail_bytes=tail_bytes)
