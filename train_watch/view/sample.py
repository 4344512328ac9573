"""Example runs, one for each state a run can be in: for previews and for tests of what draws them.

All are one nanoGPT run of 6,000 iterations, seen at different moments of its life.
"""

from dataclasses import replace
from typing import Literal, get_args

from train_watch.core.state import (
    Alert,
    Cadence,
    Forecast,
    Loss,
    Rhythm,
    RunState,
    Sample,
    StepTime,
    Term,
    Trend,
)
from train_watch.view.clock import fixed_zone
from train_watch.view.make import ViewOptions, make_view
from train_watch.view.state import ViewState

Kind = Literal[
    "empty",
    "waiting",
    "warming_up",
    "running",
    "evaluating",
    "no_total",
    "stalled",
    "died",
    "finished",
]
KINDS: tuple[Kind, ...] = get_args(Kind)

NOW = 1764000760.0
"""16:12:40 UTC on Monday 24 November 2025."""
LAST_LINE = NOW - 3.0
STARTED = LAST_LINE - 9000.0

_STEP_S = 3.982
_WOBBLE = (3.98, 4.01, 3.97, 3.99, 4.02, 3.96, 3.985)
_EVAL_S = 48.2


def _recent() -> tuple[Sample, ...]:
    steps = range(1640, 2141, 10)
    return tuple(
        Sample(step, _STEP_S + _EVAL_S, "evaluation")
        if step % 250 == 0
        else Sample(step, _WOBBLE[step // 10 % len(_WOBBLE)])
        for step in steps
    )


def _forecast(steps: int, evaluations: int) -> Forecast:
    terms = (
        Term("steps", steps, _STEP_S, steps * _STEP_S),
        Term("evaluation", evaluations, _EVAL_S, evaluations * _EVAL_S),
    )
    total = sum(term.total_s for term in terms)
    return Forecast(steps, total, 0.974 * total, 1.051 * total, 0.8, terms, (0.0205, 0.0388))


RUNNING = RunState(
    now=NOW,
    state="running",
    format="nanogpt",
    lines=262,
    lines_understood=240,
    step=2140,
    total_steps=6000,
    total_from="config",
    total_line="max_iters = 6000",
    counter_name="iter",
    started_at=STARTED,
    updated_at=LAST_LINE,
    stepped_at=LAST_LINE,
    step_time=StepTime(
        value_s=_STEP_S,
        last_s=3.98227,
        mean_s=3.986,
        median_s=3.982,
        p05_s=3.96,
        p10_s=3.965,
        p90_s=4.015,
        p95_s=4.11,
        window=49,
        reported_s=3.982,
        observed_s=3.991,
        warmup_steps=2,
        trend=Trend("steady", 0.1, 0.62, 20),
    ),
    forecast=_forecast(3860, 16),
    cadences=(Cadence("evaluation", 250, _EVAL_S, 0.046, 8, announced=True, ahead=16),),
    rhythm=Rhythm(39.8, 88.0, 264.0),
    alerts=(
        Alert(
            "slowdown",
            "warning",
            1210,
            LAST_LINE - 4300.0,
            {"ratio": 3.982 / 3.76, "before_s": 3.76, "now_s": 3.982, "lines": 94},
        ),
    ),
    loss=Loss(
        last=3.1042,
        best=3.0988,
        slope_per_100_steps=-0.021,
        validation=3.131,
        best_validation=3.131,
        recent=tuple(
            (step, 3.6 - 0.01 * index) for index, step in enumerate(range(1640, 2141, 10))
        ),
    ),
    metrics={"loss": 3.1042, "mfu": 41.19},
    recent=_recent(),
    last_checkpoint_step=2000,
)

_GONE = replace(RUNNING, forecast=None, alerts=())

STATES: dict[Kind, RunState] = {
    "empty": RunState(now=NOW, state="unknown", lines=240, updated_at=LAST_LINE, not_yet="no_step"),
    "waiting": RunState(now=NOW, not_yet="no_step"),
    "warming_up": RunState(
        now=NOW,
        state="warming_up",
        format="nanogpt",
        lines=24,
        lines_understood=20,
        step=10,
        total_steps=6000,
        total_from="config",
        total_line="max_iters = 6000",
        counter_name="iter",
        started_at=NOW - 70,
        updated_at=LAST_LINE,
        step_time=StepTime(last_s=3.98, warmup_steps=2),
        not_yet="warming_up",
        rhythm=Rhythm(typical_s=40.0),
        loss=Loss(last=9.62, best=9.62),
        recent=(Sample(0, 65.3, "warmup"), Sample(10, 4.9, "warmup")),
    ),
    "running": RUNNING,
    "evaluating": replace(RUNNING, state="evaluating", evaluating_since=NOW - 31.0, alerts=()),
    "no_total": replace(
        _GONE, total_steps=None, total_from=None, total_line=None, not_yet="no_total"
    ),
    "stalled": replace(
        _GONE,
        state="stalled",
        not_yet="stalled",
        updated_at=NOW - 372.0,
        alerts=(
            Alert(
                "stall",
                "critical",
                2140,
                NOW - 372.0,
                {"silent_s": 372.0, "typical_s": 39.8, "longest_s": 88.0, "stalled_after_s": 264.0},
            ),
        ),
    ),
    "died": replace(
        _GONE,
        state="failed",
        not_yet="failed",
        fault_text="torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB.",
        fault_line=262,
        alerts=(
            Alert(
                "crash",
                "critical",
                2140,
                LAST_LINE,
                {"kind": "out_of_memory", "line": 262, "step": 2140},
            ),
        ),
    ),
    "finished": replace(
        _GONE,
        state="finished",
        not_yet="finished",
        step=6000,
        finished_at=LAST_LINE,
        started_at=LAST_LINE - 24730.0,
        loss=replace(RUNNING.loss, last=2.871, validation=2.914),
    ),
}

LOG = (
    *(
        f"iter {sample.step}: loss 3.1042, time {1000 * sample.seconds:.2f}ms, mfu 41.19%"
        for sample in _recent()
    ),
)
OPTIONS = ViewOptions(
    name="train.log",
    path="out/train.log",
    deadline_at=NOW + 16130.0,
    what_if=(0.2,),
    zone=fixed_zone(0),
    log=LOG,
    pending="iter 2150: lo",
    notes=("log was truncated at 16:02, started anew",),
    badge="events",
)
BARE = ViewOptions(name="train.log", path="out/train.log", zone=fixed_zone(0))


def sample_view(kind: Kind = "running", options: ViewOptions | None = None) -> ViewState:
    """The view of the run in the state `kind`. `empty`: lines have come and none was understood.

    >>> sample_view("evaluating").header.age
    '31 s of about 48 s'
    """
    bare = kind in {"empty", "waiting"}
    return make_view(STATES[kind], NOW, options=options or (BARE if bare else OPTIONS))
