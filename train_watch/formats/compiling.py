"""A definition file's text -> the plain data that the reader is made from (never on a log's way).

The catalogue is compiled when the program is built, a user's files when they have changed.
"""

import re
import tomllib
from typing import Any

from train_watch.formats.holes_check import check_hole
from train_watch.formats.lint import faults
from train_watch.formats.plan import FACT_NAMES
from train_watch.formats.schema import check_file, check_line, pair
from train_watch.formats.template import Template, compile_template, pieces
from train_watch.formats.ways import MOST_ANYWHERE, MOST_IN_A_ROW, MOST_WAYS, ways

MOST_CHARACTERS = 1 << 18
"""Of a file: the longest of the catalogue has 10,000."""
RESERVED = {"generic", "custom"}
"""What `--format` and a pattern are called: no definition may be."""


class CatalogError(ValueError):
    """A mistake in a definition file, in one sentence."""


def compile_text(stem: str, text: str) -> dict[str, Any]:
    """The definition that `text` holds, TOML of a file `stem`.toml; CatalogError if it holds none.

    The result has name, about, counter, bar, table, rules (see `definition.Rule`) and samples.
    """
    try:
        if len(text) > MOST_CHARACTERS:
            raise ValueError(f"more than {MOST_CHARACTERS:,} characters")
        return _definition(stem, tomllib.loads(text))
    except (ValueError, KeyError, TypeError, re.error, RecursionError, OverflowError) as error:
        raise CatalogError(f"{stem}.toml: {' '.join(str(error).split())}") from error


def row(definition: dict[str, Any]) -> tuple[Any, ...]:
    """A compiled definition as an entry of `_catalog.CATALOG`, which `Reader(extra=...)` takes."""
    return tuple(
        frozen(definition[key]) for key in ("name", "about", "counter", "bar", "table", "rules")
    )


def frozen(value: Any) -> Any:
    """The same with dicts as tuples of pairs: a dict is built anew at each start."""
    if isinstance(value, dict):
        return tuple((key, frozen(inner)) for key, inner in value.items())
    if isinstance(value, list | tuple):
        return tuple(frozen(inner) for inner in value)
    return value


def _definition(stem: str, data: dict[str, Any]) -> dict[str, Any]:
    check_file(data)
    if data["name"] != stem:
        raise ValueError(f"name {data['name']!r} is not the file's")
    if stem in RESERVED or not re.fullmatch(r"[\w.-]{1,40}", stem):
        raise ValueError(f"{stem!r} cannot be a name: letters, digits, _ . - and not {RESERVED}")
    names = {name: pair(target) for name, target in data.get("names", {}).items()}
    bar = data.get("bar")
    return {
        "name": stem,
        "about": data["about"],
        "counter": data.get("counter", {}),
        "bar": _bar(bar) if bar else None,
        "table": _table(data.get("table"), names),
        "rules": [
            _numbered(number, line, names) for number, line in enumerate(data.get("line", []), 1)
        ],
        "samples": data.get("sample", []),
    }


def _bar(bar: dict[str, Any]) -> dict[str, Any]:
    """A bar's table with its description compiled; `desc` must match the whole description."""
    template = _template(bar["desc"]) if bar["desc"] else None
    made = {key: value for key, value in bar.items() if key != "desc"}
    return {
        "desc": None if template is None else template.pattern,
        "holes": () if template is None else template.groups,
        **made,
    }


def _table(
    table: dict[str, Any] | None, names: dict[str, tuple[str, str]]
) -> dict[str, Any] | None:
    """A table that the trainer writes: its header line and what its columns hold."""
    if table is None:
        return None
    columns = table["header"].split(table["delimiter"])
    return {**table, "holes": tuple(names.get(column, (column, "num")) for column in columns)}


def _numbered(
    number: int, line: dict[str, Any], names: dict[str, tuple[str, str]]
) -> tuple[Any, ...]:
    """A row of `_catalog`; a mistake names which line of the file it is in."""
    try:
        return _rule(line, names)
    except (ValueError, KeyError) as error:
        told = f"no kind {error}" if isinstance(error, KeyError) else error
        raise ValueError(f"[[line]] {number}: {told}") from error


def _rule(line: dict[str, Any], names: dict[str, tuple[str, str]]) -> tuple[Any, ...]:
    check_line(line)
    kind, constants = line["kind"], line.get("set", {})
    names = names | {name: pair(target) for name, target in line.get("names", {}).items()}
    template = _template(line["read"])
    literal = line.get("key", template.literal)
    if len(literal) < (1 if "key" in line else 2):
        raise ValueError(f"no text of two characters in {line['read']!r}: give a key")
    where = "lead" if template.leads and literal == template.literal else "any"
    pattern = template.pattern
    if template.anchored:
        where, pattern = "start", r"[ \t]{0,16}" + pattern
    told = {name for name, _ in template.groups} & FACT_NAMES or "facts" in constants
    if kind == "config" and not template.pairs and not told:
        raise ValueError(f"nothing is announced by {line['read']!r}")
    joined = (
        (template.pairs, names if kind == "step" else _untimed(names)) if template.pairs else None
    )
    return (
        kind,
        literal,
        where,
        pattern,
        template.groups,
        constants,
        joined,
        line.get("joins"),
        line.get("needs", ""),
    )


def _untimed(names: dict[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """The same names on a line that is no training step: its `time` is not that of a step."""
    timed = {"step_time", "clock", "data", "eta", "rate"}
    return {name: (hole if hole[0] not in timed else ("_", "skip")) for name, hole in names.items()}


def _template(text: str) -> Template:
    """A template whose expression is safe to search hostile lines with."""
    if not _paired(text):
        raise ValueError(f"[[ and ]] do not pair in {text!r}")
    if not pieces(text):
        raise ValueError(f"nothing to read in {text!r}")
    made = compile_template(text)
    found = faults(made.pattern)
    if found:
        raise ValueError(f"{found[0]} in {text!r}")
    for name, kind in made.groups:
        check_hole(name, kind)
    parts = pieces(text)
    beside, all_of_it = ways(parts)
    fixed = made.anchored or parts[0][0] == "plain"
    if beside > (MOST_IN_A_ROW if fixed else MOST_ANYWHERE) or all_of_it > MOST_WAYS:
        raise ValueError(
            f"{text!r} can be laid on one text in {max(beside, all_of_it):,} ways, which a hostile line "
            "could make use of: put text between its holes that they cannot eat"
        )
    return made


def _paired(text: str) -> bool:
    """Every [[ has its ]], and the reverse."""
    depth = 0
    for what, _, _ in pieces(text):
        depth += (what == "open") - (what == "close")
        if depth < 0:
            return False
    return depth == 0
