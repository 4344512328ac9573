"""Which number of a line counts the training, and which is the epoch beside it."""

import re

from train_watch.formats.items import Item
from train_watch.formats.lexer import Token
from train_watch.formats.values import SECONDS
from train_watch.formats.vocabulary import OF_RUN, STEP_WORDS, UNITS
from train_watch.formats.words import Key

LEAST_WEIGHT = 1.0
"""A number of less weight as a counter is no counter."""

NAMED_BY_UNIT = 3.0
BRACKETS = {"[": 2.5, "(": 2.3}
LEADING_PAIR = 2.0
"""`120/469 ...`: a pair with no name, but with nothing before it either."""
OTHER_PAIR = 1.2
TRAIN_PAIR = 2.4
FOREIGN_PAIR = 0.5
GLOBAL_PAIR = 3.6
LEADING_NUMBER = 1.2
IN_PARENTHESES = 1.5
"""Weights from ranking the counters of real lines against what else stands on them."""

_NOUN = re.compile(
    r" ?(?:merges|files|shards|docs|documents|examples|rows|records|tokens|workers|gpus|layers|params|"
    r"tests|items|chunks|pages)\b"
)
"""`12/500 files`: what is counted is no training step."""
_EPOCH_AND = re.compile(r"[ \t]{0,8}\[[ \t]{0,8}[0-9]{1,7}[ \t]{0,4},[ \t]{1,12}")
_BEFORE_FIRST = " |>-*[(:"
_GENERATIONS = frozenset(["generation", "generations"])
_TRAIN = frozenset(["train", "training", "progress"])
_LOSS_AT = re.compile(r"loss\b[^0-9]{0,40}\bat (?:step|iteration) {0,2}$", re.IGNORECASE)
LOSS_AT = 2.0
_COLUMNS = re.compile(
    r"[ \t]{0,16}[0-9]{1,9}[ \t]{1,16}(?:[0-9]{1,9}\.[0-9]{1,16}(?:e[-+][0-9]{1,2})?"
    r"|tensor\([0-9]{1,9}\.[0-9]{1,9}(?:, [a-z_]{1,12}=['\"<]?[\w:.]{1,40}['\">]?){0,3}\))"
    r"(?:[ \t]{1,16}[0-9]{1,4}m ?[0-9]{1,2}s)?[ \t]{0,16}$"
)
_TRAIN_COLUMN = re.compile(r"[ \t]{0,8}\|[ \t]{0,8}train[ :=]{1,8}[0-9]{1,9}\.[0-9]")
_SHARES = frozenset(["progress", "percent", "percentage", "pct"])
IN_EPISODE = 1.2
"""`Episode: 59, Reward: 7, Steps: 30`: more often those of the episode than those of the run."""


def find_counter(found: list[Item], text: str) -> Item | None:
    """The statement that most likely is the training counter; a later pair wins over an equal."""
    best: Item | None = None
    best_weight = LEAST_WEIGHT
    for position, item in enumerate(found):
        weight = weigh(item, position, text)
        later_pair = weight == best_weight and item.sort == "pair" and weight >= LEADING_PAIR
        if weight > best_weight or later_pair:
            best, best_weight = item, weight
    return best


def weigh(item: Item, position: int, text: str) -> float:
    """How likely this is the training counter, 0 to 3.5."""
    token = item.first
    if token.sort != "int" and not (token.key.role == "step" and is_whole(token)):
        return 0.0
    if token.value < 0 or token.unit == "%" or token.unit in SECONDS or _writes_text(token, text):
        return 0.0
    if item.second is not None:
        return _weigh_pair(item, item.second, text)
    if token.key.role == "step":
        return _weigh_named(token, text)
    return max(_weigh_leading(item, position, text), _weigh_second(item, position, text))


def _weigh_named(token: Token, text: str) -> float:
    key = token.key
    if says_loss_at(token, text):
        return LOSS_AT
    if key.words == ("steps",) and text[:7].lower() == "episode":
        return IN_EPISODE
    return IN_PARENTHESES if key.opener == "(" and key.weight >= 1 else key.weight


def says_loss_at(counter: Token, text: str) -> bool:
    """`Training loss (for one batch) at step 200: 0.93`: the loss is told behind its step."""
    behind = text[counter.after : counter.after + 1] in {":", "=", ","}
    at = behind and counter.key.words[-2:-1] == ("at",)
    return at and _LOSS_AT.search(text, max(0, counter.start - 64), counter.start) is not None


def _writes_text(token: Token, text: str) -> bool:
    """`Generation 12`: of a population only if its fitness is told; else a language model writes."""
    return bool(token.key.words) and token.key.words[-1] in _GENERATIONS and "itness" not in text


def is_whole(token: Token) -> bool:
    """A counter printed as a float (`global_step=500.0`)."""
    whole = token.value >= 1 and token.value.is_integer()
    return token.sort == "float" and whole and "e" not in token.text


