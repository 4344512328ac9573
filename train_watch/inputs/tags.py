"""What the tag of a scalar means: the training loss, an evaluation, or a metric of its own name."""

import re

_WORDS = re.compile(r"[A-Za-z]{1,40}")
EVALUATION = frozenset(
    {"eval", "evaluation", "val", "valid", "validation", "test", "testing", "dev", "heldout"}
)
PLAIN = frozenset({"loss", "train", "training", "learn", "scalars", "metrics", "step"})
"""Words of a tag that is nothing but the training loss."""
NOT_WHOLE = frozenset({"epoch", "avg", "mean", "ema", "smoothed", "scale", "scaler"})
"""A mean over the epoch comes once an epoch; a loss scale is no loss."""
EPOCH = frozenset({"epoch"})
RATE = ({"lr"}, {"learning", "rate"})


def words(tag: str) -> list[str]:
    """The words of a tag in lower case.

    >>> words("train/loss_step"), words("Loss/train")
    (['train', 'loss', 'step'], ['loss', 'train'])
    """
    return [word.lower() for word in _WORDS.findall(tag)]


def evaluates(tag: str) -> bool:
    """Whether the scalar is the result of an evaluation.

    >>> evaluates("eval/loss"), evaluates("val_acc"), evaluates("train/value_loss")
    (True, True, False)
    """
    return not EVALUATION.isdisjoint(words(tag))


def rank_as_loss(tag: str) -> int | None:
    """How surely this is the loss that the training minimises, 0 the surest; None for no loss.

    >>> [rank_as_loss(tag) for tag in ("train/loss", "train_loss_epoch", "train/box_loss", "Logloss", "lr")]
    [0, 3, 2, 1, None]
    """
    told = words(tag)
    if not any("loss" in word for word in told):
        return None
    if not NOT_WHOLE.isdisjoint(told):
        return 3
    if PLAIN.issuperset(told):
        return 0
    return 1 if PLAIN.issuperset(word for word in told if "loss" not in word) else 2


def name_of(tag: str) -> str:
    """What a scalar is called beside the loss: `epoch` and `lr` by their one name, others as they are.

    >>> name_of("train/epoch"), name_of("train/learning_rate"), name_of("train/grad_norm")
    ('epoch', 'lr', 'train/grad_norm')
    """
    own = set(words(tag)) - {"train", "training"}
    if own == EPOCH:
        return "epoch"
    return "lr" if own in RATE else tag
