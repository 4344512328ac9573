"""Logs that are tables: a line of column names, then lines of values (CSV, TSV, drawn tables).

    epoch,step,train_loss,lr             | Epoch | Train Loss | Val Loss |        epoch  train_loss  time
    0,100,2.31,0.001                     |-------|------------|----------|        0      0.51        00:12

The names are read as the words before a number are on any other line.
"""

import re
from typing import Any

from train_watch.formats.plan import Plan
from train_watch.formats.values import SECONDS
from train_watch.formats.vocabulary import METRICS, RESULTS, UNITS
from train_watch.formats.words import Key, classify

MOST_COLUMNS = 64
LEAST_COLUMNS = 3
MOST_KNOWN = 16
SECTION = "time/"
"""Before the counters of Stable-Baselines3, where it says nothing of a time."""
SHORT = {"E": "epoch", "#": "step"}
"""Names of the columns of spaCy's table."""

_CELL = re.compile(r"[A-Za-z_@#%][\w@#%/. +()\[\]:-]{0,40}$")
_DELIMITERS = (";", ",", "│", "┃", "|")
_DATED = re.compile(
    r"(?:([0-9]{4}-[0-9]{2}-[0-9]{2})|[0-9./-]{4,10})[ T_](([0-9]{2}):[0-9]{2}:[0-9]{2})(\.[0-9]{1,9})?$"
)
"""A cell that tells when its row was written."""
_BLANKS = re.compile(r"[ \t]{2,60}")
_WITH_UNIT = re.compile(
    r"([-+]?[0-9][0-9.,]{0,20}(?:[eE][-+]?[0-9]{1,3})?) {0,8}([A-Za-zµ%]{0,5}|[A-Za-z]{1,5}/[a-z]{1,5})(?: {0,4}\([^()]{0,20}\))?$"
)
_PLAIN = frozenset("0123456789+-.,:eEnaNifIKkM%$")
_ROLES = {
    "step": ("step", "count"), "loss": ("loss", "num"), "val_loss": ("val_loss", "num"), "total": ("total_steps", "count"),
    "total_epochs": ("total_epochs", "count"), "rate": ("rate", "rate"), "step_rate": ("step_time", "per_s"),
}  # fmt: skip


_COUNTING = frozenset({"step", "epoch"})


class Table:
    """A table whose header was seen: reads the rows below it."""

    __slots__ = (
        "_columns",
        "_delimiter",
        "_is_duration",
        "_plan",
        "counts_first",
        "has_result",
        "key",
        "keys",
        "misses",
        "needs_proof",
        "unit",
        "weight",
    )

    def __init__(
        self, names: list[str], delimiter: str | None, holes: list[tuple[str, str]] | None = None
    ) -> None:
        named = SHORT if "#" in names and any("LOSS" in name for name in names) else {}
        plain = [named.get(name, name[:50]).removeprefix(SECTION) for name in names]
        self.keys = [classify(f"{name}:") for name in plain]
        made = holes if holes is not None else _holes(self.keys)
        self._columns = [index for index, hole in enumerate(made) if hole[1] != "skip"]
        self._is_duration = [hole[1] == "duration" for hole in made]
        self._plan = Plan([made[index] for index in self._columns])
        self._delimiter = delimiter
        counting = [
            name for name, key in zip(names, self.keys, strict=True) if key.role in _COUNTING
        ]
        self.key = "table:" + "|".join(counting or names)[:200]
        """A table that is begun anew with other metrics beside the same counters goes on."""
        self.misses = 0
        """Lines since the last row: a table that ended is left."""
        counted = next(
            (key for key, hole in zip(self.keys, made, strict=True) if hole[0] == "step"), None
        )
        self.weight = 0.0 if counted is None else counted.weight or 1.5
        words = reversed(counted.words) if counted is not None else ()
        self.unit = next((UNITS[word] for word in words if word in UNITS), None)
        self.has_result = any(not RESULTS.isdisjoint(key.words) for key in self.keys)
        order = [hole[0] for hole in made if hole[0] in {"step", "epoch"}]
        self.counts_first = order != ["epoch", "step"]
        timed = next(
            (key for key, hole in zip(self.keys, made, strict=True) if hole[0] == "step_time"), None
        )
        self.needs_proof = "time" if timed is not None and not timed.sure else None

    def fill(self, values: dict[str, Any], text: str) -> bool:
        """Put the cells of a row into `values`; False if the line is no row of this table."""
        cells = split(text, self._delimiter)
        if len(cells) != len(self.keys):
            return False
        raws = [cells[index].strip("'\" ▼▲") or None for index in self._columns]
        if self._delimiter == ";":
            raws = [raw and raw.replace(",", ".") for raw in raws]
        if ":" in text:
            raws = [None if raw and _take_date(raw, values) else raw for raw in raws]
        if not all(raw is None or _PLAIN.issuperset(raw) for raw in raws):
            raws = self._without_units(raws)
        if not any(raws):
            return False
        try:
            self._plan.fill(values, raws)
        except (ValueError, OverflowError):
            return False
        return isinstance(values.get("step"), int)

    def _without_units(self, raws: list[str | None]) -> list[str | None]:
        """`0.41s`, `12345 MB`, `1.2min  (61C)`: a time keeps its unit; nothing if a cell is no number."""
        made: list[str | None] = []
        for raw, index in zip(raws, self._columns, strict=True):
            found = _WITH_UNIT.match(raw) if raw else None
            if raw and found is None:
                return []
            timed = found is not None and found[2].lower() in SECONDS
            as_printed = timed and self._is_duration[index]
            made.append(None if found is None else found[1] + found[2] if as_printed else found[1])
        return made


