"""Whom to believe: the trainer of the catalogue, or the sort of line, that counts this log's training."""

from typing import TYPE_CHECKING

from train_watch.core.records import Record
from train_watch.formats.candidate import Candidate
from train_watch.formats.context import Context
from train_watch.formats.definition import Rule, record
from train_watch.formats.guess import Guess
from train_watch.formats.recognise import Recogniser
from train_watch.lines.line import Line

if TYPE_CHECKING:
    from train_watch.formats.series import Series

SILENT_LINES = 200
SILENT_GAPS = 10
"""A trainer of the catalogue that says nothing for so many lines, and for ten times its gap between
steps, may have ended: a long evaluation prints less."""
EVALUATES = 10
"""Times as long may it be silent once it has said that it evaluates: eight ranks draw a bar each."""
FRAME = 0.05
"""A frame of a bar as a part of a line: bars are drawn ten times a second, lines come every few."""
GAP_SHARE = 0.2
"""Weight of the newest gap in the smoothed one."""
FIRM_FROM = 3
"""A trainer with fewer steps gives way to another: two may draw the same first frame."""
TRUSTED_FROM = 8
"""Lines of another series before it takes over from a trainer of the catalogue."""


def _foreign(made: Record) -> dict[str, object]:
    return {"format": made.format, "metrics": made.metrics}


class Belief:
    """Turns what the recogniser found into records, by who is believed; `owner` is a name of the
    catalogue, `generic`, `custom`, or None while nobody is."""

    def __init__(
        self, context: Context, recogniser: Recogniser, guess: Guess, owner: str | None
    ) -> None:
        self.owner = owner
        self._fixed = owner is not None
        self._context = context
        self._recogniser = recogniser
        self._guess = guess
        self._rule: Rule | None = None
        self._quiet = 0.0
        """Lines since the trainer's last step."""
        self._evaluates = False
        """It has said so since its last step."""
        self._gap = 1.0
        self._steps = 0
        """Steps of the trainer that is believed."""

    @property
    def may_guess(self) -> bool:
        """Whether lines that nobody knows are worth reading: nobody, or nobody loud, is believed."""
        return self.owner in {None, "generic"} or self._is_silent()

    # The fast path

    def fast(self, line: Line) -> Record | None:
        """The record of a line like the last understood one; None if it is not."""
        self._guess.fed += 1
        self._quiet += 1.0 if line.frame == 0 else FRAME
        rule, series = self._rule, self._guess.series
        if rule is not None:
            if rule.literal not in line.text or self._is_other_rank(line):
                return None
            if rule.before and rule.gives_way(line.text):
                return None
            made = self._recogniser.rules.apply(rule, line)
            return self._stepped(made, line) if made is not None and made.kind == "step" else made
        if series is None or self._is_other_rank(line):
            return None
        found = (
            self._recogniser.again(line, series.key)
            if series.sort == "bar"
            else self._guess.fast(line)
        )
        return self._generic_step(line, found) if found is not None else None

    # What the recogniser found

    def judge(self, line: Line, found: Record | Candidate | None) -> Record | Candidate | None:
        """The record to give out, or the candidate while the choice is open."""
        if isinstance(found, Candidate):
            return self._weigh(line, found)
        if found is not None and found.kind == "step" and found.format != "generic":
            return self._owned(line, found)
        if found is not None and found.kind == "evaluation" and found.format == self.owner:
            self._evaluates = True
        return found

    def _owned(self, line: Line, made: Record) -> Record:
        """A step by the catalogue: its trainer is believed at once, unless another is and goes on."""
        foreign = self.owner not in {None, "generic", made.format}
        firm = self._fixed or (self._steps >= FIRM_FROM and not self._is_silent())
        if self._is_other_rank(line) or (foreign and self._stays(made, firm=firm)):
            return record(
                "other", line, {**_foreign(made), "by": "another rank, or another trainer"}
            )
        if self.owner != made.format:
            self.owner, self._guess.series, self._steps = made.format, None, 0
        matched = self._recogniser.rules.matched
        if matched is not None and not matched.joins:
            self._rule = matched
        return self._stepped(made, line)

    def _stays(self, made: Record, *, firm: bool) -> bool:
        """Whether the trainer that is believed stays so. Of two that count the same steps (DeepSpeed below
        its trainer's own lines) the one that tells the total is believed."""
        counted = self._context.counted
        if self._fixed or counted is None or counted.step is None or made.step is None:
            return firm
        if abs(counted.step - made.step) > 1 or {counted.scope, made.scope} != {"run"}:
            return firm
        told = counted.total_steps is not None, made.total_steps is not None
        return firm if told[0] == told[1] else told[0]

    def _weigh(self, line: Line, candidate: Candidate) -> Record | Candidate:
        """A step by the generic reader: believed if its series is, undecided while none is."""
        series = candidate.series
        if series is not None and series is self._guess.series:
            return self._generic_step(line, candidate)
        self._guess.observe(line, candidate)
        if self.owner is None:
            winner = self._guess.ranking.best(self._guess.fed) if series is not None else None
            if winner is not None:
                self._lock(winner, line)
            return candidate
        if series is not None and self._takes_over(series):
            self._lock(series, line)
            return self._guessed(line, candidate)
        return self._guess.companion(line, candidate)

    def _takes_over(self, rival: "Series") -> bool:
        if self._fixed:
            return False
        if self._guess.series is not None:
            return self._guess.ranking.challenges(rival, self._guess.series, self._guess.fed)
        told = rival.has_loss or rival.has_time
        return bool(told) and self._is_silent() and rival.may_be_shown() and rival.n >= TRUSTED_FROM

    def _lock(self, series: "Series", line: Line) -> None:
        self.owner, self._rule = "generic", None
        self._guess.lock(series, line)

    def _is_silent(self) -> bool:
        if self._guess.series is not None:
            return self._guess.is_silent()
        longest = max(SILENT_LINES, SILENT_GAPS * self._gap)
        return self._quiet > (longest * EVALUATES if self._evaluates else longest)

    def _is_other_rank(self, line: Line) -> bool:
        """Another process says the same: the first rank that counted steps is the one that counts,
        until it is heard no more."""
        known = self._context.rank
        other = known is not None and line.rank is not None and line.rank != known
        return other and not self._is_silent()

    # Records

    def made(self, line: Line, outcome: Record | Candidate | None) -> Record:
        """The record of a line that was held, as things stand now."""
        if isinstance(outcome, Record):
            return outcome
        return self._guessed(line, outcome) if outcome is not None else record("other", line, {})

    def _generic_step(self, line: Line, candidate: Candidate) -> Record:
        if self._is_other_rank(line):
            return record("other", line, {"by": "another rank says the same"})
        evaluated = self._guess.evaluated(line, candidate)
        if evaluated is not None:
            return evaluated
        self._guess.observe(line, candidate)
        return self._guessed(line, candidate)

    def _guessed(self, line: Line, candidate: Candidate) -> Record:
        made = self._guess.made(line, candidate)
        if made.kind == "step":
            self._take(made, line)
        return made

    def _stepped(self, made: Record, line: Line) -> Record:
        if self._steps:
            self._gap += GAP_SHARE * (self._quiet - self._gap)
        self._quiet = 0.0
        self._evaluates = False
        self._steps += 1
        self._take(made, line)
        return made

    def _take(self, made: Record, line: Line) -> None:
        self._context.step, self._context.step_by = made.step, made.format
        self._context.counted = made
        if made.metrics:
            self._context.see_metrics(made.metrics)
        if line.rank is not None:
            self._context.rank = line.rank
