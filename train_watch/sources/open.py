"""What the user named -> a source, by one table."""

from collections.abc import Callable

from train_watch.sources.base import Source

Clock = Callable[[], float]
"""Unix seconds."""

LATER = {
    "ssh://": "run `ssh HOST tail -F PATH | train-watch -` instead",
    "slurm:": "give the path of the job's output file instead (`scontrol show job ID` tells it)",
    "tmux:": "let `tmux pipe-pane` write the pane into a file, and give that file instead",
    "cmd:": "pipe the command into `train-watch -` instead",
}
"""Sources that a later release reads, and what helps until then."""


class UnsupportedSource(ValueError):  # noqa: N818 - it names what was asked for, like LookupError
    """A source that cannot be read; its message is one sentence for the user."""


def open_source(
    spec: str,
    *,
    clock: Clock,
    head_bytes: int | None = None,
    tail_bytes: int | None = None,
) -> Source:
    """The source that `spec` names; nothing is opened before its first `read`.

    Of a file longer than `head_bytes + tail_bytes` only so much of both ends is read.

    >>> open_source("train.log", clock=lambda: 0.0).name
    'train.log'
    >>> open_source("cmd:ls", clock=lambda: 0.0)
    Traceback (most recent call last):
    train_watch.sources.open.UnsupportedSource: cmd: is not read yet: pipe the command into `train-watch -` instead
    """
    _refuse_schemes(spec)
    opener = next(opener for applies, opener in OPENERS if applies(spec))
    return opener(spec, clock, head_bytes, tail_bytes)


def _refuse_schemes(spec: str) -> None:
    for scheme, instead in LATER.items():
        if spec.startswith(scheme):
            raise UnsupportedSource(f"{scheme} is not read yet: {instead}")
    scheme, url, _ = spec.partition("://")
    if url and scheme.isascii() and scheme.isalnum():
        raise UnsupportedSource(
            f"{scheme}:// is no source: copy the log here, or pipe it into `train-watch -`"
        )


def _stdin(_spec: str, clock: Clock, _head: int | None, _tail: int | None) -> Source:
    from train_watch.sources.stdin import StdinSource

    return StdinSource(clock=clock)


def _gz(spec: str, clock: Clock, _head: int | None, _tail: int | None) -> Source:
    from train_watch.sources.gz import GzSource

    return GzSource(spec, clock=clock)


def _file(spec: str, clock: Clock, head: int | None, tail: int | None) -> Source:
    from train_watch.sources.file import FileSource

    return FileSource(spec, clock=clock, head_bytes=head, tail_bytes=tail)


Opener = Callable[[str, Clock, int | None, int | None], Source]
OPENERS: tuple[tuple[Callable[[str], bool], Opener], ...] = (
    (lambda spec: spec == "-", _stdin),
    (lambda spec: spec.endswith(".gz"), _gz),
    (lambda _spec: True, _file),
)
"""The first that applies opens it; each loads its module only then."""
