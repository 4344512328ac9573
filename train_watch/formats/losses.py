"""The losses and other metrics of a line."""

import re
from itertools import pairwise

from train_watch.formats.counter import says_loss_at
from train_watch.formats.holes import Holes
from train_watch.formats.items import Item
from train_watch.formats.lexer import SIZES, Token

MOST_METRICS = 24
"""More named numbers on a line are layers or classes, and no panel shows them."""
LONGEST_NAME = 40

WHOLE = frozenset(["loss", "total", "all", "sum"])
"""What the whole loss is called among its parts."""

_EXTRA: tuple[list[str], ...] = (
    [],
    ["total"],
    ["lm"],
    ["batch"],
    ["avg"],
    ["mean"],
    ["average"],
    ["running"],
)
"""Words beside `loss` (and `train`), from what is most likely the whole loss to what is least."""

PLAYERS = frozenset(
    [
        "d",
        "g",
        "gen",
        "disc",
        "dis",
        "netd",
        "netg",
        "generator",
        "discriminator",
        "critic",
        "adversary",
    ]
)
"""Of adversarial training: the loss of neither is the whole one, and neither has to fall."""
FUNCTIONS = frozenset(["sqrt", "log", "log10", "ln", "exp", "abs"])
_CALLED = re.compile(
    r"([A-Za-z]\w{0,15} ?\([A-Za-z_][\w -]{0,39}\))['\"]?[ \t]{0,4}[:=]?[ \t]{0,4}$"
)
_WORDS = re.compile(r"[a-z]{1,24}")


def place_losses(holes: Holes, found: list[Item], text: str) -> None:
    """The training loss, the validation loss, and whatever else has a name."""
    losses = [item for item in found if _is_loss(item.first) and holes.is_free(item.at)]
    train = [item for item in losses if item.first.key.role == "loss" or item.first.unit == "loss"]
    whole = [item for item in train if not _is_part(item, text)]
    if whole:
        _place_loss(holes, min(whole, key=lambda item: _rank(item, text)).at)
    validation = next((item for item in losses if item.first.key.role == "val_loss"), None)
    if validation is not None:
        holes.put(validation.at, "val_loss", "num")
    _place_bare_loss(holes, found, text)
    _place_metrics(holes, found, text)


def _place_loss(holes: Holes, at: int) -> None:
    """The loss that begins at a token: of `loss span/total=0.5/0.6` the whole one, if one is called so."""
    parts = holes.tokens[at].key.name.rpartition(" ")[2].split("/")
    values = holes.tokens[at : at + len(parts)]
    beside = all(right.start == left.end + 1 for left, right in pairwise(values))
    if len(parts) < 2 or len(values) < len(parts) or not beside:
        holes.put(at, "loss", "num")
        return
    for index, part in enumerate(parts, at):
        holes.put(index, "loss" if part.lower() in WHOLE else part, "num")


def _is_loss(token: Token) -> bool:
    return token.key.role in {"loss", "val_loss"} or token.unit == "loss"


def _is_part(item: Item, text: str) -> bool:
    """The loss of one of two players, or a function of a loss: not what the training makes small."""
    called = _called(item.first, text)
    function = called.partition("(")[0].strip().lower() in FUNCTIONS
    return function or not PLAYERS.isdisjoint(item.first.key.words)


def _called(token: Token, text: str) -> str:
    """`sqrt(loss)`, `Loss (local)`: the name with what it has in brackets; empty if it has none."""
    if ")" not in text[max(0, token.start - 4) : token.start]:
        return ""
    found = _CALLED.search(text, max(0, token.start - 64), token.start)
    return found[1] if found else ""


def _rank(item: Item, text: str) -> tuple[int, int]:
    words = item.first.key.words
    beside = set(_WORDS.findall(_called(item.first, text).partition("(")[2].lower()))
    if item.first.unit == "loss" or (words in {("loss",), ("losses",)} and not beside):
        return 0, item.at
    extra = sorted({*words, *beside} - {"loss", "losses", "train", "training"})
    return (_EXTRA.index(extra) + 1 if extra in _EXTRA else len(_EXTRA) + 1), item.at


def _place_bare_loss(holes: Holes, found: list[Item], text: str) -> None:
    """darknet: `77: 1.25, ...`: the number right after a leading counter, if none is called loss."""
    if "loss" in holes.names or len(found) < 2 or holes.at(found[0].at)[0] != "step":
        return
    counter, token = found[0].first, found[1].first
    told = not counter.key.name or says_loss_at(counter, text)
    bare = not token.key.name or token.key.words in {("tensor",), ("train",)}
    if told and token.sort == "float" and bare and not token.unit:
        holes.put(found[1].at, "loss", "num")


def _place_metrics(holes: Holes, found: list[Item], text: str) -> None:
    room = MOST_METRICS
    for item in found:
        name = (_called(item.first, text) or item.first.key.name)[:LONGEST_NAME]
        if room and name and _is_metric(item) and holes.is_free(item.at):
            room -= name not in holes.names
            holes.put(item.at, name, "num")


def _is_metric(item: Item) -> bool:
    token = item.first
    named = token.key.role in {"metric", "loss", "val_loss"}
    return named and item.sort == "one" and token.sort != "duration" and token.unit not in SIZES
