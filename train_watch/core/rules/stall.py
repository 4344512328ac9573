"""Stall: the log has been silent for longer than the run's own rhythm explains."""

from train_watch.core.rules.signals import Signals
from train_watch.core.state import Alert


def stall(signals: Signals) -> Alert | None:
    """Fires with the state, so that screen and alert never differ."""
    if signals.state != "stalled":
        return None
    return Alert(
        "stall",
        "critical",
        signals.step,
        signals.updated_at,
        {
            "silent_s": signals.silent_s,
            "typical_s": signals.rhythm.typical_s,
            "longest_s": signals.rhythm.longest_s,
            "stalled_after_s": signals.rhythm.stalled_after_s,
        },
    )
