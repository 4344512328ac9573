"""The explain page: every number of the forecast with where it comes from."""

from collections.abc import Callable, Iterator

from train_watch.core.state import Cadence
from train_watch.view.earlier import earlier_lines
from train_watch.view.left import anchor, forecast_of
from train_watch.view.scene import Scene
from train_watch.view.speed import BASIS_WORDS, FEW, MEANING_WORDS
from train_watch.view.state import SafeText, Section
from train_watch.view.units import (
    about,
    count,
    duration,
    per_step,
    percent,
    plural,
    seconds,
    signed,
)
from train_watch.view.when import TOTAL_FROM, scope_text, term_text
from train_watch.view.words import steps_text

NOTED = 0.01
"""A difference of the forecast's step time from the latest lines' that is worth a sentence."""
WIDE = 0.1
"""A range is called wide when it spans more than a tenth of what is left."""


def make_explain(scene: Scene) -> tuple[Section, ...]:
    """The sections that have something to say."""
    made = ((title, tuple(SafeText(line) for line in lines(scene))) for title, lines in SECTIONS)
    return tuple(Section(SafeText(title), lines) for title, lines in made if lines)


def _sum(scene: Scene) -> Iterator[str]:
    state, forecast, left = scene.state, forecast_of(scene.state), scene.left
    if forecast is None or left is None:
        return
    if state.total_steps is not None and state.step is not None:
        done = f"{count(state.total_steps)} - {count(state.step)}"
        yield f"{done} = {steps_text(forecast.remaining_steps, scene.unit)} left"
    for index, term in enumerate(forecast.terms):
        yield ("+ " if index else "  ") + term_text(term, scene.unit)
    yield f"= {duration(forecast.at_update_s)}"
    yield from _apart_from_now(scene)
    start = scene.clock(anchor(state, scene.now), seconds=True)
    end = scene.today(left.finish_at, seconds=True)
    since = "last line" if state.anchored_at in {None, state.updated_at} else "last step or event"
    yield f"{start} ({since}) + {duration(forecast.at_update_s)} = {end}"
    if left.overdue_s > 0:
        yield f"that is {duration(left.overdue_s)} ago, and the run has not ended: it is overdue"


def _apart_from_now(scene: Scene) -> Iterator[str]:
    """Where the forecast does not count with the speed of the latest lines, and why."""
    now, forecast = scene.state.step_time.value_s, forecast_of(scene.state)
    each = next((t.each_s for t in forecast.terms if t.what == "steps"), None) if forecast else None
    if now and each and abs(each / now - 1) > NOTED:
        yield f"the latest lines took {seconds(now)} a {scene.unit}: how the run went before weighs in"


def _total(scene: Scene) -> Iterator[str]:
    state = scene.state
    if state.total_steps is None and not state.lines:
        return
    if state.total_steps is None:
        yield "not known: the log does not say where the run ends; --total N says it"
        return
    source = TOTAL_FROM.get(state.total_from or "", "found in the log")
    about = "about " if state.total_is_rough else ""
    yield f"{about}{steps_text(state.total_steps, scene.unit)} {source}"
    if state.total_line and state.total_from != "option":
        yield scene.quote(state.total_line, 200)
    if scope_text(scene):
        yield f"it is counted {scope_text(scene)}"
    if state.resumed_from_step is not None:
        yield f"resumed at {count(state.resumed_from_step)}: steps before that are not counted as work"


def _left_out(scene: Scene) -> Iterator[str]:
    time = scene.state.step_time
    if time.warmup_steps:
        lines = plural(time.warmup_steps, "line")
        yield f"warm-up: the first {lines} (compiling, first evaluation, caches fill)"
    for entry in scene.state.cadences:
        yield _cadence_line(entry, scene.unit)
    if time.outliers:
        yield f"outliers: {plural(time.outliers, 'line')} far from the rest"
    if scene.state.ignored:
        yield f"refused: {plural(scene.state.ignored, 'value')} that cannot be (negative, not finite)"


def _cadence_line(entry: Cadence, unit: str) -> str:
    seen = "announced, not seen yet" if not entry.seen else f"seen {plural(entry.seen, 'time')}"
    cost = f"{about(entry.each_s)} each" if entry.each_s is not None else "cost not known"
    ahead = f", {count(entry.ahead)} still to come" if entry.ahead is not None else ""
    every = f"every {steps_text(entry.every_steps, unit)}"
    return f"{entry.what}: {every}, {seen}, {cost}{ahead}; counted apart from the steps"


def _clocks(scene: Scene) -> Iterator[str]:
    time = scene.state.step_time
    if time.value_s is None:
        return
    yield f"{per_step(time.value_s, scene.unit)} {BASIS_WORDS.get(time.basis, '')}"
    if time.basis == "reported" and MEANING_WORDS.get(time.meaning):
        yield f"the trainer's field is the {MEANING_WORDS[time.meaning]}"
    if time.reported_s is not None and time.observed_s is not None:
        yield f"reported {seconds(time.reported_s)}, observed {seconds(time.observed_s)}{_apart(scene)}"
    elif time.observed_s is None:
        yield "no clock has been seen beside it, so the trainer's field is not checked"
    if scene.state.rhythm.bursty:
        yield "lines arrive in bursts (buffered output): their arrival is not used as a clock"


def _apart(scene: Scene) -> str:
    time = scene.state.step_time
    if not time.reported_s or time.observed_s is None:
        return ""
    return f": observed is {signed(100 * (time.observed_s / time.reported_s - 1), 2)} %"


def _sure(scene: Scene) -> Iterator[str]:
    forecast, left = forecast_of(scene.state), scene.left
    if forecast is None or left is None:
        return
    low, high = duration(left.low_s), duration(left.high_s)
    yield f"with {percent(forecast.level, 0)} it takes between {low} and {high} from now"
    yield f"from {plural(scene.state.step_time.window, 'steady line')}"
    yield from _surer(scene, left.high_s - left.low_s > WIDE * left.eta_s)


def _surer(scene: Scene, wide: bool) -> Iterator[str]:
    state = scene.state
    window = state.step_time.window
    if window <= 1:
        yield "one line cannot tell a trend from noise: the range is wide until more have come"
    elif window < FEW:
        yield f"{plural(FEW - window, 'more line')} would narrow the range most"
    for entry in state.cadences:
        if entry.each_s is None:
            yield f"the first {entry.what} will tell what one costs"
    if wide and window >= FEW:
        yield "the step time moves a lot: that, and not the number of lines, makes the range"
    if state.step_time.basis == "arrival_clock":
        yield "a time in the log itself would be better than the arrival of lines"


def _read(scene: Scene) -> Iterator[str]:
    state = scene.state
    if not state.lines:
        return
    how = {None: "no known format", "generic": "a guess from the line's shape"}
    name = how.get(state.format) or f"as {scene.safe(state.format or '', 40)}"
    yield f"read {name}: {count(state.lines_understood)} of {plural(state.lines, 'line')} understood"
    others = state.lines - state.lines_understood
    if others > 0:
        yield f"{plural(others, 'line')} without a meaning for the forecast were passed over"


SECTIONS: tuple[tuple[str, Callable[[Scene], Iterator[str]]], ...] = (
    ("The sum", _sum),
    ("Where the total comes from", _total),
    ("What was left out of the step time", _left_out),
    ("Reported and observed time", _clocks),
    ("How sure it is", _sure),
    ("How the log is read", _read),
    ("Earlier in this log", earlier_lines),
)
