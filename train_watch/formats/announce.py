"""What configuration lines announce, whatever trainer printed them: totals, epochs, intervals, a resume.

Dumps of options come in many shapes (`max_steps: 1000`, `'max_steps': 1000`, `Namespace(max_steps=1000)`,
`--max_steps 1000`, `max_steps ...... 1000`, `| max_steps | 1000 |`); the names are few and exact.
"""

import re
from functools import cache

from train_watch.formats.events import step_of

_NAMES = {
    "total_steps": (
        "max_iters max_iter max_steps total_steps train_steps training_steps num_train_steps num_training_steps "
        "num_iterations num_iters n_iters max_train_steps total_iters total_iterations train_iters total_timesteps "
        "max_update max_updates max_train_iters num_steps total_train_steps num_boost_round n_estimators "
        "total_training_steps max_training_steps stop_iteration total_step max_step num_updates_total"
    ),
    "total_epochs": (
        "max_epochs max_epoch epochs num_epochs num_epoch num_train_epochs n_epochs total_epochs total_epoch nepochs "
        "train_epochs n_epoch end_epoch max_num_epochs"
    ),
    "eval_every": (
        "eval_interval eval_steps eval_every val_check_interval eval_freq val_every validate_every test_interval "
        "eval_period validation_freq val_interval validation_interval eval_iter_interval validate_interval_updates "
        "save_eval_interval test_every evaluation_interval"
    ),
    "checkpoint_every": (
        "save_interval save_steps save_every save_freq checkpoint_interval checkpoint_every checkpoint_period "
        "save_checkpoint_steps checkpointing_steps snapshot save_interval_updates ckpt_interval"
    ),
    "log_every": (
        "log_interval logging_steps log_every log_freq print_freq print_interval log_every_n_steps log_period "
        "print_every display logging_interval print_batch_step"
    ),
    "accumulation": "gradient_accumulation_steps accumulation_steps grad_accum_steps",
    "batch_size": "batch_size train_batch_size global_batch_size per_device_train_batch_size",
}
_FACTS = {name: fact for fact, names in _NAMES.items() for name in names.split()}

SPOKEN_TOTALS = ("total optimization steps", "total number of steps", "total training steps", "number of iterations")
"""Totals said in words; the number follows within a few characters."""

_STEMS = ("max_", "accum", "total_", "num_", "epoch", "_iter", "_steps", "_every", "_freq", "n_iters", "interval", "_period", "n_est", "snapshot", "display")
"""No name of the table is without one of these: they are looked for before the pattern runs."""

LEAST_INTERVAL = 10
"""A shorter `val_interval` counts epochs, and a step log that saves every 9 steps does not exist."""


@cache
def _options() -> re.Pattern[str]:
    names = "|".join(sorted((name.replace("_", "[_-]") for name in _FACTS), key=len, reverse=True))
    return re.compile(
        rf"(?<![A-Za-z0-9_])(?<![0-9] )(?:--({names})[ =]{{1,4}}|({names})['\"]?[ \t]{{0,40}}(?:[:=|]|\.{{2,80}})[ \t]{{0,40}})"
        r"['\"(\[]?([0-9][0-9_,]{0,14})(?:\.0{1,6})?(?![\w.])",
        re.IGNORECASE,
    )


_SPOKEN = re.compile(
    r"(?:" + "|".join(SPOKEN_TOTALS) + r")\D{0,24}?([0-9][0-9,]{0,14})(?![\w.])"
    r"|(?<![\w.,])([0-9][0-9,]{0,14}) total (?:training )?(?:steps|iterations|iters|batches|updates)",
    re.I,
)
_FOR_EPOCHS = re.compile(r"\b(?:for|of) ([0-9]{1,7}) epochs\b", re.I)


