"""Whatever happens to the file, and between whichever two calls: no byte is lost, repeated or mixed.

A file system in memory, a model of every text that a file ever held, and hypothesis as the writer.
Declared lossy: bytes that were written and truncated away, or a file that came and went at the
path, between two looks. Declared one: files with identical bytes are the same content.
"""

import errno
import os
import stat
from collections.abc import Callable, Sequence
from functools import partial

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from train_watch.sources.base import Chunk
from train_watch.sources.file import DRAIN_S, FileSource
from train_watch.sources.follow import RECHECK_S

PATH = "run/train.log"
BANNER = b"config: batch_size = 64, max_iters = 6000, learning_rate = 6e-4, n_layer = 12\n" * 5
"""Longer than head and anchor, the same for every run."""
RESETS = {"truncated", "rewritten", "replaced"}
Writer = Callable[[], None]


def solid(content: Sequence[int]) -> bytes:
    """Without the hole at its start, however small: the splitter drops NULs anyway."""
    return bytes(content).lstrip(b"\0")


class Inode:
    """A file: its number, its content, and when that was last written."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.data = bytearray()
        self.written_ns = 0


class Snapshot:
    """What stat returned at that time."""

    def __init__(self, inode: Inode) -> None:
        self.st_mode, self.st_dev, self.st_ino = stat.S_IFREG, 1, inode.number
        self.st_size = len(inode.data)
        self.st_mtime_ns = self.st_ctime_ns = inode.written_ns


class MemoryFs:
    """`Fs` in memory, with a writer that may act before any call."""

    def __init__(self) -> None:
        self.names: dict[str, Inode] = {}
        self.open_files: dict[int, Inode] = {}
        self.calls_until_writer = 0
        self.writer: Writer | None = None

    def _let_writer_in(self) -> None:
        self.calls_until_writer -= 1
        if self.writer and self.calls_until_writer < 0:
            writer, self.writer = self.writer, None
            writer()

    def _at(self, path: str) -> Inode:
        if path not in self.names:
            raise FileNotFoundError(errno.ENOENT, "No such file or directory")
        return self.names[path]

    def make(self) -> Inode:
        """A new file; its inode number is one that is not in use, as low as may be."""
        used = {inode.number for inode in [*self.names.values(), *self.open_files.values()]}
        return Inode(min(set(range(1, len(used) + 2)) - used))

    def stat(self, path: str) -> Snapshot:
        self._let_writer_in()
        return Snapshot(self._at(path))

    def open(self, path: str) -> int:
        self._let_writer_in()
        inode = self._at(path)
        fd = max(self.open_files, default=2) + 1
        self.open_files[fd] = inode
        return fd

    def fstat(self, fd: int) -> Snapshot:
        self._let_writer_in()
        return Snapshot(self.open_files[fd])

    def pread(self, fd: int, size: int, offset: int) -> bytes:
        self._let_writer_in()
        return bytes(self.open_files[fd].data[offset : offset + size])

    def close(self, fd: int) -> None:
        del self.open_files[fd]

    def resolve(self, path: str) -> str:
        return path


class Histories(RuleBasedStateMachine):
    """One path and everything a writer may do to it."""

    @initialize(there=st.booleans())
    def begin(self, there: bool) -> None:
        self.fs = MemoryFs()
        self.now = 1_000.0
        self.runs = 0
        self.lines = 0
        self.texts: list[bytearray] = []
        """Every text that a file has held, each growing as long as its run goes on."""
        self.text_of: dict[Inode, bytearray] = {}
        self.rotated: Inode | None = None
        self.got = b""
        self.unreadable = False
        """An old file that cannot be read for long is given up."""
        self.source = FileSource(PATH, clock=lambda: self.now, fs=self.fs)
        if there:
            self.create()

    # --- the writer

    @property
    def there(self) -> bool:
        return PATH in self.fs.names

    def _write(self, inode: Inode, data: bytes) -> None:
        inode.data += data
        self.text_of[inode] += data
        inode.written_ns = int(self.now * 1e9)

    def _start_text(self, inode: Inode, data: bytes) -> None:
        inode.data.clear()
        self.text_of[inode] = bytearray()
        self.texts.append(self.text_of[inode])
        self.runs += 1
        self._write(inode, data)

    def _line(self) -> bytes:
        self.lines += 1
        return f"run {self.runs:03} iter {self.lines:05}: loss 4.2, time 100ms\n".encode()

    def _some_lines(self, count: int) -> bytes:
        return b"".join(self._line() for _ in range(count))

    def create(self, data: bytes = b"") -> None:
        inode = self.fs.make()
        self._start_text(inode, data)
        self.fs.names[PATH] = inode

    @rule()
    def move_away(self) -> None:
        """F3: the path is gone, the writer still has the old file."""
        if self.there:
            self.rotated = self.fs.names.pop(PATH)

    def append_some(self) -> None:
        if self.there:
            self._write(self.fs.names[PATH], self._some_lines(2))

    def rotate_at_once(self) -> None:
        self.append_some()
        self.move_away()
        self.create(self._some_lines(2))

    def rewrite_at_once(self) -> None:
        if self.there:
            self._start_text(self.fs.names[PATH], BANNER + self._some_lines(9))

    @rule()
    def save_at_once(self) -> None:
        """F10."""
        if self.there and len(self.fs.names[PATH].data) >= 64:
            before = self.fs.names[PATH]
            inode = self.fs.make()
            self._start_text(inode, bytes(before.data))
            self._write(inode, self._line())
            self.fs.names[PATH] = inode

    def fail(self, number: int) -> None:
        """F18: the call that this comes before fails."""
        raise OSError(number, os.strerror(number))

    @rule(count=st.integers(1, 6))
    @precondition(lambda self: self.there)
    def append(self, count: int) -> None:
        self._write(self.fs.names[PATH], self._some_lines(count))

    @rule(part=st.sampled_from([b"iter 7: lo", b"ss 4", b"\n"]))
    @precondition(lambda self: self.there)
    def write_a_part_of_a_line(self, part: bytes) -> None:
        self._write(self.fs.names[PATH], part)

    @rule()
    @precondition(lambda self: self.rotated in self.fs.open_files.values())
    def write_late_to_the_renamed_file(self) -> None:
        """F3: logrotate makes the new file first, and tells the writer afterwards."""
        assert self.rotated
        self._write(self.rotated, self._line())

    @rule(count=st.integers(0, 5), banner=st.booleans())
    @precondition(lambda self: not self.there)
    def create_new(self, count: int, banner: bool) -> None:
        """F12: with no descriptor open the inode number of a deleted file is given out again."""
        self.create((BANNER if banner else b"") + self._some_lines(count))

    @rule()
    @precondition(lambda self: self.there)
    def truncate(self) -> None:
        """F4."""
        self._start_text(self.fs.names[PATH], b"")

    @rule()
    @precondition(lambda self: self.there)
    def truncate_under_a_writer_that_goes_on_at_its_offset(self) -> None:
        """F5: a hole of NULs before the next line."""
        inode = self.fs.names[PATH]
        self._start_text(inode, bytes(len(inode.data)) + self._line())

    @rule(count=st.integers(0, 8))
    @precondition(lambda self: self.there)
    def rewrite_with_the_same_banner(self, count: int) -> None:
        """F6, F8."""
        self._start_text(self.fs.names[PATH], BANNER + self._some_lines(count))

    @rule()
    @precondition(lambda self: self.there)
    def rewrite_to_the_same_size(self) -> None:
        """F7."""
        inode = self.fs.names[PATH]
        size = len(inode.data)
        self._start_text(inode, (BANNER + self._some_lines(size // 40 + 1))[:size])

    @rule()
    @precondition(lambda self: self.there and len(self.fs.names[PATH].data) > 2 * len(BANNER))
    def edit_the_beginning(self) -> None:
        """Everything before the reader's offset may look the same but for the first bytes."""
        inode = self.fs.names[PATH]
        self._start_text(inode, b"edited" + bytes(inode.data)[6:])

    @rule()
    @precondition(lambda self: self.there)
    def delete(self) -> None:
        del self.fs.names[PATH]
        self.rotated = None

    @rule(
        after=st.integers(0, 9),
        what=st.sampled_from(["append", "rotate", "rewrite", "save", "fail", "go stale"]),
    )
    def act_between_two_calls_of_the_next_look(self, after: int, what: str) -> None:
        actions: dict[str, Writer] = {
            "append": self.append_some,
            "rotate": self.rotate_at_once,
            "rewrite": self.rewrite_at_once,
            "save": self.save_at_once,
            "fail": partial(self.fail, errno.EIO),
            "go stale": partial(self.fail, errno.ESTALE),
        }
        self.fs.calls_until_writer, self.fs.writer = after, actions[what]

    # --- the reader

    @rule(later=st.sampled_from([0.0, 0.1, 0.6, 2.0]), limit=st.sampled_from([1, 50, 1 << 20]))
    def look(self, later: float, limit: int) -> None:
        self.now += later
        followed = next(iter(self.fs.open_files.values()), None)
        for item in self.source.read(limit):
            if isinstance(item, Chunk):
                self.got += item.data
            elif item.event in RESETS:
                self._left(item.event, followed)
            else:
                self.unreadable = item.event == "error"
        assert any(solid(text).startswith(solid(self.got)) for text in [*self.texts, b""])
        assert not self.got.startswith(bytes(4))
        assert len(self.fs.open_files) <= 1

    def _left(self, event: str, followed: Inode | None) -> None:
        if event == "replaced" and followed is not None and not self.unreadable:
            assert solid(self.got) == solid(followed.data)
        self.got = b""

    def teardown(self) -> None:
        """In the end everything that is there has been read, once."""
        if not hasattr(self, "fs"):
            return
        for later in (0.1, DRAIN_S, DRAIN_S, RECHECK_S, DRAIN_S, DRAIN_S, 0.1):
            self.look(later, 1 << 20)
        if self.there:
            assert solid(self.got) == solid(self.fs.names[PATH].data)
        self.source.close()
        assert not self.fs.open_files


Histories.TestCase.settings = settings(max_examples=150, stateful_step_count=30, deadline=None)
TestHistories = Histories.TestCase
