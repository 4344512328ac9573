"""Alerts: one rule a file, listed here. A rule looks at `Signals` and answers with an Alert or None."""

from collections.abc import Callable

from train_watch.core.rules.crash import crash
from train_watch.core.rules.nan_loss import nan_loss
from train_watch.core.rules.signals import Signals
from train_watch.core.rules.slowdown import slowdown
from train_watch.core.rules.stall import stall
from train_watch.core.state import Alert

RULES: tuple[Callable[[Signals], Alert | None], ...] = (crash, nan_loss, stall, slowdown)
"""In the order in which a person wants to hear of them."""


def alerts(signals: Signals) -> tuple[Alert, ...]:
    """Every rule that fires now."""
    return tuple(alert for rule in RULES if (alert := rule(signals)) is not None)