def facts(text: str) -> dict[str, float] | None:
    """What the line announces; None if nothing.

    >>> facts("Namespace(lr=0.1, epochs=90, print_freq=50, max_iters=-1)")
    {'total_epochs': 90.0, 'log_every': 50.0}
    >>> facts("  MAX_ITER: 90,000"), facts("--max_steps 500 --foo"), facts("total optimization steps: 1600")
    ({'total_steps': 90000.0}, {'total_steps': 500.0}, {'total_steps': 1600.0})
    >>> facts("Training for 50 epochs = 312500 total batches")
    {'total_steps': 312500.0, 'total_epochs': 50.0}
    >>> facts("WARMUP_EPOCHS: 20"), facts("WARMUP_EPOCHS: 20 max_steps is 5")
    (None, None)
    """
    low = text.lower()
    if not any(stem in low or stem.replace("_", "-") in low for stem in _STEMS):
        found: dict[str, float] = {}
    else:
        found = _announced(text)
    spoken = _SPOKEN.search(text) if any(phrase in low for phrase in (*SPOKEN_TOTALS, " total ")) else None
    if spoken:
        found.setdefault("total_steps", float((spoken[1] or spoken[2]).replace(",", "")))
    epochs = _FOR_EPOCHS.search(text) if " epochs" in low else None
    if epochs:
        found.setdefault("total_epochs", float(epochs[1]))
    return found or None


def _announced(text: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for flag, name, digits in _options().findall(text):
        fact = _FACTS[(flag or name).lower().replace("-", "_")]
        value = float(digits.replace(",", "").replace("_", "") or 0)
        least = LEAST_INTERVAL if fact.endswith("_every") and fact != "log_every" else 1
        if value >= least:
            found.setdefault(fact, value)
    return found


_RESUMES = ("resum", "restored from", "restoring from", "loading the checkpoint from", "loaded checkpoint", "restored all states", "continuing training from")


def resumes(text: str) -> dict[str, float] | None:
    """Facts of a line that says that training goes on from a checkpoint; empty if the step is not named.

    >>> resumes("Resuming training, loading ./weights/net_10000.pth..."), resumes("resume: false")
    ({'resumed_from': 10000.0}, None)
    """
    low = text.lower()
    if not any(word in low for word in _RESUMES) or not _RESUMING.search(low):
        return None
    step = step_of(text) or _trailing_number(text)
    return {"resumed_from": float(step)} if step else {}


_RESUMING = re.compile(
    r"(?<![\w-])(?:resum(?:ing|ed)\b.{0,40}?(?:from|training|checkpoint|at|load)|restor(?:ed|ing) (?:from|all states)"
    r"|loading the checkpoint from|loaded checkpoint .{0,200}?(?:step|iter)|continuing training from)"
)
_NAMED = re.compile(r"[_.-]([0-9]{3,9})(?:\.(?:pth?|ckpt|pkl|bin|tar|h5)\b|\b(?! ?[0-9/]))")


def _trailing_number(text: str) -> int | None:
    """The number in a checkpoint's file name (`model.ckpt-30000`), if there is just one."""
    found = _NAMED.findall(text)
    return int(found[0]) if len(found) == 1 else None


_EPOCH = re.compile(
    r"[^\w\n]{0,60}(?:(?:start(?:ing|ed)?|begin(?:ning)?|train(?:ing)?|running|current|now|in|of|on)[ :]{1,3}){0,3}"
    r"epochs?[ :#=\[(]{0,4}([0-9]{1,7})(?:[ ]{0,3}(?:/|of|out of)[ ]{0,3}([0-9]{1,7}))?[^\w\n]{0,100}"
    r"(?:start(?:ed|ing|s)?|begins?)?[^\w\n]{0,20}$",
    re.IGNORECASE,
)


def epoch(text: str) -> tuple[int, int | None] | None:
    """(epoch, number of epochs) of a line that only announces an epoch.

    >>> epoch("Epoch 3/10"), epoch("---> start train epoch35"), epoch("===== EPOCH: 7 ====="), epoch("Epoch 3: 5.1")
    ((3, 10), (35, None), (7, None), None)
    """
    if "poch" not in text and "POCH" not in text:
        return None
    found = _EPOCH.match(text)
    return (int(found[1]), int(found[2]) if found[2] else None) if found else None


_CODE = re.compile(r"[ \t]{0,80}(?:def \w|class \w|return\b|@\w|(?:if|elif|for|while|with|else|try|except)\b.{0,200}:(?:[ \t]|$)|raise \w)")


def is_code(text: str) -> bool:
    """A line of Python: a script dumped into its own log, where nothing is announced.

    >>> is_code("    for step in range(max_steps):"), is_code("max_iters = 5000 # enough")
    (True, False)
    """
    return _CODE.match(text) is not None
