"""What is said in words on any line, whatever the format: faults, ends, saved checkpoints, evaluations.

One table: a word that is quickly searched for, and the phrases around it with what they mean. Only
phrases that a program prints about itself; a warning that merely mentions an error is none.
"""

import re
from functools import cache

from train_watch.core.records import Kind


class Event:
    """What a line says, and where in the line it says so."""

    __slots__ = ("fault", "kind", "start")

    def __init__(self, kind: Kind, fault: str | None, start: int) -> None:
        self.kind = kind
        self.fault = fault
        self.start = start


_FAULT: dict[str, tuple[tuple[str, str], ...]] = {
    "traceback": (("traceback (most recent call last)", "crash"),),
    "memory": (
        ("out of memory", "out_of_memory"),
        ("cannot allocate memory", "out_of_memory"),
        ("can't allocate memory", "out_of_memory"),
        ("exceeded job memory limit", "out_of_memory"),
        ("outofmemoryerror", "out_of_memory"),
    ),
    "exhausted": (
        ("resource_exhausted:", "out_of_memory"),
        ("resourceexhaustederror", "out_of_memory"),
    ),
    "oom": (
        ("oom-kill event", "out_of_memory"),
        ("oom_kill event", "out_of_memory"),
        ("oom killed", "out_of_memory"),
    ),
    "slurmstepd: error": (
        ("due to time limit", "time_limit"),
        ("due to preemption", "killed"),
        ("cancelled at", "killed"),
    ),
    "time limit": (("due to time limit", "time_limit"),),
    "srun: error": (
        (": killed", "killed"),
        (": out of memory", "out_of_memory"),
        ("exited with exit code", "crash"),
    ),
    "kill": (
        ("killing subprocess", "killed"),
        ("signals.sigkill", "killed"),
        ("received sigkill", "killed"),
        ("killed by signal", "killed"),
        ("killed process", "killed"),
    ),
    "signal": (
        ("signal 9", "killed"),
        ("signal: 9", "killed"),
        ("signals.sigterm", "killed"),
        ("received signal 15", "killed"),
        ("signal: killed", "killed"),
        ("signal 11", "crash"),
        ("signal 6 ", "crash"),
    ),
    "exitcode": (
        ("exitcode: -9", "killed"),
        ("exitcode  : -9", "killed"),
        ("exitcode: -15", "killed"),
    ),
    "fault": (("segmentation fault", "crash"),),
    "dumped": (("core dumped)", "crash"),),
    "bus error": (("bus error (", "crash"),),
    "terminate called": (("terminate called after throwing", "crash"),),
    "fatal python": (("fatal python error", "crash"),),
    "watchdog": (
        ("watchdog caught collective operation timeout", "hang"),
        ("nccl watchdog", "hang"),
    ),
    "nccl": (("timeout at nccl work", "hang"), ("nccl error in", "crash")),
    "childfailed": (("childfailederror", "crash"),),
    "exception during": (("exception during training", "crash"),),
    "loss is": (("loss is nan, stopping", "nan"), ("loss is inf, stopping", "nan")),
}

