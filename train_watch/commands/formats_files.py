"""The definition files that exist: the catalogue's and the user's own, read as people wrote them."""

import os
from collections.abc import Mapping
from typing import Any, NamedTuple

from train_watch.definitions import folder_of
from train_watch.formats.compiling import CatalogError, compile_text
from train_watch.settings import SettingsError


class File(NamedTuple):
    """A definition file: its path, its text, the TOML in it, and that compiled (see `compiling.compile_text`)."""

    path: str
    text: str
    data: dict[str, Any]
    made: dict[str, Any]

    @property
    def name(self) -> str:
        return str(self.made["name"])


def read_file(path: str, shown: str | None = None) -> File:
    """A definition file; SettingsError, one line that names it, if it cannot be read or is none."""
    import tomllib

    shown = shown or path
    stem = os.path.basename(path).removesuffix(".toml")
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read()
        made = compile_text(stem, text)
    except CatalogError as error:
        raise SettingsError(f"{shown}: {str(error).partition(': ')[2]}") from None
    except OSError as error:
        raise SettingsError(f"{shown}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{shown}: it is not UTF-8") from None
    return File(path, text, tomllib.loads(text), made)


def catalog_folder() -> str:
    import train_watch.formats

    return os.path.join(os.path.dirname(train_watch.formats.__file__ or ""), "catalog")


def catalog() -> dict[str, File]:
    """The catalogue's files by name (what is shipped has passed the build)."""
    return _folder(catalog_folder())[0]


def own(environ: Mapping[str, str]) -> tuple[dict[str, File], list[str]]:
    """The user's files by name, and what is wrong with those that are no definitions."""
    return _folder(folder_of(environ))


def find(name: str, environ: Mapping[str, str]) -> File:
    """The definition of that name or path; SettingsError with the nearest names if there is none."""
    if name.endswith(".toml"):
        return read_file(name)
    for folder in (folder_of(environ), catalog_folder()):
        path = os.path.join(folder, f"{os.path.basename(name)}.toml")
        if os.path.exists(path):
            return read_file(path)
    raise SettingsError(f"no format {name!r}: {_near(name, environ)}")


def _near(name: str, environ: Mapping[str, str]) -> str:
    from difflib import get_close_matches

    paths = [*_paths(folder_of(environ)), *_paths(catalog_folder())]
    known = [os.path.basename(path).removesuffix(".toml") for path in paths]
    near = get_close_matches(name, known, 3)
    return f"did you mean {' or '.join(near)}?" if near else "`train-watch formats` lists them"


def _folder(folder: str) -> tuple[dict[str, File], list[str]]:
    found: dict[str, File] = {}
    troubles: list[str] = []
    for path in _paths(folder):
        try:
            file = read_file(path)
            found[file.name] = file
        except SettingsError as error:
            troubles.append(str(error))
    return found, troubles


def _paths(folder: str) -> list[str]:
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(".toml"))
    except OSError:
        return []
    return [os.path.join(folder, name) for name in names if not name.startswith(".")]
