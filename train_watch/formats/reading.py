"""A line of an unknown trainer, understood: which number is the counter, the total, the time, the loss."""

import re

from train_watch.formats.items import Item, is_mean, items
from train_watch.formats.lexer import COUNTED, SIZES, Token, lex
from train_watch.formats.values import SECONDS
from train_watch.formats.words import EVALUATING, PREPARING, STEP_WORDS

Hole = tuple[str, str]
SKIP: Hole = ("_", "skip")
MOST_METRICS = 24
"""More named numbers on a line are layers or classes, and no panel shows them."""

LEAST_WEIGHT = 1.0
"""A number of less weight as a counter is no counter."""

_HEAD_WORDS = re.compile(r"[A-Za-z_]{2,24}")
_NOUN = re.compile(
    r" ?(?:merges|files|shards|docs|documents|examples|rows|records|tokens|workers|gpus|layers|params|tests|items|chunks|pages)\b"
)
"""`12/500 files`: what is counted is no training step."""
_BLANKS = re.compile(r"[\s\d]{1,200}")


class Reading:
    """What the numbers of one line are: `holes[i]` is (name, kind) of token i, for `plan.Plan`."""

    __slots__ = (
        "by_batch", "counts_first", "evaluating", "has_loss", "has_time", "holes", "key", "needs_proof", "preparing", "tokens", "weight",
    )  # fmt: skip

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.holes: list[Hole] = [SKIP] * len(tokens)
        self.weight = 0.0
        """How well the counter's name says so (0: there is no counter)."""
        self.key = ""
        """Lines with this key belong to one series."""
        self.evaluating = False
        self.preparing = False
        self.has_time = False
        self.has_loss = False
        self.counts_first = True
        """The counter stands before the epoch: it is not one within the epoch."""
        self.by_batch = False
        """The counter is called batch."""
        self.needs_proof: str | None = None
        """`time` or `clock` if the name leaves open which it is: the history of the lines tells."""

    def spans(self) -> list[tuple[int, int]]:
        return [(token.start, token.end) for token in self.tokens]

    def names(self) -> set[str]:
        return {name for name, kind in self.holes if kind != "skip"}


def read(text: str) -> Reading | None:
    """The reading of a line; None if it holds no number."""
    tokens = lex(text)
    if not tokens:
        return None
    reading = Reading(tokens)
    found = items(tokens, text)
    counter = _counter(found, text)
    _place_counter(reading, found, counter)
    _place_rest(reading, found, counter, text)
    _place_losses(reading, found)
    _judge(reading, found, counter, text)
    return reading


# The counter


def _counter(found: list[Item], text: str) -> Item | None:
    best: Item | None = None
    best_weight = LEAST_WEIGHT
    for position, item in enumerate(found):
        weight = _weight(item, position, text)
        if weight > best_weight or (weight == best_weight and item.sort == "pair" and weight >= 2):
            best, best_weight = item, weight
    return best


def _weight(item: Item, position: int, text: str) -> float:
    """How likely this is the training counter, 0 to 3.5."""
    key = item.first.key
    if item.first.sort != "int" and not (key.role == "step" and _is_whole(item.first)):
        return 0.0
    if item.first.value < 0 or item.first.unit == "%" or item.first.unit in SECONDS:
        return 0.0
    if item.sort in {"pair", "range"}:
        return _pair_weight(item, text)
    if key.role == "step":
        return key.weight if key.weight < 1 or key.opener != "(" else 1.5
    return _leading_weight(item, position, text)


def _is_whole(token: Token) -> bool:
    return token.sort == "float" and token.value >= 1 and token.value == int(token.value) and "e" not in token.text


def _pair_weight(item: Item, text: str) -> float:
    key, second = item.first.key, item.second
    assert second is not None
    if _NOUN.match(text, second.after):
        return 0.5
    if second.value <= 1 and item.sort == "pair" and key.role != "step":
        return 0.0
    if key.role == "step":
        return key.weight
    if second.unit in STEP_WORDS:
        return 3.0
    if key.role == "unnamed":
        return {"[": 2.5, "(": 2.3}.get(key.opener, 2.0 if not text[: item.first.start].strip(" |>-*[(:") else 1.2)
    if key.role == "metric":
        return 2.4 if not {"train", "training", "progress"}.isdisjoint(key.words) else 0.5
    return 0.0


def _leading_weight(item: Item, position: int, text: str) -> float:
    """`120: 0.41` and `[120] loss 0.41`: a bare number that starts the line."""
    if position or text[: item.first.start].strip() not in {"", "["}:
        return 0.0
    after = text[item.first.after : item.first.after + 2]
    return 1.2 if after[:1] in {":", "]"} and after != "::" else 0.0


def _place_counter(reading: Reading, found: list[Item], counter: Item | None) -> None:
    if counter is None:
        _place_epoch_counter(reading, found)
        return
    if counter.sort == "range":
        reading.holes[counter.index + 1] = ("step", "count")
    else:
        reading.holes[counter.index] = ("step", "count")
        if counter.sort == "pair":
            reading.holes[counter.index + 1] = ("total_steps", "count")
    epoch = _epoch(found, counter)
    if epoch is not None:
        reading.counts_first = epoch.index > counter.index
        reading.holes[epoch.index] = ("epoch", "num")
        if epoch.sort == "pair":
            reading.holes[epoch.index + 1] = ("total_epochs", "count")


