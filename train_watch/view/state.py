"""`ViewState`: the words and bars that every output draws, text and dashboard alike.

All strings are safe to show (see `view.safe`) and fixed in wording here, so that whatever the
dashboard says, `--once` says too. An empty string means: nothing to say.
"""

from dataclasses import dataclass, field
from typing import Literal, NewType

SafeText = NewType("SafeText", str)
"""Text with every control character made visible; the only kind that outputs accept."""

EMPTY = SafeText("")
Level = Literal["", "info", "good", "warning", "critical"]


@dataclass(frozen=True, slots=True)
class Header:
    """Who, how far, in what state, how fresh."""

    name: SafeText = EMPTY
    """Short name of the run (file name, or folder and file name)."""
    path: SafeText = EMPTY
    format: SafeText = EMPTY
    state: SafeText = EMPTY
    """One word in capitals: RUNNING, WARMING UP, EVALUATING, STALLED, DIED, DONE, WAITING, UNKNOWN."""
    level: Level = ""
    age: SafeText = EMPTY
    """`3 s ago`, counted from the last line."""
    clock: SafeText = EMPTY
    """`16:12:40`."""
    counter: SafeText = EMPTY
    """`iter 2,140 / 6,000`, `epoch 3/10  batch 120 / 469`."""
    percent: SafeText = EMPTY
    progress: float | None = None
    """0 to 1."""


@dataclass(frozen=True, slots=True)
class When:
    """When it will finish, and the sum that this comes from. Empty where there is no forecast;
    `instead` then says why and what would help (waiting, warming up, no total, stalled, died, done)."""

    instead: SafeText = EMPTY
    instead_more: SafeText = EMPTY
    finish: SafeText = EMPTY
    """`20:41 today`, `Fri 06:10`, `3 Dec 06:10`."""
    finish_short: SafeText = EMPTY
    remaining: SafeText = EMPTY
    """`4h 29m 12s`: from now."""
    remaining_short: SafeText = EMPTY
    range: SafeText = EMPTY
    """`80%: 20:34 - 20:55`."""
    range_short: SafeText = EMPTY
    """`20:34-20:55`."""
    spread: SafeText = EMPTY
    """The same as durations: `4h 22m - 4h 43m`."""
    terms: tuple[SafeText, ...] = ()
    """`3,860 it x 3.982 s = 4h 16m 10s`, `16 evals x 48.2 s = 12m 51s`."""
    total: SafeText = EMPTY
    """What the terms sum to: `= 4h 29m 01s`, from the last line."""
    total_from: SafeText = EMPTY
    """`total 6,000 from the config line "max_iters = 6000"`."""
    warmup: SafeText = EMPTY
    """`warm-up: first 2 lines left out`."""
    deadline: SafeText = EMPTY
    """`18:00 today   49% makes it   11m late`."""
    deadline_level: Level = ""
    trainer: SafeText = EMPTY
    """What the trainer's own ETA says, when it differs."""
    guess: SafeText = EMPTY
    """Not empty: the format was guessed; holds the line that the numbers come from."""


@dataclass(frozen=True, slots=True)
class Speed:
    """Iteration time: the last steps as numbers for a sparkline, and what they say."""

    now: SafeText = EMPTY
    """`3.982 s/it`."""
    median: SafeText = EMPTY
    mean: SafeText = EMPTY
    """`moving average 3.99 s over 40 lines`."""
    p95: SafeText = EMPTY
    trend: SafeText = EMPTY
    """`no trend`, `rising 2.1 %/1k it`, `trend unknown (1 line)`."""
    trend_short: SafeText = EMPTY
    trend_level: Level = ""
    basis: SafeText = EMPTY
    """Reported by the trainer or measured by a clock, and what both say when they differ."""
    values: tuple[float, ...] = ()
    """Seconds a step, oldest first; marked samples (evaluation ...) are in it."""
    steps: tuple[int, ...] = ()
    marks: str = ""
    """One character a value: `E` evaluation, `C` checkpoint, `o` outlier, `w` warm-up, blank."""
    cap: float | None = None
    """Values above this are drawn cut off: the scale belongs to the steady ones."""
    floor: float | None = None
    cut: int = 0
    legend: SafeText = EMPTY
    """`E = evaluation, 48.2 s, cut off here`; empty without marks."""


@dataclass(frozen=True, slots=True)
class HealthRow:
    """One question and its answer; `level` is also told by a symbol (+ ! x ?), never by colour alone."""

    name: SafeText
    symbol: Literal["+", "!", "x", "?", "-"]
    text: SafeText
    level: Level = ""
    short: SafeText = EMPTY


@dataclass(frozen=True, slots=True)
class AlertRow:
    """One alert: what, since when, the evidence, and what to do about it."""

    rule: str
    level: Level
    title: SafeText
    """`SLOWDOWN  1.32x slower since iter 3,000 (16:02)`."""
    short: SafeText = EMPTY
    evidence: tuple[SafeText, ...] = ()
    advice: tuple[SafeText, ...] = ()


@dataclass(frozen=True, slots=True)
class Scenario:
    """One row of what-if: the assumption, the time left and the finish under it."""

    name: SafeText
    remaining: SafeText
    finish: SafeText
    deadline: SafeText = EMPTY


@dataclass(frozen=True, slots=True)
class Section:
    """A titled block of lines: the explain page is a list of these."""

    title: SafeText
    lines: tuple[SafeText, ...]


@dataclass(frozen=True, slots=True)
class ViewState:
    """Everything that is shown, at one instant."""

    header: Header = field(default_factory=Header)
    when: When = field(default_factory=When)
    speed: Speed = field(default_factory=Speed)
    loss: SafeText = EMPTY
    """`3.104  -0.021/100 it  val 3.131  0 NaN`."""
    loss_values: tuple[float, ...] = ()
    health: tuple[HealthRow, ...] = ()
    alerts: tuple[AlertRow, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    explain: tuple[Section, ...] = ()
    log: tuple[SafeText, ...] = ()
    """The last lines of the log, oldest first, each one row without a line break."""
    pending: SafeText = EMPTY
    """The half-written last line."""
    notes: tuple[SafeText, ...] = ()
    """What happened to the source: `log was truncated at 16:02, started anew`."""
    source_badge: SafeText = EMPTY
    """`polling` or `events`."""
    frozen: bool = False
