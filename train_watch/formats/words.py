"""What the words before a number say it is: the vocabulary of the generic lexer.

A key is classified once and remembered: logs repeat the same words on every line. Tables of words
(`vocabulary`), no patterns; what a table cannot tell is settled by the history of the lines (see `series`).
"""

import re
from functools import lru_cache
from typing import Literal

from train_watch.formats.foreign import english
from train_watch.formats.values import SECONDS
from train_watch.formats.vocabulary import (
    CLOCKS,
    DATA,
    EPOCHS,
    ETAS,
    EVALUATING,
    METRICS,
    NOT_OF_STEPS,
    NOT_TRAINING,
    PARTIAL,
    RATES,
    SCALES,
    SPANS,
    STEP_WORDS,
    STEPS,
    TIMED_COSTS,
    TIMES,
)

Role = Literal[
    "step", "epoch", "total", "total_epochs", "time", "clock", "eta", "step_rate", "rate", "data", "loss",
    "val_loss", "metric", "cost", "unnamed", "noise",
]  # fmt: skip


_SPLIT = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[\s_\-./:=#@+]{1,64}")
_LAST = re.compile(r"[A-Za-z_@#µ%][\w@#%/.+\-' ]{0,80}")
_SEGMENT = re.compile(r"[|,;\t\])}>{]|  +| - |\[(?=[A-Za-z])|\((?=[A-Za-z])")
_UNIT_IN_KEY = re.compile(r"[(\[] ?([A-Za-zµ/]{1,14}) ?[)\]][\s:=|]{0,12}$")
_COUNTED = re.compile(r"\( ?$")


class Key:
    """What the text before a number says: its role, the name it is printed under, a unit in the name."""

    __slots__ = (
        "evaluating",
        "factor",
        "name",
        "of_interval",
        "opener",
        "per_many",
        "per_step",
        "role",
        "sure",
        "weight",
        "words",
    )

    def __init__(self) -> None:
        self.role: Role = "unnamed"
        self.name = ""
        self.words: tuple[str, ...] = ()
        self.opener = ""
        """The bracket right before the number, if any."""
        self.factor: float | None = None
        """Seconds in the unit that the name holds (`(ms)`, `_ms`, `ms/batch`)."""
        self.per_step = False
        self.per_many: float | None = None
        """Of how many steps the time is (`time_per_100_steps`)."""
        self.of_interval = False
        """The time is that since the line before (`interval_time`, `4.2s since last log`)."""
        self.sure = False
        """The name alone tells clock from step time."""
        self.evaluating = False
        self.weight = 0.0
        """How well the name says `training counter`, 0 to 3.5."""


@lru_cache(4096)
def classify(gap: str) -> Key:
    """The key of a number from the text between it and the number before (60 characters are enough)."""
    key = Key()
    text = english(gap).rstrip()
    key.opener = text[-1:] if text[-1:] in ("[", "(", "{", "<") else ""
    unit = _UNIT_IN_KEY.search(text)
    if unit:
        text = text[: unit.start()]
        _take_unit(key, unit[1].lower())
    name = _name(text)
    key.name = name
    key.words = tuple(word.lower() for word in _SPLIT.split(name) if word)
    if key.words:
        key.evaluating = not EVALUATING.isdisjoint(key.words)
        _give_role(key, name.lower())
    return key


def _name(text: str) -> str:
    """The last named piece: after the last separator that has a word behind it."""
    pieces = _SEGMENT.split(text.rstrip(" \t:=('\"[{<>#-|*~@"))
    for piece in (pieces[-1], *pieces[-2:-1]):
        found = _LAST.findall(piece)
        if found:
            return " ".join(found[-1].strip(" '\"-").split()[-5:])
    return ""


def _take_unit(key: Key, unit: str) -> None:
    unit, _, per = unit.partition("/")
    if unit in SECONDS:
        key.factor = SECONDS[unit]
        key.per_step = per in STEP_WORDS


def _give_role(key: Key, raw: str) -> None:
    words = frozenset(key.words)
    for judge in (
        _as_rest,
        _as_rate,
        _as_loss,
        _as_step_time_unit,
        _as_data,
        _as_time,
        _as_counter,
        _as_metric,
    ):
        role = judge(key, words, raw)
        if role:
            key.role = role
            return
    key.role = "metric"


def _as_rest(_: Key, words: frozenset[str], __: str) -> Role | None:
    if words & ETAS or {"est", "time"} <= words or "estimated" in words:
        return "eta"
    return None


def _as_rate(key: Key, words: frozenset[str], raw: str) -> Role | None:
    per_second = raw.endswith(("/s", "/sec", "/second")) or (
        "per" in words and key.words[-1] in {"sec", "second", "s", "seconds"}
    )
    if "ups" in words or (per_second and words & STEP_WORDS):
        return "step_rate"
    if per_second or words & RATES:
        return "rate"
    return None


def _as_loss(key: Key, words: frozenset[str], _: str) -> Role | None:
    if words & SCALES:
        return "metric"
    cost = "cost" in words and key.factor is None and not words & TIMED_COSTS
    entropy = {"cross", "entropy"} <= words
    if (
        cost
        or entropy
        or any("loss" in word for word in words)
        or words & {"nll", "trl", "tel", "objective", "objf", "xent", "perte"}
    ):
        return "val_loss" if key.evaluating or "tel" in words or "vloss" in words else "loss"
    return None


def _as_step_time_unit(key: Key, _: frozenset[str], raw: str) -> Role | None:
    """`ms/batch`, `sec/step` as the name itself."""
    over, slash, per = raw.rpartition("/")
    unit = over.replace("_", " ").split(" ")[-1]
    if slash and per.strip() in STEP_WORDS and (unit in SECONDS or unit in SPANS):
        key.factor, key.per_step, key.sure = SECONDS.get(unit), True, True
        return "time"
    return None


def _as_data(key: Key, words: frozenset[str], _: str) -> Role | None:
    timed = bool(words & TIMES) or key.words[-1] in {"data", "s"}
    if words & DATA and timed and not words & {"forward", "total"}:
        _take_suffix(key)
        return "data"
    return None


def _as_time(key: Key, words: frozenset[str], _: str) -> Role | None:
    last = key.words[-1]
    key.of_interval = "interval" in words
    key.per_many = _number_behind(key.words, "per")
    if words == {"train", "wall"}:
        return "metric"  # fairseq: training seconds of the interval, whole
    seconds = last in {"s", "us", "µs", "ns"} and bool(words & (STEP_WORDS | {"updt", "elapsed"}))
    if not (words & TIMES or words & {"elapsed", "elasped", "walltime"} or seconds):
        return "clock" if last in {"wall", "passed"} else None
    _take_suffix(key)
    per = "per" in words or key.per_step
    beside: Role | None = "cost" if key.evaluating else "metric" if words & NOT_OF_STEPS else None
    if beside is not None:
        return beside
    if words & CLOCKS and not per:
        key.sure = True
        return "clock"
    if words & PARTIAL and not per:
        return "eta" if "epoch" in words and key.factor is None else "metric"
    key.sure = per or bool(words & STEP_WORDS) or last in {"dt", "timer"}
    return "time"


def _number_behind(words: tuple[str, ...], mark: str) -> float | None:
    """100 of `time per 100 steps`."""
    behind = words[words.index(mark) + 1 :][:1] if mark in words else ()
    return float(behind[0]) if behind and behind[0].isdigit() and int(behind[0]) > 0 else None


def _take_suffix(key: Key) -> None:
    """A unit as the last word of the name: `step_time_ms`, `updt_s`."""
    if key.factor is None and len(key.words) > 1 and key.words[-1] in SECONDS:
        key.factor = SECONDS[key.words[-1]]


def _as_metric(_: Key, words: frozenset[str], __: str) -> Role | None:
    return "metric" if words & METRICS else None


def _as_counter(key: Key, words: frozenset[str], _: str) -> Role | None:
    words_in_order = (
        key.words[:-1]
        if key.words[-1] in {"id", "idx", "index", "no", "num", "n", "i", "status"}
        else key.words
    )
    if not words_in_order:
        return None
    last = words_in_order[-1]
    if last in EPOCHS:
        return "total_epochs" if words & {"max", "total", "num", "n"} else "epoch"
    if last not in STEP_WORDS or words & METRICS - {"learning"}:
        return None
    if words & {"max", "total", "num"} and not words & {"updates", "timesteps", "it"}:
        return "total"
    key.weight = _counter_weight(words, last)
    return "step"


def _counter_weight(words: frozenset[str], last: str) -> float:
    if words & NOT_TRAINING and not words & {"timesteps", "updates"}:
        return 0.2
    weight = 3.0 if last in STEPS else 1.5
    weight += 0.3 if words & {"global", "training", "train", "current"} else 0.0
    return weight - (2.0 if "micro" in words else 0.2 if last.startswith("batch") else 0.0)