def _epoch(found: list[Item], counter: Item) -> Item | None:
    """The epoch beside a counter: by its name, or as the first of two brackets."""
    for item in found:
        if item.first.key.role == "epoch" and item is not counter and item.first.sort != "duration":
            return item
        if item.first.unit in {"epoch", "epochs"} and item.first.sort == "int":
            return item
    at = found.index(counter)
    before = [item for item in found[:at] if item.first.unit != "%"]
    if not before or counter.first.key.name or counter.sort != "pair":
        return None
    near = before[-1]
    named = {"train", "training"} & set(near.first.key.words)
    bare = near.first.key.role == "unnamed" and near.first.key.opener == "["
    return near if near.first.sort == "int" and (named or (bare and near.sort in {"pair", "one"})) else None


def _place_epoch_counter(reading: Reading, found: list[Item]) -> None:
    """A loop that prints one line an epoch: the epoch is the counter."""
    for item in found:
        plural = item.sort == "one" and item.first.key.words[-1:] == ("epochs",)  # a number of epochs
        if item.first.key.role == "epoch" and item.first.sort == "int" and not plural:
            reading.holes[item.index] = ("step", "count")
            if item.sort == "pair":
                reading.holes[item.index + 1] = ("total_steps", "count")
            return


# Times, rates and everything else


def _place_rest(reading: Reading, found: list[Item], counter: Item | None, text: str) -> None:
    covers: float | None = None
    before: Item | None = None
    for item in found:
        if item.sort == "spans":
            _put(reading, item.index, "clock", "duration")
            _put(reading, item.index + 1, "eta", "duration")
        elif reading.holes[item.index] == SKIP and not (counter and item.index == counter.index):
            if item.first.unit in STEP_WORDS and item.first.key.role in {"time", "unnamed"} and item.first.key.opener == "(":
                covers = item.first.value  # `Time(100 iters): 2.67s`: what follows is the time of 100
            elif is_mean(item, before, text):
                _place_mean(reading, item, before)
            else:
                _place_one(reading, item, counter, covers)
                covers = None
        before = item


def _place_mean(reading: Reading, item: Item, before: Item | None) -> None:
    """The mean behind a step time is the epoch's mean so far; behind anything else it is not kept."""
    if before is None:
        return
    name, kind = reading.holes[before.index]
    if name == "step_time" and kind.startswith("in*") and "mean" not in reading.names():
        reading.holes[item.index] = ("mean", kind)


def _place_one(reading: Reading, item: Item, counter: Item | None, covers: float | None) -> None:
    token = item.first
    role = _role(token, covers is not None)
    if role == "time":
        _place_time(reading, item, counter, covers)
    elif role == "step_rate":
        _put(reading, item.index, "step_time", "per_s")
    elif role in {"clock", "data", "eta", "cost"}:
        if token.unit not in COUNTED:
            _put(reading, item.index, role, _kind(token))
    elif role == "rate":
        _put(reading, item.index, "rate", "num")
    elif role == "total":
        _put(reading, item.index, "total_steps", "count")
    elif role == "total_epochs":
        _put(reading, item.index, "total_epochs", "count")


def _role(token: Token, is_timed: bool) -> str:
    """The role by name, corrected by the unit behind the number."""
    unit, key = token.unit, token.key
    over, slash, under = unit.partition("/")
    if slash and under in {"s", "sec", "second"}:
        return "noise" if unit in SIZES else "step_rate" if over in STEP_WORDS else "rate"
    if slash:
        return "time"
    if unit == "%" or unit in SIZES - {"m"}:
        return "noise"
    if key.role == "step" and token.sort == "float" and not _is_whole(token):
        return "time" if key.words[-1] in {"iter", "it"} else "metric"  # Meta lingua's `iter: 0.3981`
    if key.role == "time" and token.sort == "duration":
        return "clock"
    if unit in SECONDS and (is_timed or (key.role == "unnamed") or (key.role == "metric" and key.words[-1] == "rate")):
        return "time"
    return key.role


def _kind(token: Token) -> str:
    if token.sort == "duration":
        return "duration"
    factor = token.key.factor if token.key.factor is not None else SECONDS.get(token.unit, 1.0)
    return f"in*{factor!r}"


def _place_time(reading: Reading, item: Item, counter: Item | None, covers: float | None) -> None:
    """Seconds a step. `s/20 iters` and `Time(100 iters)` are divided; `(12 sec)` after the step is the interval."""
    token = item.first
    over, _, under = token.unit.partition("/")
    factor = SECONDS.get(over, 1.0) if token.key.factor is None or token.unit else token.key.factor
    share = covers or float("".join(character for character in under if character.isdigit()) or 1)
    known = next((i for i, hole in enumerate(reading.holes) if hole[0] == "step_time"), None)
    if known is not None and not _better(token, reading.tokens[known]):
        return
    if known is not None:
        reading.holes[known] = SKIP
    reading.holes[item.index] = ("step_time", f"in*{factor / share!r}")
    if not (token.key.sure or under or covers):
        whole = counter is not None and item.index == counter.index + (2 if counter.sort == "pair" else 1)
        reading.needs_proof = "interval" if whole and token.key.opener == "(" and not token.key.name else "time"
    else:
        reading.needs_proof = None


