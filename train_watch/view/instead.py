"""What stands where the finish would be: why there is none, and what would help."""

from collections.abc import Callable

from train_watch.core.state import RunState
from train_watch.view.scene import Scene, joined
from train_watch.view.state import SafeText
from train_watch.view.units import about, count, duration, plural, seconds, short_duration
from train_watch.view.words import counter_word, nan_since, not_a_number, steps_text


def instead(scene: Scene) -> tuple[SafeText, SafeText]:
    """The reason in one row, and what is missing or what would help in another."""
    state = scene.state
    reason = state.state if state.state in STATES else state.not_yet or "no_step"
    why, more = (STATES | NOT_YET).get(reason, _no_step)(scene)
    return SafeText(why), SafeText(more)


def _waiting(scene: Scene) -> tuple[str, str]:
    path = scene.safe(scene.options.path or scene.options.name, 60)
    if scene.state.lines:
        return _no_step(scene)
    half = scene.options.pending.strip()
    written = "only half a line has been written yet" if half else "nothing has been written yet"
    return f"waiting for {path or 'the first line'}", written


def _stalled(scene: Scene) -> tuple[str, str]:
    state = scene.state
    silent = scene.now - (scene.now if state.updated_at is None else state.updated_at)
    usual = state.rhythm.typical_s
    longest = state.rhythm.longest_s
    rhythm = joined(
        f"a line came every {about(usual)}" if usual else "",
        f"the longest pause was {about(longest)}" if longest else "",
        by=", ",
    )
    work = state.forecast.at_update_s if state.forecast else None
    left = f"{duration(work)} of work was left at the last line" if work is not None else ""
    return f"silent for {duration(silent)}", joined(rhythm, left, by="; ")


def _failed(scene: Scene) -> tuple[str, str]:
    state = scene.state
    if not_a_number(state):
        since = nan_since(state)
        where = f" since {counter_word(state)} {count(since)}" if since is not None else ""
        return f"the loss is no number{where}", joined(_checkpoint(scene), _lost(scene), by=", ")
    where = f" at {counter_word(state)} {count(state.step)}" if state.step is not None else ""
    at = f" ({scene.clock(state.updated_at)})" if state.updated_at is not None else ""
    cause = f": {scene.safe(state.fault_text.strip(), 100)}" if state.fault_text else ""
    return f"died{where}{at}{cause}", joined(_checkpoint(scene), _lost(scene), by=", ")


def _checkpoint(scene: Scene) -> str:
    step = scene.state.last_checkpoint_step
    if step is None:
        return "the log tells of no checkpoint" if scene.state.step else ""
    return f"last checkpoint: {counter_word(scene.state)} {count(step)}"


def _lost(scene: Scene) -> str:
    state = scene.state
    if state.step is None or state.last_checkpoint_step is None:
        return ""
    lost = max(0, state.step - state.last_checkpoint_step)
    value = state.step_time.value_s
    worth = f" ({short_duration(lost * value)})" if value and lost else ""
    return f"{steps_text(lost, scene.unit)} lost{worth}"


def _finished(scene: Scene) -> tuple[str, str]:
    state = scene.state
    at = state.finished_at if state.finished_at is not None else state.updated_at
    when = f"finished at {scene.today(at, seconds=True)}" if at is not None else "finished"
    took = at - state.started_at if at is not None and state.started_at is not None else None
    value = state.step_time.value_s
    return when, joined(
        f"took {duration(took)}" if took is not None and took >= 0 else "",
        steps_text(state.step, scene.unit) if state.step is not None else "",
        f"{seconds(value)}/{scene.unit}" if value is not None else "",
    )


def _warming_up(scene: Scene) -> tuple[str, str]:
    state = scene.state
    seen = state.step_time.window + state.step_time.warmup_steps
    usual = state.rhythm.typical_s
    wait = f"after about {duration(usual)}" if usual else "with the next lines"
    return (
        f"warming up: {plural(seen, 'line')} with a step seen",
        f"the first steps are slow and are left out; a finish {wait}",
    )


def _no_total(scene: Scene) -> tuple[str, str]:
    state = scene.state
    if state.may_end_early == "target":
        most = f"at most {steps_text(state.limit_steps, scene.unit)}; " if state.limit_steps else ""
        why = "no total: the run ends when it reaches its target, which no log can foretell"
        return why, f"{most}--total N gives a finish for that many"
    return (
        "no total found: the log does not say where the run ends",
        "give --total N, or press t in the dashboard, for a finish",
    )


def _no_time(_scene: Scene) -> tuple[str, str]:
    return (
        "no step time yet: no time on the lines is known to be a step's, and too few have come while watching",
        "a finish after the next lines, timed by their arrival",
    )


def _no_step(scene: Scene) -> tuple[str, str]:
    state = scene.state
    if not state.lines:
        return "no line yet", "waiting for the first line of the log"
    if state.lines_understood:
        read = f"{count(state.lines_understood)} of {plural(state.lines, 'line')} understood"
        return f"no step yet: {read}", _promise(scene) or _until_a_step(state)
    why = f"understood 0 of {plural(state.lines, 'line')}: none gave a step"
    return why, _promise(
        scene
    ) or "--format NAME reads it as a trainer's, --pattern REGEX as your own"


def _until_a_step(state: RunState) -> str:
    """Where results were read, steps should have been: none that this program can read may ever come."""
    if state.metrics:
        return "only results of evaluations so far; --pattern REGEX names the line that counts"
    return "a finish once the first step is logged"


def _promise(scene: Scene) -> str:
    """The most promising line, and the option that would read it."""
    if scene.options.promise is None:
        return ""
    text, pattern = scene.options.promise
    option = f"--pattern '{scene.safe(pattern)}' would read it" if pattern else ""
    return joined(f"most promising: {scene.quote(text)}", option)


Reason = Callable[[Scene], tuple[str, str]]
STATES: dict[str, Reason] = {
    "waiting": _waiting,
    "stalled": _stalled,
    "failed": _failed,
    "finished": _finished,
}
NOT_YET: dict[str, Reason] = {
    "warming_up": _warming_up,
    "no_total": _no_total,
    "no_time": _no_time,
    "no_step": _no_step,
}
