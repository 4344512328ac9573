"""NaN or infinite loss: a warning at the first, critical when it stays."""

from train_watch.core.rules.signals import Signals
from train_watch.core.state import Alert


def nan_loss(signals: Signals) -> Alert | None:
    """While the last training line has no finite loss."""
    losses = signals.losses
    announced = signals.fault is not None and signals.fault.kind == "nan"
    if not losses.in_a_row and not announced:
        return None
    return Alert(
        "nan_loss",
        "critical" if losses.broken or announced else "warning",
        losses.since if losses.in_a_row else signals.step,
        None,
        # a log that only says so in words has no such lines
        {"lines_in_a_row": losses.in_a_row, "lines_in_all": losses.not_finite}
        if losses.in_a_row
        else {},
    )
