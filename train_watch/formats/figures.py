"""Lines of numbers of an unknown trainer: rows of a table, steps, evaluations, announced options.

What only such logs need is imported when the first of their lines comes.
"""

import re
from typing import TYPE_CHECKING, Any

from train_watch.core.records import Record
from train_watch.formats import announce, sections
from train_watch.formats.candidate import Candidate
from train_watch.formats.catalog_index import Index
from train_watch.formats.context import Context
from train_watch.formats.definition import record
from train_watch.formats.options import dumped_steps
from train_watch.formats.rules import as_validation
from train_watch.formats.sections import Sections
from train_watch.formats.values import contains
from train_watch.lines.line import Line

if TYPE_CHECKING:
    from train_watch.formats.guess import Guess
    from train_watch.formats.reading import Reading

_DIGIT = re.compile(r"[0-9]")
DUMP_TOKENS = 20
"""Options of a run hold words like step and batch too, but no loss, and this many numbers."""
EVALUATION_WEIGHT = 2.0
"""A counter this clear makes a line of an evaluation's progress."""
MOST_MISSES = 40
"""Other lines between two rows (warnings, an evaluation); after more the table has ended."""
_NAMES = ("poch", "POCH", "tep", "STEP", "ter ", "iter", "Iter", "ITER", "atch", "pdate", "ound")


class FigureReader:
    """Reads what no rule and no bar explains."""

    def __init__(self, context: Context, index: Index, guess: "Guess") -> None:
        self._context = context
        self._index = index
        self._guess = guess
        self._dumped = False
        self._sections = Sections()

    def read(self, line: Line, *, guess: bool) -> Record | Candidate | None:
        """A record or a candidate; `guess` allows the generic lexer (announcements are read anyway)."""
        text = line.text
        row = self._row(line)
        if row is not None:
            return row
        in_code = self._context.in_code(line)
        beside = self._sections.see(text)
        if not _DIGIT.search(text) and "nan" not in text:
            return None
        found = self._guess.read(line) if guess else None
        if isinstance(found, Candidate) and not _may_be_dump(found, text):
            return found
        told = in_code or ":::MLLOG" in text or self._guess.in_box(line)
        facts = None if told else self._facts(text, beside=beside)
        if facts:
            self._context.take_facts(facts)
            fields = {"facts": self._context.whole_run(facts), "by": "an option that is known"}
            return record("config", line, fields)
        if found is None or isinstance(found, Candidate):
            return found
        return (
            self._evaluation(line, found)
            or self._guess.below_epoch(line, found)
            or self._guess.block(line, found)
        )

    def _facts(self, text: str, *, beside: bool) -> dict[str, float] | None:
        """What the line announces; `beside`: in a section of something else than the training. A plain
        `steps` is the run's only once, and before any step: a second one is a counter's."""
        facts = announce.facts(text)
        if facts and beside:
            return {name: told for name, told in facts.items() if name in sections.KEPT} or None
        if facts:
            facts = announce.facts(sections.own(text))
        total = None
        if self._context.step is None and not (self._dumped or (facts and "total_steps" in facts)):
            total = dumped_steps(text.lower())
        if total is None:
            return facts
        self._dumped = True
        return {**(facts or {}), "total_steps": float(total)}

    def _evaluation(self, line: Line, reading: "Reading") -> Record | None:
        """A line of numbers about an evaluation: its metrics, its step and its cost, if it has a result."""
        from train_watch.formats.unknown import fill

        values: dict[str, Any] = {}
        if not reading.evaluating or not fill(values, reading):
            return None
        if not (values.get("metrics") or reading.weight >= EVALUATION_WEIGHT):
            return None
        as_validation(values, self._context.trained)
        names = ["epoch", "cost_s", "metrics"]
        if (
            "total_steps" not in values
        ):  # else it counts batches of the evaluation, no training step
            names.append("step")
        kept = {name: values[name] for name in names if name in values}
        return record(
            "evaluation",
            line,
            {"format": "generic", "by": "numbers of an evaluation", **kept},
            self._context.carry,
        )

    # Tables

    def _row(self, line: Line) -> Record | Candidate | None:
        """A row of the table whose header was seen last; a new header is remembered."""
        context, text = self._context, line.text
        if context.table is not None:
            owner, rows = context.table
            values: dict[str, Any] = dict(owner.constants()) if owner is not None else {}
            if rows.fill(values, text):
                rows.misses = 0
                if owner is not None:
                    return record("step", line, {**values, "by": "a row of its table"})
                return self._guess.row(rows, values)
            rows.misses += line.frame == 0  # a bar is drawn in one line, many times
            if rows.misses > MOST_MISSES:
                context.table = None
        if may_be_header(text):
            self._open(text)
        return None

    def _open(self, text: str) -> None:
        from train_watch.formats.table import Table, header

        for definition in self._index.with_tables:
            spec = definition.table
            if spec is not None and text.split() == spec["header"].split():
                names = spec["header"].split(spec["delimiter"])
                self._context.table = definition, Table(names, spec["delimiter"], spec["holes"])
                self._context.marks.add(definition.name)
                return
        found = header(text)
        if found is not None:
            self._context.table = None, found


def may_be_header(text: str) -> bool:
    """A quick look for a line of column names: a counter's name, several cells, no `name: value`.

    >>> may_be_header("epoch,step,loss"), may_be_header("step: 5"), may_be_header("no such step.")
    (True, False, False)
    """
    return (
        (contains(text, _NAMES) or text.startswith("E    #"))
        and not contains(text, "=:.")
        and not (";" in text and " " in text.strip())
        and len(text) < 1000
        and text[:1] not in "#/<"
    )


def _may_be_dump(candidate: Candidate, text: str) -> bool:
    if "amespace(" in text[:200]:
        return True
    reading = candidate.reading
    if candidate.series is None:
        return "loss" not in text.lower()
    if reading is None or reading.has_loss:
        return False
    return not reading.has_time or len(reading.holes.tokens) > DUMP_TOKENS
