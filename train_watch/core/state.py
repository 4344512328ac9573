"""What is known about a run at one instant: frozen values, no words (those are `view`'s)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from train_watch.core.records import NOTHING, Meaning, Scope

Phase = Literal[
    "waiting",
    "warming_up",
    "running",
    "evaluating",
    "stalled",
    "finished",
    "failed",
    "unknown",
]
Basis = Literal["reported", "logged_clock", "arrival_clock", "rate"]
Direction = Literal["falling", "steady", "rising", "unknown"]
What = Literal["steps", "evaluation", "checkpoint", "logging", "epoch", "other"]
TotalFrom = Literal["config", "line", "option", "carried", "eta", "epochs", "percent"]
EndsBy = Literal["target", "early_stopping", "time_limit"]
Mark = Literal["", "evaluation", "checkpoint", "outlier", "warmup"]


@dataclass(frozen=True, slots=True)
class Sample:
    """One logged training step on the sparkline: seconds a step at `step`, and what else was in it."""

    step: int
    seconds: float
    mark: Mark = ""


@dataclass(frozen=True, slots=True)
class Trend:
    """Slope of the step time. `unknown` while the evidence cannot tell it from zero or is too little."""

    direction: Direction = "unknown"
    percent_per_1000_steps: float | None = None
    p_value: float | None = None
    since_step: int | None = None


@dataclass(frozen=True, slots=True)
class StepTime:
    """Seconds a step. `value_s` is the steady time as it is now, the mean of the latest regular lines
    (the forecast starts there and lets the longer past weigh in: see its `steps` term); the others
    describe the last `window` steady logged values (warm-up, evaluations, outliers left out)."""

    value_s: float | None = None
    last_s: float | None = None
    mean_s: float | None = None
    median_s: float | None = None
    p05_s: float | None = None
    p10_s: float | None = None
    p90_s: float | None = None
    p95_s: float | None = None
    window: int = 0
    basis: Basis = "reported"
    meaning: Meaning = "one"
    reported_s: float | None = None
    observed_s: float | None = None
    """Median by the trainer's field and by clocks; both kept, since their gap is itself a signal."""
    warmup_steps: int = 0
    """Logged lines left out as warm-up (compile, first evaluation, caches)."""
    outliers: int = 0
    trend: Trend = field(default_factory=Trend)


@dataclass(frozen=True, slots=True)
class Term:
    """One addend of the forecast: count x each = total, seconds."""

    what: What
    count: int
    each_s: float
    total_s: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """Seconds from the last line to the end of the scope: the sum of the terms, and an interval
    that holds the truth with probability `level`. `log_spread` are the lower and upper scales
    (standard deviations of log remaining time) behind the interval, for the deadline's probability."""

    remaining_steps: int
    at_update_s: float
    low_s: float
    high_s: float
    level: float
    terms: tuple[Term, ...]
    log_spread: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Cadence:
    """Something that happens every `every_steps` steps and costs `each_s` extra seconds.

    `announced`: known from the config before it was seen. `share` of the run's time so far.
    `ahead`: how many more will happen before the end.
    """

    what: What
    every_steps: float
    each_s: float | None
    share: float | None
    seen: int
    announced: bool
    ahead: int | None
    last_step: int | None = None


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How long silence is normal: typical and longest normal seconds between lines, and the
    silence after which the run counts as stalled."""

    typical_s: float | None = None
    longest_s: float | None = None
    stalled_after_s: float | None = None
    bursty: bool = False
    """Lines arrive in blocks: the trainer's standard output is buffered."""


@dataclass(frozen=True, slots=True)
class Alert:
    """A rule that fired: numbers only; `view` phrases it, `advice` says what to do."""

    rule: str
    severity: Literal["info", "warning", "critical"]
    since_step: int | None
    since_at: float | None
    evidence: Mapping[str, float | str | int | None]


@dataclass(frozen=True, slots=True)
class Loss:
    """The training loss: last value, best, slope a 100 steps over the recent window, last validation."""

    last: float | None = None
    best: float | None = None
    slope_per_100_steps: float | None = None
    validation: float | None = None
    best_validation: float | None = None
    not_finite: int = 0
    recent: tuple[tuple[int, float], ...] = ()


class EarlierRun(NamedTuple):
    """A run, or a phase, that stands before the newest one in the same log. Counters as printed."""

    first_line: int
    last_line: int
    first_step: int
    last_step: int
    total_steps: int | None
    ended: Literal["finished", "failed", "left"]
    """`left`: it just stops, and the next one begins."""
    phase: str | None = None
    format: str | None = None
    epoch: float | None = None
    """Of the last step, where the counter is of steps within an epoch; `total_steps` is of it too."""


@dataclass(frozen=True, slots=True)
class RunState:
    """Everything `view` needs, at the instant `now` that was asked for."""

    now: float | None = None
    state: Phase = "waiting"
    format: str | None = None
    lines: int = 0
    lines_understood: int = 0
    step: int | None = None
    total_steps: int | None = None
    total_from: TotalFrom | None = None
    total_line: str | None = None
    """The line that the total was read from, as evidence."""
    total_is_rough: bool = False
    """The total was worked out from other numbers: right to a per cent or so."""
    may_end_early: EndsBy | None = None
    """What may end the run before its total: `target` (then a total of its settings is no total, but
    `limit_steps`), `early_stopping`, `time_limit` (a cap on the trainer's own clock)."""
    limit_steps: int | None = None
    """The total that is only a limit."""
    scope: Scope = "run"
    counter_name: str = "step"
    epoch: float | None = None
    total_epochs: int | None = None
    phase: str | None = None
    started_at: float | None = None
    updated_at: float | None = None
    """When the last line came: arrival, or the file's modification time for lines already there."""
    stepped_at: float | None = None
    """When the last training step was logged."""
    anchored_at: float | None = None
    """The instant that `forecast.at_update_s` counts from: the last step line, or the last event
    that is over. Equal to `updated_at` unless lines of no consequence came since."""
    resumed_from_step: int | None = None
    step_time: StepTime = field(default_factory=StepTime)
    forecast: Forecast | None = None
    not_yet: str | None = None
    """Why there is no forecast: no_step, no_total, warming_up, no_time, stalled, failed, finished."""
    cadences: tuple[Cadence, ...] = ()
    rhythm: Rhythm = field(default_factory=Rhythm)
    alerts: tuple[Alert, ...] = ()
    loss: Loss = field(default_factory=Loss)
    metrics: Mapping[str, float] = field(default_factory=lambda: NOTHING)
    trainer_eta_s: float | None = None
    data_s: float | None = None
    """Seconds a step spent waiting for data: median of what the recent lines print of it."""
    evaluating_since: float | None = None
    recent: tuple[Sample, ...] = ()
    fault_text: str | None = None
    fault_line: int | None = None
    finished_at: float | None = None
    last_checkpoint_step: int | None = None
    earlier: tuple[EarlierRun, ...] = ()
    """Runs and phases before this one in the log, oldest first; of many, the last twenty."""
    earlier_count: int = 0
    ignored: int = 0
    """Values that were refused (negative times, impossible steps), so that nothing is silent."""
