"""The one sentence that `--wait` ends with."""

from train_watch.core.state import RunState
from train_watch.view.instead import instead
from train_watch.view.options import ViewOptions
from train_watch.view.scene import Scene
from train_watch.view.state import SafeText
from train_watch.view.units import figures


def final_sentence(state: RunState, now: float, options: ViewOptions) -> SafeText:
    """How the run ended, in one line without a line feed.

    >>> final_sentence(RunState(state="finished", step=6000), 0.0, ViewOptions(name="train.log"))
    'train.log: finished; 6,000 steps'
    """
    scene = Scene(state, now, options)
    why, more = instead(scene)
    loss = state.loss.last
    parts = [why, *more.split("   ")]
    if loss is not None:
        parts.append(f"loss {figures(loss)}")
    if state.state == "finished" and state.loss.validation is not None:
        parts.append(f"val {figures(state.loss.validation)}")
    name = scene.safe(options.name or options.path, 60)
    text = "; ".join(part for part in parts if part)
    return SafeText(f"{name}: {text}" if name else text)
