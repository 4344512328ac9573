"""The runs and phases that stand before the newest one in the same log."""

from collections.abc import Iterator

from train_watch.core.state import EarlierRun
from train_watch.view.scene import Scene
from train_watch.view.units import count, plural

ENDED = {"finished": "finished", "failed": "failed", "left": "stopped"}


def earlier_note(scene: Scene) -> str:
    """One sentence: how many there were, and how the last one ended. Empty where there was none."""
    state = scene.state
    if not state.earlier:
        return ""
    last = state.earlier[-1]
    runs = plural(state.earlier_count, "earlier run")
    which = "it" if state.earlier_count == 1 else "the last"
    return f"{runs} in this log; {which} {ENDED[last.ended]} at {_place(last)}, line {count(last.last_line)}"


def earlier_lines(scene: Scene) -> Iterator[str]:
    """A row for each, for the explain page."""
    state = scene.state
    unlisted = state.earlier_count - len(state.earlier)
    if unlisted > 0:
        yield f"{plural(unlisted, 'older run')}, not listed"
    for run in state.earlier:
        name = f"{scene.safe(run.phase, 40)}: " if run.phase else ""
        lines = f"lines {count(run.first_line)} to {count(run.last_line)}"
        yield f"{name}{lines}: {ENDED[run.ended]} at {_place(run)}"


def _place(run: EarlierRun) -> str:
    """
    >>> _place(EarlierRun(1, 90, 0, 2500, 6000, "left")), _place(EarlierRun(1, 9, 0, 20, 34, "left", epoch=3))
    ('step 2,500 of 6,000', 'epoch 3, step 20 of 34')
    """
    epoch = f"epoch {run.epoch:g}, " if run.epoch is not None else ""
    total = f" of {count(run.total_steps)}" if run.total_steps is not None else ""
    return f"{epoch}step {count(run.last_step)}{total}"
