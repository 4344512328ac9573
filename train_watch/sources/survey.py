"""What a folder holds that a trainer may have written, and which of it is of the newest run.

Bounded, whatever lies there: `DEPTH` levels, `MOST_ENTRIES` names, no symbolic link to a folder is followed.
"""

import os
import re
from collections import deque
from collections.abc import Callable, Iterable
from typing import NamedTuple

DEPTH = 4
"""Levels below the folder: `wandb/run-*/files/output.log` lies on the third."""
MOST_ENTRIES = 5_000
"""Names looked at, some 20 ms; a folder with more is a data set, and its upper levels tell enough."""
SAME_MOMENT_S = 2.0
"""Runs written within this are copies made together: then the larger number is the newer run."""
SAME_RUN_S = 3_600.0
"""Files that were last written more than this before the newest are of an earlier run."""
IGNORED = frozenset({"__pycache__", "node_modules", "site-packages"})

TEXT, LINES, TABLE, EVENTS, STATE = range(5)
"""Sorts of files, the one that tells most first: a text log, JSON lines, a table, TensorBoard's events,
a trainer's state."""
_JSON_LINES = frozenset({"scalars.json", "metrics.json", "log.json"})
_LOGS = frozenset({"log", "stdout", "stderr", "output", "train_log", "training_log"})
_SORTS: tuple[tuple[Callable[[str], bool], int], ...] = (
    (lambda name: name == "trainer_state.json", STATE),
    (lambda name: "tfevents" in name, EVENTS),
    (lambda name: name.endswith((".jsonl", ".log.json")) or name in _JSON_LINES, LINES),
    (lambda name: name.endswith((".csv", ".tsv")), TABLE),
    (lambda name: name.endswith((".log", ".out", ".err", ".txt")) or name in _LOGS, TEXT),
)
_RICHER = frozenset({"time_left.tsv", "trainer_log.jsonl"})
"""Among files of one sort, those that tell where the run ends."""
_DIGITS = re.compile(r"[0-9]{1,18}")


class Found(NamedTuple):
    """A file that may tell of a run: the names of the folders above it and its own, from the folder on."""

    parts: tuple[str, ...]
    path: str
    sort: int
    modified_at: float
    size: int

    @property
    def order(self) -> tuple[int, bool, float, str]:
        """What tells most comes first, then the newest."""
        return self.sort, self.parts[-1].lower() not in _RICHER, -self.modified_at, self.path


def sort_of(name: str) -> int | None:
    """What a file of this name may be; None for nothing that is read.

    >>> sort_of("train.log"), sort_of("events.out.tfevents.1764.host"), sort_of("model.safetensors")
    (0, 3, None)
    """
    return next((sort for applies, sort in _SORTS if applies(name.lower())), None)


def survey(folder: str) -> list[Found]:
    """The files that may tell of a run, level by level; OSError if the folder itself cannot be read."""
    found: list[Found] = []
    left = MOST_ENTRIES
    queue: deque[tuple[str, tuple[str, ...]]] = deque([(folder, ())])
    while queue and left > 0:
        path, parts = queue.popleft()
        try:
            with os.scandir(path) as entries:
                for entry in entries:
                    left -= 1
                    if left < 0:
                        break
                    _see(entry, (*parts, entry.name), found, queue)
        except OSError:
            if not parts:
                raise
    return found


def _see(
    entry: "os.DirEntry[str]",
    parts: tuple[str, ...],
    found: list[Found],
    queue: deque[tuple[str, tuple[str, ...]]],
) -> None:
    """Take one name: a folder to look into, or a file that may tell of a run."""
    try:
        if entry.is_dir(follow_symlinks=False):
            if len(parts) <= DEPTH and entry.name[:1] != "." and entry.name not in IGNORED:
                queue.append((entry.path, parts))
            return
        sort = sort_of(entry.name)
        if sort is not None and entry.is_file():
            stat = entry.stat()
            found.append(Found(parts, entry.path, sort, stat.st_mtime, stat.st_size))
    except OSError:  # it went away in between
        return


def newest_run(found: Iterable[Found]) -> list[Found]:
    """The files of the newest run, what tells most first.

    Folders beside one another whose names differ in their number only (checkpoint-500, checkpoint-1000;
    version_0, version_1) hold one run each; of the others the time tells what belongs together.
    """
    kept = _newest(list(found), 0)
    newest = max((file.modified_at for file in kept), default=0.0)
    return sorted(
        (file for file in kept if file.modified_at >= newest - SAME_RUN_S),
        key=lambda file: file.order,
    )


def _newest(found: list[Found], level: int) -> list[Found]:
    here = [file for file in found if len(file.parts) == level + 1]
    families: dict[str, dict[str, list[Found]]] = {}
    for file in found:
        if len(file.parts) > level + 1:
            name = file.parts[level]
            families.setdefault(stem(name), {}).setdefault(name, []).append(file)
    for members in families.values():
        here += _newest(members[_newest_member(members)], level + 1)
    return here


def stem(name: str) -> str:
    """What folders of several runs have in common: all before the first digit.

    >>> stem("checkpoint-500"), stem("version_0"), stem("run-20260101_120000-ab12cd"), stem("learn")
    ('checkpoint-', 'version_', 'run-', 'learn')
    """
    found = _DIGITS.search(name)
    return name[: found.start()] if found else name


def _newest_member(members: dict[str, list[Found]]) -> str:
    written = {name: max(file.modified_at for file in files) for name, files in members.items()}
    newest = max(written.values())
    near = [name for name, at in written.items() if at >= newest - SAME_MOMENT_S]
    return max(near, key=lambda name: ([int(digits) for digits in _DIGITS.findall(name)], name))
