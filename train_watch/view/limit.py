"""The deadline in words: when it is, how likely it is met, and how close."""

from train_watch.view.deadline import meets
from train_watch.view.scene import Scene, joined
from train_watch.view.state import EMPTY, Level, SafeText
from train_watch.view.units import MINUTE, chance, duration, short_duration

CLOSE_S = 10 * MINUTE
"""From here on clock times show seconds: a range may be narrower than a minute."""
SAFE, EVEN = 0.9, 0.5
"""Below nine in ten it deserves a look; below even it is more likely missed than met."""


def deadline(scene: Scene) -> tuple[SafeText, Level]:
    """`18:00 today   49% makes it   11m 00s late`."""
    at = scene.options.deadline_at
    if at is None:
        return EMPTY, ""
    when = scene.today(at, seconds=abs(at - scene.now) < CLOSE_S)
    probability = meets(scene.state, scene.now, at)
    if scene.state.state == "finished":
        return _kept(scene, when, probability, at)
    if scene.now >= at:
        return joined(when, f"passed {duration(scene.now - at)} ago"), "critical"
    if probability is None or scene.left is None:
        return joined(when, f"in {duration(at - scene.now)}", _cannot_tell(scene)), ""
    level: Level = (
        "good" if probability >= SAFE else "warning" if probability >= EVEN else "critical"
    )
    return joined(when, f"{chance(probability)} makes it", margin(at - scene.left.finish_at)), level


UNTOLD = {
    "failed": "the run ended before it",
    "stalled": "cannot tell while it is silent",
}


def _cannot_tell(scene: Scene) -> str:
    """Why there is no probability."""
    if scene.left is not None and scene.state.scope != "run":
        return f"cannot tell: the log only gives the end of this {scene.state.scope}"
    return UNTOLD.get(scene.state.state, "cannot tell yet")


def short_margin(spare_s: float) -> str:
    """
    >>> short_margin(730.0), short_margin(-11.0)
    ('12m10s spare', '11s late')
    """
    if abs(spare_s) < 0.5:
        return "to the second"
    return f"{short_duration(abs(spare_s))} {'spare' if spare_s > 0 else 'late'}"


def margin(spare_s: float) -> str:
    """
    >>> margin(730.0), margin(-11.0), margin(0.2)
    ('12m 10s to spare', '11s late', 'to the second')
    """
    if abs(spare_s) < 0.5:
        return "to the second"
    return f"{duration(spare_s)} to spare" if spare_s > 0 else f"{duration(-spare_s)} late"


def _kept(scene: Scene, when: str, probability: float | None, at: float) -> tuple[SafeText, Level]:
    if probability is None:
        return joined(when, "finished"), ""
    ended = scene.state.finished_at
    spare = at - (scene.state.updated_at or at) if ended is None else at - ended
    word = "kept" if probability else "missed"
    return joined(when, word, margin(spare)), "good" if probability else "critical"
