"""When it will finish, the sum that this comes from, or what stands in the way of saying so."""

from train_watch.core.state import Forecast, Term
from train_watch.view.instead import instead
from train_watch.view.left import Left, forecast_of
from train_watch.view.limit import CLOSE_S, deadline
from train_watch.view.scene import Scene, joined
from train_watch.view.state import EMPTY, SafeText, When
from train_watch.view.units import (
    MINUTE,
    about,
    count,
    duration,
    percent,
    plural,
    seconds,
    short_duration,
)
from train_watch.view.words import TERM_WORDS, steps_text

PHASE = 24
"""Cells for the name of a fold or a stage."""
DIFFERS = 0.1
"""The trainer's own ETA is mentioned when it is off by a tenth: less is its rounding."""


def make_when(scene: Scene) -> When:
    forecast, left = forecast_of(scene.state), scene.left
    if forecast is None or left is None:
        why, more = instead(scene)
        text, level = deadline(scene)
        return When(instead=why, instead_more=more, deadline=text, deadline_level=level)
    text, level = deadline(scene)
    close = left.high_s < CLOSE_S
    return When(
        finish=SafeText(scene.today(left.finish_at, seconds=close)),
        finish_short=SafeText(scene.clock(left.finish_at, seconds=close)),
        remaining=SafeText(remaining(left)),
        remaining_short=SafeText("overdue" if left.overdue_s > 0 else short_duration(left.eta_s)),
        range=SafeText(f"{percent(forecast.level, 0)}: {_range(scene, left, ' - ')}"),
        range_short=SafeText(_range(scene, left, "-")),
        spread=SafeText(f"{short_duration(left.low_s)} - {short_duration(left.high_s)}"),
        terms=tuple(SafeText(term_text(term, scene.unit)) for term in forecast.terms),
        total=SafeText(f"= {duration(forecast.at_update_s)}"),
        total_from=SafeText(total_from(scene)),
        warmup=SafeText(warmup(scene)),
        deadline=text,
        deadline_level=level,
        trainer=SafeText(trainer(scene, forecast)),
        guess=guess(scene),
    )


def remaining(left: Left) -> str:
    """Time left, counting down; past the expected finish by how much it is overdue."""
    if left.overdue_s > 0:
        return f"overdue by {duration(left.overdue_s)}"
    return duration(left.eta_s)


def _range(scene: Scene, left: Left, dash: str) -> str:
    close = left.high_s < CLOSE_S
    low = scene.clock(left.low_at, seconds=close)
    return f"{low}{dash}{scene.clock(left.high_at, seconds=close)}"


def term_text(term: Term, unit: str) -> str:
    """One addend with its numbers.

    >>> term_text(Term("steps", 5900, 3.99511, 23571.149), "it")
    '5,900 it x 3.995 s = 6h 32m 51s'
    >>> term_text(Term("evaluation", 16, 48.2, 771.2), "it")
    '16 evaluations x 48.2 s = 12m 51s'
    """
    if term.what == "steps":
        what, each = steps_text(term.count, unit), seconds(term.each_s)
    else:
        what, each = plural(term.count, *TERM_WORDS[term.what]), about(term.each_s)
    return f"{what} x {each} = {duration(term.total_s)}"


TOTAL_FROM = {
    "config": "from the config line",
    "line": "from the line itself",
    "option": "from --total",
    "carried": "as in the part before",
    "eta": "worked out from the trainer's own ETA",
    "percent": "worked out from the percentage on the lines",
    "epochs": "(epochs x steps an epoch)",
}
EARLY = {
    "target": "its target may end it before",
    "early_stopping": "early stopping may end it before",
    "time_limit": "its own time limit may end it before",
}


def scope_text(scene: Scene) -> str:
    """What ends there, where it is not the run."""
    state = scene.state
    if state.scope == "epoch":
        return "to the end of this epoch; the log does not give the number of epochs"
    if state.scope == "phase":
        return (
            f"to the end of {scene.safe(state.phase or '', PHASE) or 'this part'}, not of the run"
        )
    return ""


def total_from(scene: Scene) -> str:
    """Where the end is known from, with the line as evidence."""
    state = scene.state
    if state.total_steps is None:
        return ""
    source = TOTAL_FROM.get(state.total_from or "", "")
    quote = scene.quote(state.total_line) if state.total_from != "option" else ""
    about = "about " if state.total_is_rough else ""
    total = joined(f"total {about}{count(state.total_steps)}", source, by=" ")
    found = joined(joined(total, scope_text(scene), by="; "), quote, by=" ")
    return joined(found, EARLY.get(state.may_end_early or "", ""), by="; ")


def warmup(scene: Scene) -> str:
    """What does not count: lines of the warm-up, and the steps before a resume."""
    lines, resumed = scene.state.step_time.warmup_steps, scene.state.resumed_from_step
    first = "line" if lines == 1 else plural(lines, "line")
    return joined(
        f"resumed at {count(resumed)}" if resumed is not None else "",
        f"warm-up: first {first} left out" if lines else "",
    )


def trainer(scene: Scene, forecast: Forecast) -> str:
    """What the trainer's own ETA says, where it says something else."""
    theirs = scene.state.trainer_eta_s
    if theirs is None or not 0 <= theirs < 1e12:
        return ""
    apart = abs(theirs - forecast.at_update_s)
    if apart <= DIFFERS * max(forecast.at_update_s, MINUTE):
        return ""
    return f"the trainer itself says {duration(theirs)}"


def guess(scene: Scene) -> SafeText:
    """A format that was guessed is called a guess, and shows the line that the step was read from."""
    if scene.state.format != "generic":
        return EMPTY
    line = scene.options.guess
    return joined("format guessed", "from " + scene.quote(line) if line else "", by=" ")
