"""A definition's own sample lines, read and compared with what its file wants of them."""

from collections.abc import Iterator, Sequence
from typing import Any

from train_watch.core.records import Record
from train_watch.formats.compiling import row
from train_watch.formats.definition import Definition
from train_watch.formats.reader import Reader
from train_watch.formats.schema import nearest
from train_watch.lines.line import Line

Made = dict[str, Any]
"""A compiled definition: see `compiling.compile_text`."""

CLOSE = 1e-6
"""Numbers that differ by less, in parts of themselves, are the same: `0.1` is not exactly 0.1."""


def read_sample(made: Made, sample: dict[str, Any]) -> Record:
    """What is made of a sample's line, after the lines that stand before it."""
    return last_record([*sample.get("before", []), sample["line"]], extra=(row(made),))


def last_record(texts: Sequence[str], **options: Any) -> Record:
    """The record of the last of some lines."""
    reader = Reader(**options)
    records: list[Record] = []
    for number, text in enumerate(texts, 1):
        records += reader.feed(Line(text, number, raw=text))
    return [*records, *reader.flush()][-1]


def differences(made: Made, sample: dict[str, Any]) -> Iterator[str]:
    """A sentence for each field of `want` that is not what was read."""
    found = read_sample(made, sample)
    yield from unlike(found, sample["want"])
    if sample["want"]["kind"] == "step" == found.kind and found.format != made["name"]:
        yield f"the line is read by {found.format or 'nobody'}, not by {made['name']}"


def unlike(found: Record, want: dict[str, Any]) -> Iterator[str]:
    """A sentence for each field of `want` that the record has not."""
    for field, value in want.items():
        if field not in Record._fields:
            yield f"want has {field}: {nearest(field, Record._fields)}it is no field of a record"
        else:
            yield from _unlike(field, getattr(found, field), value)


def _unlike(field: str, found: Any, want: object) -> Iterator[str]:
    if isinstance(want, dict) and hasattr(found, "get"):
        for name, value in want.items():
            yield from _unlike(f"{field}.{name}", found.get(name), value)
    elif not same(found, want):
        wanted = "nothing" if want == "none" else repr(want)
        yield f"{field} is {'nothing' if found is None else repr(found)}, wanted {wanted}"


def same(found: object, want: object) -> bool:
    """Whether a value is the wanted one; `"none"` wants that nothing is known.

    >>> same(0.1 + 0.2, 0.3), same(None, "none"), same(3, 4), same("a", "a")
    (True, True, False, True)
    """
    if want == "none":
        return found is None
    if isinstance(found, int | float) and isinstance(want, int | float):
        return found == want or abs(found - want) <= CLOSE * max(abs(found), abs(want))
    return found == want


def claims(made: Made, text: str) -> str:
    """The literal of the rule of `made` that reads a line of somebody else's; empty if none does."""
    for rule in Definition(row(made)).rules:
        if rule.literal in text:
            match = rule.match(text)
            if match is not None and rule.values(match, text) is not None:
                return rule.literal
    return ""


def unused(made: Made) -> Iterator[int]:
    """The numbers (from 1) of the step lines that no sample shows."""
    lines = [line for one in made["samples"] for line in (*one.get("before", []), one["line"])]
    for number, rule in enumerate(Definition(row(made)).rules, 1):
        used = any(rule.literal in line and rule.match(line) for line in lines)
        if rule.kind == "step" and not used:
            yield number