def _better(token: Token, known: Token) -> bool:
    """A name that can only be a step's time beats `time`; the first of equals stays."""
    return token.key.sure and not known.key.sure and "/" not in known.unit


def _put(reading: Reading, index: int, name: str, kind: str) -> None:
    if name not in reading.names():
        reading.holes[index] = (name, kind)


# Losses and other metrics


def _place_losses(reading: Reading, found: list[Item]) -> None:
    losses = [item for item in found if _is_loss(item.first) and reading.holes[item.index] == SKIP]
    train = [item for item in losses if item.first.key.role == "loss" or item.first.unit == "loss"]
    if train:
        reading.holes[min(train, key=_loss_rank).index] = ("loss", "num")
    other = [item for item in losses if item.first.key.role == "val_loss"]
    if other:
        reading.holes[other[0].index] = ("val_loss", "num")
    _place_bare_loss(reading, found)
    _place_metrics(reading, found)


def _is_loss(token: Token) -> bool:
    return token.key.role in {"loss", "val_loss"} or token.unit == "loss"


def _loss_rank(item: Item) -> tuple[int, int]:
    """Plain `loss` before `train loss` before `total loss` before a part of it."""
    words = item.first.key.words
    if words in {("loss",), ("losses",)} or item.first.unit == "loss":
        return 0, item.index
    extra = set(words) - {"loss", "train", "training"}
    order = [set(), {"total"}, {"lm"}, {"batch"}, {"avg"}, {"mean"}, {"average"}, {"running"}]
    return (order.index(extra) + 1 if extra in order else 9), item.index


def _place_bare_loss(reading: Reading, found: list[Item]) -> None:
    """darknet: `3906: 0.035, ...`: the number right after a leading counter, if none is called loss."""
    if "loss" in reading.names() or len(found) < 2 or reading.holes[found[0].index][0] != "step":
        return
    token = found[1].first
    if not found[0].first.key.name and not token.key.name and token.sort == "float" and not token.unit:
        reading.holes[found[1].index] = ("loss", "num")


def _place_metrics(reading: Reading, found: list[Item]) -> None:
    room = MOST_METRICS
    names = reading.names()
    for item in found:
        token = item.first
        usable = token.key.role in {"metric", "loss", "val_loss"} and token.sort != "duration" and item.sort == "one"
        if not usable or reading.holes[item.index] != SKIP or token.unit in SIZES or room == 0:
            continue
        name = token.key.name[:40]
        if name and name not in names:
            names.add(name)
            reading.holes[item.index] = (name, "num")
            room -= 1


# What sort of line it is


def _judge(reading: Reading, found: list[Item], counter: Item | None, text: str) -> None:
    names = reading.names()
    reading.has_loss = "loss" in names
    reading.has_time = bool(names & {"step_time", "clock", "eta", "rate"})
    head = text[: found[0].first.start]
    words = {word.lower() for word in _HEAD_WORDS.findall(head[:200])}
    at = counter if counter is not None else next((i for i in found if reading.holes[i.index][0] == "step"), None)
    by_name = bool(words & EVALUATING) or (at is not None and at.first.key.evaluating)
    reading.evaluating = by_name or ("val_loss" in names and not reading.has_loss)
    bytewise = any(token.unit.endswith("b/s") for token in reading.tokens)
    reading.preparing = (bool(words & PREPARING) or bytewise) and not reading.has_loss
    if at is None:
        return
    reading.by_batch = any(word.startswith("batch") for word in at.first.key.words)
    epochs = counter is None
    reading.weight = 1.5 if epochs else _weight(at, found.index(at), text)
    reading.key = _series_key(at, head, text, reading.evaluating)


def _series_key(at: Item, head: str, text: str, evaluating: bool) -> str:
    """Lines whose counter has the same name in the same surroundings are one series."""
    start = "{" if head.lstrip()[:1] == "{" else _BLANKS.sub(" ", head)[:32]
    mark = "~" if evaluating else ""
    return f"{mark}{start}|{at.first.key.name.lower()}{at.first.key.opener}|{at.sort}"


def shape(text: str) -> str:
    """The line with its numbers taken out, 72 characters of it: lines alike in that are judged alike.

    >>> shape("iter 100: loss 4.2013"), shape("[12/50]  eta: 1:02:03")
    ('iter #: loss #', '[#/#] eta: #')
    """
    return _SQUEEZE.sub(" ", _NUMBERS.sub("#", text[:200]))[:72]


_NUMBERS = re.compile(r"[-+]?[0-9][0-9.,:]{0,30}(?:e[-+]?[0-9]{1,3})?|\bnan\b|\binf\b", re.I)
_SQUEEZE = re.compile(r"[ \t]{2,200}")
