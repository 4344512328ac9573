"""Of a long file the head and the tail are read, and what comes later."""

from pathlib import Path

import pytest

from train_watch.sources.base import Chunk, SourceEvent
from train_watch.sources.file import FileSource
from train_watch.sources.fs import RealFs

LINES = [b"iter %05d: loss 4.2, time 100ms\n" % n for n in range(2000)]
LOG = b"".join(LINES)
HEAD, TAIL = 1000, 5000


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "train.log"
    path.write_bytes(LOG)
    return path


def follow(path: Path, head: int | None = HEAD, tail: int | None = TAIL) -> FileSource:
    return FileSource(str(path), clock=lambda: 100.0, head_bytes=head, tail_bytes=tail)


def drain(source: FileSource, limit: int = 1 << 20) -> list[Chunk | SourceEvent]:
    found: list[Chunk | SourceEvent] = []
    while items := source.read(limit):
        found += items
    return found


@pytest.mark.parametrize("limit", [100, 1 << 20])
def test_a_long_file_gives_its_head_and_the_last_whole_lines(log: Path, limit: int) -> None:
    items = drain(follow(log), limit)
    gap = next(n for n, item in enumerate(items) if isinstance(item, SourceEvent) and n)
    event = items[gap]
    head = [item for item in items[:gap] if isinstance(item, Chunk)]
    tail = [item for item in items[gap:] if isinstance(item, Chunk)]
    assert b"".join(chunk.data for chunk in head) == LOG[:HEAD]
    whole = b"".join(chunk.data for chunk in tail)
    assert LOG.endswith(whole)
    assert whole.startswith(b"iter ")
    assert TAIL - len(LINES[0]) <= len(whole) <= TAIL
    assert tail[0].offset == len(LOG) - len(whole)
    assert isinstance(event, SourceEvent)
    assert (event.event, event.detail) == ("skipped", str(len(LOG) - len(whole) - HEAD))
    assert all(chunk.arrived_at is None for chunk in head + tail)


def test_what_comes_later_is_read_whole(log: Path) -> None:
    source = follow(log)
    drain(source)
    with log.open("ab") as writer:
        writer.write(LOG)
    items = drain(source)
    assert b"".join(item.data for item in items if isinstance(item, Chunk)) == LOG
    assert all(isinstance(item, Chunk) and item.arrived_at == 100.0 for item in items)


@pytest.mark.parametrize(("head", "tail"), [(None, 10), (10, None), (HEAD, len(LOG) - HEAD)])
def test_a_file_within_its_limits_is_read_whole(
    log: Path, head: int | None, tail: int | None
) -> None:
    items = drain(follow(log, head, tail))
    assert b"".join(item.data for item in items if isinstance(item, Chunk)) == LOG


def test_the_tail_of_a_log_without_newlines_starts_at_a_return(log: Path) -> None:
    log.write_bytes(LOG.replace(b"\n", b"\r"))
    last = drain(follow(log))[-1]
    assert isinstance(last, Chunk)
    assert last.data.startswith(b"iter ")


def test_the_tail_of_one_endless_line_starts_anywhere(log: Path) -> None:
    log.write_bytes(b"x" * 100_000)
    last = drain(follow(log))[-1]
    assert isinstance(last, Chunk)
    assert abs(len(last.data) - TAIL) <= 1


def test_a_long_log_that_is_rewritten_is_read_whole_from_its_start(log: Path) -> None:
    source = follow(log)
    drain(source)
    log.write_bytes(LOG[::-1])
    items = drain(source)
    assert isinstance(items[0], SourceEvent)
    assert items[0].event == "rewritten"
    assert b"".join(item.data for item in items[1:] if isinstance(item, Chunk)) == LOG[::-1]


def test_a_long_log_that_is_truncated_before_its_tail_is_reached_has_no_tail(log: Path) -> None:
    source = follow(log)
    source.read(500)
    log.write_bytes(LOG[:2000])
    items = drain(source, 500)
    assert not any(isinstance(item, SourceEvent) for item in items)
    assert b"".join(item.data for item in items if isinstance(item, Chunk)) == LOG[500:2000]


def test_ten_sparse_gigabytes_are_opened_at_once(tmp_path: Path) -> None:
    """F21."""
    path = tmp_path / "big.log"
    with path.open("wb") as writer:
        writer.write(LOG[:HEAD])
        writer.truncate(10 << 30)
        writer.seek(0, 2)
        writer.write(LOG)
    reads: list[int] = []

    class CountingFs(RealFs):
        def pread(self, fd: int, size: int, offset: int) -> bytes:
            reads.append(size)
            return super().pread(fd, size, offset)

    source = FileSource(
        str(path), clock=lambda: 0.0, fs=CountingFs(), head_bytes=HEAD, tail_bytes=TAIL
    )
    last = drain(source)[-1]
    assert isinstance(last, Chunk)
    assert LOG.endswith(last.data)
    assert sum(reads) < 100_000
