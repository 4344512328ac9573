"""What is known of one sort of line that may count the training: its steps so far, and what they prove.

The history tells what one line cannot: whether the counter starts again each epoch, whether the first
step is 0, whether `time` is a clock. The score says how much the lines look like a training counter.
"""

from collections.abc import Mapping
from typing import Any, Literal

from train_watch.core.records import Scope
from train_watch.formats.layout import Layouts
from train_watch.formats.proof import TimeProof
from train_watch.formats.values import tells_loss

SHOWN_FROM = 3
"""Distinct steps before anything is claimed: two lines may grow by chance."""
TRUSTED_FROM = 8
EVEN = 0.9
"""Share of the commonest stride in columns without words."""
NAMED = 2.8
"""Weight of a counter whose name says step, iteration or batch."""
LEAST_STRIDE = 5
"""Steps 7, 9, 11 prove nothing; steps 19, 39, 59 are the last of each twenty counted from 0."""
LATE_SHARE = 0.9
"""Share of the lines at 19, 39, 59, ... before the counter is taken to begin at 0."""
SHORTER = 0.7
"""An evaluation has at most so much of an epoch's steps; a second stage of training seldom is so short."""
FALLS = 0.15
"""Share of the lines at which a clock may fall: one that starts again each epoch does at fewer."""
LAST_CLOCKS = 6
MOST_DELTAS = 16
MOST_GAP = 100_000


