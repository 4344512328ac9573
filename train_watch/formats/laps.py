"""Trainings within a training: folds, trials, stages. Each of them counts to its own end.

`===== Fold 1/5 =====`, `[Fold 1] Epoch 2/10`, `Stage 1/3: alignment`, `trial 4 epoch 1/5`
"""

import re
from functools import cache
from typing import NamedTuple

from train_watch.formats.values import contains

STEMS = ("old", "OLD", "rial", "tage", "hase", "eed", "plit", "epeat", "epetition", "ask")


class Lap(NamedTuple):
    """`label` as printed; `of` so many, where that is told."""

    label: str
    number: int
    of: int | None

    def left(self, *, from_zero: bool) -> int:
        """Laps that follow this one: at least one where their number is not told.

        >>> Lap("fold 1/5", 1, 5).left(from_zero=False), Lap("fold 4/5", 4, 5).left(from_zero=True)
        (4, 0)
        """
        return 1 if self.of is None else max(0, self.of - self.number - from_zero)


@cache
def _lap() -> re.Pattern[str]:
    of = r"(?:[ \t]{0,2}(?:/|of)[ \t]{0,2}([0-9]{1,4}))"
    number = r"[ \t]{0,2}[#:]?[ \t]{0,2}([0-9]{1,4})"
    counted = rf"(?:fold|trial){number}{of}?|(?:stage|phase){number}{of}"
    leading = rf"^[^A-Za-z0-9]{{0,40}}(?:seed|split|repeat|repetition|task){number}{of}"
    return re.compile(rf"(?:(?<![A-Za-z0-9_=-])(?:{counted})|{leading})(?![\w.%/])", re.IGNORECASE)


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
    told = [text for text in found.groups() if text]
    number, of = told[0], told[1] if len(told) > 1 else None
    if of is not None and int(number) > int(of):
        return None
    return Lap(found[0].strip(" \t=-#*[]|"), int(number), int(of) if of else None)
