"""Which sentences of the table an alert calls for."""

from collections.abc import Mapping

from train_watch.advice.families import UNKNOWN, Family, family_of
from train_watch.advice.table import TABLE, Advice

Evidence = Mapping[str, float | str | int | None]

KINDS = frozenset({"crash", "out_of_memory", "killed", "time_limit", "hang"})
"""Of a crash: each has advice of its own."""
OPTIONS = ("evaluate_less", "save_less", "micro_batch")


def advice_for(alert_rule: str, log_format: str | None, evidence: Evidence) -> tuple[str, ...]:
    """What to do about an alert of `alert_rule` in a log of `log_format`, most useful first.

    >>> advice_for("data_share", "nanogpt", {"share": 0.4})
    ('this trainer has no data workers to add: look at the disk its data lies on',)
    >>> advice_for("evaluation_share", "hf-trainer", {"share": 0.4})
    ('raise eval_steps, or per_device_eval_batch_size',)
    >>> advice_for("no such rule", None, {})
    ()
    """
    return tuple(text for text, _ in advice_with_source(alert_rule, log_format, evidence))


def advice_with_source(
    alert_rule: str, log_format: str | None, evidence: Evidence
) -> tuple[tuple[str, str], ...]:
    """The same, each sentence with the key of its source in `table.SOURCES`."""
    family, about = family_of(log_format), topic(alert_rule, evidence)
    rows = (row for row in TABLE if row.rule == about and _applies(row, family, evidence))
    filled = ((_filled(row.text, family), row.source) for row in rows)
    return tuple((text, source) for text, source in filled if text)


def topic(alert_rule: str, evidence: Evidence) -> str:
    """What an alert is about: its rule, and for a crash the kind that its evidence names.

    >>> topic("crash", {"kind": "out_of_memory"}), topic("crash", {}), topic("stall", {"kind": "x"})
    ('out_of_memory', 'crash', 'stall')
    """
    kind = evidence.get("kind")
    return kind if alert_rule == "crash" and isinstance(kind, str) and kind in KINDS else alert_rule


def _applies(row: Advice, family: Family, evidence: Evidence) -> bool:
    return (
        row.loader in {None, family.data_loader}
        and row.distributed in {None, family.distributed}
        and (not row.unknown_family or not _option_of(row, family))
        and (not row.says or _says(evidence, row.says))
        and _measured(row, evidence)
    )


def _option_of(row: Advice, family: Family) -> str:
    """The family's own wording of what `row` says in general: that of the same rule's other row."""
    own = next(
        (other.text for other in TABLE if other.rule == row.rule and other.text.startswith("{")), ""
    )
    return "" if family is UNKNOWN else _filled(own, family)


def _filled(text: str, family: Family) -> str:
    """The sentence with the trainer's own option names in it."""
    for name in OPTIONS:
        text = text.replace("{" + name + "}", getattr(family, name))
    return text


def _says(evidence: Evidence, words: tuple[str, ...]) -> bool:
    texts = [value.lower() for value in evidence.values() if isinstance(value, str)]
    return any(word in text for text in texts for word in words)


def _measured(row: Advice, evidence: Evidence) -> bool:
    """Whether the evidence lies within the bounds of the row; where it is not known it does not."""
    return all(
        isinstance(value := evidence.get(key), int | float) and sign * value > sign * limit
        for bound, sign in ((row.above, 1), (row.below, -1))
        if bound is not None
        for key, limit in (bound,)
    )