class Series:
    """One sort of line: `key` names it, `sort` is `line` or `bar`."""

    __slots__ = (
        "bare",
        "by_batch",
        "carried",
        "clock_anew",
        "clock_falls",
        "clock_rises",
        "clocked",
        "clocks",
        "columns",
        "counts_first",
        "deltas",
        "distinct",
        "downs",
        "epoch",
        "epoch_zero",
        "evaluating",
        "evidence",
        "fractional",
        "gap",
        "has_loss",
        "has_result",
        "has_time",
        "key",
        "label",
        "lapped",
        "last_line",
        "last_step",
        "layouts",
        "n",
        "of_percent",
        "of_run",
        "preparing", "proof",
        "rank",
        "reached",
        "residues",
        "restarts",
        "sort",
        "told_epoch",
        "total",
        "totals",
        "unit",
        "ups",
        "weight",
        "zero",
    )  # fmt: skip

    def __init__(self, key: str, sort: Literal["line", "bar"] = "line") -> None:
        self.key = key
        self.sort = sort
        self.layouts = Layouts()
        self.evidence = ""
        self.label = "generic"
        """The trainer, where the lines tell it but not what their counter means."""
        self.n = self.ups = self.downs = self.distinct = self.restarts = self.carried = 0
        self.has_loss = self.has_time = 0
        self.has_result = False
        """A reward, a score or an accuracy is told."""
        self.rank: int | None = None
        """The first rank that counted: ranks are not counted together."""
        self.last_step: int | None = None
        self.last_line = 0
        self.gap = 1.0
        """Lines of the log between two of the series, smoothed."""
        self.deltas: dict[int, int] = {}
        self.residues: dict[int, int] = {}
        self.total: int | None = None
        self.totals = 0
        self.epoch: float | None = None
        self.told_epoch = self.epoch_zero = self.fractional = self.zero = self.reached = False
        self.counts_first = True
        self.bare = False
        """Nothing is said behind the counter."""
        self.by_batch = self.of_run = self.lapped = False
        """The counter is called batch, so it is within the epoch; its name, or that of its total, says that
        it is the run's; the log tells that it is of a fold, a trial or a stage."""
        self.unit: str | None = None
        """What the counter counts, where its name says so."""
        self.columns = False
        """Numbers without any word: only many, at even strides, are a training."""
        self.of_percent = False
        """It counts percent: what is printed is done, and the total is 100."""
        self.evaluating = self.preparing = False
        self.weight = 0.0
        self.proof = TimeProof()
        """What the time on its lines is."""
        self.clocked: tuple[int, float | None] = (-1, None)
        """Step and epoch of the last line with a clock."""
        self.clocks: list[float] = []
        self.clock_falls = self.clock_rises = 0
        self.clock_anew = 0
        """How much more often the clock began anew with the counter than it went on."""

    def observe(self, values: Mapping[str, Any], line: int, at: float | None) -> None:
        """Take the next line: `values` are the fields of its record, `at` its stamp or arrival in seconds."""
        step, epoch, total = values.get("step"), values.get("epoch"), values.get("total_steps")
        if not isinstance(step, int):
            return
        self.n += 1
        self.gap += 0.2 * (min(line - self.last_line, MOST_GAP) - self.gap) if self.n > 1 else 0.0
        self.last_line = line
        if total is not None and total != self.total:
            self.totals += 1
            self.total = total
        self._count(step, epoch)
        self.has_loss += tells_loss(values.get("metrics", ()))
        self.has_time += any(
            name in values for name in ("step_time_s", "clock_s", "trainer_eta_s", "rate")
        )
        if "clock_s" in values and self.sort == "line":
            self._watch_clock(step, values["clock_s"])
        self.proof.see(values, at if at is not None else values.get("clock_s"))

    def _watch_clock(self, step: int, clock: float) -> None:
        """A clock goes on where the steps do; `elapsed` that falls is the time since the line before."""
        last_step, last_epoch = self.clocked
        if self.clocks and step > last_step and self.epoch == last_epoch:
            self.clock_rises += clock >= self.clocks[-1]
            self.clock_falls += clock < self.clocks[-1]
        elif self.clocks and step < last_step:
            self.clock_anew += 1 if clock < self.clocks[-1] else -1
        self.clocked = step, self.epoch
        self.clocks.append(clock)
        del self.clocks[:-LAST_CLOCKS]

    def is_no_clock(self) -> bool:
        return self.clock_falls > FALLS * (self.clock_falls + self.clock_rises)

    def is_steady(self) -> bool:
        """The last readings of what is no clock are about the same: each is of one interval."""
        low, high = min(self.clocks), max(self.clocks)
        return high - low <= 0.5 * low

    def _count(self, step: int, epoch: float | None) -> None:
        last = self.last_step
        new_epoch = epoch is not None and self.epoch is not None and epoch != self.epoch
        self.zero |= step == 0
        self.reached |= step == self.total
        if epoch is not None:
            self.told_epoch = True
            self.epoch_zero |= epoch == 0
            self.fractional |= not float(epoch).is_integer()
            self.epoch = epoch
        if last is None or step > last:
            self.distinct += 1
            self.ups += last is not None
            self.carried += new_epoch and last is not None
            if last is not None:
                self._stride(step - last, step)
        elif step < last:
            self.downs += 1
            self.distinct = 1 if not new_epoch else self.distinct + 1
            at_end = self.total is not None and 0.9 * self.total <= last <= self.total
            self.restarts += new_epoch or at_end
        elif new_epoch and (self.sort == "bar" or step == self.total):
            self._whole_epoch()
        self.last_step = step

    def _whole_epoch(self) -> None:
        """The same number in the next epoch: only the last line of each was kept, or pasted."""
        self.distinct += 1
        self.ups += 1
        self.restarts += 1

    def _stride(self, delta: int, step: int) -> None:
        if delta in self.deltas or len(self.deltas) < MOST_DELTAS:
            self.deltas[delta] = self.deltas.get(delta, 0) + 1
        rest = (step + 1) % delta if delta >= LEAST_STRIDE else -1
        self.residues[rest] = (
            self.residues.get(rest, 0) + 1 if rest == 0 else self.residues.get(rest, 0)
        )

    def is_shorter_pass(self, total: int, epoch: float | None) -> bool:
        """A line with another `total` counts an evaluation: the epoch's last step was printed, the
        epoch is still the same, and this pass is much shorter."""
        if self.total is None or self.last_step is None or self.totals != 1:
            return False
        same = epoch is not None and epoch == self.epoch
        return same and self.last_step >= self.total and total <= SHORTER * self.total

    # How much this looks like the training

    def score(self) -> float:
        """2 monotone + 1.5 regular + 1 with a constant total + 1 with times + 0.7 with a loss + up to 0.8
        for length, and what its words say (weights measured on real logs)."""
        if self.n < 2:
            return 0.0
        moves = self.ups + self.downs
        steady = (self.ups + min(self.restarts, self.downs)) / moves if moves else 0.0
        score = 2.0 * steady * (self.ups > 0) + 1.5 * self.regularity()
        score += (
            1.0 if self.totals == 1 else 0.5 if self.totals and self.restarts else 0.0
        ) + 0.4 * self.weight
        score += (
            min(1.0, 2 * self.has_time / self.n)
            + 0.7 * min(1.0, 2 * self.has_loss / self.n)
            + 0.8 * min(1.0, self.n / 20)
        )
        return score - 3.0 * self.evaluating - 3.5 * self.preparing

    def regularity(self) -> float:
        return max(self.deltas.values()) / sum(self.deltas.values()) if self.deltas else 0.0

    def may_be_shown(self) -> bool:
        """Enough distinct steps, and a sign of training beside the counter: a measure, or nothing at all
        behind a counter that is named one."""
        told = bool(self.has_loss or self.has_time)
        sign = self.has_result or (self.bare and self.weight >= NAMED)
        enough = self.distinct >= SHOWN_FROM and (told or (sign and self.n >= TRUSTED_FROM))
        if self.columns and (self.n < TRUSTED_FROM or self.regularity() < EVEN):
            return False
        return (
            enough
            and not (self.evaluating or self.preparing)
            and self.ups > self.downs - self.restarts
        )

    def is_only_named(self) -> bool:
        """It tells neither a loss nor a time."""
        return not (self.has_loss or self.has_time)

    # What the history proves

    def scope(self, epoch_announced: bool) -> Scope:
        """Whether the counter runs over the whole run or starts again each epoch."""
        if not (self.told_epoch or epoch_announced):
            return "epoch" if self.restarts > 1 and not self.lapped else "run"
        if self.restarts or self.carried:
            return "epoch" if self.restarts >= self.carried else "run"
        if (
            self.fractional
            or (self.of_run and not self.by_batch)
            or (self.counts_first and self.total is None)
        ):
            return "run"
        return "epoch" if self.total is not None or epoch_announced or self.by_batch else "run"

    def base(self) -> Literal[0, 1]:
        """0 if the first step is printed as 0: seen, or told by lines at 19, 39, 59, ..."""
        if self.zero:
            return 1 if self.of_percent else 0
        late = self.residues.get(0, 0)
        if late < 2:
            return 1
        return 0 if late >= LATE_SHARE * sum(self.deltas.values()) else 1