def _take_date(cell: str, values: dict[str, Any]) -> bool:
    """Whether the cell is a date with a time; one with a year is the row's stamp."""
    found = _DATED.match(cell)
    if found is None:
        return False
    if found[1] is not None:
        from train_watch.lines.stamp import StampClock

        stamp = StampClock().read(found[1], found[2], (found[4] or ".")[1:] or None)
        if stamp is not None:
            values["at"] = stamp[0]
    return True


def header(text: str) -> Table | None:
    """The table that begins with this line of names; None if it is no such line.

    >>> header("epoch,step,train_loss,lr").weight, header("no, such, names") is None
    (3.0, True)
    """
    delimiter = next((mark for mark in _DELIMITERS if mark in text), None)
    names = [cell.strip(" '\"") for cell in split(text, delimiter)]
    if delimiter is None and len(names) < LEAST_COLUMNS:
        names = text.split()  # tabs have become blanks: then every name must be a known one
        return _usable(Table(names, " ")) if _all_known(names) else None
    known = LEAST_COLUMNS <= len(names) <= MOST_COLUMNS and all(_CELL.match(name) for name in names)
    return _usable(Table(names, delimiter)) if known else None


def _all_known(names: list[str]) -> bool:
    return LEAST_COLUMNS <= len(names) <= MOST_KNOWN and all(
        _is_known(classify(name[:50] + ":")) for name in names
    )


def _is_known(key: Key) -> bool:
    return key.role != "unnamed" and (key.role != "metric" or not METRICS.isdisjoint(key.words))


def split(text: str, delimiter: str | None) -> list[str]:
    """The cells of a line; a drawn border adds none. Without a delimiter two blanks part columns, or one
    where only numbers stand."""
    if delimiter is None:
        text = text.strip()
        cells = _BLANKS.split(text)
        return (
            text.split()
            if len(cells) < LEAST_COLUMNS and _PLAIN.issuperset(text.replace(" ", ""))
            else cells
        )
    if delimiter == " ":
        return text.split()
    if delimiter in "│┃|":
        text = text.strip().strip("│┃|")
        return [cell.strip() for cell in re.split("[│┃|]", text)]
    return [cell.strip() for cell in text.split(delimiter)]


def _usable(table: Table) -> Table | None:
    roles = {key.role for key in table.keys}
    told = roles & {"loss", "val_loss", "time", "clock", "eta", "rate", "step_rate"}
    return table if table.weight and (told or len(roles) > 1) else None


def _holes(keys: list[Key]) -> list[tuple[str, str]]:
    """What each column is; the epoch is the counter where no column counts steps."""
    steps = [index for index, key in enumerate(keys) if key.role == "step" and key.weight >= 1]
    steps.sort(key=lambda index: keys[index].words[-1] != "timesteps")  # SB3 counts rollouts beside
    counter = (
        steps[0] if steps else next((i for i, key in enumerate(keys) if key.role == "epoch"), None)
    )
    holes: list[tuple[str, str]] = []
    taken: set[str] = set()
    for index, key in enumerate(keys):
        hole = ("step", "count") if index == counter else _hole(key)
        if hole[0] in taken or (hole[0] == "step" and index != counter):
            hole = ("_", "skip")
        taken.add(hole[0] if hole[1] != "skip" else "")
        holes.append(hole)
    return holes


def _hole(key: Key) -> tuple[str, str]:
    if key.role in {"time", "clock", "eta", "data"}:
        name = {"time": "step_time"}.get(key.role, key.role)
        return name, f"in*{key.factor!r}" if key.factor is not None else "duration"
    if key.role == "epoch":
        return "epoch", "finite"
    return _ROLES.get(key.role, (key.name[:40], "num") if key.name else ("_", "skip"))
