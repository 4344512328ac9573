"""The state of a run at an instant: what its lines, its rhythm and its silence say together."""

from train_watch.core.laps import inferred_lap, within_lap
from train_watch.core.moments import Moments
from train_watch.core.phases import Situation, phase
from train_watch.core.prospect import cold, last_line, reached
from train_watch.core.rhythm import UNKNOWN_S
from train_watch.core.series import Series
from train_watch.core.state import Forecast, Phase, Rhythm

DUE = 1.5
"""Typical gaps of silence after which an evaluation that is due is taken to be running."""


def silence(moments: Moments, now: float | None, modified_at: float | None) -> float | None:
    """Seconds since something last came, or the file changed; None where neither is known."""
    seen = [at for at in (moments.last_arrival(), modified_at) if at is not None]
    return max(0.0, now - max(seen)) if now is not None and seen else None


def judge(
    series: Series,
    moments: Moments,
    silent: float | None,
    rhythm: Rhythm,
    left: Forecast | None,
    *,
    ended: bool,
) -> Phase:
    """The state of a run that has been `silent` for so many seconds (None: not known), that has work `left`;
    `ended`: nothing more can ever come."""
    limit = rhythm.stalled_after_s
    quiet = silent is not None and limit is not None and silent > limit
    waits = silent is not None and silent > DUE * (rhythm.typical_s or float("inf"))
    stride = series.counter.stride or 1.0
    unjudged = silent is not None and limit is None and silent > UNKNOWN_S
    over = quiet or ended or unjudged
    # Where nothing follows, laps that only seemed to be some were the last.
    laps = within_lap(series) and not (over and inferred_lap(series))
    due = waits and series.schedule.due(series.counter.position or 0.0, stride)
    return phase(
        Situation(
            lines=moments.lines,
            announced=moments.announced,
            steps=series.last_step is not None,
            cold=cold(series),
            done=series.done,
            reached=reached(series) and not laps,
            spent=not laps and last_line(series) and (ended or _spent(silent, left)),
            fault=series.fault is not None,
            broken=series.losses.broken,
            evaluating=series.evaluating,
            last_evaluation=series.evaluating and not series.repeated,
            due=due,
            silent=quiet or (ended and not laps and last_line(series)),
            unjudged=unjudged,
        )
    )


def _spent(silent: float | None, sum_: Forecast | None) -> bool:
    """The silence is as long as the forecast said the rest of the run would take."""
    return silent is not None and sum_ is not None and silent >= sum_.at_update_s
