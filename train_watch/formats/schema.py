"""What may stand in a definition file: its keys, and the values of those that are one of a few.

`compiling.compile_text` asks it; a mistake is a ValueError of one sentence that names the key.
"""

from typing import Any, get_args

from train_watch.core.records import Kind, Meaning, Scope
from train_watch.formats.holes_check import check_hole
from train_watch.formats.kinds import KINDS
from train_watch.formats.plan import FACT_NAMES
from train_watch.formats.template import DEFAULT_KIND

FILE_KEYS = {
    "name", "about", "source", "counter", "names", "line", "bar", "table", "sample", "total", "time", "eta",
}  # fmt: skip
LINE_KEYS = {"kind", "read", "key", "names", "needs", "set", "joins"}
LINE_KINDS = set(get_args(Kind)) - {"other", "source"}
JOINS = {"bar", "next", "last"}
"""What gives a line without a counter its step: the bar, the next line with one, or the last."""
SAMPLE_KEYS = {"before", "line", "want"}

Accepted = tuple[object, ...] | type
"""The values that a key may have, or their type."""

_BOOLEAN: Accepted = (False, True)
_SCOPE: Accepted = get_args(Scope)
COUNTER: dict[str, Accepted] = {
    "base": (0, 1),
    "scope": _SCOPE,
    "last_is_total": _BOOLEAN,
    "epoch_base": (0, 1),
    "meaning": get_args(Meaning),
    "covers": ("step", "interval"),
    "eval_in": _BOOLEAN,
    "clock_scope": _SCOPE,
    "clock_has_eval": _BOOLEAN,
    "trainer_eta_scope": _SCOPE,
    "unit": str,
    "base_by_first": _BOOLEAN,
}
"""Fields of a Record that a definition may fix for all its step lines; `base_by_first` is for the reader."""
SET: dict[str, Accepted] = {key: told for key, told in COUNTER.items() if key != "base_by_first"} | {
    "phase": str, "fault": str, "epoch": float, "step": int, "total_epochs": int, "facts": dict,
}  # fmt: skip
"""What a line may say without printing it."""

BAR: dict[str, Accepted] = {
    "desc": str, "needs": str, "after": str, "plain": _BOOLEAN, "guess": _BOOLEAN,
}  # fmt: skip
TABLE: dict[str, Accepted] = {"header": str, "delimiter": str}

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


def check_file(data: dict[str, Any]) -> None:
    """The keys and the tables of a whole file."""
    only(data, FILE_KEYS, "the file")
    _has(data, ("name", "about"), "the file")
    for key in ("name", "about", "source"):
        _is(data.get(key, ""), str, key)
    for key in ("counter", "names", "bar", "table", *NOTES):
        _is(data.get(key, {}), dict, f"[{key}]")
    for key in ("line", "sample"):
        for number, table in enumerate(_is(data.get(key, []), list, f"[[{key}]]"), 1):
            _is(table, dict, f"[[{key}]] {number}")
    check_values(data.get("counter", {}), COUNTER, "[counter]")
    if "bar" in data:
        check_values(data["bar"], BAR, "[bar]")
        _has(data["bar"], ("desc",), "[bar]")
    if "table" in data:
        check_values(data["table"], TABLE, "[table]")
        _has(data["table"], ("header", "delimiter"), "[table]")
        if not data["table"]["header"].strip() or not data["table"]["delimiter"]:
            raise ValueError("[table] has an empty header or delimiter")
    check_notes(data)
    for number, sample in enumerate(data.get("sample", []), 1):
        _check_sample(sample, f"[[sample]] {number}")


def check_line(line: dict[str, Any]) -> None:
    """The keys and the constants of one sort of line."""
    only(line, LINE_KEYS, "[[line]]")
    _has(line, ("kind", "read"), "[[line]]")
    for key in ("kind", "read", "key", "needs", "joins"):
        _is(line.get(key, ""), str, key)
    pairs_follow = line["read"].endswith(("{*}", "{dict}"))
    if line.get("key", "") not in line["read"] and not pairs_follow:
        raise ValueError(
            f"key {line['key']!r} is not in {line['read']!r}: no line could be found by it"
        )
    _one_of(line["kind"], LINE_KINDS, "kind of line")
    _one_of(line.get("joins", "bar"), JOINS, "joins")
    constants = _is(line.get("set", {}), dict, "set")
    check_values(constants, SET, "set")
    for name in ("step", "total_epochs", "epoch"):
        if constants.get(name, 0) < 0:
            raise ValueError(f"set {name} is {constants[name]}: nothing counts below 0")
    facts = constants.get("facts", {})
    check_values(facts, dict.fromkeys(FACT_NAMES, float), "facts")


