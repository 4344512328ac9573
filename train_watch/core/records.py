"""What the recogniser hands to the numbers: one `Record` a line of the log.

Units are seconds everywhere; a value that is not known is None, never 0 and never NaN.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

Kind = Literal[
    "step", "evaluation", "checkpoint", "config", "phase", "fault", "done", "other", "source"
]
"""What a line is about; `other` is a line that was not understood, `source` no line at all
but something that happened to the file (see `Record.event`)."""

Scope = Literal["run", "epoch", "phase"]
"""What a step counter counts: the whole run, or only the current epoch or phase."""

Meaning = Literal["one", "interval", "window", "mean", "ema"]
"""What a printed time per step stands for: the iteration just done, the mean since the last
printed line, the mean of the last few, the mean since the start, an exponential average."""

NOTHING: Mapping[str, float] = MappingProxyType({})


class Record(NamedTuple):
    """One line of a log, or one event of its source, as numbers.

    A named tuple, because one is made for every line: a frozen dataclass takes three times as long.

    The counter is as printed: `step` of `total_steps` in `scope`. `base` 0 means that the
    first step is printed as 0, so that `step + 1` are done; `last_is_total` tells whether the
    last printed step equals the total (nanoGPT's last line is `iter max_iters`) or is one
    below it (nanochat's last is `step 04999/05000`).

    Three clocks may be known. `step_time_s` is what the trainer reports (see `Meaning`;
    `covers` tells whether it is the time of one step or of all steps since the last line).
    `clock_s` is a cumulative clock on the line (elapsed, train_time; `clock_scope` tells when
    it starts again from zero). `at` is the line's own time stamp in Unix seconds, fit for
    differences only: its zone, and often its date, are guesses. `arrived_at` is when the line
    was seen to arrive, None for lines that were already there (their arrival says nothing).
    `*_ulp_s` is the step of the printed value (0.01 for `3.99`), so that rounding is known.
    """

    kind: Kind
    line: int
    """Number of the line in the source, from 1; a `\\r` frame has that of the line it is in."""
    text: str = ""
    """The cleaned line (no escapes, no terminator), at most 4 KiB."""
    format: str | None = None
    """Catalogue name, `generic`, `custom`, or None where nothing was recognised."""

    step: int | None = None
    total_steps: int | None = None
    scope: Scope = "run"
    base: Literal[0, 1] = 1
    last_is_total: bool = True
    epoch: float | None = None
    """As printed; `epoch_base` tells the number of the first one."""
    total_epochs: int | None = None
    epoch_base: Literal[0, 1] = 1
    unit: str | None = None
    """What the counter counts, as people call it: iter, batch, sample, round ...; None: steps."""
    phase: str | None = None
    """Name of the phase or of the bar (`train`, `pretraining`); a new name is a new phase."""
    laps_left: int | None = None
    """Trainings like this one that follow it (folds, trials, stages): its end is not the end of all."""

    step_time_s: float | None = None
    meaning: Meaning = "one"
    covers: Literal["step", "interval"] = "step"
    eval_in: bool = False
    """The reported time of a step that evaluates holds the evaluation (nanoGPT)."""
    step_ulp_s: float = 0.0
    mean_s: float | None = None
    """Mean step time since the start, where a line prints it beside the step's; `mean_ulp_s` is the step of its
    last digit."""
    mean_ulp_s: float = 0.0
    clock_s: float | None = None
    clock_scope: Scope = "run"
    clock_ulp_s: float = 0.0
    clock_has_eval: bool = True
    """False where the trainer stops this clock during evaluations (modded-nanogpt)."""
    rate: float | None = None
    """Something a second (samples, tokens), proportional to 1 / step time by an unknown constant."""
    data_s: float | None = None
    """Seconds a step spent waiting for data, where the trainer prints it."""
    percent: float | None = None
    """How far the run is, as printed; `percent_ulp` is the step of its last digit."""
    percent_ulp: float = 0.0
    trainer_eta_s: float | None = None
    trainer_eta_scope: Scope | None = None
    """What the remaining time is of, where the counter is of less; None: the same as `scope`."""
    at: float | None = None
    arrived_at: float | None = None

    cost_s: float | None = None
    """Duration of the event itself, where the line tells it (`eval_runtime`)."""
    metrics: Mapping[str, float] = NOTHING
    """`loss` (training), `val_loss`, and others under the trainer's names; NaN and infinity are
    kept here as they are, so that a rule can see them, and become null in reports."""
    facts: Mapping[str, float] = NOTHING
    """What a config line announces: total_steps, total_epochs, eval_every, checkpoint_every,
    log_every, resumed_from, batch_size ... always in steps or plain counts."""
    fault: str | None = None
    """crash, out_of_memory, killed, time_limit, nan, hang: see `core.rules`."""
    by: str = ""
    """Why the line was read so, in a few words: the rule, the bar, the phrase, the guess; or why it was not."""
    event: str | None = None
    """Of a `source` record: waiting opened truncated rewritten replaced continued skipped
    polling error ended."""

    @property
    def last_printed(self) -> int | None:
        """The step on the last line of what this line counts, by its own total; None where it prints none."""
        return None if self.total_steps is None else self.total_steps - self.short

    @property
    def short(self) -> int:
        """By how much the last printed step falls short of the total: by 1 if it is counted from 0."""
        return int(self.base == 0 and not self.last_is_total)
