"""The one sentence that `--wait` ends with."""

from collections.abc import Iterator

from train_watch.core.state import RunState
from train_watch.view.header import counter
from train_watch.view.health import loss_text
from train_watch.view.instead import instead
from train_watch.view.options import ViewOptions
from train_watch.view.scene import Scene
from train_watch.view.state import SafeText
from train_watch.view.units import figures
from train_watch.view.when import remaining
from train_watch.view.words import nan_since, state_word


def final_sentence(state: RunState, now: float, options: ViewOptions) -> SafeText:
    """How the run ended, or how far it is, in one line without a line feed.

    >>> final_sentence(RunState(state="finished", step=6000), 0.0, ViewOptions(name="train.log"))
    'train.log: finished; 6,000 steps'
    """
    scene = Scene(state, now, options)
    name = scene.safe(options.name or options.path, 60)
    text = "; ".join(part for part in (*_how_far(scene), *_losses(scene)) if part)
    return SafeText(f"{name}: {text}" if name else text)


def _how_far(scene: Scene) -> Iterator[str]:
    if scene.left is None:
        why, more = instead(scene)
        yield from (why, *more.split("   "))
        return
    yield state_word(scene.state).word.lower()
    yield counter(scene)
    yield remaining(scene.left) + (" left" if not scene.left.overdue_s else "")
    yield f"finish {scene.today(scene.left.finish_at)}"


def _losses(scene: Scene) -> Iterator[str]:
    loss = scene.state.loss
    if loss.last is not None or nan_since(scene.state) is not None:
        yield f"loss {loss_text(scene).split('  ')[0]}"
    if scene.state.state == "finished" and loss.validation is not None:
        yield f"val {figures(loss.validation)}"
