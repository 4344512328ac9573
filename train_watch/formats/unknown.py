"""Reads lines of unknown trainers into candidates: the generic lexer behind the memory of layouts."""

from typing import Any

from train_watch.formats.candidate import Candidate
from train_watch.formats.counter import LEAST_WEIGHT
from train_watch.formats.plan import Plan
from train_watch.formats.ranking import Ranking
from train_watch.formats.reading import Reading, read
from train_watch.formats.series import SHOWN_FROM, Series
from train_watch.formats.shapes import Shape

PERCENT = 100
"""The total of a counter of percent."""


def read_line(
    text: str, entry: Shape, ranking: Ranking
) -> tuple[Series, dict[str, Any], Reading | None] | Reading | None:
    """The series, fields and reading of a line with a training counter; the reading of a line without
    one; None if it says nothing."""
    known = entry.series
    if isinstance(known, Series):
        values = blank(known)
        if known.layouts.fill(values, text):
            return known, values, None
    reading = read(text)
    if reading is None or reading.weight < LEAST_WEIGHT or reading.evaluating:
        return reading
    series = ranking.series(reading.key, "line")
    series.of_percent = reading.of_percent
    values = blank(series)
    if not fill(values, reading):
        return None
    _describe(series, reading)
    entry.series = series
    if series.n >= SHOWN_FROM - 1:
        holes = reading.holes
        series.layouts.learn(
            text, 0, [(token.start, token.end) for token in holes.tokens], holes.rows
        )
    return series, values, reading


def take(candidate: Candidate, text: str, entry: Shape, ranking: Ranking) -> bool:
    """Read a line that was put aside; False if it holds no training counter after all."""
    found = read_line(text, entry, ranking)
    if not isinstance(found, tuple):
        return False
    candidate.series, candidate.values, candidate.reading = found
    return True


def blank(series: Series) -> dict[str, Any]:
    """What is true of every line of the series; the numbers of the line are put beside it."""
    values: dict[str, Any] = {
        "base": series.base(),
        "scope": series.scope(epoch_announced=False),
    }
    if series.of_percent:
        values["total_steps"] = PERCENT
    return values


def fill(values: dict[str, Any], reading: Reading) -> bool:
    """Put the numbers of a reading into `values`; False if one is no number after all."""
    holes, texts = reading.holes.kept()
    try:
        Plan(holes).fill(values, texts)
    except (ValueError, OverflowError):
        return False
    return True


def _describe(series: Series, reading: Reading) -> None:
    series.weight = max(series.weight, reading.weight)
    series.evaluating, series.preparing = reading.evaluating, reading.preparing
    series.counts_first, series.by_batch = reading.counts_first, reading.by_batch
    series.of_run = reading.of_run
    series.bare, series.has_result = reading.bare, reading.has_result
    series.unit, series.columns = reading.unit, reading.columns
    proof, holes = series.proof, reading.holes
    if proof.needs is None and reading.needs_proof:
        proof.needs, proof.bare, proof.sure = (
            reading.needs_proof,
            holes.time_is_bare,
            holes.time_is_sure,
        )
