"""What programs say about themselves on any line: faults, ends, checkpoints, evaluations.

A word that is quickly searched for, and the phrases around it with what they mean. Only phrases that a
program prints about itself; a warning that merely mentions an error is none.
"""

from typing import Literal

from train_watch.core.records import Kind
from train_watch.formats.values import contains

# fmt: off
FAULTS: dict[str, tuple[tuple[str, str], ...]] = {
    "traceback": (("traceback (most recent call last)", "crash"),),
    "memory": (
        ("out of memory", "out_of_memory"), ("cannot allocate memory", "out_of_memory"),
        ("can't allocate memory", "out_of_memory"), ("exceeded job memory limit", "out_of_memory"),
        ("outofmemoryerror", "out_of_memory"),
    ),
    "exhausted": (("resource_exhausted:", "out_of_memory"), ("resourceexhaustederror", "out_of_memory")),
    "oom": (
        ("oom-kill event", "out_of_memory"), ("oom_kill event", "out_of_memory"),
        ("oom killed", "out_of_memory"),
    ),
    "slurmstepd: error": (
        ("due to time limit", "time_limit"), ("due to preemption", "killed"), ("cancelled at", "killed"),
    ),
    "time limit": (("due to time limit", "time_limit"),),
    "srun: error": (
        (": killed", "killed"), (": out of memory", "out_of_memory"), ("exited with exit code", "crash"),
    ),
    "kill": (
        ("killing subprocess", "killed"), ("signals.sigkill", "killed"), ("received sigkill", "killed"),
        ("killed by signal", "killed"), ("killed process", "killed"),
    ),
    "signal": (
        ("signal 9", "killed"), ("signal: 9", "killed"), ("signals.sigterm", "killed"),
        ("received signal 15", "killed"), ("signal: killed", "killed"), ("signal 11", "crash"),
        ("signal 6 ", "crash"),
    ),
    "exitcode": (("exitcode: -9", "killed"), ("exitcode  : -9", "killed"), ("exitcode: -15", "killed")),
    "fault": (("segmentation fault", "crash"),),
    "dumped": (("core dumped)", "crash"),),
    "bus error": (("bus error (", "crash"),),
    "terminate called": (("terminate called after throwing", "crash"),),
    "fatal python": (("fatal python error", "crash"),),
    "watchdog": (("watchdog caught collective operation timeout", "hang"), ("nccl watchdog", "hang")),
    "nccl": (("timeout at nccl work", "hang"), ("nccl error in", "crash")),
    "childfailed": (("childfailederror", "crash"),),
    "exception during": (("exception during training", "crash"),),
    "loss is": (("loss is nan, stopping", "nan"), ("loss is inf, stopping", "nan")),
}

