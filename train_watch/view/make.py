"""`make_view`: a run's state at an instant becomes words and bars. Every output draws the result."""

from collections.abc import Iterator

from train_watch.core.state import RunState
from train_watch.view.alerts import make_alerts
from train_watch.view.earlier import earlier_note
from train_watch.view.explain import make_explain
from train_watch.view.header import make_header
from train_watch.view.health import loss_text, make_health
from train_watch.view.options import ViewOptions
from train_watch.view.scenarios import make_scenarios
from train_watch.view.scene import Scene
from train_watch.view.speed import make_speed
from train_watch.view.state import ViewState
from train_watch.view.when import make_when

__all__ = ["ViewOptions", "make_view"]

DEFAULTS = ViewOptions()


def make_view(state: RunState, now: float, *, options: ViewOptions = DEFAULTS) -> ViewState:
    """Everything that is shown of `state` at `now` (Unix seconds). Never raises, whatever the log held."""
    scene = Scene(state, now, options)
    return ViewState(
        header=make_header(scene),
        when=make_when(scene),
        speed=make_speed(scene),
        loss=loss_text(scene),
        loss_values=tuple(value for _, value in state.loss.recent),
        health=make_health(scene),
        alerts=make_alerts(scene),
        scenarios=make_scenarios(scene),
        explain=make_explain(scene),
        log=tuple(scene.safe(line) for line in options.log),
        pending=scene.safe(options.pending),
        notes=tuple(scene.safe(note, 160) for note in _notes(scene)),
        source_badge=scene.safe(options.badge, 20),
        frozen=options.frozen,
    )


def _notes(scene: Scene) -> Iterator[str]:
    earlier = earlier_note(scene)
    if earlier:
        yield earlier
    yield from scene.options.notes