_SPOKEN: dict[str, tuple[tuple[str, Kind], ...]] = {
    "train": (
        ("training completed", "done"), ("training complete", "done"), ("completed training", "done"),
        ("training finished", "done"), ("finished training", "done"), ("training has finished", "done"),
        ("training is complete", "done"), ("training done", "done"), ("done training", "done"),
        ("training ended", "done"), ("end of training", "done"), ("total training time", "done"),
        ("training time 0:", "done"), ("training time: 0:", "done"), ("training took", "done"),
        ("train_runtime", "done"), ("quitting training", "done"), ("exiting from training", "done"),
        ("stopping training early", "done"), ("training of experiment is done", "done"),
        ("training successfully completed", "done"), ("training over", "done"),
    ),
    "fit`": (("`trainer.fit` stopped", "done"), ("`trainer.fit` terminated", "done")),
    "epochs completed": (("epochs completed in", "done"),),
    "optimization": (("optimization done", "done"),),
    "solving": (("solving done", "done"),),
    "exit": (("exits successfully", "done"),),
    "early": (("early stopping triggered", "done"), ("early stopping at", "done"), ("early stop at", "done")),
    "timing run": (("ending timing run", "done"),),
    "run_stop": (('"key": "run_stop"', "done"),),
    "sav": (
        ("saving checkpoint", "checkpoint"), ("saved checkpoint", "checkpoint"), ("checkpoint saved", "checkpoint"),
        ("saving the checkpoint", "checkpoint"), ("save checkpoint", "checkpoint"), ("checkpoint is saved", "checkpoint"),
        ("saving model", "checkpoint"), ("saved model", "checkpoint"), ("model saved", "checkpoint"),
        ("save model", "checkpoint"), ("save weights", "checkpoint"), ("saving weights", "checkpoint"),
        ("saving state", "checkpoint"), ("saved state", "checkpoint"), ("saving the model", "checkpoint"),
        ("saved the model", "checkpoint"), ("saving snapshot", "checkpoint"), ("saving best", "checkpoint"),
        ("saving current", "checkpoint"), ("saving latest", "checkpoint"), ("checkpoints saved", "checkpoint"),
    ),
    "writing checkpoint": (("writing checkpoint", "checkpoint"),),
    "snapshotting": (("snapshotting to", "checkpoint"),),
    "valid": (
        ("begin validation", "evaluation"), ("running validation", "evaluation"), ("start validation", "evaluation"),
        ("starting validation", "evaluation"), ("validating...", "evaluation"),
    ),
    "evaluat": (
        ("running evaluation", "evaluation"), ("start evaluat", "evaluation"), ("begin evaluat", "evaluation"),
        ("evaluating...", "evaluation"), ("evaluating: ", "evaluation"), ("evaluation results", "evaluation"),
    ),
    "inference": (
        ("start inference on", "evaluation"), ("inference done", "evaluation"), ("total inference time", "evaluation"),
    ),
    "testing net": (("testing net (", "evaluation"),),
}  # fmt: skip

_TABLE: tuple[tuple[str, tuple[tuple[str, Kind, str | None], ...]], ...] = tuple(
    (word, tuple((phrase, "fault", what) for phrase, what in phrases))
    for word, phrases in _FAULT.items()
) + tuple(
    (word, tuple((phrase, kind, None) for phrase, kind in phrases))
    for word, phrases in _SPOKEN.items()
)

_CODE = (
    "print",
    "raise ",
    "except",
    "logger",
    "logging.",
    "def ",
    "import ",
    "assert ",
    " in str(",
    "#",
    "f.write",
    "echo ",
)
"""A phrase behind one of these is a program's text, or an echoed command: nothing has happened."""
_NOT_YET = (
    "for",
    "after",
    "before",
    "when",
    "until",
    "once",
    "if",
    "during",
    "the",
    "tokenizer",
    "not",
    "of",
)
"""`after training completes`: a word right before a phrase that makes it a plan. (`the training complete`, too.)"""
_OTHER_TRAINING = ("merges", "tokenizer", "vocab")
_MILD = (
    "warning",
    "retry",
    "skipping",
    "ignoring",
    "if you",
    "to avoid",
    "try to",
    "may ",
    "might ",
    "reduc",
)
"""A line that holds one of these before or after a fault's phrase only talks about it."""


def find(text: str) -> Event | None:
    """The first event of the table that `text` speaks of; None if it speaks of none.

    >>> find("Training completed.").kind, find("RuntimeError: CUDA out of memory. Tried to allocate 2.00 GiB").fault
    ('done', 'out_of_memory')
    >>> find("    print('Finished Training')"), find("WARNING: ran out of memory, retrying")
    (None, None)
    """
    low = text.lower()
    for word, phrases in _TABLE:
        if word in low:
            for phrase, kind, fault in phrases:
                start = low.find(phrase)
                if start >= 0 and _is_meant(low, start, phrase, kind):
                    return Event(kind, fault, start)
    return _bare_word(low)


