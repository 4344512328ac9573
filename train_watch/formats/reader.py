"""Lines -> records: `Reader` decides whom to believe and keeps the order.

    line --fast path of what is locked--> record
         \\--recogniser--> record, or a candidate of the generic chooser, held until one is locked

Every line that is fed becomes exactly one record in the end, in order. Nothing here raises on any text.
"""

from collections import deque
from typing import Any

from train_watch.core.records import Record
from train_watch.formats import bars
from train_watch.formats.catalog_index import Index, names
from train_watch.formats.chooser import Candidate, Chooser, blank, is_silent
from train_watch.formats.context import Context
from train_watch.formats.definition import Rule, record
from train_watch.formats.generic import settle
from train_watch.formats.recognise import Recogniser, bar_key
from train_watch.formats.series import Series
from train_watch.lines.line import Line

MOST_HELD = 200
"""Lines kept back while several sorts of line may be the training: enough for three of each."""
SILENT_LINES = 200
"""A trainer of the catalogue that says nothing for so many lines (and ten times its gap) may have ended."""


class Reader:
    """The recogniser of one log. `format` is a catalogue name or `generic`, `pattern` a user's expression,
    `total` the number of steps that the user knows (it helps to tell the training's bar from others).

    >>> reader = Reader()
    >>> [made] = reader.feed(Line("iter 100: loss 4.2013, time 3995.11ms, mfu 5.10%", 1))
    >>> made.kind, made.step, round(made.step_time_s, 5), reader.format
    ('step', 100, 3.99511, 'nanogpt')
    """

    def __init__(
        self, *, format: str | None = None, pattern: str | None = None, total: int | None = None  # noqa: A002
    ) -> None:
        if format is not None and format != "generic" and format not in names():
            raise ValueError(f"no format {format!r}: one of generic, {', '.join(names())}")
        self._forced = format
        self._total = total
        self._custom = None
        if pattern is not None:
            from train_watch.formats.pattern import Custom

            self._custom = Custom(pattern)
        self._ready: list[Record] = []
        self._held: deque[tuple[Line, Record | Candidate | None]] = deque()
        self._start()

    def _start(self) -> None:
        self._context = Context()
        self._chooser = Chooser(self._total)
        self._recogniser = Recogniser(self._context, Index(self._forced), self._chooser)
        self._owner: str | None = "custom" if self._custom else None
        self._rule: Rule | None = None
        self._series: Series | None = None
        self._fed = 0
        self._last_step_at = 0
        self._gap = 1.0

    @property
    def format(self) -> str | None:
        """What is believed now: a catalogue name, `generic`, `custom`, or None."""
        return self._owner

    @property
    def guess(self) -> str | None:
        """The line that a generic reading rests on; None where nothing is guessed."""
        return self._series.evidence if self._series is not None else None

    def reset(self) -> None:
        """The source started anew: forget what was learned. Held lines come with the next `feed`."""
        self._ready += self._release()
        self._start()

    def skip(self) -> None:
        """A part of the source was left out: what only the lines right before could tell is forgotten."""
        self._ready += self._release()
        self._context.tracebacks.clear()
        self._context.carry.pop("epoch", None)

    def flush(self) -> list[Record]:
        """The records of all lines that are still held: the source has ended, or is asked as it is."""
        made, self._ready = self._ready + self._release(), []
        return made

    def feed(self, line: Line) -> list[Record]:
        """The records that this line completes, its own last (unless it is held itself)."""
        self._fed += 1
        made = self._fast(line)
        if made is not None and not self._held and not self._ready:
            return [made]
        outcome = made or (self._custom and self._custom.read(line)) or self._read(line)
        ready, self._ready = self._ready, []
        return ready + self._decide(line, outcome)

    # The fast path

    def _fast(self, line: Line) -> Record | None:
        """The record of a line like the last understood one; None if it is not."""
        if self._rule is not None:
            if self._rule.literal not in line.text or self._is_other_rank(line):
                return None
            made = self._recogniser.apply(self._rule, line)
            return self._stepped(made) if made is not None and made.kind == "step" else made
        if self._series is not None and not self._is_other_rank(line):
            return self._fast_bar(line) if self._series.sort == "bar" else self._fast_line(line, self._series)
        return None

    def _fast_line(self, line: Line, series: Series) -> Record | None:
        values = blank(series)
        if not series.layouts.fill(values, line.text):
            return None
        return self._generic_step(line, Candidate(series, values, None))

    def _fast_bar(self, line: Line) -> Record | None:
        bar = bars.parse(line.text) if "%" in line.text else None
        if bar is None or self._series is None or len(line.text) - bar.end > 8 or bar_key(bar) != self._series.key:
            return None
        found = self._recogniser.training_bar(line, bar, bars.role(bar))
        return self._generic_step(line, found) if isinstance(found, Candidate) else None

    # Whom to believe

    def _read(self, line: Line) -> Record | Candidate | None:
        guess = self._owner in {None, "generic"} or self._is_silent()
        found = self._recogniser.read(line, guess=guess and self._forced in {None, "generic"})
        if isinstance(found, Candidate):
            return self._weigh(line, found)
        if found is not None and found.kind == "step" and found.format != "generic":
            return self._owned(line, found)
        return found

    def _owned(self, line: Line, made: Record) -> Record:
        """A step by the catalogue: its trainer is believed at once, unless another is and goes on."""
        if self._is_other_rank(line) or (self._owner not in {None, "generic", made.format} and not self._is_silent()):
            return record("other", line, {"format": made.format, "metrics": made.metrics})
        if self._owner != made.format:
            self._owner, self._series = made.format, None
        if self._recogniser.matched is not None and not self._recogniser.matched.joins:
            self._rule = self._recogniser.matched
        return self._stepped(made)

    def _weigh(self, line: Line, candidate: Candidate) -> Record | Candidate:
        """A step by the generic reader: believed if its series is, held while none is."""
        series = candidate.series
        if self._owner not in {None, "generic"}:
            self._observe(line, candidate)
            if self._is_silent() and series.may_be_shown() and series.n >= 8:
                self._lock(series, line)
                return self._made(line, candidate)
            return record("other", line, {})
        if series is self._series:
            return self._generic_step(line, candidate)
        self._observe(line, candidate)
        if self._series is None:
            winner = self._chooser.best(self._fed)
            if winner is not None:
                self._lock(winner, line)
            return candidate
        if self._chooser.challenges(series, self._series, self._fed):
            self._lock(series, line)
            return self._made(line, candidate)
        return self._companion(line, candidate)

    def _companion(self, line: Line, candidate: Candidate) -> Record:
        """A second line about the step at hand (its loss beside a bar) adds metrics; any other adds nothing."""
        values, step = candidate.values, self._context.step
        near = step is not None and abs(values.get("step", -9) - step) <= 1
        if not near or "loss" not in values.get("metrics", ()) or self._series is None:
            return record("other", line, {})
        fields = {"step": step, "metrics": values["metrics"], "total_steps": self._series.total}
        return record("step", line, settle(self._series, fields, epoch_announced="epoch" in self._context.carry))

    def _lock(self, series: Series, line: Line) -> None:
        self._owner, self._series, self._rule = "generic", series, None
        if not series.evidence:
            series.evidence = line.raw or line.text

    def _is_silent(self) -> bool:
        if self._owner == "generic" and self._series is not None:
            return is_silent(self._series, self._fed)
        return self._fed - self._last_step_at > max(SILENT_LINES, 10 * self._gap)

    def _is_other_rank(self, line: Line) -> bool:
        """Another process says the same: the first rank that counted steps is the one that counts."""
        known = self._context.rank
        return known is not None and line.rank is not None and line.rank != known

    # Records

    def _generic_step(self, line: Line, candidate: Candidate) -> Record:
        if self._is_other_rank(line):
            return record("other", line, {})
        self._observe(line, candidate)
        return self._made(line, candidate)

    def _observe(self, line: Line, candidate: Candidate) -> None:
        carried = self._context.carry.get("epoch")
        values = candidate.values if carried is None or "epoch" in candidate.values else {**candidate.values, "epoch": carried}
        at = line.at if line.at is not None else line.arrived_at
        candidate.series.observe(values, self._fed, at)

    def _made(self, line: Line, candidate: Candidate) -> Record:
        carry = self._context.carry
        fields = settle(candidate.series, candidate.values, epoch_announced="epoch" in carry)
        made = record("step", line, fields, carry)
        if self._context.rank is None:
            self._context.rank = line.rank
        self._context.step = made.step
        return made

    def _stepped(self, made: Record, line: Line | None = None) -> Record:
        self._gap += 0.2 * (self._fed - self._last_step_at - self._gap) if self._last_step_at else 0.0
        self._last_step_at = self._fed
        self._context.step = made.step
        if self._context.rank is None and line is not None:
            self._context.rank = line.rank
        return made

    # Order

    def _decide(self, line: Line, outcome: Record | Candidate | None) -> list[Record]:
        """Hold the line while the choice is open, else give out everything up to it."""
        undecided = isinstance(outcome, Candidate) and self._series is None
        if not (undecided or (self._held and self._series is None and self._owner is None)):
            return [*self._release(), self._final(line, outcome)]
        self._held.append((line, outcome))
        if isinstance(outcome, Record) and outcome.kind in {"fault", "done"}:
            return self._release()
        made: list[Record] = []
        while len(self._held) > MOST_HELD:
            made.append(self._final(*self._held.popleft()))
        return made

    def _release(self) -> list[Record]:
        made = [self._final(line, outcome) for line, outcome in self._held]
        self._held.clear()
        return made

    def _final(self, line: Line, outcome: Record | Candidate | Any) -> Record:
        if isinstance(outcome, Record):
            return outcome
        if isinstance(outcome, Candidate) and outcome.series is self._series and self._series is not None:
            return self._made(line, outcome)
        return record("other", line, {})
