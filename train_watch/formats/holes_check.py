"""Does a hole's kind fit its name? A step that is a word, or a loss that is a duration, would pass no room."""

from train_watch.formats.plan import METRIC_KINDS, TIME_FIELDS

WHOLE = frozenset(["int", "last", "count"])
NUMBERS = WHOLE | METRIC_KINDS
OR_NOTHING = frozenset(["finite", "rate"])
"""Numbers that are None where the trainer prints nan: fit for fields of a record, not for metrics."""
TIMES = frozenset(
    ["s", "ms", "min", "in_s", "in_ms", "in_min", "in_h", "time", "per_s", "duration", "mean"]
)
WORDS = frozenset(["word", "text"])

FITTING: dict[str, frozenset[str]] = {
    **dict.fromkeys(TIME_FIELDS, TIMES | METRIC_KINDS),
    "mean": TIMES | METRIC_KINDS,
    "percent": METRIC_KINDS | {"percent"},
    "at": frozenset(["unix"]),
    "step": WHOLE,
    "total_steps": WHOLE,
    "total_epochs": WHOLE,
    "epoch": NUMBERS | OR_NOTHING,
    "rate": NUMBERS | OR_NOTHING,
    "phase": WORDS,
    "_": frozenset(["skip"]),
}
"""name -> the kinds that it may have; a metric, or a fact, is a number."""


def check_hole(name: str, kind: str) -> None:
    """ValueError if what a hole of this kind reads cannot be what its name says.

    >>> check_hole("step", "int")
    >>> check_hole("step", "word")
    Traceback (most recent call last):
    ...
    ValueError: step cannot be of kind word: count, int, last
    """
    fitting = FITTING.get(name, NUMBERS)
    if kind not in fitting:
        raise ValueError(f"{name} cannot be of kind {kind}: {', '.join(sorted(fitting))}")
