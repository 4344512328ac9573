"""What is said in words on any line, whatever the format: faults, ends, saved checkpoints, evaluations.

The phrases are a table of `phrases`; here is when one of them is meant.
"""

import re
from functools import cache

from train_watch.core.records import Kind
from train_watch.formats.phrases import (
    CODE,
    MILD,
    NOT_YET,
    OTHER_TRAINING,
    SURVIVED,
    TABLE,
    YET_TO_COME,
    End,
    end_of,
)
from train_watch.formats.values import contains


class Event:
    """What a line says, and where in the line it says so."""

    __slots__ = ("end", "fault", "kind", "start")

    def __init__(self, kind: Kind, fault: str | None, start: int, end: End | None = None) -> None:
        self.kind = kind
        self.fault = fault
        self.start = start
        self.end = end
        """Of an event of kind `done`: how far it goes."""


def find(text: str) -> Event | None:
    """The first event of the table that `text` speaks of; None if it speaks of none.

    >>> find("Training completed.").kind, find("RuntimeError: CUDA out of memory. Tried to allocate 2.00 GiB").fault
    ('done', 'out_of_memory')
    >>> find("    print('Finished Training')"), find("WARNING: ran out of memory, retrying")
    (None, None)
    """
    low = text.lower()
    for word, phrases in TABLE:
        if word in low:
            for phrase, kind, fault in phrases:
                start = low.find(phrase)
                if start >= 0 and _is_meant(low, start, phrase, kind):
                    return Event(kind, fault, start, end_of(phrase, low))
    return _bare_word(low)


_ENDS = frozenset(["done", "finished", "all done", "training done", "complete", "completed"])
"""Lines that are nothing but this."""
_SHELL_WORDS = {
    "killed": "killed", "terminated": "killed", "aborted": "crash", "bus error": "crash",
    "segmentation fault": "crash",
}  # fmt: skip
"""bash: `SCRIPT: line N: PID Killed    COMMAND` (its jobs.c)."""
_ALONE = {"bus error": "crash", "aborted": "crash", "keyboardinterrupt": "interrupted"}
"""What a shell prints of its foreground child, or Python where no traceback is wanted, and nothing else does."""


def _bare_word(low: str) -> Event | None:
    """`done`; `Killed`, as the kernel's victim or as a shell tells it of its child.

    >>> _bare_word("run.sh: line 4: 23170 killed    python train.py").fault, _bare_word("killed").fault
    ('killed', 'killed')
    """
    short = low.strip(" .!") if len(low) < 20 else ""
    if short in _ENDS or _behind_prefix(low) in _ENDS:
        return Event("done", None, 0, "word")
    if short in _ALONE:
        return Event("fault", _ALONE[short], 0)
    if short == "killed" or low.startswith("zsh: killed") or low.endswith("]: killed"):
        return Event("fault", "killed", low.find("killed"))
    told = low.find(": line ")
    if told < 0:
        return None
    for word, fault in _SHELL_WORDS.items():
        start = low.find(f" {word} ", told)
        if start >= 0 and low[start - 1].isdigit():
            return Event("fault", fault, start + 1)
    return None


_LEVELS = ("info", "notice", "warning", "debug")
_PARTS = (
    "eval", "valid", "test", "load", "sav", "data", "checkpoint", "init", "setup", "build", "compil",
    "cach", "warm", "epoch", "token", "upload", "export",
)  # fmt: skip
"""What else is done during a run."""
LONGEST_PREFIX = 100


def _behind_prefix(low: str) -> str:
    """What stands behind the last `: `, `- `, `] ` or `| ` of a short line that names a log level.

    >>> _behind_prefix("info train: done"), _behind_prefix("10:02 [info] __main__ - done."), _behind_prefix("eval: done")
    ('done', 'done', '')
    """
    if len(low) > LONGEST_PREFIX or not low.rstrip(" .!").endswith(
        ("done", "finished", "complete", "completed")
    ):
        return ""
    start = max(low.rfind(mark) for mark in (": ", "- ", "] ", "| "))
    before, said = low[: max(start, 0)], low[start + 2 :].strip(" .!")
    levelled = any(level in before for level in _LEVELS)
    return said if levelled and not any(part in before for part in _PARTS) else ""


def _is_meant(low: str, start: int, phrase: str, kind: Kind) -> bool:
    """The phrase tells what happened, not what may happen or what a program would print."""
    if _only_talk(low, start, kind == "fault"):
        return False
    return kind != "done" or _is_over(low, start, start + len(phrase))


def _is_over(low: str, start: int, end: int) -> bool:
    """The phrase says that the training is over, not that something waits for its end."""
    before = low[:start].split()[-1:]
    whole = not low[end : end + 1].isalpha() and not low[max(start - 1, 0) : start].isalpha()
    if contains(low, YET_TO_COME) or _SHARE.search(low):
        return False
    part = _of_a_part().match(low, end) or _part_before().search(low[:start])
    return (
        whole
        and not part
        and low.rstrip()[-1:] != "?"
        and before not in [[word] for word in NOT_YET]
        and not any(word in low for word in OTHER_TRAINING)
    )


_SHARE = re.compile(
    r"(?<![0-9])[0-9]{1,2}(?:\.[0-9]{1,9})? ?%| [0-9]{1,6} of [0-9]{1,6}\b| in [0-9]{1,9} iter"
)
"""`completed: 10%`, `model 1 of 5`, `done in 5 iterations`."""
_PARTS_OF_ONE = "(?:fold|stage|phase|epoch|step|round|seed|trial|task|split|iteration|batch|cycle)"


@cache
def _of_a_part() -> re.Pattern[str]:
    """Behind `training finished`: of what, or what comes next."""
    return re.compile(
        rf"[ :(]{{0,3}}(?:for|of|on|in)? ?{_PARTS_OF_ONE} ?[#:]?[ ]?[0-9]| ?so far|[^.!]{{0,60}}(?:starting|validating|evaluating|moving on|next)\b"
    )


@cache
def _part_before() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:{_PARTS_OF_ONE} ?[#:]?[ ]?[0-9]|discriminator|generator|critic|teacher|rank|worker|client)[^.!]{{0,40}}$"
    )


def _only_talk(low: str, start: int, is_fault: bool) -> bool:
    before = low[max(0, start - 80) : start]
    if any(mark in before for mark in CODE):
        return True
    if not is_fault:
        return False
    named = "error:" in before
    return any(mark in low for mark in (SURVIVED if named else (*SURVIVED, *MILD)))


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
