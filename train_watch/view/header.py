"""Who, how far, in what state, how fresh."""

from train_watch.core.state import RunState
from train_watch.view.scene import Scene
from train_watch.view.state import EMPTY, Header, SafeText
from train_watch.view.units import about, ago, count, duration, percent
from train_watch.view.when import PHASE
from train_watch.view.words import cadence, counter_word, progress_of, state_word


def make_header(scene: Scene) -> Header:
    state, options = scene.state, scene.options
    word = state_word(state)
    progress = progress_of(state)
    return Header(
        name=scene.safe(options.name or options.path, 60),
        path=scene.safe(options.path, 200),
        format=scene.safe(state.format or "", 40),
        state=SafeText(word.word),
        level=word.level,  # type: ignore[arg-type]  # the table holds nothing but levels
        age=SafeText(age(scene)),
        clock=SafeText(scene.clock(scene.now, seconds=True)),
        counter=SafeText(counter(scene)),
        percent=SafeText(percent(progress)) if progress is not None else EMPTY,
        progress=progress,
    )


def age(scene: Scene) -> str:
    """How long ago the last line came; during an evaluation how long it has been going on."""
    state = scene.state
    if state.state == "evaluating" and state.evaluating_since is not None:
        return evaluating_for(scene)
    return "" if state.updated_at is None else ago(scene.now - state.updated_at)


def evaluating_for(scene: Scene) -> str:
    """`31 s of about 48 s`."""
    since = scene.state.evaluating_since
    passed = max(0.0, scene.now - (scene.now if since is None else since))
    entry = cadence(scene.state, "evaluation")
    if entry is None or entry.each_s is None:
        return f"for {_whole(passed)}"
    return f"{_whole(passed)} of about {_whole(entry.each_s)}"


def _whole(value: float) -> str:
    """Whole seconds below a minute: a tenth would only flicker."""
    if 0 < value < 1:
        return about(value)
    return f"{round(value)} s" if value < 59.5 else duration(value)


def counter(scene: Scene) -> str:
    """`iter 2,140 / 6,000`, and the epoch before it where the log counts epochs."""
    state = scene.state
    lap = scene.safe(state.phase, PHASE) if state.scope == "phase" and state.phase else ""
    parts: list[str] = [lap] if lap else []
    parts += [_epoch(state)] if state.epoch is not None and state.counter_name != "epoch" else []
    if state.step is not None:
        name = counter_word(state)
        about = "~" if state.total_is_rough else ""
        total = f" / {about}{count(state.total_steps)}" if state.total_steps else ""
        parts.append(f"{name} {count(state.step)}{total}")
    return "  ".join(parts)


def _epoch(state: RunState) -> str:
    total = f"/{count(state.total_epochs)}" if state.total_epochs else ""
    return f"epoch {count(state.epoch or 0.0)}{total}"
