"""Iteration time: the curve's numbers with their scale, and what they say."""

from typing import NamedTuple

from train_watch.core.state import RunState, Sample, StepTime, Trend
from train_watch.view.scene import Scene, joined
from train_watch.view.state import EMPTY, Level, SafeText, Speed
from train_watch.view.units import about, per_step, plural, seconds, signed
from train_watch.view.words import cadence, steps_word

MARK_LETTERS = {"": " ", "evaluation": "E", "checkpoint": "C", "outlier": "o", "warmup": "w"}
NARROWEST = 0.04
"""The scale spans at least 4 % of the median, so that a quiet run looks quiet."""
FEW = 8
"""Steady lines below which the number of lines is the reason why there is no trend."""
DIFFERS = 0.1
"""Reported and observed time are told apart from a tenth on (demand.md: nanoGPT's field is off by less)."""
BASIS_WORDS = {
    "reported": "as the trainer reports it",
    "logged_clock": "by the clock in the log",
    "arrival_clock": "by the arrival of lines",
    "rate": "from the logged rate",
}
MEANING_WORDS = {
    "one": "",
    "interval": "mean since the line before",
    "window": "mean of the last few steps",
    "mean": "mean since the start",
    "ema": "running average",
}


class Scale(NamedTuple):
    """Bounds of the curve: the steady values lie between them, the rest is cut off."""

    floor: float
    cap: float


def make_speed(scene: Scene) -> Speed:
    state = scene.state
    time, recent = state.step_time, state.recent
    scale = steady_scale(recent)
    cut = sum(sample.seconds > scale.cap for sample in recent) if scale else 0
    text, short, level = trend_words(time.trend, time.window, scene.unit)
    return Speed(
        now=SafeText(per_step(time.value_s, scene.unit)) if time.value_s is not None else EMPTY,
        median=SafeText(_named("median", time.median_s)),
        mean=SafeText(_mean(time)),
        p95=SafeText(_named("p95", time.p95_s)),
        trend=SafeText(text),
        trend_short=SafeText(short),
        trend_level=level,
        basis=basis(time),
        values=tuple(sample.seconds for sample in recent),
        steps=tuple(sample.step for sample in recent),
        marks="".join(MARK_LETTERS.get(sample.mark, " ") for sample in recent),
        cap=scale.cap if scale else None,
        floor=scale.floor if scale else None,
        cut=cut,
        legend=SafeText(legend(state, cut)),
    )


def steady_scale(recent: tuple[Sample, ...]) -> Scale | None:
    """From the 2nd to the 98th part in a hundred of the unmarked values, at
    least `NARROWEST` wide.

    >>> steady_scale(tuple(Sample(i, 4.0 + i / 10) for i in range(11)))
    Scale(floor=4.0, cap=5.0)
    """
    steady = sorted(sample.seconds for sample in recent if not sample.mark)
    steady = steady or sorted(sample.seconds for sample in recent)
    if not steady:
        return None
    last = len(steady) - 1
    low, middle, high = (steady[round(last * part)] for part in (0.02, 0.5, 0.98))
    spread = max(high - low, NARROWEST * middle)
    missing = spread - (high - low)
    low, high = low - missing / 2, high + missing / 2
    floor = max(0.0, low)
    return Scale(floor, high)


def trend_words(trend: Trend, window: int, unit: str) -> tuple[str, str, Level]:
    """The trend as a sentence, in a word, and how worrying it is.

    >>> trend_words(Trend("rising", 2.13), 40, "it")
    ('rising +2.1 %/1k it', '+2.1%/1k', 'warning')
    >>> trend_words(Trend(), 1, "it"), trend_words(Trend(), 100, "it")
    (('trend unknown (1 line)', '?', ''), ('no clear trend', 'unclear', ''))
    """
    if trend.direction == "unknown":
        few = window < FEW
        text = f"trend unknown ({plural(window, 'line')})" if few else "no clear trend"
        return text, "?" if few else "unclear", ""
    if trend.direction == "steady":
        return "no trend", "flat", "good"
    slope = trend.percent_per_1000_steps
    level: Level = "warning" if trend.direction == "rising" else "info"
    if slope is None:
        return trend.direction, trend.direction, level
    text = signed(slope)
    return f"{trend.direction} {text} %/1k {steps_word(unit)}", f"{text}%/1k", level


def _named(name: str, value: float | None) -> str:
    return "" if value is None else f"{name} {seconds(value)}"


def _mean(time: StepTime) -> str:
    if time.mean_s is None:
        return ""
    return f"moving average {seconds(time.mean_s)} over {plural(time.window, 'line')}"


def basis(time: StepTime) -> SafeText:
    """Which clock the step time is from, and the other one where they disagree."""
    if time.value_s is None:
        return EMPTY
    source = BASIS_WORDS.get(time.basis, "")
    meaning = MEANING_WORDS.get(time.meaning, "") if time.basis == "reported" else ""
    return joined(source, meaning, gap(time), by=", ")


def gap(time: StepTime) -> str:
    """`reported 3.980 s, observed 4.490 s (+12.8 %)`, empty while they agree."""
    if not time.reported_s or time.observed_s is None:
        return ""
    ratio = time.observed_s / time.reported_s - 1
    if abs(ratio) < DIFFERS:
        return ""
    both = f"reported {seconds(time.reported_s)}, observed {seconds(time.observed_s)}"
    return f"{both} ({signed(100 * ratio, 3)} %)"


LEGEND = (
    ("evaluation", "E", "evaluation"),
    ("checkpoint", "C", "checkpoint"),
    ("outlier", "o", "outlier"),
    ("warmup", "w", "warm-up"),
)


def legend(state: RunState, cut: int) -> str:
    """What the marks mean, with the cost where it is known."""
    present = {sample.mark for sample in state.recent}
    parts = [_mark_text(state, *row) for row in LEGEND if row[0] in present]
    if not parts and not cut:
        return ""
    return "   ".join([*parts, plural(cut, "value") + " cut off" if cut else ""]).rstrip()


def _mark_text(state: RunState, mark: str, letter: str, word: str) -> str:
    entry = cadence(state, mark)
    cost = f", {about(entry.each_s)}" if entry and entry.each_s is not None else ""
    return f"{letter} = {word}{cost}"
