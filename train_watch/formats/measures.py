"""The times, clocks and rates of a line: which numbers they are and what their unit is."""

import re

from train_watch.formats.counter import is_whole
from train_watch.formats.holes import SKIP, Holes
from train_watch.formats.items import Item, is_mean
from train_watch.formats.kinds import EARLIEST, LATEST
from train_watch.formats.lexer import COUNTED, MINUTES, SIZES, Token
from train_watch.formats.values import SECONDS
from train_watch.formats.vocabulary import (
    EPOCHS,
    OF_A_TOTAL,
    OUTER,
    PROGRESS,
    STAMPS,
    STEP_WORDS,
    TIMES,
)

OF_ONE = frozenset(["this", "per", "each", "last", "train", "training", "s", "sec", "ms", "min"])
"""What may stand beside `epoch time`."""
HOURS_AND_MINUTES = re.compile(r"[0-9]{2}:[0-9]{2}$")
"""`time 11:23` may be minutes and seconds that have passed, or the time of day."""
STAMP_DIGITS = frozenset([10, 13])
"""Of Unix seconds and milliseconds: no measure that leads a line is printed with so many."""
_PLAIN = {
    "step_rate": ("step_time", "per_s"), "rate": ("rate", "rate"), "minute_rate": ("step_time", "per_min"),
    "total": ("total_steps", "count"), "total_epochs": ("total_epochs", "count"),
}  # fmt: skip


def place_measures(
    holes: Holes, found: list[Item], counter: Item | None, text: str, *, by_epoch: bool = False
) -> str | None:
    """Put the measures of a line into `holes`. The result is `time` or `interval` if only the history of
    the lines can tell what the step time is (a clock? the whole interval?), else None. `by_epoch`: the
    counter is the epoch, and its time the step time."""
    proof: str | None = None
    covers: float | None = None
    before: Item | None = None
    for item, after in zip(found, [*found[1:], None], strict=True):
        if item.sort == "spans":
            holes.put(item.at, "clock", "duration")
            holes.put(item.at + 1, "eta", "duration")
        elif holes.is_free(item.at):
            if _is_of_inner(item.first, counter, by_epoch=by_epoch):
                before = item
                continue
            if _counts_what_follows(item.first):
                covers = item.first.value
            elif by_epoch and _is_epoch_time(item.first):
                holes.move("step_time", item.at, _kind(item.first))
            elif is_mean(item, before, text):
                _place_mean(holes, item, before)
            else:
                covers = covers or _steps_of(item, before, after, counter)
                proof = _place_one(holes, item, counter, covers) or proof
                covers = None
        before = item
    if by_epoch:  # nobody tells an epoch in milliseconds
        holes.time_is_bare = False
        holes.time_is_unproven = holes.time_is_unproven and not holes.time_is_sure
    return proof if holes.time_is_unproven else None


def _is_of_inner(token: Token, counter: Item | None, *, by_epoch: bool) -> bool:
    """`epoch 60/90 ... 0.12 s/batch`, `update 300/900 ... steps per second: 5200`: of what there are many in
    each thing counted."""
    outer = by_epoch or (counter is not None and not OUTER.isdisjoint(counter.first.key.words))
    if not outer or role_of(token) not in {"time", "step_rate", "minute_rate"}:
        return False
    named = {*token.unit.split("/"), *token.key.words}
    return not named.isdisjoint(STEP_WORDS - OUTER) and named.isdisjoint(OUTER | EPOCHS)


def _counts_what_follows(token: Token) -> bool:
    """`Time(100 iters): 3.25s`, `Time/10iters: 1.23s`: what follows is the time of so many."""
    within = token.key.opener == "(" and token.key.role == "unnamed"
    return token.unit in STEP_WORDS and (within or token.key.role == "time")


def _steps_of(
    item: Item, before: Item | None, after: Item | None, counter: Item | None
) -> float | None:
    """`100 steps in 4.1 s`, `4.1 secs for 100 steps`: how many the time is of."""
    if item.first.unit not in SECONDS:
        return None
    if after is not None and after.first.key.words == ("for",):
        return _number_of_steps(after, counter)
    ends = before is not None and item.first.key.words[-1:] == ("in",)
    return _number_of_steps(before, counter) if ends else None


def _number_of_steps(item: Item | None, counter: Item | None) -> float | None:
    if item is None or item is counter or item.sort != "one" or item.first.unit not in STEP_WORDS:
        return None
    return item.first.value if item.first.value > 0 else None


def _is_epoch_time(token: Token) -> bool:
    """`Epoch Time: 1m 23s`: one epoch's, neither a mean nor what is left."""
    words = set(token.key.words)
    named = not words.isdisjoint(EPOCHS) and not words.isdisjoint(TIMES)
    return named and words <= EPOCHS | TIMES | OF_ONE and token.unit not in COUNTED