_ENDS = frozenset(["done", "finished", "all done", "training done", "complete", "completed"])
"""Lines that are nothing but this."""


def _bare_word(low: str) -> Event | None:
    """`Killed`, as kernels and shells say it (`x.sh: line 4: 23170 Killed  python train.py`), or `done`."""
    if len(low) < 16 and low.strip(" .!") in _ENDS:
        return Event("done", None, 0)
    start = low.find("killed")
    if start < 0:
        return None
    by_shell = ": line " in low[:start] or low.startswith(("zsh: killed", "[1]"))
    if (start == 0 and len(low) < 16) or by_shell or low.endswith("]: killed"):
        return Event("fault", "killed", start)
    return None


def _is_meant(low: str, start: int, phrase: str, kind: Kind) -> bool:
    """The phrase tells what happened, not what may happen or what a program would print."""
    if _only_talk(low, start, kind == "fault"):
        return False
    return kind != "done" or _is_over(low, start, start + len(phrase))


def _is_over(low: str, start: int, end: int) -> bool:
    """The phrase says that the training is over, not that something waits for its end."""
    before = low[:start].split()[-1:]
    whole = not low[end : end + 1].isalpha()
    return (
        whole
        and before not in [[word] for word in _NOT_YET]
        and not any(word in low for word in _OTHER_TRAINING)
    )


def _only_talk(low: str, start: int, is_fault: bool) -> bool:
    before = low[max(0, start - 80) : start]
    if any(mark in before for mark in _CODE):
        return True
    return is_fault and any(mark in low for mark in _MILD) and "error:" not in before


@cache
def _raised() -> re.Pattern[str]:
    return re.compile(
        r"(?:[A-Za-z_][\w]{0,60}\.){0,8}"
        r"([A-Z]\w{0,60}(?:Error|Exception|Interrupt|Exit|Failure|Timeout|Iteration|Warning))(?::|$)"
    )


def raised(text: str) -> str | None:
    """The kind of fault of the last line of a traceback (`module.SomeError: words`); None for another line.

    >>> raised("torch.cuda.OutOfMemoryError: CUDA out of memory."), raised("ValueError: bad"), raised("  File x")
    ('out_of_memory', 'crash', None)
    """
    found = _raised().match(text)
    if found is None or found[1].endswith("Warning"):
        return None
    if found[1] == "KeyboardInterrupt":
        return "interrupted"
    low = text.lower()
    if "out of memory" in low or "outofmemory" in low or found[1] == "MemoryError":
        return "out_of_memory"
    if "nan" in low.split() and ("loss" in low or "gradient" in low):
        return "nan"
    return "crash"


@cache
def _step() -> re.Pattern[str]:
    return re.compile(
        r"(?:global_step|step|iteration|iter|batch|update)s?[ =:_#-]{0,4}([0-9]{1,12})\b|checkpoint-([0-9]{1,12})\b",
        re.IGNORECASE,
    )


@cache
def _took() -> re.Pattern[str]:
    return re.compile(
        r"(?:took|in|time:?|:) {0,2}([0-9]{1,9}(?:\.[0-9]{1,12})?) ?(?:s|sec|secs|seconds)\b"
    )


def step_of(text: str) -> int | None:
    """The step that a checkpoint or resume line names; the last one, for paths name other runs first.

    >>> step_of("Saved checkpoint at step 500"), step_of("Resuming from ckpt_step30000.pt"), step_of("out/checkpoint-20")
    (500, 30000, 20)
    """
    found = _step().findall(text)
    return int(found[-1][0] or found[-1][1]) if found else None


def cost_of(text: str) -> float | None:
    """The seconds that an event line says it took.

    >>> cost_of("(writing took 3.1 seconds)"), cost_of("Saving")
    (3.1, None)
    """
    found = _took().search(text)
    return float(found[1]) if found else None
