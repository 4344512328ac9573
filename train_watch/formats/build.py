"""Compiles `catalog/*.toml` into `_catalog.py`, so that no TOML is read when the program starts.

    python -m train_watch.formats.build            write _catalog.py
    python -m train_watch.formats.build --check    exit 1 if it is not what the catalogue says

A mistake in a file is one sentence that names the file and the key.
"""

import re
import sys
import tomllib
from pathlib import Path
from typing import Any, get_args

from train_watch.core.records import Kind
from train_watch.formats.kinds import KINDS
from train_watch.formats.lint import faults
from train_watch.formats.plan import FACT_NAMES
from train_watch.formats.template import DEFAULT_KIND, compile_template

HERE = Path(__file__).parent
TARGET = HERE / "_catalog.py"

COUNTER_KEYS = {
    "base", "scope", "last_is_total", "epoch_base", "meaning", "covers", "eval_in", "clock_scope", "clock_has_eval",
    "trainer_eta_scope", "unit",
}  # fmt: skip
"""Fields of a Record that a definition may fix for all its step lines."""
FILE_KEYS = {
    "name", "about", "source", "counter", "names", "line", "bar", "table", "sample", "total", "time", "eta",
}  # fmt: skip
LINE_KEYS = {"kind", "read", "key", "names", "needs", "set", "joins"}
JOINS = {"bar", "next", "last"}
"""What gives a line without a counter its step: the bar, the next line with one, or the last."""
SET_KEYS = COUNTER_KEYS | {"phase", "fault", "epoch", "step", "total_epochs", "facts"}
BAR_KEYS = {"desc", "needs", "after", "plain", "guess"}
NOTES: dict[str, dict[str, frozenset[str]]] = {
    "total": {"from": frozenset(["line", "config", "banner", "epochs", "eta", "percent", "end", "nowhere"])},
    "time": {
        "from": frozenset(["field", "rate", "clock", "stamps", "bar", "arrival"]),
        "holds": frozenset(["data", "evaluation", "checkpoint", "logging"]),
    },
    "eta": {
        "rate": frozenset(["none", "last", "window", "mean", "median", "ema"]),
        "rest": frozenset(["run", "epoch", "phase"]),
        "evaluations": frozenset(["in", "out", "modelled"]),
        "resume": frozenset(["right", "wrong"]),
    },
}  # fmt: skip
"""What a definition tells people and not the reader (`train-watch formats show`): where the run's total
comes from, what the time is measured by and holds beside the step, and the trainer's own ETA formula.
A value is one of these words or a list of them."""

_HEADER = '''"""Made by `python -m train_watch.formats.build` from catalog/*.toml: change those, not this."""

# fmt: off
from typing import Any
'''


class CatalogError(ValueError):
    """A mistake in a catalogue file, in one sentence."""


def load(path: Path) -> dict[str, Any]:
    """One catalogue file with its samples; CatalogError if it is no definition."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        return _definition(path.stem, data)
    except (tomllib.TOMLDecodeError, ValueError, KeyError, TypeError, re.error) as error:
        raise CatalogError(f"{path.name}: {error}") from error


def load_all(folder: Path = HERE / "catalog") -> list[dict[str, Any]]:
    return [load(path) for path in sorted(folder.glob("*.toml"))]


def _definition(stem: str, data: dict[str, Any]) -> dict[str, Any]:
    _only(data, FILE_KEYS, "the file")
    if data["name"] != stem:
        raise ValueError(f"name {data['name']!r} is not the file's")
    counter, bar = data.get("counter", {}), data.get("bar")
    _only(counter, COUNTER_KEYS, "[counter]")
    _only(bar or {}, BAR_KEYS, "[bar]")
    _check_notes(data)
    names = {name: _pair(target) for name, target in data.get("names", {}).items()}
    return {
        "name": stem,
        "about": data["about"],
        "counter": counter,
        "bar": _bar(bar) if bar else None,
        "table": _table(data.get("table"), names),
        "rules": [_rule(line, names) for line in data.get("line", [])],
        "samples": data.get("sample", []),
    }


def _check_notes(data: dict[str, Any]) -> None:
    for section, keys in NOTES.items():
        table = data.get(section, {})
        _only(table, set(keys), f"[{section}]")
        for key, value in table.items():
            words = [value] if isinstance(value, str) else value
            unknown = set(words) - keys[key]
            if unknown:
                known = ", ".join(sorted(keys[key]))
                raise ValueError(
                    f"[{section}] {key} is {', '.join(sorted(unknown))}: one of {known}"
                )


def _only(table: dict[str, Any], known: set[str], where: str) -> None:
    unknown = set(table) - known
    if unknown:
        raise ValueError(
            f"{where} has {', '.join(sorted(unknown))}: only {', '.join(sorted(known))} are known"
        )


def _pair(target: str) -> tuple[str, str]:
    """What a printed name means: `loss` or `step_time:in_s`."""
    name, _, kind = target.partition(":")
    kind = kind or DEFAULT_KIND.get(name, "num")
    if kind not in KINDS:
        raise ValueError(f"no kind {kind!r} in {target!r}")
    return name, kind


def _bar(bar: dict[str, Any]) -> dict[str, Any]:
    """A bar's table with its description compiled; `desc` must match the whole description."""
    template = compile_template(bar["desc"]) if bar["desc"] else None
    made = {key: value for key, value in bar.items() if key != "desc"}
    return {
        "desc": None if template is None else _safe(template.pattern),
        "holes": () if template is None else template.groups,
        **made,
    }


