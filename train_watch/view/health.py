"""One question a row and its answer, with a symbol that says the same as the colour."""

from collections.abc import Callable, Iterator, Mapping
from math import isfinite
from typing import Literal

from train_watch.core.state import Cadence
from train_watch.view.scene import Scene, joined
from train_watch.view.speed import trend_words
from train_watch.view.state import EMPTY, HealthRow, Level, SafeText
from train_watch.view.units import (
    about,
    count,
    figures,
    per_step,
    percent,
    plural,
    seconds,
    short_seconds,
    signed,
)
from train_watch.view.words import (
    cadence,
    counter_word,
    nan_since,
    not_a_number,
    steps_text,
    steps_word,
)

Symbol = Literal["+", "!", "x", "?", "-"]
SYMBOLS: Mapping[Level, Symbol] = {
    "": "?",
    "info": "-",
    "good": "+",
    "warning": "!",
    "critical": "x",
}
ROW_OF_RULE = {
    "stall": "alive",
    "crash": "alive",
    "killed": "alive",
    "out_of_memory": "alive",
    "time_limit": "alive",
    "buffered": "alive",
    "slowdown": "speed",
    "trend": "trend",
    "evaluation_share": "eval",
    "checkpoint_share": "saves",
    "data_share": "data",
    "nan_loss": "loss",
    "loss_spike": "loss",
    "unparsed": "read",
}
"""The row that shows a rule's alert: an alert never stands beside a row that says all is well."""
LOUDNESS: Mapping[Level, int] = {"": 0, "info": 1, "good": 1, "warning": 2, "critical": 3}


def make_health(scene: Scene) -> tuple[HealthRow, ...]:
    rows = (row(scene) for row in ROWS)
    return tuple(_with_alerts(scene, row) for row in rows if row is not None)


def row(name: str, level: Level, text: str, short: str = "") -> HealthRow:
    return HealthRow(SafeText(name), SYMBOLS[level], SafeText(text), level, SafeText(short or text))


def _with_alerts(scene: Scene, entry: HealthRow) -> HealthRow:
    """The row at the level of the loudest alert about it."""
    about: Iterator[Level] = (
        a.severity for a in scene.state.alerts if ROW_OF_RULE.get(a.rule) == entry.name
    )
    loudest: Level = max(about, key=LOUDNESS.__getitem__, default="info")
    if LOUDNESS[loudest] <= max(1, LOUDNESS[entry.level]):
        return entry
    return HealthRow(entry.name, SYMBOLS[loudest], entry.text, loudest, entry.short)


def _alive(scene: Scene) -> HealthRow:
    state = scene.state
    rhythm = state.rhythm
    every = f"line every {about(rhythm.typical_s)}" if rhythm.typical_s is not None else ""
    longest = f"longest {about(rhythm.longest_s)}" if rhythm.longest_s is not None else ""
    bursts = "in bursts: its output is buffered (python -u)" if rhythm.bursty else ""
    text = joined(every, longest, bursts, by=", ")
    short = f"every {about(rhythm.typical_s)}" if rhythm.typical_s is not None else ""
    match state.state:
        case "stalled":
            return row("alive", "critical", joined("silent", text, by="; "), "silent")
        case "failed" if not not_a_number(state):
            return row("alive", "critical", "no longer")
        case "finished":
            return row("alive", "info", "finished")
    if not text:
        return row("alive", "", "rhythm not known yet")
    level: Level = "warning" if rhythm.bursty else "good"
    return row("alive", level, text, short)


def _speed(scene: Scene) -> HealthRow | None:
    time = scene.state.step_time
    if time.value_s is None:
        return row("speed", "", "not known yet") if scene.state.step is not None else None
    middle = f"middle 80 %: {_between(time.p10_s, time.p90_s)}" if time.p90_s is not None else ""
    text = joined(per_step(time.value_s, scene.unit), middle, by=", ")
    return row("speed", "good", text, short_seconds(time.value_s))


def _between(low: float | None, high: float | None) -> str:
    return "" if low is None or high is None else f"{seconds(low)} - {seconds(high)}"


def _trend(scene: Scene) -> HealthRow | None:
    time = scene.state.step_time
    if time.value_s is None:
        return None
    text, short, level = trend_words(time.trend, time.window, scene.unit)
    return row("trend", level, text, short)


