"""Printed counters to positions in the whole run: epochs, restarts, resumes, repeats, nonsense.

A position is a number on the axis the trainer prints (step, or epoch x batches + batch). A line
that does not continue the last one is not believed at once: another rank, a doubled line, a
wrong number and a new run all look alike. It is put in doubt, and the next line decides.
"""

from typing import Literal, NamedTuple

from train_watch.core.records import Record
from train_watch.core.sane import whole

Kind = Literal["first", "advance", "jump", "repeat", "doubt", "resume", "restart"]

BEHIND = 3
"""Strides by which other ranks may lag; a step back no further is a repeat."""
FAR = 50
"""Strides beyond which a step forward is doubted (log intervals change by 10, not by 100)."""
SMALL_JUMP = 1000
"""Steps that are never called far: short runs change their stride quickly."""


class Move(NamedTuple):
    """What a step line meant: `steps` since the last believed line (0 unless it continues it),
    and whether an epoch ended in between."""

    kind: Kind
    position: float
    steps: float = 0.0
    boundary: bool = False
    began: float | None = None
    """Where a resumed run began, if a doubtful line before this one was its first."""


class Counter:
    """Feed step records, get moves.

    >>> counter = Counter()
    >>> [counter.move(Record("step", n, step=s)).kind for n, s in enumerate((1, 2, 2, 900_000, 3, 4))]
    ['first', 'advance', 'repeat', 'doubt', 'advance', 'advance']
    >>> [counter.move(Record("step", n, step=s)).kind for n, s in enumerate((0, 1), 6)]
    ['doubt', 'restart']
    """

    __slots__ = (
        "_anew", "_doubt", "_epoch_index", "_loose", "_printed", "batches", "epoch",
        "epoch_start", "first", "position", "refused", "scope", "settled", "step", "stride",
    )  # fmt: skip

    def __init__(self) -> None:
        self.position: float | None = None
        self.first: float | None = None
        """Position of the run's first line."""
        self.step: int | None = None
        """As printed on the last believed line."""
        self.scope: Literal["run", "epoch", "phase"] = "run"
        self.batches: int | None = None
        self.epoch: float | None = None
        self.epoch_start = 0.0
        self.stride: float | None = None
        self.settled = 1.0
        """The first stride: later ones may end an epoch or stand for several lines."""
        self.refused = 0
        self._epoch_index = 0
        self._printed: int | None = None
        self._doubt: float | None = None
        self._loose = False
        self._anew = False

    def expect_break(self, *, anew: bool = False) -> None:
        """Something happened (crash, new config, gap in the log): the next step may be anywhere; `anew`: and
        a step back is of another counter, wherever that begins."""
        self._loose = True
        self._anew = anew

    def begin_lap(self, old: "Counter") -> None:
        """The counter `old` came to its end and begins anew as this one: epochs that nobody prints count on."""
        self._epoch_index = old._epoch_index + 1
        if old.batches is not None:
            self.epoch_start = float(self._epoch_index * old.batches)

    def move(self, record: Record, total: int | None = None) -> Move:
        """Judge one step line; `total` is the end of the run as far as it is known. After a restart
        this counter stays as it was: the new run has one of its own."""
        if whole(record.step) is None:
            self.refused += 1
            return Move("doubt", self.position or 0.0)
        position, boundary = self._place(record)
        move = self._judge(position, boundary, total)
        if move.kind not in ("doubt", "repeat", "restart"):
            self._accept(record, move)
        return move

    def _place(self, record: Record) -> tuple[float, bool]:
        """Whole-run position of a line, and whether it lies in a later epoch than the last one."""
        step = record.step or 0
        if record.scope != "epoch":
            return float(step), False
        batches = whole(record.total_steps, 1) or self.batches or 0
        if (epoch := whole(record.epoch)) is not None:
            index = max(0, epoch - record.epoch_base)
            later = self.position is not None and index > self._epoch_index
            if batches:
                return float(index * batches + step), later
            start = (self.position or 0.0) if later else self.epoch_start
            return start + step, later
        later = self._printed is not None and step < self._printed and self._near_start(step)
        start = self.epoch_start + (batches or self._printed or 0) if later else self.epoch_start
        return start + step, later

    def _near_start(self, step: float) -> bool:
        return step <= BEHIND * (self.stride or 1.0)

    def _judge(self, position: float, boundary: bool, total: int | None) -> Move:
        if self.position is None:
            return Move("first", position)
        delta = position - self.position
        if self._loose:
            return self._after_break(position, delta)
        if self._doubt is not None:
            settled = self._settle(position, delta)
            if settled is not None:
                return settled
        if delta > 0:
            return self._forward(position, delta, boundary, total)
        lag = BEHIND * (self.stride or 1.0)
        if delta == 0 or (-delta <= lag and position != self.first):
            return Move("repeat", position)
        return self._question(position)

    def _forward(self, position: float, delta: float, boundary: bool, total: int | None) -> Move:
        far = self.stride is not None and delta > max(SMALL_JUMP, FAR * self.stride)
        beyond = total is not None and position > total >= (self.position or 0.0)
        if (far or beyond) and not boundary:
            return self._question(position)
        self._drop_doubt()
        return Move("advance", position, delta, boundary)

    def _question(self, position: float) -> Move:
        self._drop_doubt()
        self._doubt = position
        return Move("doubt", position)

    def _drop_doubt(self) -> None:
        if self._doubt is not None:
            self.refused += 1
            self._doubt = None

    def _settle(self, position: float, delta: float) -> Move | None:
        """The line after a doubtful one: does it go on from there?"""
        doubt = self._doubt or 0.0
        if position == doubt:
            return Move("doubt", position)
        if not 0 < position - doubt <= max(SMALL_JUMP, FAR * (self.stride or 1.0)):
            return None
        nearby = 0 <= delta <= BEHIND * (self.stride or 1.0)
        if nearby and doubt < (self.position or 0.0):
            return None
        self._doubt = None
        if nearby:
            return Move("advance", position, delta)
        return self._after_break(position, delta)._replace(began=doubt)

    def _after_break(self, position: float, delta: float) -> Move:
        """A line that is believed although it does not continue the last one."""
        if delta == 0:
            return Move("repeat", position)
        self._loose = False
        self._doubt = None
        if 0 < delta <= BEHIND * (self.stride or 0.0):
            return Move("advance", position, delta)
        if delta > 0:
            return Move("jump", position)
        if self._anew or position <= (self.first or 0.0) + BEHIND * (self.stride or 1.0):
            return Move("restart", position)
        return Move("resume", position)

    def _accept(self, record: Record, move: Move) -> None:
        if move.kind == "first":
            self.first = move.position
        if move.kind == "advance":
            self.settled = move.steps if self.stride is None else self.settled
            self.stride = move.steps
        self.position = move.position
        self.step = self._printed = record.step
        self.scope = record.scope
        if record.scope == "epoch":
            self.batches = whole(record.total_steps, 1) or self.batches
            self.epoch_start = move.position - (record.step or 0)
            self._follow_epoch(record, move)
        elif whole(record.epoch) is not None:
            self.epoch = record.epoch

    def _follow_epoch(self, record: Record, move: Move) -> None:
        if (epoch := whole(record.epoch)) is not None:
            self.epoch = record.epoch
            self._epoch_index = max(0, epoch - record.epoch_base)
        elif move.boundary or self.epoch is None:
            self._epoch_index += int(move.boundary)
            self.epoch = float(self._epoch_index + record.epoch_base)