def _table(
    table: dict[str, Any] | None, names: dict[str, tuple[str, str]]
) -> dict[str, Any] | None:
    """A table that the trainer writes: its header line and what its columns hold."""
    if table is None:
        return None
    _only(table, {"header", "delimiter"}, "[table]")
    columns = table["header"].split(table["delimiter"])
    return {**table, "holes": tuple(names.get(column, (column, "num")) for column in columns)}


def _rule(line: dict[str, Any], names: dict[str, tuple[str, str]]) -> tuple[Any, ...]:
    """A row of `_catalog` (see `definition.Rule`)."""
    _only(line, LINE_KEYS, "[[line]]")
    kind, constants = line["kind"], line.get("set", {})
    if kind not in get_args(Kind) or kind in {"other", "source"}:
        raise ValueError(f"no kind of line {kind!r}")
    _only(constants, SET_KEYS, "set")
    _only(constants.get("facts", {}), FACT_NAMES, "facts")
    if line.get("joins", "bar") not in JOINS:
        raise ValueError(f"joins {line['joins']!r}: one of {', '.join(sorted(JOINS))}")
    names = names | {name: _pair(target) for name, target in line.get("names", {}).items()}
    template = compile_template(line["read"])
    literal = line.get("key", template.literal)
    if len(literal) < 2 and "key" not in line:
        raise ValueError(f"no text of two characters in {line['read']!r}: give a key")
    where = "lead" if template.leads and literal == template.literal else "any"
    pattern = template.pattern
    if template.anchored:
        where, pattern = "start", r"[ \t]{0,16}" + pattern
    holes = template.groups
    told = {name for name, _ in holes} & FACT_NAMES or "facts" in constants
    if kind == "config" and not template.pairs and not told:
        raise ValueError(f"nothing is announced by {line['read']!r}")
    joined = (
        (template.pairs, names if kind == "step" else _untimed(names)) if template.pairs else None
    )
    return (
        kind,
        literal,
        where,
        _safe(pattern),
        holes,
        constants,
        joined,
        line.get("joins"),
        line.get("needs", ""),
    )


def _untimed(names: dict[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """The same names on a line that is no training step: its `time` is not that of a step."""
    timed = {"step_time", "clock", "data", "eta", "rate"}
    return {name: (hole if hole[0] not in timed else ("_", "skip")) for name, hole in names.items()}


def _safe(pattern: str) -> str:
    found = faults(pattern)
    if found:
        raise ValueError(f"{found[0]} in {pattern!r}")
    return pattern


def render(definitions: list[dict[str, Any]]) -> str:
    """The text of `_catalog.py`: one tuple of tuples, which Python loads as a single constant."""
    lines = [_HEADER, "CATALOG: tuple[Any, ...] = ("]
    for one in definitions:
        lines.append("    (")
        lines += [
            f"        {_frozen(one[key])!r},"
            for key in ("name", "about", "counter", "bar", "table")
        ]
        lines += [
            "        (",
            *(f"            {_frozen(rule)!r}," for rule in one["rules"]),
            "        ),",
            "    ),",
        ]
    return "\n".join([*lines, ")", ""])


def _frozen(value: Any) -> Any:
    """The same with dicts as tuples of pairs: a dict is built anew at each start."""
    if isinstance(value, dict):
        return tuple((key, _frozen(inner)) for key, inner in value.items())
    if isinstance(value, list | tuple):
        return tuple(_frozen(inner) for inner in value)
    return value


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
