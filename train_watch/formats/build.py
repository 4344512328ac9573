"""Compiles `catalog/*.toml` into `_catalog.py`, so that no TOML is read when the program starts.

    python -m train_watch.formats.build            write _catalog.py
    python -m train_watch.formats.build --check    exit 1 if it is not what the catalogue says

A mistake in a file is one sentence that names the file and the key.
"""

import sys
from pathlib import Path
from typing import Any

from train_watch.formats.compiling import CatalogError, compile_text, frozen, row
from train_watch.formats.schema import NOTES

__all__ = ["NOTES", "CatalogError", "compile_text", "frozen", "load", "load_all", "render", "row"]

HERE = Path(__file__).parent
TARGET = HERE / "_catalog.py"

_HEADER = '''"""Made by `python -m train_watch.formats.build` from catalog/*.toml: change those, not this."""

# fmt: off
# ruff: noqa: RUF001
from typing import Any
'''


def load(path: Path) -> dict[str, Any]:
    """One catalogue file with its samples; CatalogError if it is no definition."""
    return compile_text(path.stem, path.read_text("utf-8"))


def load_all(folder: Path = HERE / "catalog") -> list[dict[str, Any]]:
    return [load(path) for path in sorted(folder.glob("*.toml"))]


def render(definitions: list[dict[str, Any]]) -> str:
    """The text of `_catalog.py`: one tuple of tuples, which Python loads as a single constant."""
    lines = [_HEADER, "CATALOG: tuple[Any, ...] = ("]
    for *head, rules in map(row, definitions):
        lines.append("    (")
        lines += [f"        {value!r}," for value in head]
        lines += [
            "        (",
            *(f"            {rule!r}," for rule in rules),
            "        ),",
            "    ),",
        ]
    return "\n".join([*lines, ")", ""])


def main(arguments: list[str]) -> int:
    """Write or check `_catalog.py`; 0 if all is well, 1 if it is out of date or a file is wrong."""
    try:
        text = render(load_all())
    except CatalogError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if "--check" not in arguments:
        TARGET.write_text(text, "utf-8")
        return 0
    current = TARGET.read_text("utf-8") if TARGET.exists() else ""
    if current != text:
        sys.stderr.write("_catalog.py is out of date: run python -m train_watch.formats.build\n")
    return int(current != text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
