"""What lines announce in words, whatever trainer printed them: totals, a resume, an epoch, a script.

The patterns are compiled when a line first holds one of their words.
"""

import re
from functools import cache

from train_watch.formats.events import step_of
from train_watch.formats.options import options
from train_watch.formats.values import contains

SPOKEN_TOTALS = (
    "total optimization steps",
    "total number of steps",
    "total training steps",
    "number of iterations",
    "total train steps",
    "num steps =",
)
"""Totals said in words; the number follows within a few characters."""


_TOLD = (" total ", "train for ", "training for ", "running ", "总", "總")
_PER_EPOCH = (" each", " per epoch", " an epoch", "each epoch", "loader has", "loader contains")


@cache
def _spoken() -> re.Pattern[str]:
    return re.compile(
        r"(?:" + "|".join(SPOKEN_TOTALS) + r")\D{0,24}?([0-9][0-9,]{0,14})(?![\w.])"
        r"|(?<![\w.,])([0-9][0-9,]{0,14}) total (?:training )?(?:steps|iterations|iters|batches|updates)"
        r"|(?<!\w)(?<!warmup )(?<!after )(?<!more )train(?:ing)? for ([0-9][0-9,]{0,14}) "
        r"(?:steps|iterations|iters|updates)\b(?! (?:each|per|in|of|every))"
        r"|^running ([0-9][0-9,]{0,14}) (?:training )?(?:steps|iterations|iters|updates)[ .!]{0,5}$"
        r"|[总總](?:训练|訓練)?(?:步[数數]|迭代次[数數])[ :\uff1a=为]{0,4}([0-9][0-9,]{0,14})(?![\w.])",
        re.IGNORECASE,
    )


@cache
def _for_epochs() -> re.Pattern[str]:
    return re.compile(r"\b(?:for|of) ([0-9]{1,7}) epochs\b|共 ?([0-9]{1,7}) ?轮", re.IGNORECASE)


@cache
def _per_epoch() -> re.Pattern[str]:
    unit = "(?:iters|batches|steps|iterations)"
    return re.compile(
        rf"train(?:ing)? (?:data ?)?loader (?:has|contains) ([1-9][0-9]{{0,8}}) {unit}"
        rf"|(?<![\w.,])([1-9][0-9]{{0,8}}) {unit} (?:each|per epoch|an epoch|in (?:an|each) epoch)",
        re.IGNORECASE,
    )


def facts(text: str) -> dict[str, float] | None:
    """What a line with numbers announces; None if nothing.

    >>> facts("total optimization steps: 1600"), facts("Training for 50 epochs = 90000 total batches")
    ({'total_steps': 1600.0}, {'total_steps': 90000.0, 'total_epochs': 50.0})
    >>> facts("Training for 400 steps"), facts("after training for 400 steps")
    ({'total_steps': 400.0}, None)
    >>> facts("train dataloader has 720 iters"), facts("for 5 epochs, 469 batches each")
    ({'steps_per_epoch': 720.0}, {'steps_per_epoch': 469.0, 'total_epochs': 5.0})
    >>> facts("WARMUP_EPOCHS: 20 max_steps is 5") is None
    True
    """
    low = text.lower()
    found = options(text)
    if contains(low, _TOLD) or contains(low, SPOKEN_TOTALS):
        spoken = _spoken().search(text)
        if spoken:
            number = next(filter(None, spoken.groups()))
            found.setdefault("total_steps", float(number.replace(",", "")))
    if contains(low, _PER_EPOCH):
        per_epoch = _per_epoch().search(text)
        if per_epoch:
            found.setdefault("steps_per_epoch", float(per_epoch[1] or per_epoch[2]))
    epochs = _for_epochs().search(text) if " epochs" in low or "轮" in low else None
    if epochs:
        found.setdefault("total_epochs", float(epochs[1] or epochs[2]))
    return found or None


_RESUMES = (
    "resum", "restored from", "restoring from", "loading the checkpoint from", "loaded checkpoint",
    "restored all states", "continuing training from",
)  # fmt: skip


@cache
def _resuming() -> re.Pattern[str]:
    return re.compile(
        r"(?<![\w-])(?:resum(?:ing|ed)\b.{0,40}?(?:from|training|checkpoint|at|load)"
        r"|restor(?:ed|ing) (?:from|all states)|loading the checkpoint from"
        r"|loaded checkpoint .{0,200}?(?:step|iter)|continuing training from)"
    )


