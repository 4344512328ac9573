"""The user's own definitions: `*.toml` in `train_watch/formats/` of the configuration folder.

    folder --one scandir--> nothing there: done
      |-- as the cache remembers them (path, time, size, program): rows, read from one JSON file
      `-- new or changed: compiled (tomllib, lint), and the cache is written anew

A file that is no definition is left out and told of in one sentence; nothing here stops the program.
"""

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from train_watch import __version__
from train_watch.settings import user_config_path

if TYPE_CHECKING:
    from train_watch.definitions_cache import Compiled, Key

MOST_FILES = 200
"""More are no collection of trainers but a wrong folder."""
MOST_BYTES = 1 << 20
"""Of a file: four times what a definition may have."""
CACHE_LAYOUT = 1
"""Counted up when what the cache holds changes."""

Row = tuple[Any, ...]


class Definitions(NamedTuple):
    """What the user added: rows for `Reader(extra=...)`, and a sentence for each file left out."""

    rows: tuple[Row, ...] = ()
    troubles: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(row[0] for row in self.rows)


NONE = Definitions()


def folder_of(environ: Mapping[str, str]) -> str:
    """Where the user's definitions lie.

    >>> folder_of({"XDG_CONFIG_HOME": "/x"}) if sys.platform == "linux" else "/x/train_watch/formats"
    '/x/train_watch/formats'
    """
    return os.path.join(os.path.dirname(user_config_path(environ)), "formats")


def cache_of(environ: Mapping[str, str], platform: str = sys.platform) -> str:
    """Where they are remembered compiled, in the platform's cache folder.

    >>> cache_of({"XDG_CACHE_HOME": "/c"}, "linux")
    '/c/train_watch/formats.json'
    """
    home = environ.get("HOME", "~")
    folder = environ.get("XDG_CACHE_HOME") or {
        "darwin": home + "/Library/Caches",
        "win32": environ.get("LOCALAPPDATA", home),
    }.get(platform, home + "/.cache")
    return os.path.join(folder, "train_watch", "formats.json")


def user_definitions(environ: Mapping[str, str]) -> Definitions:
    """The definitions of the user's folder, by name; one `scandir` where there are none."""
    folder = folder_of(environ)
    try:
        keys = _keys(folder)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return NONE  # no such folder: nothing is asked for
    except OSError as error:
        return Definitions(
            (), (f"{folder}: {error.strerror or error}: its definitions are left out",)
        )
    if not keys:
        return NONE
    dropped = keys[MOST_FILES:]
    found = _remembered(keys[:MOST_FILES], cache_of(environ))
    rows = tuple(_tuples(row) for row, _ in found if row is not None)
    troubles = tuple(trouble for _, trouble in found if trouble)
    if dropped:
        troubles += (f"{folder}: only the first {MOST_FILES} files are read",)
    return Definitions(rows, troubles)


def _keys(folder: str) -> "list[Key]":
    with os.scandir(folder) as entries:
        return sorted(key for entry in entries if (key := _key(entry)) is not None)


def _key(entry: os.DirEntry[str]) -> "Key | None":
    """The key of a definition's file; None for another, and for one that has gone meanwhile."""
    if not entry.name.endswith(".toml") or entry.name.startswith("."):
        return None
    try:
        stat = entry.stat()
    except OSError:
        return None
    return (entry.path, stat.st_mtime_ns, stat.st_size) if entry.is_file() else None


def _remembered(keys: "list[Key]", cache: str) -> "list[Compiled]":
    """Each file compiled, from the cache where it has not changed since; the cache is kept up to date."""
    from train_watch import definitions_cache

    program = [CACHE_LAYOUT, __version__, _built_at()]
    known = definitions_cache.load(cache, program)
    found = {key: known.get(key) or compiled(*key) for key in keys}
    if found.keys() != known.keys():
        definitions_cache.save(cache, program, found)
    return list(found.values())


def _built_at() -> int:
    """When the compiler of definitions last changed: between two versions it may, in a checkout."""
    import train_watch.formats

    try:
        folder = os.path.dirname(train_watch.formats.__file__ or "")
        return os.stat(os.path.join(folder, "compiling.py")).st_mtime_ns
    except OSError:
        return 0


def compiled(path: str, _: int, size: int) -> "Compiled":
    """The row of a definition file, or why there is none."""
    from train_watch.formats.compiling import CatalogError, compile_text, row

    try:
        if size > MOST_BYTES:
            return None, f"{path} is left out: {size:,} bytes are no definition"
        with open(path, encoding="utf-8") as file:
            text = file.read(MOST_BYTES)
        stem = os.path.basename(path).removesuffix(".toml")
        return row(compile_text(stem, text)), ""
    except CatalogError as error:
        return (
            None,
            f"{os.path.dirname(path)}/{error} (left out; train-watch formats check tells more)",
        )
    except OSError as error:
        return None, f"{path} is left out: {error.strerror}"
    except UnicodeDecodeError:
        return None, f"{path} is left out: it is not UTF-8"


def _tuples(value: Any) -> Any:
    """Lists of JSON as the tuples that they were."""
    return tuple(map(_tuples, value)) if isinstance(value, list | tuple) else value
