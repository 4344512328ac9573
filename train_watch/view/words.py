"""The fixed words of every output, as tables. The one-line form reads them too, so this file imports little."""

from typing import Final, NamedTuple

from train_watch.core.state import Cadence, RunState
from train_watch.view.units import plural

LIVE: Final = frozenset({"running", "warming_up", "evaluating", "unknown"})
"""States in which time goes on counting down; in the others a forecast would be a frozen number."""


class StateWord(NamedTuple):
    """How a state is called on the screen, and how loudly."""

    word: str
    level: str


STATE_WORDS: Final = {
    "waiting": StateWord("WAITING", "info"),
    "warming_up": StateWord("WARMING UP", "info"),
    "running": StateWord("RUNNING", "good"),
    "evaluating": StateWord("EVALUATING", "info"),
    "stalled": StateWord("STALLED", "critical"),
    "finished": StateWord("DONE", "good"),
    "failed": StateWord("DIED", "critical"),
    "unknown": StateWord("UNKNOWN", "warning"),
}
NOT_A_DEATH: Final = StateWord("FAILED", "critical")
"""A loss that is no number ends what the run is good for, not the process."""
DEATHS: Final = frozenset({"crash", "out_of_memory", "killed", "time_limit", "hang"})

LONGEST_NAME: Final = 12
"""`iteration` and a little: a longer word is no counter's name."""
COUNTERS: Final = {
    "nanogpt": "iter",
    "megatron": "iter",
    "mmcv": "iter",
    "mmengine": "iter",
    "detectron2": "iter",
    "lightgbm": "round",
    "xgboost": "round",
}
"""What a trainer calls its steps, where it prints another word or only a number."""
STEP_UNITS: Final = {"iter": "it", "iteration": "it"}
"""How one step is called in a sum: `it` for iterations, else as the counter is called."""


def state_word(state: RunState) -> StateWord:
    """
    >>> state_word(RunState(state="finished")).word
    'DONE'
    """
    if state.state == "failed" and not_a_number(state):
        return NOT_A_DEATH
    return STATE_WORDS.get(state.state, STATE_WORDS["unknown"])


def not_a_number(state: RunState) -> bool:
    """True where the run failed by its loss alone: no line tells of a death."""
    rules = {alert.rule for alert in state.alerts}
    return state.fault_text is None and "nan_loss" in rules and not rules & DEATHS


def nan_since(state: RunState) -> int | None:
    """The step since which no training line has had a finite loss; None while the last one has."""
    return next((alert.since_step for alert in state.alerts if alert.rule == "nan_loss"), None)


def step_unit(state: RunState) -> str:
    """
    >>> step_unit(RunState(counter_name="iter")), step_unit(RunState(counter_name="batch"))
    ('it', 'batch')
    """
    name = counter_word(state)
    return STEP_UNITS.get(name, name)


def counter_word(state: RunState) -> str:
    """The counter's name: the log's, else the one its trainer is known to print, else `step`.

    >>> counter_word(RunState(counter_name="batch")), counter_word(RunState(format="nanogpt"))
    ('batch', 'iter')
    """
    name = state.counter_name
    if name == "step":
        return COUNTERS.get(state.format or "", name)
    return name if name.isascii() and name.isalnum() and len(name) <= LONGEST_NAME else "step"


def steps_text(number: float, unit: str) -> str:
    """So many steps, in their unit.

    >>> steps_text(5900, "it"), steps_text(1, "batch"), steps_text(20, "batch")
    ('5,900 it', '1 batch', '20 batches')
    """
    return plural(number, unit, steps_word(unit))


def steps_word(unit: str) -> str:
    """
    >>> steps_word("it"), steps_word("step")
    ('it', 'steps')
    """
    return PLURALS.get(unit, unit + "s")


PLURALS: Final = {"it": "it", "batch": "batches"}

TERM_WORDS: Final = {
    "evaluation": ("evaluation", "evaluations"),
    "checkpoint": ("checkpoint", "checkpoints"),
    "logging": ("log line", "log lines"),
    "epoch": ("end of epoch", "ends of epochs"),
    "other": ("pause", "pauses"),
}


def cadence(state: RunState, what: str) -> Cadence | None:
    """What is known about evaluations, checkpoints ...: the first of its kind."""
    return next((entry for entry in state.cadences if entry.what == what), None)


def progress_of(state: RunState) -> float | None:
    """Part of the scope that is done, 0 to 1.

    >>> progress_of(RunState(step=100, total_steps=6000))
    0.016666666666666666
    """
    if state.step is None or not state.total_steps:
        return None
    return min(1.0, max(0.0, state.step / state.total_steps))
