"""How the captured texts of a line become the fields of a `Record`: a table made once a pattern."""

from collections.abc import Sequence
from typing import Any

from train_watch.formats.kinds import Convert, converter

TIME_FIELDS = {
    "step_time": ("step_time_s", "step_ulp_s"),
    "running": ("mean_s", "mean_ulp_s"),
    "clock": ("clock_s", "clock_ulp_s"),
    "data": ("data_s", None),
    "eta": ("trainer_eta_s", None),
    "cost": ("cost_s", None),
    "percent": ("percent", "percent_ulp"),
}
"""Holes that are times: the Record's field, and the one of its rounding step."""

METRIC_KINDS = frozenset(["num", "float"])
"""A plain number is a metric, even one that a log happens to call `eta` or `rate`."""

PLAIN_FIELDS = {"step", "total_steps", "epoch", "total_epochs", "rate", "phase", "at"}

FACT_NAMES = {
    "total_steps", "total_epochs", "eval_every", "checkpoint_every", "log_every", "resumed_from",
    "batch_size", "eval_batches", "tokens_per_step", "train_examples", "steps_per_epoch", "warmup_steps", "wallclock_limit_s",
    "early_stopping", "ends_at_target", "total_timesteps",
}  # fmt: skip
"""What a config line may announce; `early_stopping` is a patience, `ends_at_target` 1 (holes of `config` and `phase` lines named so become facts)."""


class Plan:
    """The conversions of one pattern. `holes` are (name, kind) in the order of its groups.

    A name is a field of the Record (`step`, `epoch`, `step_time`, ...), `mean` (the mean step time
    since the counter began: as a clock it tells more than as a time; `running` where it leaves
    evaluations out, so that it is none), a fact if `facts`, else a metric.
    """

    __slots__ = ("_facts", "_mean", "_metrics", "_plain", "_times")

    def __init__(self, holes: Sequence[tuple[str, str]], *, facts: bool = False) -> None:
        self._plain: list[tuple[int, str, Convert]] = []
        self._times: list[tuple[int, str, str | None, Any]] = []
        self._metrics: list[tuple[int, str, Convert]] = []
        self._facts: list[tuple[int, str, Convert]] = []
        self._mean: int | None = None
        for index, (name, kind) in enumerate(holes):
            convert = converter(kind)
            if facts and name in FACT_NAMES:
                self._facts.append((index, name, convert))
            elif kind in METRIC_KINDS:
                self._metrics.append((index, name, convert))
            else:
                self._place(index, name, convert)

    def _place(self, index: int, name: str, convert: Convert) -> None:
        if name in TIME_FIELDS:
            self._times.append((index, *TIME_FIELDS[name], convert))
        elif name == "mean":
            self._mean = index
            self._times.append((index, "_mean_s", "_mean_ulp_s", convert))
        elif name in PLAIN_FIELDS:
            self._plain.append((index, name, convert))
        else:
            self._metrics.append((index, name, convert))

    def fill(self, values: dict[str, object], raws: Sequence[str | None]) -> None:
        """Put the converted texts into `values` (keyword arguments of Record); ValueError if one is no number."""
        for index, name, convert in self._plain:
            raw = raws[index]
            if raw is not None:
                values[name] = convert(raw)
        for index, name, ulp_name, convert in self._times:
            raw = raws[index]
            timed = convert(raw) if raw is not None else None
            if timed is not None:
                values[name] = timed[0]
                if ulp_name is not None:
                    values[ulp_name] = timed[1]
        if self._metrics:
            values["metrics"] = _numbers(self._metrics, raws)
        if self._facts:
            values["facts"] = _numbers(self._facts, raws)
        if self._mean is not None:
            mean_to_clock(values)


def _numbers(
    table: list[tuple[int, str, Convert]], raws: Sequence[str | None]
) -> dict[str, object]:
    numbers: dict[str, object] = {}
    for index, name, convert in table:
        raw = raws[index]
        if raw is not None:
            numbers[name] = convert(raw)
    return numbers


def mean_to_clock(values: dict[str, object]) -> None:
    """A mean since the counter began x the steps done is the time since then: a clock.

    Its differences tell the pace of the last lines, which the mean itself hides (the rounding
    step grows with the counter, and core knows it).
    """
    mean, ulp = values.pop("_mean_s", None), values.pop("_mean_ulp_s", 0.0)
    step = values.get("step")
    if (
        isinstance(mean, float)
        and isinstance(ulp, float)
        and isinstance(step, int)
        and "clock_s" not in values
    ):
        done = step + (1 if values.get("base") == 0 else 0)
        values["clock_s"], values["clock_ulp_s"] = mean * done, ulp * done
        values["clock_scope"] = values.get("scope", "run")
