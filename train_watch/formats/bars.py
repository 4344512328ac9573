"""Frames of progress bars: tqdm's and those drawn like it.

    desc: 24%|##4       | 120/500 [02:01<06:22,  1.01s/it, loss=1.23]
    120it [00:02, 57.3it/s]
          3/100      2.53G      1.158         22        640: 45% ━━━━━─────── 90/200 4.3it/s 21.2s<25.5s

A frame may be glued to other text: it is searched for, the last whole one of a line counts.
"""

import re
from functools import lru_cache
from typing import Any

from train_watch.formats.pairs import pairs
from train_watch.formats.values import contains, number, seconds, ulp, whole
from train_watch.formats.vocabulary import EVALUATING, PREPARING, vocabulary

_SPAN = r"(?:[0-9]{1,5} days?, )?[0-9]{1,6}:[0-9]{2}(?::[0-9]{2})?"
_COUNT = r"([0-9][0-9.]{0,14}[kKMGT]?)"
_POSTFIX = r"(?:, ?([^\n\]\[]{0,500}(?:\[[^\n\]\[]{0,100}\][^\n\]\[]{0,300}){0,4}))?"
_AFTER_PERCENT = re.compile(
    rf"%[ \t]{{0,2}}(?:\|[^|\n]{{0,300}}\|)?[ \t]{{0,3}}{_COUNT}/{_COUNT}[ \t]{{0,2}}\[({_SPAN})<({_SPAN}|\?),[ \t]{{0,8}}"
    rf"([0-9.]{{1,14}}|\?)[kKMG]?([A-Za-z/ ]{{0,24}}){_POSTFIX}\]"
)
_AFTER_PERCENT_DRAWN = re.compile(
    rf"%[ \t]{{1,2}}[━─╸╺=.#>-]{{3,80}}[ \t]{{1,3}}{_COUNT}/{_COUNT}[ \t]{{1,4}}([0-9.]{{1,14}})([A-Za-z/]{{1,24}})"
    r"[ \t]{1,4}([0-9.:]{1,12}(?:ms|[smh])?)(?:<([0-9.:]{1,12}(?:ms|[smh])?))?"
)
_UNCOUNTED = re.compile(
    rf"(?:^|[ \t:]){_COUNT}it[ \t]\[({_SPAN}),[ \t]{{0,8}}([0-9.]{{1,14}}|\?)(it/s|s/it){_POSTFIX}\]"
)
_AFTER_PERCENT_SHORT = re.compile(
    rf"%\|[^|\n]{{1,300}}\|[ \t]{{0,3}}{_COUNT}/{_COUNT}[ \t]{{1,4}}({_SPAN})[ \t]{{0,8}}$"
)
"""YOLOv5's own `bar_format`: the elapsed time and nothing else."""
_PERCENT = re.compile(r"[ \t]{0,3}[0-9]{1,3}(?:\.[0-9]{1,2})?$")
MOST_FRAMES = 12
"""Bars glued to one physical line; more are redraws of the same."""


class Bar:
    """One frame. Durations in seconds; `rate_s` is seconds a step by the bar's own reckoning."""

    __slots__ = (
        "desc",
        "elapsed_s",
        "end",
        "eta_s",
        "n",
        "postfix",
        "rate_s",
        "rate_ulp_s",
        "total",
        "unit",
    )

    def __init__(self, desc: str, n: str, total: str | None, end: int) -> None:
        self.desc = desc
        self.n = whole(n)
        self.total = whole(total) if total is not None else None
        self.end = end
        self.elapsed_s: float | None = None
        self.eta_s: float | None = None
        self.rate_s: float | None = None
        self.rate_ulp_s = 0.0
        self.unit = ""
        self.postfix = ""


def may_hold(text: str) -> bool:
    """A quick look for a bar."""
    return "%" in text or "it [" in text


def parse(text: str) -> Bar | None:
    """The last whole frame in `text`; None if there is none.

    >>> bar = parse("Epoch 3:  24%|##4   | 120/500 [02:01<06:22,  0.50it/s, loss=1.2]")
    >>> bar.desc, bar.n, bar.total, bar.elapsed_s, bar.eta_s, bar.rate_s, bar.postfix
    ('Epoch 3', 120, 500, 121.0, 382.0, 2.0, 'loss=1.2')
    """
    if "it [" in text and "%" not in text:
        return _uncounted(text)
    found: Bar | None = None
    start, at = 0, text.find("%")
    for _ in range(MOST_FRAMES):
        if at < 0:
            break
        bar = _frame(text, start, at)
        if bar is not None:
            found, start = bar, bar.end
        at = text.find("%", max(at + 1, start))
    return found