@cache
def _named() -> re.Pattern[str]:
    return re.compile(r"[_.-]([0-9]{3,9})(?:\.(?:pth?|ckpt|pkl|bin|tar|h5)\b|\b(?! ?[0-9/]))")


def resumes(text: str) -> dict[str, float] | None:
    """Facts of a line that says that training goes on from a checkpoint; empty if the step is not named.

    >>> resumes("Resuming training, loading ./weights/net_10000.pth..."), resumes("resume: false")
    ({'resumed_from': 10000.0}, None)
    """
    low = text.lower()
    if not contains(low, _RESUMES) or not _resuming().search(low):
        return None
    step = step_of(text) or _trailing_number(text)
    return {"resumed_from": float(step)} if step else {}


def _trailing_number(text: str) -> int | None:
    """The number in a checkpoint's file name (`model.ckpt-30000`), if there is just one."""
    found = _named().findall(text)
    return int(found[0]) if len(found) == 1 else None


@cache
def _epoch() -> re.Pattern[str]:
    return re.compile(
        r"(?!# ?epoch: [0-9]{1,7}$)"  # a setting among `# name: value`
        r"[^\w\n]{0,60}"
        r"(?:(?:start(?:ing|ed)?|begin(?:ning)?|train(?:ing)?|running|current|now|in|of|on)[ :]{1,3}){0,3}"
        r"epoch(?!s[ :]{0,2}[0-9]{1,7}[^0-9/]{0,3}$)s?[ :#\[(]{0,4}([0-9]{1,7})"
        r"(?:[ ]{0,3}(?:/|of|out of)[ ]{0,3}([0-9]{1,7}))?[^\w\n]{0,100}"
        r"(?:start(?:ed|ing|s)?|begins?)?[^\w\n]{0,20}$",
        re.IGNORECASE,
    )


def epoch(text: str) -> tuple[int, int | None] | None:
    """(epoch, number of epochs) of a line that only announces an epoch.

    >>> epoch("Epoch 3/10"), epoch("---> start train epoch35"), epoch("===== EPOCH: 7 ====="), epoch("Epoch 3: 5.1")
    ((3, 10), (35, None), (7, None), None)
    >>> epoch("epochs = 12"), epoch("epochs: 12"), epoch("Epochs 3/10")
    (None, None, (3, 10))
    >>> epoch("# epoch: 20"), epoch("### Epoch: 20 ###")
    (None, (20, None))
    """
    if "poch" not in text and "POCH" not in text:
        return None
    found = _epoch().match(text)
    return (int(found[1]), int(found[2]) if found[2] else None) if found else None


@cache
def _ended() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:epoch|ep)[ \t]{0,2}[#:=]?[ \t]{0,2}([0-9]{1,6})(?:[ \t]{0,2}(?:/|of)[ \t]{0,2}([0-9]{1,6}))?"
        r"[ \t]{0,2}[:,-]?[ \t]{0,2}(?:is )?(?:done|finished|completed?|ended|over|took)\b",
        re.IGNORECASE,
    )


def ended_epoch(text: str) -> tuple[int, int | None] | None:
    """(epoch, number of epochs) of a line that says that an epoch is over.

    >>> ended_epoch("epoch 1 done, val loss 1.2345"), ended_epoch("Epoch 3/3 completed"), ended_epoch("epoch 1 loss 2")
    ((1, None), (3, 3), None)
    """
    if "poch" not in text and "ep " not in text:
        return None
    found = _ended().search(text)
    return (int(found[1]), int(found[2]) if found[2] else None) if found else None


_STATEMENTS = ("def ", "class ", "return ", "@", "raise ")
_BLOCKS = ("if ", "elif ", "for ", "while ", "with ", "else:", "try:", "except")


def is_code(text: str) -> bool:
    """A line of Python: a script dumped into its own log, where nothing is announced.

    >>> is_code("    for step in range(max_steps):"), is_code("max_iters = 5000 # enough")
    (True, False)
    """
    stripped = text.lstrip()
    if stripped.startswith(_STATEMENTS):
        return True
    return stripped.startswith(_BLOCKS) and (stripped.rstrip().endswith(":") or ": " in stripped)
