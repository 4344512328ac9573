"""`train-watch formats try FILE LOG`: what a definition reads of a log, and where it nearly does."""

from collections.abc import Iterator
from textwrap import wrap
from typing import NamedTuple

from train_watch.commands.formats_files import File
from train_watch.commands.formats_page import columns, shown, write
from train_watch.commands.opening import Clock, tell, trouble
from train_watch.core.records import Record
from train_watch.core.state import RunState
from train_watch.definitions import Definitions
from train_watch.formats.compiling import row
from train_watch.formats.stops import Stop, stopped
from train_watch.report.exit_code import ExitCode
from train_watch.report.formats_record import said
from train_watch.session import Session
from train_watch.settings import Settings
from train_watch.view.cells import width
from train_watch.view.safe import safe_text
from train_watch.view.units import count, duration, seconds

MOST_NEAR = 5
"""Lines of different shape that are shown of those that were nearly read."""
LOOKED_AT = 2_000
"""Lines that were not understood and are compared with every rule: a second's work."""


class Near(NamedTuple):
    """A line that a rule fits at its beginning, but not to its end."""

    rule: int
    kind: str
    stop: Stop
    text: str
    line: int


class Seen:
    """What came of the log's lines: how many of each kind, the first and the last, what nearly fitted."""

    def __init__(self, file: File) -> None:
        self.counts: dict[str, int] = {}
        self.steps: list[Record] = []
        self.near: dict[tuple[int, int], Near] = {}
        self.many: dict[tuple[int, int], int] = {}
        self._looked_at = 0
        self._rules = [
            (number, line["kind"], line["read"])
            for number, line in enumerate(file.data.get("line", []), 1)
        ]

    def add(self, record: Record) -> None:
        if record.kind == "source":
            return
        self.counts[record.kind] = self.counts.get(record.kind, 0) + 1
        if record.kind == "step":
            self.steps = [*self.steps[:1], record]
        elif record.kind == "other" and self._looked_at < LOOKED_AT:
            self._looked_at += 1
            self._compare(record)

    def _compare(self, record: Record) -> None:
        """Remember the rule that fits the line furthest, if it got past a number, and where it stopped."""
        stops = [(rule, stopped(rule[2], record.text)) for rule in self._rules]
        failed = [(rule, stop) for rule, stop in stops if stop is not None]
        if not failed:
            return
        rule, stop = max(failed, key=lambda one: one[1].end - one[1].start)
        if not any(map(str.isdigit, record.text[stop.start : stop.end])):
            return
        key = rule[0], len(stop.wanted)
        self.many[key] = self.many.get(key, 0) + 1
        self.near.setdefault(key, Near(rule[0], rule[1], stop, record.text, record.line))


def try_on(file: File, log: str, *, clock: Clock) -> int:
    """Read `log` with this definition alone and tell what came of it; returns the exit code."""
    from train_watch.sources.open import UnsupportedSource, open_source

    own = Definitions(rows=(row(file.made),))
    try:
        source = open_source(log, clock=clock, head_bytes=None, tail_bytes=None)
    except UnsupportedSource as error:
        tell(str(error))
        return ExitCode.USAGE
    session = Session(source, Settings(format=file.name), own)
    seen = Seen(file)
    session.on_record = seen.add
    session.drain()
    session.finish()
    problem = trouble(session)
    if problem:
        tell(problem)
        return ExitCode.NO_SOURCE
    state = session.state(clock())
    session.close()
    for line in _told(file, log, seen, columns()):
        write(shown(line))
    for line in wrap(_as_once(state), columns() - 1, initial_indent="as --once: "):
        write(shown(line))
    return 0 if seen.steps else ExitCode.NOT_UNDERSTOOD


def _told(file: File, log: str, seen: Seen, columns: int) -> Iterator[str]:
    total = sum(seen.counts.values())
    understood = total - seen.counts.get("other", 0)
    yield f"{file.name}: {understood:,} of {total:,} lines understood of {log}"
    for kind, many in sorted(seen.counts.items(), key=lambda one: -one[1]):
        yield f"  {'not understood' if kind == 'other' else kind:<15}{many:>9,}"
    for name, record in zip(("first step", "last step"), seen.steps, strict=False):
        yield f"{name}, line {record.line}:"
        yield f"  {record.text.strip()}"
        yield f"  {said(record)}"
    if not seen.steps:
        yield "no step was read: a definition needs a [[line]] of kind step with {step}"
    yield from _nearly(seen, columns)


def _nearly(seen: Seen, columns: int) -> Iterator[str]:
    if seen.near:
        yield "nearly read, with ^ where the line stopped fitting:"
    for key in sorted(seen.near, key=lambda key: -seen.many[key])[:MOST_NEAR]:
        near, many = seen.near[key], seen.many[key] - 1
        before, after = (
            str(safe_text(near.text[: near.stop.end])),
            safe_text(near.text[near.stop.end :]),
        )
        before = before[max(0, len(before) - columns // 2) :]
        yield f"  {before}{after}"
        yield f"  {' ' * width(before)}^"
        others = f" and {many:,} more" if many else ""
        wanted = near.stop.wanted
        yield f"    line {near.line}{others}: [[line]] {near.rule} ({near.kind}) wants `{wanted}`"


def _as_once(state: RunState) -> str:
    """The state's figures in a sentence: step, total and where it is from, step time and its basis."""
    parts: list[str] = [state.state]
    if state.step is not None:
        total = f" of {count(state.total_steps)}" if state.total_steps is not None else ""
        source = f" (from the {state.total_from})" if state.total_from else ", no total"
        parts.append(f"step {count(state.step)}{total}{source}")
    time = state.step_time
    if time.value_s is not None:
        parts.append(f"{seconds(time.value_s)} a step ({time.basis})")
    if state.forecast is not None and state.forecast.at_update_s is not None:
        parts.append(f"{duration(state.forecast.at_update_s)} left at the last line")
    return ", ".join(parts)
