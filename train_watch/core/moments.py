"""When the things of a run happened, as far as its lines tell."""

from train_watch.core.records import Record


class Moments:
    """When things happened, by arrival where it was seen, else by stamps before the last line."""

    __slots__ = (
        "_anchor", "_config_lines", "_done", "_first", "_last", "_step", "_understood_line", "anchored",
        "lines", "understood",
    )  # fmt: skip

    def __init__(self) -> None:
        self.lines = 0
        self.understood = 0
        self._understood_line = 0
        self._config_lines = 0
        self._first: Record | None = None
        self._last: Record | None = None
        self._step: Record | None = None
        self._anchor: Record | None = None
        self._done: Record | None = None

    def saw(self, record: Record) -> None:
        """Any line."""
        self._last = record
        self.lines = max(self.lines, record.line)
        if record.kind == "other" or record.line == self._understood_line:
            return
        self._understood_line = record.line
        self.understood += 1
        self._config_lines += record.kind in ("config", "phase")

    def started(self) -> None:
        """Another run began in the same log."""
        self._first = None

    def rejoin(self, old: "Moments") -> None:
        """This file goes on with the run whose moments were `old`; lines count in this one."""
        self._first = old._first
        self._config_lines += old._config_lines

    def stepped(self, record: Record) -> None:
        """A believed step line."""
        self._step = record
        self._done = None
        self._first = self._first or record

    def ended(self, record: Record) -> None:
        """A line that says that training is over; the first one tells when."""
        self._done = self._done or record

    def anchor(self, record: Record) -> None:
        """A line from which the forecast counts: a step, or an event that is over."""
        self._anchor = record

    @property
    def announced(self) -> bool:
        """Config or phase lines were understood."""
        return self._config_lines > 0

    def last_arrival(self) -> float | None:
        """When the newest line was seen to arrive; None if it was there before."""
        return self._last.arrived_at if self._last is not None else None

    def updated_at(self, modified_at: float | None) -> float | None:
        """When the last line came."""
        arrived = self.last_arrival()
        return arrived if arrived is not None else modified_at if self.lines else None

    def stepped_at(self, modified_at: float | None) -> float | None:
        """When the last step was logged."""
        return self._when(self._step, modified_at)

    def anchored_at(self, modified_at: float | None) -> float | None:
        """The instant that the forecast counts from."""
        return self._when(self._anchor, modified_at)

    def started_at(self, modified_at: float | None) -> float | None:
        """When the run began, from its clock or its stamps; None where neither tells."""
        step, first = self._step, self._first
        now = self.stepped_at(modified_at)
        if step is None or first is None or now is None:
            return None
        if step.clock_s is not None and step.clock_scope == "run" and 0 <= step.clock_s < 1e9:
            return now - step.clock_s
        if step.at is not None and first.at is not None and step.at > first.at:
            return now - (step.at - first.at)
        return first.arrived_at

    def finished_at(self, modified_at: float | None) -> float | None:
        """When the run was over: by the line that said so, else by its last step."""
        return self._when(self._done or self._step, modified_at)

    def _when(self, record: Record | None, modified_at: float | None) -> float | None:
        if record is None:
            return None
        if record.arrived_at is not None:
            return record.arrived_at
        last = self._last
        known = self.updated_at(modified_at)
        if last is None or known is None or last.at is None or record.at is None:
            return known
        return known - max(0.0, last.at - record.at)
