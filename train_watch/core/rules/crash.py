"""Crash: a fault line that no training followed, by its kind."""

from train_watch.core.rules.signals import Signals
from train_watch.core.state import Alert

KINDS = frozenset(("crash", "out_of_memory", "killed", "time_limit", "hang"))
"""Fault kinds that end a run; `nan` has a rule of its own."""


def crash(signals: Signals) -> Alert | None:
    """The rule's name stays `crash`; the evidence names the kind."""
    fault = signals.fault
    if fault is None or fault.kind not in KINDS or signals.state != "failed":
        return None
    evidence: dict[str, float | str | int | None] = {
        "kind": fault.kind,
        "line": fault.line,
        "step": fault.step,
    }
    return Alert("crash", "critical", fault.step, fault.at, evidence)