def _frame(text: str, start: int, percent: int) -> Bar | None:
    """The frame whose percent sign is at `percent`, with the description that begins at or after `start`."""
    before = _PERCENT.search(text, max(start, percent - 9), percent)
    if before is None:
        return None
    match = _AFTER_PERCENT.match(text, percent)
    drawn = _AFTER_PERCENT_DRAWN.match(text, percent) if match is None else None
    short = _AFTER_PERCENT_SHORT.match(text, percent) if match is drawn else None
    try:
        if match is not None:
            n, total, elapsed, eta, rate, unit, postfix = match.groups()
            bar = Bar(_desc(text[start : before.start()]), n, total, match.end())
        elif drawn is not None:
            n, total, rate, unit, elapsed, eta = drawn.groups()
            postfix = ""
            bar = Bar(_desc(text[start : before.start()]), n, total, drawn.end())
        elif short is not None:
            n, total, elapsed = short.groups()
            eta, rate, unit, postfix = None, "?", "", ""
            bar = Bar(_desc(text[start : before.start()]), n, total, short.end())
        else:
            return None
        _times(bar, elapsed, eta, rate, unit)
    except (ValueError, OverflowError):
        return None
    bar.postfix = postfix or ""
    return bar


def _uncounted(text: str) -> Bar | None:
    match = _UNCOUNTED.search(text)
    if match is None:
        return None
    try:
        bar = Bar(_desc(text[: match.start()]), match[1], None, match.end())
        _times(bar, match[2], None, match[3], match[4])
    except (ValueError, OverflowError):
        return None
    bar.postfix = match[5] or ""
    return bar


def _desc(text: str) -> str:
    return text.strip(" \t:|")[-160:]


def _times(bar: Bar, elapsed: str, eta: str | None, rate: str, unit: str) -> None:
    bar.unit = unit.strip()
    bar.elapsed_s = seconds(elapsed)
    bar.eta_s = seconds(eta) if eta and eta != "?" else None
    if rate == "?" or not float(rate) > 0:
        return
    over, _, under = bar.unit.partition("/")
    if under.strip() in {"s", "sec"}:
        bar.rate_s, bar.rate_ulp_s = 1.0 / float(rate), ulp(rate) / float(rate) ** 2
    elif over.strip() == "s":
        bar.rate_s, bar.rate_ulp_s = float(rate), ulp(rate)


# What the description says

_EPOCH = re.compile(
    r"[Ee]poch[:#]?[ \t]{0,3}#?[\[(]?([0-9]{1,7})(?:[ \t]{0,2}(?:/|of)[ \t]{0,2}([0-9]{1,7}))?"
)
_ROW_EPOCH = re.compile(r"([0-9]{1,6})/([0-9]{1,6})[ \t]{2,20}[0-9.]{1,9}[GM]")
_VARYING = re.compile(r"[0-9][0-9.,e+-]{0,30}|[ \t]{2,160}")
_WORD = re.compile(r"[A-Za-z]{2,24}")
_EVALUATING_STEMS = (
    "valid",
    "evaluat",
    "predict",
    "infer",
    "sampl",
    "generat",
    "ddim",
    "ddpm",
    "rollout",
)
_TRAINING = vocabulary(
    "train training trn step steps iter iters iteration iterations batch batches progress"
)
_OTHER_UNITS = ("example", "B/s", "row", "file", "doc", "shard", "token", "task", "img")


def role(bar: Bar) -> str:
    """What the bar counts: train, plain (no description that tells), epochs, evaluation or preparation."""
    if bar.unit and contains(bar.unit, _OTHER_UNITS):
        return "preparation"
    return described(bar.desc)[0]


def key(bar: Bar) -> str:
    """Frames with this key are one series: by description, without one by total."""
    return described(bar.desc)[1] if bar.desc else f"bar::{bar.total}"


