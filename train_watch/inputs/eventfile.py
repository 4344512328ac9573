"""TensorBoard's event files as lines: one JSON object an event that holds scalars.

    {"event_step": 120, "loss": 0.41, "lr": 0.001}      the training
    {"event_evaluation": 120, "val_loss": 0.52}         an evaluation
    {"event_damage": 1}                                  a record that is broken, or bytes that are none

The line's stamp is the event's wall time. Writers count one thing by steps and another by epochs in the
same file; the axis with the larger numbers is the run's, and scalars of the other are left out.
"""

import json

from train_watch.inputs.event import Event, event
from train_watch.inputs.tags import evaluates, name_of, rank_as_loss
from train_watch.inputs.tfrecord import Records
from train_watch.lines.line import Line

EARLIEST, LATEST = 1e9, 4e9
"""2001 and 2096 in Unix seconds: another wall time is none."""
DIGITS = 7
"""Of a float of 32 bits; more would be noise."""
MOST_TAGS = 1000


class EventFile:
    """A `Framer` for one event file."""

    def __init__(self) -> None:
        self.near: float | None = None
        self.anew = False
        self._number = 0
        self._start()

    def _start(self) -> None:
        self._records = Records()
        self._damaged = 0
        self._number = 0
        self._newest: int | None = None
        """The largest step of the training so far."""
        self._last: dict[str, int] = {}
        """The last step of each tag."""
        self._loss: tuple[int, str] | None = None
        """Rank and tag of what is taken for the loss."""

    def feed(self, data: bytes, arrived_at: float | None = None) -> list[Line]:
        """The lines of the events that `data` completes."""
        lines: list[Line] = []
        for payload in self._records.feed(data):
            found = event(payload)
            if found is None:
                self._damaged -= 1
            elif found.scalars:
                lines += self._lines(found, arrived_at)
        broken = self._records.damaged - self._damaged
        if broken > 0:
            self._damaged = self._records.damaged
            lines.append(self._line({"event_damage": broken}, None, arrived_at))
        return lines

    def pending(self) -> str:
        waiting = self._records.waiting()
        return f"(an event, {waiting} bytes so far)" if waiting else ""

    def finish(self) -> list[Line]:
        """A record without its end is no event."""
        return []

    def reset(self) -> None:
        self._start()

    def skip(self) -> None:
        self._records.lose()

    def renew(self) -> bool:
        return False

    def _lines(self, found: Event, arrived_at: float | None) -> list[Line]:
        made = []
        at = found.wall_time
        stamp = at if at is not None and EARLIEST <= at < LATEST else None
        for marker, scalars in self._sorted(found):
            told = {marker: found.step, **scalars}
            made.append(self._line(told, stamp, arrived_at))
        return made

    def _sorted(self, found: Event) -> list[tuple[str, dict[str, float]]]:
        """The event's scalars of the training, and those of an evaluation."""
        training: dict[str, float] = {}
        evaluation: dict[str, float] = {}
        for tag, value in found.scalars:
            number = float(f"{value:.{DIGITS}g}")
            if evaluates(tag):
                evaluation[tag] = number
            elif self._is_on_axis(tag, found.step):
                training[self._named(tag)] = number
        if training:
            self._newest = found.step
        pairs = (("event_step", training), ("event_evaluation", _validation(evaluation)))
        return [(marker, scalars) for marker, scalars in pairs if scalars]

    def _is_on_axis(self, tag: str, step: int) -> bool:
        """Whether this tag counts what the run counts: it does not lag behind, unless it begins again."""
        last = self._last.get(tag)
        if last is not None or len(self._last) < MOST_TAGS:
            self._last[tag] = step
        if step < 0:
            return False
        return (
            self._newest is None or step >= self._newest or (last == self._newest and step < last)
        )

    def _named(self, tag: str) -> str:
        rank = rank_as_loss(tag)
        if rank is None:
            return name_of(tag)
        if self._loss is None or rank < self._loss[0]:
            self._loss = (rank, tag)
        return "loss" if self._loss[1] == tag else tag

    def _line(self, told: dict[str, float], at: float | None, arrived_at: float | None) -> Line:
        text = json.dumps(told)
        self._number += 1
        return Line(text, self._number, raw=text, at=at, arrived_at=arrived_at)


def _validation(scalars: dict[str, float]) -> dict[str, float]:
    """The surest loss among the results of an evaluation becomes `val_loss`."""
    ranked = [(rank, tag) for tag in scalars if (rank := rank_as_loss(tag)) is not None]
    best = min(ranked, default=(0, ""))[1]
    return {"val_loss" if tag == best else tag: value for tag, value in scalars.items()}
