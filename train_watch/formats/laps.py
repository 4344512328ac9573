"""Trainings within a training: folds, trials, stages. Each of them counts to its own end.

`===== Fold 1/5 =====`, `[Fold 1] Epoch 2/10`, `Stage 1/3: alignment`, `trial 4 epoch 1/5`
"""

import re
from functools import cache
from typing import NamedTuple

from train_watch.formats.values import contains

STEMS = ("old", "OLD", "rial", "tage", "hase", "eed", "plit", "epeat", "epetition", "ask")


class Lap(NamedTuple):
    """`label` as printed; `left` laps follow it: at least one where their number is not told."""

    label: str
    number: int
    of: int | None

    def left(self, *, from_zero: bool) -> int:
        """Laps that follow this one.

        >>> Lap("fold 1/5", 1, 5).left(from_zero=False), Lap("fold 4/5", 4, 5).left(from_zero=True)
        (4, 0)
        """
        if self.of is None:
            return 1
        return max(0, self.of - self.number - from_zero)


@cache
def _lap() -> re.Pattern[str]:
    counted = r"(?:fold|trial)[ \t]{0,2}[#:=]?[ \t]{0,2}([0-9]{1,4})(?:[ \t]{0,2}(?:/|of)[ \t]{0,2}([0-9]{1,4}))?"
    of_many = r"(?:stage|phase|seed|split|repeat|repetition|task)[ \t]{0,2}[#:=]?[ \t]{0,2}([0-9]{1,4})[ \t]{0,2}(?:/|of)[ \t]{0,2}([0-9]{1,4})"
    return re.compile(rf"(?<![A-Za-z0-9_])(?:{counted}|{of_many})(?![\w.%/])", re.IGNORECASE)


def lap(text: str) -> Lap | None:
    """The lap that a line names; None if it names none.

    >>> lap("===== Fold 1/5 =====").label, lap("trial 4 epoch 1/5").of, lap("ZeRO stage 3"), lap("seed: 42")
    ('Fold 1/5', None, None, None)
    """
    if not contains(text, STEMS):
        return None
    found = _lap().search(text)
    if found is None:
        return None
    number, of = (found[1], found[2]) if found[1] else (found[3], found[4])
    if of is not None and int(number) > int(of):
        return None
    return Lap(found[0], int(number), int(of) if of else None)


@cache
def _ended() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:epoch|ep)[ \t]{0,2}[#:=]?[ \t]{0,2}([0-9]{1,6})(?:[ \t]{0,2}(?:/|of)[ \t]{0,2}([0-9]{1,6}))?"
        r"[ \t]{0,2}[:,-]?[ \t]{0,2}(?:is )?(?:done|finished|completed?|ended|over|took)\b",
        re.IGNORECASE,
    )


def ended(text: str) -> Lap | None:
    """The epoch that a line says is over.

    >>> ended("epoch 1 done, val loss 1.2345"), ended("Epoch 3/3 completed").left(from_zero=False), ended("epoch 1 loss 2")
    (Lap(label='epoch 1 done', number=1, of=None), 0, None)
    """
    if "poch" not in text and "ep " not in text:
        return None
    found = _ended().search(text)
    return Lap(found[0], int(found[1]), int(found[2]) if found[2] else None) if found else None
