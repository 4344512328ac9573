"""Alerts in words: a title, a short form for one row, the evidence and what to do about it."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from train_watch.advice.choose import advice_for, topic
from train_watch.core.state import Alert
from train_watch.view.facts import fact, number, phrase
from train_watch.view.scene import Scene, joined
from train_watch.view.state import AlertRow, SafeText
from train_watch.view.units import about, count, duration, figures, percent, seconds
from train_watch.view.words import counter_word

Evidence = Mapping[str, float | str | int | None]


class Wording(NamedTuple):
    """How a rule is called, and its sentence: the first of `forms` whose evidence is there.

    `when` joins the step to it: `since` for what lasts, `at` for what happened, empty for what
    has no beginning."""

    word: str
    forms: tuple[str, ...]
    when: str = "since"


WORDINGS: dict[str, Wording] = {
    "slowdown": Wording(
        "SLOWDOWN",
        ("{factor:x} slower", "{ratio:x} slower", "{now_s:s} a step, {before_s:s} before"),
    ),
    "trend": Wording("TREND", ("steps grow slower: {percent_per_1000_steps:f} % in 1,000",)),
    "stall": Wording(
        "STALLED",
        ("silent for {silent_s:d}, a line every {typical_s:a} before", "silent for {silent_s:d}"),
        "",
    ),
    "crash": Wording("CRASH", ("{text}",), "at"),
    "hang": Wording("HANG", ("{text}",), "at"),
    "out_of_memory": Wording("OUT OF MEMORY", ("{text}",), "at"),
    "killed": Wording("KILLED", ("{text}",), "at"),
    "time_limit": Wording("TIME LIMIT", ("{text}",), "at"),
    "nan_loss": Wording(
        "NAN LOSS",
        ("{lines_in_a_row:c} in a row, {lines_in_all:c} in all", "the loss is no number"),
    ),
    "loss_spike": Wording("LOSS SPIKE", ("{last:f}, {median:f} before", "far above what it was")),
    "buffered": Wording("BUFFERED", ("lines arrive in bursts, not as they are printed",), ""),
    "evaluation_share": Wording(
        "EVALUATION", ("{share:p} of the time, {each_s:a} each", "{share:p} of the time"), ""
    ),
    "checkpoint_share": Wording(
        "CHECKPOINTS", ("{share:p} of the time, {each_s:a} each", "{share:p} of the time"), ""
    ),
    "data_share": Wording("DATA", ("{share:p} of a step waits for data",), ""),
    "deadline": Wording("DEADLINE", ("{probability:p} makes it",), ""),
    "unparsed": Wording("NOT UNDERSTOOD", ("{lines:c} lines read, none gave a step",), ""),
}
FORMATTERS: dict[str, Callable[[float], str]] = {
    "x": lambda value: figures(value, 3) + "x",
    "s": seconds,
    "a": about,
    "d": duration,
    "c": count,
    "f": lambda value: figures(value, 3),
    "p": percent,
}


def make_alerts(scene: Scene) -> tuple[AlertRow, ...]:
    return tuple(alert_row(scene, alert) for alert in scene.state.alerts)


def alert_row(scene: Scene, alert: Alert) -> AlertRow:
    wording = wording_of(topic(alert.rule, alert.evidence))
    evidence = completed(scene, alert)
    told = told_by(scene, wording, evidence)
    return AlertRow(
        rule=alert.rule,
        level=alert.severity,
        title=joined(wording.word, sentence(scene, alert, wording, told), by="  "),
        short=joined(wording.word.lower(), told, by=": "),
        evidence=tuple(facts(scene, evidence)),
        advice=tuple(
            SafeText(text) for text in advice_for(alert.rule, scene.state.format, evidence)
        ),
    )


def summary(scene: Scene, alert: Alert) -> str:
    """The alert as one sentence, as reports give it."""
    wording = wording_of(topic(alert.rule, alert.evidence))
    told = told_by(scene, wording, completed(scene, alert))
    return sentence(scene, alert, wording, told or wording.word.lower())


def sentence(scene: Scene, alert: Alert, wording: Wording, told: str) -> SafeText:
    """`1.32x slower since iter 3,000 (16:02)`, `at iter 3,000 (16:02): Killed`."""
    when = moment(scene, alert, wording.when)
    if wording.when == "at":
        return joined(when, told, by=": ")
    return joined(told, when, by=" ")


def wording_of(rule: str) -> Wording:
    """
    >>> wording_of("a_new_rule").word
    'A NEW RULE'
    """
    return WORDINGS.get(rule) or Wording(rule.replace("_", " ").upper(), ())


def completed(scene: Scene, alert: Alert) -> Evidence:
    """The evidence with what only the view knows: the line that told of a fault, and how long a
    silence has lasted by now."""
    state = scene.state
    if alert.rule == "stall" and state.updated_at is not None:
        return {**alert.evidence, "silent_s": max(0.0, scene.now - state.updated_at)}
    told_in_text = wording_of(topic(alert.rule, alert.evidence)).forms == ("{text}",)
    if told_in_text and state.fault_text is not None and "text" not in alert.evidence:
        return {**alert.evidence, "text": state.fault_text}
    return alert.evidence


def told_by(scene: Scene, wording: Wording, evidence: Evidence) -> str:
    """The first form whose evidence is there."""
    told = (phrase(form, evidence, FORMATTERS) for form in wording.forms)
    return scene.safe(next((text for text in told if text is not None), ""), 120)


def moment(scene: Scene, alert: Alert, word: str) -> str:
    """`since iter 3,000 (16:02)`; empty where the rule has no beginning or it is not known."""
    if not word:
        return ""
    name = counter_word(scene.state)
    step = f"{name} {count(alert.since_step)}" if alert.since_step is not None else ""
    at = scene.clock(alert.since_at) if alert.since_at is not None else ""
    both = f"{step} ({at})" if step and at else step or at
    return f"{word} {both}" if both else ""


def facts(scene: Scene, evidence: Evidence) -> list[SafeText]:
    """Each piece of evidence with its name and unit; what is not known is left out."""
    title = {"text", "kind", "line", "step"} if "text" in evidence else set()
    found = (fact(key, value, scene.clock) for key, value in evidence.items() if key not in title)
    return [scene.safe(text, 120) for text in found if text] + _line(scene, evidence)


def _line(scene: Scene, evidence: Evidence) -> list[SafeText]:
    text = evidence.get("text")
    if not isinstance(text, str) or not text:
        return []
    line = number(scene.state.fault_line)
    where = f"line {count(line)}: " if line is not None else ""
    return [SafeText(where + scene.quote(text, 160))]
