"""A run's own count of its steps: one line a step in the file that STEP_CLOCK names.

Each line holds the seconds since 1970 at which the step ended and how many were done by then.
Without the variable nothing is written, so that the scripts run anywhere.
"""

import os
import time

_path = os.environ.get("STEP_CLOCK")
_file = open(_path, "a", buffering=1) if _path else None  # noqa: SIM115 (open as long as the run)
_count = 0


def tick(*_: object, count: int | None = None, **__: object) -> None:
    """One more step is done, or `count` of them so far; takes any arguments, as a hook must."""
    global _count
    _count = _count + 1 if count is None else count
    if _file:
        _file.write(f"{time.time():.4f}\t{_count}\n")


def watch_optimizers() -> None:
    """Tick after every step of any PyTorch optimizer."""
    from torch.optim.optimizer import register_optimizer_step_post_hook

    register_optimizer_step_post_hook(tick)
