"""The names under which trainers print options that matter to a forecast, and how to find them in a dump.

Dumps come in many shapes (`max_steps: 1000`, `'max_steps': 1000`, `Namespace(max_steps=1000)`,
`--max_steps 1000`, `max_steps ...... 1000`, `| max_steps | 1000 |`); the names are few and exact. No
pattern is compiled here: a short log should not pay for names it does not hold.
"""

import re

from train_watch.formats.sections import is_other
from train_watch.formats.values import contains

_NAMES = {
    "total_steps": (
        "max_iters max_iter max_steps total_steps train_steps training_steps num_train_steps num_training_steps "
        "num_iterations num_iters n_iters max_train_steps total_iters total_iterations train_iters "
        "max_update max_updates max_train_iters num_steps total_train_steps num_boost_round n_estimators "
        "total_training_steps max_training_steps stop_iteration total_step max_step"
    ),
    "total_timesteps": "total_timesteps",
    "total_epochs": (
        "max_epochs max_epoch epochs num_epochs num_epoch num_train_epochs n_epochs total_epochs total_epoch nepochs "
        "train_epochs n_epoch epoch_num end_epoch max_num_epochs"
    ),
    "steps_per_epoch": (
        "steps_per_epoch iters_per_epoch batches_per_epoch num_batches_per_epoch iterations_per_epoch "
        "num_update_steps_per_epoch niter_per_epoch"
    ),
    "eval_every": (
        "eval_interval eval_steps eval_every val_check_interval eval_freq val_every validate_every test_interval "
        "eval_period validation_freq val_interval validation_interval eval_iter_interval test_every evaluation_interval"
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
}  # fmt: skip
_FACTS = {name: fact for fact, names in _NAMES.items() for name in names.split()}
_LONGEST_FIRST = sorted(_FACTS, key=len, reverse=True)
_STEMS = ("iter", "step", "epoch", "updat", "every", "freq", "_period", "n_est", "snapshot", "display", "interval",
          "boost", "batch_size")  # fmt: skip
"""No name is without one of these: they are looked for before the names."""

_NO_SETTINGS = ("# ", "usage:")
"""A comment, and what could be given."""
_FORMER = re.compile(r"[0-9][0-9,_.]{0,20} {0,2}-> {0,2}(?=[0-9])")
"""`max_steps: 1000 -> 4000`: what it was before."""
_INNER = ("inner solver", "l-bfgs", "lbfgs", "diffusion", "inner loop", "inner_loop")
"""A line that names one of these tells of steps within a step."""
LEAST_INTERVAL = 10
"""A shorter `val_interval` counts epochs, and a step log that saves every 9 steps does not exist."""
MOST_DIGITS = 15
LONGEST_SECTION = 40
PADDING = 60
"""Blanks or dots between a name and its value, at most."""


def options(text: str) -> dict[str, float]:
    """What a line of options announces, as facts.

    >>> options("Namespace(lr=0.1, epochs=90, print_freq=50, max_iters=-1)")
    {'log_every': 50.0, 'total_epochs': 90.0}
    >>> options("  MAX_ITER: 90,000"), options("--max-steps 500 --foo"), options("WARMUP_EPOCHS: 20")
    ({'total_steps': 90000.0}, {'total_steps': 500.0}, {})
    """
    low = text.lower()
    found: dict[str, float] = {}
    if not contains(low, _STEMS):
        return found
    if contains(low, _INNER) or low.lstrip().startswith(_NO_SETTINGS):
        return found
    if "->" in low:
        low = _FORMER.sub("", low)
    spelled = low.replace("-", "_")
    for name in _LONGEST_FIRST:
        if name not in spelled:
            continue
        fact = _FACTS[name]
        value = _value_of(low, spelled, name)
        least = LEAST_INTERVAL if fact.endswith("_every") and fact != "log_every" else 1
        if value is not None and value >= least:
            found.setdefault(fact, float(value))
    if "total_timesteps" in found:
        found.pop("total_steps", None)  # `num_steps` beside it are those of a rollout
    return found


_PLAIN_NAMES = ("steps", "iterations", "iters")
_PROGRESS = ("loss", 'epoch"', "epoch'", "acc", "time", "reward", "elapsed")
"""A dictionary that holds one of these tells of a step, not of the run."""
LEAST_PLAIN = 10
"""No run has fewer steps; `steps: 4` are those of something else."""


def dumped_steps(low: str) -> int | None:
    """The steps of the run under a name that elsewhere would be a counter's: in a `Namespace(...)`, a JSON
    object of options, or alone on a line. `low` is in lower case.

    >>> dumped_steps("namespace(lr=0.1, steps=400)"), dumped_steps('{"steps": 400, "loss": 1.5}'), dumped_steps("iterations: 400")
    (400, None, 400)
    """
    dumped = "namespace(" in low
    if "--" in low and ".py " in low:
        return _flagged(low)
    if not dumped and low[:1] == "{" and low.rstrip()[-1:] == "}":
        dumped = not contains(low, _PROGRESS)
    if not dumped:
        name, _, value = low.partition(":")
        alone = name.rstrip() == "iterations" and value.strip().isdecimal()
        return (
            int(value)
            if alone and len(value) <= MOST_DIGITS and int(value) >= LEAST_PLAIN
            else None
        )
    found = (_value_of(low, low, name) for name in _PLAIN_NAMES)
    return next((value for value in found if value is not None and value >= LEAST_PLAIN), None)


_FLAGS = ("--steps", "--iterations", "--iters")


def _flagged(low: str) -> int | None:
    """The steps of an echoed command.

    >>> _flagged("python train.py --steps 400 --bs 8"), _flagged("python train.py --steps-per-print 10")
    (400, None)
    """
    words = low.replace("=", " ").split()
    for flag in _FLAGS:
        value = words[words.index(flag) + 1 :][:1] if flag in words else []
        if value and value[0].isdecimal() and int(value[0][:MOST_DIGITS]) >= LEAST_PLAIN:
            return int(value[0][:MOST_DIGITS])
    return None


def _value_of(low: str, spelled: str, name: str) -> int | None:
    """The whole number behind the first whole occurrence of a name (`spelled` has `_` for `-`)."""
    start = spelled.find(name)
    while start >= 0:
        end = start + len(name)
        if _stands_alone(low, start, end):
            value = _number(low, _past_separator(low, start, end))
            if value is not None:
                return value
        start = spelled.find(name, end)
    return None


def _stands_alone(low: str, start: int, end: int) -> bool:
    """The name is no part of a longer one, and no noun behind a number (`50 epochs = 90000`)."""
    before, after = low[max(start - 1, 0) : start], low[end : end + 1]
    is_flag = low[max(start - 2, 0) : start] == "--"
    if (before.isalnum() or before == "_") and not is_flag:
        return False
    if before == "." and is_other(_section_before(low, start)):
        return False
    counted = before == " " and low[max(start - 2, 0) : start - 1].isdigit()
    return not (after.isalnum() or after == "_" or counted)


def _section_before(low: str, dot_end: int) -> str:
    """`eval` of `eval.max_steps`."""
    start = dot_end - 1
    while start > max(0, dot_end - LONGEST_SECTION) and (
        low[start - 1].isalpha() or low[start - 1] == "_"
    ):
        start -= 1
    return low[start : dot_end - 1]


def _past_separator(low: str, start: int, end: int) -> int:
    """Where the value begins; -1 if nothing separates it from the name."""
    is_flag = low[max(start - 2, 0) : start] == "--"
    at = end + (low[end : end + 1] in ("'", '"'))
    limit = at + PADDING
    while at < limit and low[at : at + 1] in (" ", "\t"):
        at += 1
    mark = low[at : at + 1]
    if mark and mark in ":=|":
        at += 1
    elif low[at : at + 2] == "..":
        while at < limit and low[at : at + 1] == ".":
            at += 1
    elif not is_flag:
        return -1
    while at < limit + PADDING and low[at : at + 1] in (" ", "\t"):
        at += 1
    return at + (low[at : at + 1] in ("'", '"', "(", "["))


def _number(low: str, at: int) -> int | None:
    """The whole number at a place: commas and underscores within it, `.0` behind it, no letter."""
    if at < 0:
        return None
    end = at
    while end < at + MOST_DIGITS and (
        low[end : end + 1].isdigit() or low[end : end + 1] in (",", "_")
    ):
        end += 1
    digits = low[at:end].rstrip(",_").replace(",", "").replace("_", "")
    end = at + len(low[at:end].rstrip(",_"))
    if low[end : end + 1] == "." and low[end + 1 : end + 2].isdigit():
        fraction = end + 1
        while low[end + 1 : end + 2].isdigit() and end < fraction + MOST_DIGITS:
            end += 1
        if low[fraction : end + 1].strip("0"):
            return None
        end += 1
    after = low[end : end + 1]
    if not (digits.isascii() and digits.isdigit()) or after.isalnum() or after == "_":
        return None
    return int(digits)
