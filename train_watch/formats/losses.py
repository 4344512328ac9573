"""The losses and other metrics of a line."""

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


def place_losses(holes: Holes, found: list[Item], text: str) -> None:
    """The training loss, the validation loss, and whatever else has a name."""
    losses = [item for item in found if _is_loss(item.first) and holes.is_free(item.at)]
    train = [item for item in losses if item.first.key.role == "loss" or item.first.unit == "loss"]
    if train:
        _place_loss(holes, min(train, key=_rank).at)
    validation = next((item for item in losses if item.first.key.role == "val_loss"), None)
    if validation is not None:
        holes.put(validation.at, "val_loss", "num")
    _place_bare_loss(holes, found, text)
    _place_metrics(holes, found)


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


def _rank(item: Item) -> tuple[int, int]:
    words = item.first.key.words
    if item.first.unit == "loss" or words in {("loss",), ("losses",)}:
        return 0, item.at
    extra = sorted(set(words) - {"loss", "train", "training"})
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


def _place_metrics(holes: Holes, found: list[Item]) -> None:
    room = MOST_METRICS
    for item in found:
        name = item.first.key.name[:LONGEST_NAME]
        if room and name and _is_metric(item) and holes.is_free(item.at):
            room -= name not in holes.names
            holes.put(item.at, name, "num")


def _is_metric(item: Item) -> bool:
    token = item.first
    named = token.key.role in {"metric", "loss", "val_loss"}
    return named and item.sort == "one" and token.sort != "duration" and token.unit not in SIZES