def check_notes(data: dict[str, Any]) -> None:
    """[total], [time] and [eta]: each value is a known word or a list of them."""
    for section, keys in NOTES.items():
        table = data.get(section, {})
        only(table, set(keys), f"[{section}]")
        for key, value in table.items():
            for word in (
                [value] if isinstance(value, str) else _is(value, list, f"[{section}] {key}")
            ):
                _one_of(word, keys[key], f"[{section}] {key}")


def check_values(table: dict[str, Any], accepted: dict[str, Accepted], where: str) -> None:
    """Each key of `table` is known and its value accepted."""
    only(table, set(accepted), where)
    for key, value in table.items():
        wanted = accepted[key]
        if isinstance(wanted, tuple):
            _one_of(value, wanted, f"{where} {key}")
        else:
            _is(value, wanted, f"{where} {key}")


def only(table: dict[str, Any], known: set[str], where: str) -> None:
    """No key of `table` is unknown; the nearest known one is suggested."""
    unknown = sorted(set(table) - known)
    if unknown:
        raise ValueError(
            f"{where} has {', '.join(unknown)}: {nearest(unknown[0], known)}"
            f"only {', '.join(sorted(known))} are known"
        )


def nearest(word: object, known: Any) -> str:
    """`did you mean ...? ` for a word that is nearly one of the known ones, else nothing.

    >>> nearest("titel", {"title", "about"}), nearest("zzz", {"title"})
    ('did you mean title? ', '')
    """
    import difflib

    near = difflib.get_close_matches(str(word), [str(one) for one in known], 1)
    return f"did you mean {near[0]}? " if near else ""


def pair(target: object) -> tuple[str, str]:
    """What a printed name means: `loss` or `step_time:in_s`."""
    name, _, kind = str(_is(target, str, "names")).partition(":")
    kind = kind or DEFAULT_KIND.get(name, "num")
    if kind not in KINDS:
        raise ValueError(f"no kind {kind!r} in {target!r}: {nearest(kind, KINDS)}see the kinds")
    check_hole(name, kind)
    return name, kind


def _check_sample(sample: dict[str, Any], where: str) -> None:
    only(sample, SAMPLE_KEYS, where)
    _has(sample, ("line", "want"), where)
    _is(sample["line"], str, f"{where} line")
    _has(_is(sample["want"], dict, f"{where} want"), ("kind",), f"{where} want")
    for text in _is(sample.get("before", []), list, f"{where} before"):
        _is(text, str, f"{where} before")


def _has(table: dict[str, Any], keys: tuple[str, ...], where: str) -> None:
    missing = [key for key in keys if key not in table]
    if missing:
        raise ValueError(f"{where} has no {missing[0]}")


def _one_of(value: object, known: Any, what: str) -> None:
    if not any(value == one and type(value) is type(one) for one in known):
        listed = ", ".join(sorted(str(one).lower() if one in (True, False) and type(one) is bool else str(one) for one in known))  # fmt: skip
        raise ValueError(f"{what} is {value!r}: {nearest(value, known)}one of {listed}")


_WORDS = {str: "a text", int: "a whole number", float: "a number", dict: "a table", list: "a list"}


def _is(value: Any, wanted: Any, what: str) -> Any:
    """`value` if it is of that type (a whole number is a number too, neither is true or nan)."""
    types = (int, float) if wanted is float else (wanted,)
    numeric = wanted in {int, float}
    wrong = not isinstance(value, types) or (numeric and isinstance(value, bool))
    if wrong or (wanted is float and not abs(value) < float("inf")):
        raise ValueError(f"{what} is {str(value)[:60]!r}: give {_WORDS[wanted]}")
    return value