@lru_cache(512)
def described(desc: str) -> tuple[str, str, tuple[int, int | None] | None]:
    """Role, key of the series, and epoch of a description (most frames repeat the one before)."""
    words = [word.lower() for word in _WORD.findall(desc)]
    return _role(desc, words), "bar:" + _VARYING.sub("#", desc), epoch_of(desc)


def _role(desc: str, words: list[str]) -> str:
    if (
        words
        and all(word in {"epoch", "epochs"} for word in words)
        and not any(map(str.isdigit, desc))
    ):
        return "epochs"
    if _evaluates(words):
        return "evaluation"
    if words and (words[0] in PREPARING or words[-1] in {"shards", "download"}):
        return "preparation"
    if epoch_of(desc) is not None or not _TRAINING.isdisjoint(words):
        return "train"
    return "plain"


def _evaluates(words: list[str]) -> bool:
    if words[:2] == ["class", "images"]:
        return True  # Ultralytics' validation table
    known = not EVALUATING.isdisjoint(words) and "train" not in words
    return known or any(word.startswith(_EVALUATING_STEMS) for word in words)


def epoch_of(desc: str) -> tuple[int, int | None] | None:
    """The epoch and the number of epochs in a description.

    >>> epoch_of("Epoch 3/10"), epoch_of("Train epoch [7]"), epoch_of("5/100     2.53G    1.158")
    ((3, 10), (7, None), (5, 100))
    """
    found = _EPOCH.search(desc) or _ROW_EPOCH.search(desc)
    return (int(found[1]), int(found[2]) if found[2] else None) if found else None


_STEP = re.compile(
    r"(?<![\w/])(?:[Gg]lobal[ _]?)?[Ss]tep[:=]? {0,3}([0-9]{1,9})(?![\w/]|[.,][0-9]| ?/)"
)
_ENV_STEP = re.compile(r"(?<!\w)env_step=([0-9]{1,12})(?![\w.])")


def printed_step(bar: Bar) -> int | None:
    """The step of the run that a bar over an epoch prints beside its own count.

    >>> printed_step(parse("Step: 812. Epoch: 4/9. Loss: 0.5:  50%|# | 12/24 [00:09<00:09,  1.30it/s]"))
    812
    """
    described_by = _STEP.search(bar.desc) if epoch_of(bar.desc) else None
    found = described_by or _ENV_STEP.search(bar.postfix)
    return int(found[1]) if found else None


def values(bar: Bar) -> dict[str, Any]:
    """The fields of the bar's record: a bar's elapsed time is a clock, its rate only a hint."""
    made: dict[str, Any] = {
        "step": bar.n,
        "total_steps": bar.total,
        "clock_s": bar.elapsed_s,
        "clock_ulp_s": 1.0,
    }
    _, _, epoch = described(bar.desc)
    if epoch is not None:
        made["epoch"] = float(epoch[0])
        if epoch[1] is not None:
            made["total_epochs"] = epoch[1]
    if bar.eta_s is not None:
        made["trainer_eta_s"] = bar.eta_s
    if bar.rate_s is not None:
        made["step_time_s"], made["step_ulp_s"] = bar.rate_s, bar.rate_ulp_s
    if bar.postfix:
        made["metrics"] = metrics(bar.postfix)
    elif "oss" in bar.desc:
        told = metrics(bar.desc)
        made["metrics"] = {name: told[name] for name in told if name.lower().endswith("loss")}
    return made


_LOSSES = (
    "loss", "train_loss", "train/loss", "step_loss", "loss_step", "train_loss_step", "avr_loss", "avg_loss",
    "total_loss",
)  # fmt: skip


def metrics(postfix: str) -> dict[str, float]:
    """The metrics of a postfix, with the training loss under `loss`.

    >>> metrics("v_num=12, train_loss=1.230, lr=1e-4")
    {'v_num': 12.0, 'train_loss': 1.23, 'lr': 0.0001, 'loss': 1.23}
    """
    found: dict[str, float] = {}
    for name, raw, _ in pairs(postfix):
        if ":" not in raw:
            found[name] = number(raw)
    if "loss" not in found:
        called = {name.lower().replace(" ", "_"): name for name in found}
        known = next((called[name] for name in _LOSSES if name in called), None)
        if known:
            found["loss"] = found[known]
    return found