def _place_mean(holes: Holes, item: Item, before: Item | None) -> None:
    """The mean behind a step time is the epoch's mean so far; behind anything else it is not kept."""
    name, kind = holes.at(before.at) if before is not None else SKIP
    if name == "step_time" and kind.startswith("in*"):
        holes.put(item.at, "mean", kind)


def _place_one(holes: Holes, item: Item, counter: Item | None, covers: float | None) -> str | None:
    token = item.first
    if _is_stamp(token):
        holes.put(item.at, "at", "unix")
        return None
    if _is_progress(token):
        holes.put(item.at, "percent", "percent")
        return None
    role = role_of(token, is_timed=covers is not None)
    if role == "time":
        return _place_time(holes, item, counter, covers)
    if role in {"clock", "data", "eta", "cost"} and token.unit not in COUNTED:
        holes.put(item.at, role, _kind(token))
    elif role in _PLAIN and not (role == "total" and _is_of_another(token, counter)):
        holes.put(item.at, *_PLAIN[role])
    return None


def _is_of_another(token: Token, counter: Item | None) -> bool:
    """`total_env_steps` beside `train_steps`: the end of what another counter counts."""
    if counter is None:
        return False
    own = set(token.key.words) - STEP_WORDS - OF_A_TOTAL
    return bool(own) and not own <= set(counter.first.key.words)


def _is_stamp(token: Token) -> bool:
    """A number of the size of a time stamp that is called one, or that leads the line without a name."""
    value = token.value if token.value < LATEST else token.value / 1e3
    if not EARLIEST <= value < LATEST:
        return False
    leads = (
        token.start <= 1 and not token.unit and len(token.text.partition(".")[0]) in STAMP_DIGITS
    )
    return leads or not STAMPS.isdisjoint(token.key.words)


def _is_progress(token: Token) -> bool:
    """How far the run is: called so, and a percentage by its unit or its name."""
    words = token.key.words
    percentage = token.unit == "%" or words[-1:] in (("percent",), ("percentage",), ("pct",))
    return percentage and not PROGRESS.isdisjoint(words) and 0 <= token.value <= 100


def role_of(token: Token, *, is_timed: bool = False) -> str:
    """The role by name, corrected by the unit behind the number."""
    unit, key = token.unit, token.key
    if "/" in unit:
        return _role_by_unit(unit)
    if unit == "%" or unit in SIZES - {"m"}:
        return "noise"
    if key.role == "step" and token.sort == "float" and not is_whole(token):
        return (
            "time" if key.words[-1] in {"iter", "it"} else "metric"
        )  # Meta lingua's `iter: 0.3981`
    if key.role == "step" and unit in SECONDS and key.words[0] == "per":
        return "time"
    if key.role == "time" and token.sort == "duration":
        return "noise" if HOURS_AND_MINUTES.match(token.text) else "clock"
    unnamed = key.role == "unnamed" or (key.role == "metric" and key.words[-1] in {"rate", "in"})
    return "time" if unit in SECONDS and (is_timed or unnamed) else key.role


def _role_by_unit(unit: str) -> str:
    over, _, under = unit.partition("/")
    if under in MINUTES:
        return "minute_rate"
    if under not in {"s", "sec", "second"}:
        return "time"
    return "noise" if unit in SIZES else "step_rate" if over in STEP_WORDS else "rate"


def _kind(token: Token) -> str:
    if token.sort == "duration":
        return "duration"
    factor = token.key.factor
    return f"in*{SECONDS.get(token.unit, 1.0) if factor is None else factor!r}"


def _place_time(holes: Holes, item: Item, counter: Item | None, covers: float | None) -> str | None:
    """Seconds a step. `s/20 iters` and `Time(100 iters)` are divided; `(12 sec)` after the step is the interval."""
    token = item.first
    known = holes.index("step_time")
    if known is not None and not (token.key.sure and not holes.tokens[known].key.sure):
        return None  # the first time stays, unless this name can only be a step's
    over, _, under = token.unit.partition("/")
    factor = SECONDS.get(over, 1.0) if token.unit or token.key.factor is None else token.key.factor
    share = covers or token.key.per_many or float("".join(filter(str.isdigit, under)) or 1)
    if not share > 0:
        return None  # `1.5 s/0 it` is no time of anything
    holes.move("step_time", item.at, f"in*{factor / share!r}")
    holes.time_is_bare = not (token.unit or token.key.factor or token.sort == "duration")
    named = token.key.sure or under or covers
    holes.time_is_sure = bool(named)
    holes.time_is_unproven = not named or holes.time_is_bare
    return "interval" if token.key.of_interval else _proof(item, counter)


def _proof(item: Item, counter: Item | None) -> str:
    """An unnamed `(12.2 sec)` right behind the counter is the time since the last line (TensorFlow)."""
    key = item.first.key
    width = 2 if counter is not None and counter.sort == "pair" else 1
    behind = counter is not None and item.at == counter.at + width
    return "interval" if behind and key.opener == "(" and not key.name else "time"
