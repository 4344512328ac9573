"""What is true of a recording, from the arrival times that record.py kept."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from statistics import median

from runs import Run

FRAME = re.compile(rb"[^\r\n]*[\r\n]*")
WINDOWS = 20
SHARES = (0.1, 0.25, 0.5, 0.75, 0.9)
"""Where a log is cut, as shares of the steps."""


@dataclass(frozen=True)
class Mark:
    """A frame that shows a step: the size of the log just after it, and when it arrived."""

    offset: int
    seconds: float
    step: int
    epoch: int | None
    epoch_step: int
    evaluations: int
    """How many evaluations had begun before it."""


def truth(run: Run, log: Path) -> dict[str, object]:
    """The sidecar of a recorded log."""
    arrival = Arrivals(Path(f"{log}.times"))
    text = log.read_bytes()
    marks, evaluations = find_marks(run, text, arrival)
    begin = max((match.end() for match in re.finditer(run.again, text)), default=0)
    marks = [mark for mark in marks if mark.offset > begin]
    last = max(marks, key=lambda mark: mark.step)
    shares = SHARES if run.state == "finished" and len(marks) > len(SHARES) else ()
    return {
        "format": run.format,
        "trainer": run.package,
        "trainer_version": version(run.package),
        "command": run.command,
        "terminal": run.pty,
        "step": last.step,
        "total_steps": run.total if run.told else None,
        "true_total_steps": run.total,
        "scope": run.scope,
        "batches_per_epoch": run.batches or None,
        "finished": run.state == "finished",
        "state": run.state,
        "accepted_states": sorted(accepted(run, in_evaluation=evaluations > marks[-1].evaluations)),
        "alert": run.alert,
        "seconds": round(arrival.end, 3),
        "steady_step_s": steady([mark for mark in marks if mark.step > run.slower_from]),
        "slower_from_step": run.slower_from or None,
        "resumed_from_step": marks[0].step if begin else None,
        "evaluations": evaluations if run.evaluations is None else run.evaluations,
        "notes": run.notes,
        "cuts": [cut(marks, share) for share in shares],
    }


def accepted(run: Run, *, in_evaluation: bool) -> set[str]:
    """The states that the log justifies; `in_evaluation`: one began after its last step."""
    if not run.silent_end:
        return {run.state}
    return {run.state, "running", "stalled"} | ({"evaluating"} if in_evaluation else set())


class Arrivals:
    """When each byte of a log was written, seconds since the recording began."""

    def __init__(self, path: Path) -> None:
        pairs = [line.split("\t") for line in path.read_text().splitlines()]
        self.seconds = [float(second) for second, _ in pairs]
        self.sizes = [int(size) for _, size in pairs]
        self.end = self.seconds[-1]

    def of(self, size: int) -> float:
        """When the log had grown to `size` bytes."""
        return self.seconds[bisect_left(self.sizes, size)]


def find_marks(run: Run, log: bytes, arrival: Arrivals) -> tuple[list[Mark], int]:
    """Every frame that shows a step, and the number of evaluations."""
    mark, evaluation = re.compile(run.mark), re.compile(run.evaluation)
    epoch_line, epoch = re.compile(run.epoch_line), None
    marks, evaluations, evaluating = [], 0, False
    for frame in FRAME.finditer(log):
        text = frame.group().rstrip(b"\r\n")
        found = evaluation.search(text)
        evaluations += bool(found) and not evaluating
        evaluating = bool(found) if text.strip() else evaluating
        if match := epoch_line.search(text) or mark.search(text):
            epoch = int(match["epoch"]) if "epoch" in match.re.groupindex else epoch
        if match := mark.search(text):
            step = int(match["step"])
            before = (epoch - run.epoch_base) * run.batches if epoch is not None else 0
            seconds = arrival.of(frame.start() + len(text))
            marks.append(Mark(frame.end(), seconds, before + step, epoch, step, evaluations))
    return marks, evaluations


def steady(marks: list[Mark]) -> float | None:
    """Seconds a step: the median over twenty stretches of the run, evaluations left out.

    The first tenth (warm-up) does not count, nor do a step's later frames: bars draw some steps
    more than once.
    """
    late = first_of_each_step(marks[len(marks) // 10 :])
    pairs = [
        (a, b)
        for a, b in pairwise(late)
        if a.evaluations == b.evaluations and a.epoch == b.epoch and b.step > a.step
    ]
    size = max(1, len(pairs) // WINDOWS)
    stretches = [pairs[i : i + size] for i in range(0, len(pairs), size)]
    rates = [
        sum(b.seconds - a.seconds for a, b in stretch) / sum(b.step - a.step for a, b in stretch)
        for stretch in stretches
    ]
    return round(median(rates), 6) if rates else None


def first_of_each_step(marks: list[Mark]) -> list[Mark]:
    return [b for a, b in pairwise([None, *marks]) if a is None or a.step != b.step]


def cut(marks: list[Mark], share: float) -> dict[str, object]:
    """The first mark at `share` of the steps of the last run, and what was still to come."""
    last = max(marks, key=lambda mark: mark.step)
    goal = marks[0].step + share * (last.step - marks[0].step)
    mark = next(mark for mark in marks if mark.step >= goal)
    return {
        "share": share,
        "offset": mark.offset,
        "step": mark.step,
        "epoch": mark.epoch,
        "epoch_step": mark.epoch_step,
        "remaining_s": round(last.seconds - mark.seconds, 3),
    }
