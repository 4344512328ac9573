#!/usr/bin/env python3
"""Our estimator behind the line protocol of the yardstick's score.py.

    python score.py --runs RUNS.jsonl.gz --cmd "python benchmarks/score_protocol.py"

Each point becomes the record that a log line would have become, and the same `Run` answers that
answers in the dashboard; nothing here knows more than the records hold. `Estimator` is the same
without the pipe (`--estimator benchmarks/score_protocol.py:Estimator`).
"""

import json
import os
import sys
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from train_watch.core.records import Record
from train_watch.core.run import Run

KINDS = {"stall": "hang"}
"""Our rules by the scorer's words; a rule not listed keeps its name."""


class Estimator:
    """`update`, `tick` and `estimate` as score.py wants them."""

    def __init__(self, total: int, start: int = 0) -> None:
        self.run = Run()
        facts = {"total_steps": float(total), "resumed_from": float(start)}
        self.run.update(Record("config", 1, facts=facts))
        self.line = 1
        self.known: set[tuple[str, int | None]] = set()
        self.wall: float | None = None

    def update(
        self, it: int, wall: float | None, step: float | None, is_eval: int
    ) -> list[dict[str, str]]:
        """One line of the run; the alarms it set off."""
        self.line += 1
        self.wall = wall
        kind = "evaluation" if is_eval else "step"
        metrics = {"val_loss": 1.0} if is_eval else {}
        self.run.update(
            Record(
                kind,  # type: ignore[arg-type]
                self.line,
                step=it,
                step_time_s=step,
                clock_s=wall,
                arrived_at=wall,
                metrics=metrics,
            )
        )
        episode = self.run.series.watch.slowdowns.episode
        return self._fresh(("slowdown", episode.since_step) if episode else None)

    def tick(self, wall: float) -> list[dict[str, str]]:
        """Time passes without a line."""
        stalled = self.run.state(wall).state == "stalled"
        return self._fresh(("stall", self.line) if stalled else None)

    def estimate(self) -> tuple[float, float, float] | None:
        """Remaining seconds with the bounds of the 80 % interval."""
        sum_ = self.run.forecast()
        return (sum_.at_update_s, sum_.low_s, sum_.high_s) if sum_ is not None else None

    def _fresh(self, alarm: tuple[str, int | None] | None) -> list[dict[str, str]]:
        if alarm is None or alarm in self.known:
            return []
        self.known.add(alarm)
        return [{"kind": KINDS.get(alarm[0], alarm[0])}]


def answer(estimator: Estimator, message: dict[str, Any]) -> dict[str, object]:
    """The reply to one point or tick."""
    if message["op"] == "tick":
        return {"alarms": estimator.tick(message["wall"])}
    alarms = estimator.update(message["it"], message["wall"], message["step"], message["is_eval"])
    known = estimator.estimate()
    eta, low, high = known if known is not None else (None, None, None)
    return {"eta": eta, "low": low, "high": high, "alarms": alarms}


def main() -> None:
    """Answer messages until standard input ends."""
    estimator: Estimator | None = None
    for line in sys.stdin:
        message = json.loads(line)
        if message["op"] == "run":
            estimator = Estimator(message["total"], message["start"])
            reply: dict[str, object] = {}
        else:
            assert estimator is not None
            reply = answer(estimator, message)
        sys.stdout.write(json.dumps(reply) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
