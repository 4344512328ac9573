"""What if: the finish under other step times than the one the forecast uses."""

from collections.abc import Iterator
from typing import NamedTuple

from train_watch.core.state import Forecast
from train_watch.view.left import Left, forecast_of
from train_watch.view.limit import short_margin
from train_watch.view.scene import Scene
from train_watch.view.state import EMPTY, SafeText, Scenario
from train_watch.view.units import duration, per_step, seconds, signed
from train_watch.view.whatif import mean_growth, what_if_left
from train_watch.view.words import steps_text, steps_word


class Assumption(NamedTuple):
    """A scenario in numbers: its name and seconds a step, the mean over all steps to come."""

    name: str
    step_s: float


def make_scenarios(scene: Scene) -> tuple[Scenario, ...]:
    """The rows of the table; none where there is no forecast to vary."""
    forecast = forecast_of(scene.state)
    if forecast is None:
        return ()
    rows = (
        (one, what_if_left(scene.state, scene.now, one.step_s))
        for one in assumptions(scene, forecast)
    )
    return tuple(_row(scene, one, left) for one, left in rows if left is not None)


def assumptions(scene: Scene, forecast: Forecast) -> Iterator[Assumption]:
    """As it is, its own best and worst tenth, its trend, and what the user asked for."""
    time, unit = scene.state.step_time, scene.unit
    each = next((term.each_s for term in forecast.terms if term.what == "steps"), None)
    if each is not None:
        yield Assumption(f"stays at {per_step(each, unit)}", each)
    if time.p10_s is not None and time.p90_s is not None and time.p90_s > time.p10_s:
        yield Assumption("as fast as its best 10 %", time.p10_s)
        yield Assumption("as slow as its worst 10 %", time.p90_s)
    if each is not None:
        yield from _trend(scene, forecast, each)
    for step_s in scene.options.what_if:
        yield Assumption(what_if_name(forecast, step_s, unit), step_s)


def what_if_name(forecast: Forecast, step_s: float, unit: str) -> str:
    """`at 0.2 s/it: 5,900 it take 19m 40s`, so that the sum can be checked."""
    steps = sum(term.count for term in forecast.terms if term.what == "steps")
    shown = f"{step_s:g} s" if step_s >= 0.001 else seconds(step_s)
    return f"at {shown}/{unit}: {steps_text(steps, unit)} take {duration(steps * step_s)}"


def _trend(scene: Scene, forecast: Forecast, each: float) -> Iterator[Assumption]:
    state, trend = scene.state, scene.state.step_time.trend
    slope = trend.percent_per_1000_steps
    if trend.direction not in {"rising", "falling"} or slope is None:
        return
    seen = max(0, (state.step or 0) - (trend.since_step or 0))
    mean = each * mean_growth(slope / 100_000, seen, forecast.remaining_steps)
    yield Assumption(f"its trend goes on ({signed(slope)} %/1k {steps_word(scene.unit)})", mean)


def _row(scene: Scene, assumed: Assumption, left: Left) -> Scenario:
    at = scene.options.deadline_at
    known = at is not None and scene.state.scope == "run"
    return Scenario(
        SafeText(assumed.name),
        SafeText(duration(left.eta_s)),
        SafeText(scene.clock(left.finish_at)),
        SafeText(short_margin(at - left.finish_at)) if at is not None and known else EMPTY,
    )
