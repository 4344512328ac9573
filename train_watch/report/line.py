"""The one-line form, for tmux's status-right or a prompt: at most 40 columns, plain ASCII.

It is made from the run's state without the view, since the classes of the view would double its
start; its words come from the same tables.
"""

from train_watch.core.state import Alert, RunState
from train_watch.view.clock import Zone, clock, local_zone
from train_watch.view.deadline import meets
from train_watch.view.left import Left, time_left
from train_watch.view.units import count, percent, short_duration, short_seconds
from train_watch.view.words import counter_word, state_word, step_unit

COLUMNS = 40
TAGS = {
    "evaluation_share": "eval",
    "checkpoint_share": "saves",
    "data_share": "data",
    "out_of_memory": "oom",
    "time_limit": "limit",
    "nan_loss": "nan",
    "loss_spike": "loss",
    "slowdown": "slow",
}
"""Short words for alerts; a rule that is not here goes by its own name."""
TAG = 12
"""Columns a tag may take, so that state and finish still fit before it."""
MISSING = {"no_total": "no total", "no_time": "no time"}
SAID_BY_STATE = frozenset({"stall", "unparsed"})
"""Alerts that the state's own word tells already."""


def one_line(
    state: RunState,
    now: float,
    *,
    zone: Zone = local_zone,
    deadline_at: float | None = None,
    columns: int = COLUMNS,
) -> str:
    """The state in one line without a line feed: `35.7% 4h29m 20:41 3.98s/it !disk`.

    What does not fit is left out from the end, but never the alert.
    """
    parts = (LEADS.get(state.state) or _live)(state, now, zone)
    tag = alert_tag(state, now, deadline_at)
    while len(parts) > 1 and len(" ".join((*parts, tag))) > columns:
        parts = parts[:-1]
    return " ".join((*parts, tag)).strip()[:columns] or state_word(state).word


def alert_tag(state: RunState, now: float, deadline_at: float | None) -> str:
    """The loudest alert as `!slow`, and how many more there are; a deadline at risk is `!late`."""
    loud = [alert for alert in state.alerts if alert.severity != "info"]
    loud.sort(key=lambda alert: alert.severity != "critical")
    tags = [_tag(alert) for alert in loud if alert.rule not in SAID_BY_STATE]
    chance = meets(state, now, deadline_at)
    if chance is not None and chance < 0.5:
        tags.insert(0, "late")
    if not tags:
        return ""
    return "!" + tags[0][:TAG] + (f"+{len(tags) - 1}" if len(tags) > 1 else "")


def _tag(alert: Alert) -> str:
    """The short word of an alert; a crash goes by its kind."""
    kind = alert.evidence.get("kind")
    name = kind if alert.rule == "crash" and isinstance(kind, str) else alert.rule
    return TAGS.get(name, alert.rule)


def _live(state: RunState, now: float, zone: Zone) -> tuple[str, ...]:
    left = time_left(state, now)
    word = "" if state.state == "running" else state_word(state).word
    if state.state == "evaluating" and left is not None:
        word = "EVAL"
    place = _place(state)
    speed = _speed(state)
    if left is None:
        return _known(word, place, speed, MISSING.get(state.not_yet or "", ""))
    remaining = "overdue" if left.overdue_s > 0 else short_duration(left.eta_s)
    return _known(word, place, remaining, _finish(left, now, zone), speed)


def _known(*parts: str) -> tuple[str, ...]:
    return tuple(part for part in parts if part)


def _finish(left: Left, now: float, zone: Zone) -> str:
    return clock(left.finish_at, now, zone)


def _place(state: RunState) -> str:
    if state.step is not None and state.total_steps:
        return percent(state.step / state.total_steps)
    if state.step is not None:
        return f"{counter_word(state)} {count(state.step)}"
    return f"{count(state.lines_understood)}/{count(state.lines)} lines" if state.lines else ""


def _speed(state: RunState) -> str:
    value = state.step_time.value_s
    return "" if value is None else f"{short_seconds(value)}/{step_unit(state)}"


def _stopped(state: RunState, now: float, _zone: Zone) -> tuple[str, ...]:
    silent = "" if state.updated_at is None else short_duration(now - state.updated_at)
    return _known(state_word(state).word, silent, _at(_place(state)))


def _at(place: str) -> str:
    return f"at {place}" if place else ""


def _dead(state: RunState, now: float, zone: Zone) -> tuple[str, ...]:
    when = "" if state.updated_at is None else clock(state.updated_at, now, zone)
    return _known(state_word(state).word, when, _at(_place(state)))


def _done(state: RunState, now: float, zone: Zone) -> tuple[str, ...]:
    ended = state.finished_at if state.finished_at is not None else state.updated_at
    took = ""
    if ended is not None and state.started_at is not None and ended >= state.started_at:
        took = "took " + short_duration(ended - state.started_at)
    return _known(
        state_word(state).word, clock(ended, now, zone) if ended is not None else "", took
    )


def _waiting(state: RunState, _now: float, _zone: Zone) -> tuple[str, ...]:
    return _known(state_word(state).word, _place(state))


LEADS = {"stalled": _stopped, "failed": _dead, "finished": _done, "waiting": _waiting}
