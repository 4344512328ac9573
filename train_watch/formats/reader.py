"""Lines -> records: the door into this room, and the keeper of the order.

    line -> Belief.fast: like the line before? ------------------------------> record
         -> Recogniser: what does it say? -> Belief.judge: is it believed? --> record, or held

Every line that is fed becomes exactly one record in the end, in order. Nothing here raises on any text.
"""

from collections import deque
from collections.abc import Sequence
from typing import Any

from train_watch.core.records import Record
from train_watch.formats.belief import Belief
from train_watch.formats.candidate import Candidate
from train_watch.formats.catalog_index import Index, names
from train_watch.formats.context import Context
from train_watch.formats.guess import Guess
from train_watch.formats.recognise import Recogniser
from train_watch.lines.line import Line

MOST_HELD = 200
"""Lines kept back while several sorts of line may be the training: enough for three of each."""


class Reader:
    """The recogniser of one log. `format` is a catalogue name or `generic` (ValueError for another),
    `pattern` a user's expression (PatternError, a ValueError, if it is refused), `total` the number of
    steps that the user knows: it helps to tell the training's bar from others. `extra` are definitions
    of the user's own, as `compiling.row` makes them: they are tried before the catalogue's, and one of the
    same name takes its place.

    >>> reader = Reader()
    >>> [made] = reader.feed(Line("iter 100: loss 4.2013, time 3995.11ms, mfu 5.10%", 1))
    >>> made.kind, made.step, round(made.step_time_s, 5), reader.format
    ('step', 100, 3.99511, 'nanogpt')
    """

    def __init__(
        self,
        *,
        format: str | None = None,  # noqa: A002  # the option's own name
        pattern: str | None = None,
        total: int | None = None,
        extra: Sequence[tuple[Any, ...]] = (),
    ) -> None:
        if format is not None and format != "generic":
            _check_name(format, [data[0] for data in extra])
        self._extra = tuple(extra)
        self._forced = format
        self._total = total
        self._pattern = pattern
        self._ready: list[Record] = []
        self._held: deque[tuple[Line, Record | Candidate | None]] = deque()
        self._start()

    def _start(self) -> None:
        context = self._context = Context()
        guess = self._guess = Guess(context, self._total)
        self._recogniser = Recogniser(context, Index(self._forced, self._extra), guess)
        owner = "custom" if self._pattern is not None else None
        self._belief = Belief(context, self._recogniser, guess, owner)
        self._custom = None
        if self._pattern is not None:
            from train_watch.formats.pattern import Custom

            self._custom = Custom(self._pattern)

    @property
    def format(self) -> str | None:
        """Who is believed now: a catalogue name, `generic`, `custom`, or None."""
        series = self._guess.series
        return series.label if series is not None else self._belief.owner

    @property
    def guess(self) -> str | None:
        """The line that a generic reading rests on; None where nothing is guessed."""
        return self._guess.series.evidence if self._guess.series is not None else None

    def reset(self) -> None:
        """The source started anew: forget what was learned. Held lines come with the next `feed`."""
        self._ready += self._release()
        self._start()

    def skip(self) -> None:
        """A part of the source was left out: what only the lines right before could tell is forgotten."""
        self._ready += self._release()
        self._context.forget_place()

    def flush(self) -> list[Record]:
        """The records of all lines that are still held: the source has ended, or is asked as it is."""
        made, self._ready = self._ready + self._release(), []
        return made

    def feed(self, line: Line) -> list[Record]:
        """The records that this line completes, its own last (unless the line is held)."""
        made = self._belief.fast(line)
        if made is not None and not self._held and not self._ready:
            return [made]
        outcome = made or self._read(line)
        ready, self._ready = self._ready, []
        return ready + self._decide(line, outcome)

    def _read(self, line: Line) -> Record | Candidate | None:
        made = self._custom.read(line) if self._custom is not None else None
        if made is not None:
            self._context.step = made.step
            return made
        guess = self._belief.may_guess and self._forced in {None, "generic"}
        return self._belief.judge(line, self._recogniser.read(line, guess=guess))

    # Order

    def _decide(self, line: Line, outcome: Record | Candidate | None) -> list[Record]:
        """Hold the line while the choice is open, else give out everything up to it."""
        undecided = isinstance(outcome, Candidate) or bool(self._held)
        if self._belief.owner is not None or not undecided:
            return [*self._release(), self._belief.made(line, outcome)]
        self._held.append((line, outcome))
        if isinstance(outcome, Record) and outcome.kind in {"fault", "done"}:
            return self._release()  # what ends a run is told at once
        made: list[Record] = []
        while len(self._held) > MOST_HELD:
            made.append(self._belief.made(*self._held.popleft()))
        return made

    def _release(self) -> list[Record]:
        made = [self._belief.made(line, outcome) for line, outcome in self._held]
        self._held.clear()
        return made


def _check_name(name: str, own: Sequence[str]) -> None:
    """ValueError with the nearest names if `name` is none."""
    known = dict.fromkeys(["generic", *own, *names()])
    if name not in known:
        from difflib import get_close_matches

        near = get_close_matches(name, known, 3)
        hint = f"did you mean {' or '.join(near)}? " if near else ""
        raise ValueError(f"no format {name!r}: {hint}`train-watch formats` lists all {len(known)}")