def _weigh_pair(item: Item, second: Token, text: str) -> float:
    key = item.first.key
    if _NOUN.match(text, second.after):
        return FOREIGN_PAIR
    if key.role == "step":
        return key.weight
    if second.value <= 1:
        return 0.0
    if second.unit in STEP_WORDS:
        return NAMED_BY_UNIT
    return _weigh_unnamed_pair(key, text[: item.first.start])


def _weigh_unnamed_pair(key: Key, before: str) -> float:
    if key.role == "unnamed":
        return BRACKETS.get(key.opener, OTHER_PAIR if before.strip(_BEFORE_FIRST) else LEADING_PAIR)
    if key.role == "metric" and not OF_RUN.isdisjoint(key.words):
        return GLOBAL_PAIR
    if key.role == "metric":
        return FOREIGN_PAIR if _TRAIN.isdisjoint(key.words) else TRAIN_PAIR
    return 0.0


def _weigh_leading(item: Item, position: int, text: str) -> float:
    """`120: 0.41` and `[120] loss 0.41`: a bare number that starts the line."""
    if position or text[: item.first.start].strip(" \t->=#*") not in {"", "["}:
        return 0.0
    after = text[item.first.after : item.first.after + 2]
    marked = after[:1] in {":", "]"} and after != "::"
    columns = is_column(text) or _TRAIN_COLUMN.match(text, item.first.after)
    return LEADING_NUMBER if marked or columns else 0.0


def is_column(text: str) -> bool:
    """`100 2.4978`, `100 tensor(2.4978, device=...)`, `100 2.4978 0m31s`: nothing but a counter, a loss and a time."""
    return text.lstrip()[:1].isdigit() and _COLUMNS.match(text) is not None


def _weigh_second(item: Item, position: int, text: str) -> float:
    """`[1,  2000] loss: 0.41`: the second number of a bracket that starts the line; the epoch is first."""
    token = item.first
    if (
        position != 1
        or token.key.name
        or token.key.opener
        or text[token.end : token.end + 1] != "]"
    ):
        return 0.0
    told = _EPOCH_AND.fullmatch(text, 0, token.start) and "oss" in text
    return LEADING_NUMBER if told else 0.0


def find_epoch(found: list[Item], counter: Item) -> Item | None:
    """The epoch beside a counter: by its name, or as the first of two brackets."""
    for item in found:
        episode = item.first.key.words == ("ep",) and item.sort != "pair"
        named = item.first.key.role == "epoch" and item.first.sort != "duration" and not episode
        unit = item.first.unit in {"epoch", "epochs"} and item.first.sort == "int"
        if (named and item is not counter) or unit:
            return item
    before = [item for item in found[: found.index(counter)] if item.first.unit != "%"]
    near = before[-1] if before else None
    key = near.first.key if near is not None else None
    if near is None or key is None or counter.first.key.name:
        return None
    if counter.sort != "pair":
        return near if len(before) == 1 and key.opener == "[" and near.first.sort == "int" else None
    named = not {"train", "training"}.isdisjoint(key.words)
    bare = key.role == "unnamed" and key.opener == "[" and near.sort in {"pair", "one"}
    return near if near.first.sort == "int" and (named or bare) else None


def find_share(found: list[Item], epoch: Item | None) -> Item | None:
    """A percentage that counts, where nothing else does: `progress: 58.5%`, or `Epoch 3/20 [50%]` if it
    cannot be the share of the epochs."""
    for before, item in zip([None, *found], found, strict=False):
        token = item.first
        if token.unit != "%" or not 0 <= token.value <= 100:
            continue
        if epoch is None and not _SHARES.isdisjoint(token.key.words):
            return item
        within = epoch is not None and before is epoch and token.key.opener in {"[", "("}
        if within and not token.key.name and not _is_share_of(token, epoch):
            return item
    return None


def _is_share_of(token: Token, epoch: Item | None) -> bool:
    """The percentage is what the epoch is of all epochs, or may be."""
    if epoch is None or epoch.second is None:
        return True
    total = epoch.second.value
    low, high = (100 * (epoch.first.value + more) / total for more in (-1, 1))
    return low - 1 <= token.value <= high + 1


def unit_of(counter: Item) -> str | None:
    """What a counter counts, as its name or the word behind it says; None for steps."""
    words = (
        *counter.first.key.words,
        counter.first.unit,
        counter.second.unit if counter.second else "",
    )
    return next((UNITS[word] for word in reversed(words) if word in UNITS), None)


def find_epoch_counter(found: list[Item]) -> Item | None:
    """A loop that prints one line an epoch: the epoch itself is the counter."""
    for item in found:
        number_of_epochs = item.sort == "one" and item.first.key.words[-1:] == ("epochs",)
        if item.first.key.role == "epoch" and item.first.sort == "int" and not number_of_epochs:
            return item
    return None