def _data(scene: Scene) -> HealthRow | None:
    """Waiting for data: only some trainers print it, and silence about it is no good news."""
    if scene.state.step is None:
        return None
    alert = next((a for a in scene.state.alerts if a.rule == "data_share"), None)
    share = alert.evidence.get("share") if alert else None
    if isinstance(share, int | float) and isfinite(share):
        text = f"{percent(share)} of a step waits for data"
        return row("data", "warning", text, percent(share, 0))
    waits = scene.state.data_s
    value = scene.state.step_time.value_s
    if waits is not None and isfinite(waits) and value:
        text = f"{seconds(waits)} of a step, {percent(waits / value)}"
        return row("data", "good", text, percent(waits / value, 0))
    return row("data", "", "this log has no data time", "not in this log")


def _cadence_row(scene: Scene, what: str, name: str) -> HealthRow | None:
    entry = cadence(scene.state, what)
    if entry is None:
        return None
    text = joined(f"every {steps_text(entry.every_steps, scene.unit)}", _cost(entry), by=", ")
    if entry.each_s is None:
        untimed = "with the evals" if _within_evaluations(scene, entry) else "cost not seen yet"
        return row(name, "", joined(text, untimed, by=", "), untimed)
    short = percent(entry.share) if entry.share is not None else about(entry.each_s)
    return row(name, "good", text, short)


def _within_evaluations(scene: Scene, entry: Cadence) -> bool:
    """Whether it happens where the run evaluates: its time is then part of the evaluation's."""
    evaluation = cadence(scene.state, "evaluation")
    if evaluation is None or evaluation is entry or not entry.seen:
        return False
    return entry.every_steps % evaluation.every_steps == 0


def _cost(entry: Cadence) -> str:
    return joined(
        about(entry.each_s) if entry.each_s is not None else "",
        f"{percent(entry.share)} of the time" if entry.share is not None else "",
        by=", ",
    )


def _eval(scene: Scene) -> HealthRow | None:
    return _cadence_row(scene, "evaluation", "eval")


def _saves(scene: Scene) -> HealthRow | None:
    return _cadence_row(scene, "checkpoint", "saves")


def _loss(scene: Scene) -> HealthRow | None:
    text = loss_text(scene)
    loss = scene.state.loss
    if not text:
        return row("loss", "", "no loss in this log") if scene.state.step is not None else None
    if nan_since(scene.state) is not None or loss.last is None:
        return row("loss", "critical" if loss.not_finite else "good", text, text.split("  ")[0])
    return row("loss", "warning" if loss.not_finite else "good", text, figures(loss.last))


def loss_text(scene: Scene) -> SafeText:
    """`3.104  -0.021/100 it  val 3.131  0 NaN`; empty where the log has no loss. While the last
    lines have no finite loss, that comes first: `NaN since iter 2,150  last finite 1.860 ...`."""
    loss = scene.state.loss
    if loss.last is None and loss.validation is None and not loss.not_finite:
        return EMPTY
    slope = loss.slope_per_100_steps
    return joined(
        *_last_loss(scene),
        f"{signed(slope)}/100 {steps_word(scene.unit)}" if slope is not None else "",
        f"val {figures(loss.validation)}" if loss.validation is not None else "",
        f"{count(loss.not_finite)} NaN",
        by="  ",
    )


def _last_loss(scene: Scene) -> Iterator[str]:
    loss, since = scene.state.loss, nan_since(scene.state)
    if since is not None:
        yield f"NaN since {counter_word(scene.state)} {count(since)}"
    if loss.last is not None:
        yield figures(loss.last) if since is None else f"last finite {figures(loss.last)}"


def _read(scene: Scene) -> HealthRow | None:
    state = scene.state
    if not state.lines:
        return None
    text = f"{count(state.lines_understood)} of {plural(state.lines, 'line')} understood"
    if not state.lines_understood:
        return row("read", "critical", text)
    refused = f"{plural(state.ignored, 'value')} refused" if state.ignored else ""
    level: Level = "warning" if state.format == "generic" or refused else "good"
    how = "guessed" if state.format == "generic" else scene.safe(state.format or "", 20)
    return row("read", level, joined(how, text, refused, by=", "), how)


ROWS: tuple[Callable[[Scene], HealthRow | None], ...] = (
    _alive,
    _speed,
    _trend,
    _eval,
    _saves,
    _data,
    _loss,
    _read,
)