SPOKEN: dict[str, tuple[tuple[str, Kind], ...]] = {
    "train": (
        ("training completed", "done"), ("training complete", "done"), ("completed training", "done"),
        ("training finished", "done"), ("finished training", "done"), ("finish training", "done"), ("training has finished", "done"),
        ("training is complete", "done"), ("training done", "done"), ("done training", "done"),
        ("training ended", "done"), ("end of training", "done"), ("total training time", "done"),
        ("training time 0:", "done"), ("training time: 0:", "done"), ("training took", "done"),
        ("train_runtime", "done"), ("quitting training", "done"), ("exiting from training", "done"),
        ("stopping training early", "done"), ("stopping training gracefully", "done"), ("training of experiment is done", "done"),
        ("training successfully completed", "done"),
    ),
    "训练": (("训练完成", "done"), ("训练结束", "done")),
    "訓練": (("訓練完成", "done"), ("訓練結束", "done")),
    "fit`": (("`trainer.fit` stopped", "done"), ("`trainer.fit` terminated", "done")),
    "epochs completed": (("epochs completed in", "done"),),
    "optimization": (
        ("optimization done", "done"), ("the optimization hasn't converged yet", "done"),  # scikit-learn
    ),
    "consecutive epochs": (("consecutive epochs. stopping", "done"),),
    "fl finished": (("fl finished in", "done"),),
    "solving": (("solving done", "done"),),
    "exit": (("exits successfully", "done"), ("process finished with exit code 0", "done")),
    "w&b process": (("waiting for w&b process to finish... (success)", "done"),),
    "pipeline": (("saved pipeline to output directory", "done"),),
    "early": (("early stopping triggered", "done"), ("early stopping at", "done"), ("early stop at", "done")),
    "timing run": (("ending timing run", "done"),),
    "run_stop": (('"key": "run_stop"', "done"),),
    "sav": (
        ("saving checkpoint", "checkpoint"), ("saved checkpoint", "checkpoint"),
        ("checkpoint saved", "checkpoint"), ("saving the checkpoint", "checkpoint"),
        ("save checkpoint", "checkpoint"), ("checkpoint is saved", "checkpoint"),
        ("saving model", "checkpoint"), ("saved model", "checkpoint"), ("model saved", "checkpoint"),
        ("save model", "checkpoint"), ("save weights", "checkpoint"), ("saving weights", "checkpoint"),
        ("saving state", "checkpoint"), ("saved state", "checkpoint"), ("saving the model", "checkpoint"),
        ("saved the model", "checkpoint"), ("saving snapshot", "checkpoint"), ("saving best", "checkpoint"),
        ("saving current", "checkpoint"), ("saving latest", "checkpoint"), ("checkpoints saved", "checkpoint"),
    ),
    "writing checkpoint": (("writing checkpoint", "checkpoint"),),
    "snapshotting": (("snapshotting to", "checkpoint"),),
    "valid": (
        ("begin validation", "evaluation"), ("running validation", "evaluation"),
        ("start validation", "evaluation"), ("starting validation", "evaluation"),
        ("validating...", "evaluation"),
    ),
    "evaluat": (
        ("running evaluation", "evaluation"), ("start evaluat", "evaluation"), ("begin evaluat", "evaluation"),
        ("evaluating...", "evaluation"), ("evaluating: ", "evaluation"), ("evaluation results", "evaluation"),
    ),
    "inference": (
        ("start inference on", "evaluation"), ("inference done", "evaluation"),
        ("total inference time", "evaluation"),
    ),
    "testing net": (("testing net (", "evaluation"),),
}
# fmt: on

End = Literal["word", "sentence", "run", "process"]
"""How far an end goes: a bare `done`; a sentence that may be said of a part of a training as well; what a run
says however many steps are left; and what is said when nothing more can come, be it of a fold or a trial."""
YET_TO_COME = ("budget", "patience", " will ", "press ", "limit:", "等待")
"""What a line holds that speaks of an end to come."""
_OF_A_RUN = ("early", "quit", "exit", "runtime", "stopping")
_EARLY = ("early stop", "stopping early", "stopped early", "exiting", "quitting", "time limit")
"""Beside a sentence: the run was ended before its last step."""
_OF_THE_PROCESS = ("exit", "w&b process", "timing run", "run_stop")
ENDS: dict[str, End] = {
    phrase: "process"
    if word in _OF_THE_PROCESS
    else "sentence"
    if word == "train" and not contains(phrase, _OF_A_RUN)
    else "run"
    for word, phrases in SPOKEN.items()
    for phrase, kind in phrases
    if kind == "done"
}


def end_of(phrase: str, low: str) -> End | None:
    """How far the end goes that a phrase of a line (in lower case) tells; None if it tells of none.

    >>> end_of("training finished", "training finished"), end_of("training finished", "early stop. training finished")
    ('sentence', 'run')
    """
    end = ENDS.get(phrase)
    return "run" if end == "sentence" and contains(low, _EARLY) else end


TABLE: tuple[tuple[str, tuple[tuple[str, Kind, str | None], ...]], ...] = tuple(
    (word, tuple((phrase, "fault", what) for phrase, what in phrases))
    for word, phrases in FAULTS.items()
) + tuple(
    (word, tuple((phrase, kind, None) for phrase, kind in phrases))
    for word, phrases in SPOKEN.items()
)

CODE = (
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
NOT_YET = (
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
    "epoch",
)
"""`after training completes`: a word right before a phrase that makes it a plan. (`the training complete`, too.)"""
OTHER_TRAINING = ("merges", "tokenizer", "vocab", "第", "阶段", "階段")
SURVIVED = (
    "retrying",
    "will retry",
    "trying again",
    "recovering",
    "skipping batch",
    "skipped batch",
)
"""A line that holds one of these tells of a fault that was caught, whatever error it names."""
MILD = (
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
