"""Every recording: the command, and how its step counter is found in the log.

A mark is a regular expression for one frame (the text between two `\\n` or `\\r`) with the
groups `step` and, where the counter starts again each epoch, `epoch`.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Run:
    """One recording. `total` is what the script asked for, in steps of the whole run."""

    command: str
    format: str
    package: str
    mark: bytes
    total: int | None
    told: bool = True
    """The log itself tells the total, at the latest on its last line."""
    scope: str = "run"
    batches: int = 0
    """Batches an epoch, for counters that start again with each epoch."""
    epoch_base: int = 1
    epoch_line: bytes = b"(?!)"
    """A frame of its own that tells the epoch, where the counter's frame does not."""
    evaluation: bytes = b"(?!)"
    """A frame that tells of an evaluation; frames in a row are one evaluation."""
    evaluations: int | None = None
    """Their number, where the log shows none or too many."""
    again: bytes = b"(?!)"
    """Where a later run in the same file begins; only the last run is cut and timed."""
    slower_from: int = 0
    """The step from which on steps take longer for good; only those after it are timed."""
    pty: bool = False
    state: str = "finished"
    silent_end: bool = False
    """The log does not say that the run is over, so a reader may take it for running or stalled."""
    alert: str | None = None
    notes: str = ""


ITER = rb"^iter (?P<step>\d+): loss"
NANOGPT = {"format": "nanogpt", "package": "torch", "mark": ITER, "evaluation": rb"^step \d+: "}
LIGHTNING = {
    "format": "lightning",
    "package": "lightning",
    "mark": rb"Epoch (?P<epoch>\d+): .*\| *(?P<step>\d+)/180 \[",
    "total": 720,
    "batches": 180,
    "epoch_base": 0,
    "evaluation": rb"^Validation DataLoader",
}
RICH = {
    **LIGHTNING,
    "command": "python lightning_bars.py rich",
    "mark": rb"Epoch (?P<epoch>\d+)/3.* (?P<step>\d+)/180 ",
    "evaluation": rb"Validation .* 2/40 ",
    "evaluations": 4,
}
KERAS = {
    "command": "python keras_fit.py",
    "format": "keras",
    "package": "keras",
    "mark": rb"^\x08*(?:\x1b\[1m)? *(?P<step>\d+)/110(?:\x1b\[0m)? ",
    "total": 440,
    "batches": 110,
    "epoch_line": rb"^Epoch (?P<epoch>\d+)/4",
    "evaluation": rb"val_loss",
}

RUNS = {
    "nanogpt": Run(
        "python nanogpt_style.py --max_iters=3000 --eval_iters=100 --out_dir=out-words",
        total=3000,
        **NANOGPT,
    ),
    "nanogpt_every_iter": Run(
        "python nanogpt_style.py --log_interval=1 --max_iters=400 --eval_interval=100"
        " --batch_size=64 --out_dir=out-every",
        total=400,
        **NANOGPT,
    ),
    "nanogpt_resumed": Run(
        "timeout 60 python nanogpt_style.py --max_iters=1600 --out_dir=out-resumed ;"
        " python nanogpt_style.py --max_iters=1600 --out_dir=out-resumed --init_from=resume",
        total=1600,
        again=b"Resuming training",
        notes="stopped from outside after 60 s, resumed from its last checkpoint into the same file",
        **NANOGPT,
    ),
    "hf_trainer": Run(
        "python hf_trainer.py",
        format="hf_trainer",
        package="transformers",
        mark=rb"\| *(?P<step>\d+)/900 \[",
        total=900,
        evaluation=rb"'eval_loss'",
    ),
    "lightning": Run("python lightning_bars.py tqdm", **LIGHTNING),
    "lightning_pty": Run("python lightning_bars.py tqdm", pty=True, **LIGHTNING),
    "lightning_rich": Run(notes="rich writes only the last state of the bar into a file", **RICH),
    "lightning_rich_pty": Run(pty=True, **RICH),
    "keras": Run(**KERAS),
    "keras_pty": Run(pty=True, **KERAS),
    "xgboost": Run(
        "python xgboost_train.py",
        format="xgboost",
        package="xgboost-cpu",
        silent_end=True,
        mark=rb"^\[(?P<step>\d+)\]\ttrain-",
        total=400,
        told=False,
    ),
    "lightgbm": Run(
        "python lightgbm_train.py",
        format="lightgbm",
        package="lightgbm",
        silent_end=True,
        mark=rb"^\[(?P<step>\d+)\]\tvalid_",
        total=600,
        told=False,
    ),
    "catboost": Run(
        "python catboost_train.py",
        format="catboost",
        package="catboost",
        mark=rb"^(?P<step>\d+):\tlearn",
        total=700,
        notes="the total is told only by the remaining time on the line",
    ),
    "sb3": Run(
        "python sb3_ppo.py",
        format="sb3",
        package="stable-baselines3",
        silent_end=True,
        mark=rb"total_timesteps +\| (?P<step>\d+)",
        total=100_000,
        told=False,
        evaluation=rb"^Eval num_timesteps",
        notes="PPO collects whole rollouts of 2,048 steps, so it ends past the asked total",
    ),
    "accelerate_tqdm": Run(
        "python accelerate_tqdm.py",
        format="accelerate",
        package="accelerate",
        mark=rb"\| *(?P<step>\d+)/1200 \[",
        total=1200,
    ),
    "homemade": Run(
        "python homemade.py",
        format="generic",
        package="torch",
        mark=rb"^epoch (?P<epoch>\d+) batch (?P<step>\d+)/469 ",
        total=5 * 469,
        batches=469,
        evaluation=rb"validation accuracy",
    ),
}

COUNTED = {"format": "generic", "package": "torch"}
CUT_SHORT = {**NANOGPT, "total": 2000, "state": "failed"}
RUNS |= {
    "mmengine": Run(
        "python mmengine_loop.py",
        format="mmengine",
        package="mmengine",
        silent_end=True,
        mark=rb"Epoch\(train\) +\[(?P<epoch>\d+)\]\[ *(?P<step>\d+)/400\]",
        total=1600,
        batches=400,
        evaluation=rb"Epoch\(val\) +\[\d+\]\[60/60\]",
        notes="the number of epochs is told only by the trainer's own eta",
    ),
    "ultralytics": Run(
        "python ultralytics_train.py",
        format="ultralytics",
        package="ultralytics",
        mark=rb"^(?:\x1b\[K)? +(?P<epoch>\d+)/4 .*% \S+ (?P<step>\d+)/60 ",
        total=240,
        batches=60,
        evaluation=rb"Class +Images",
        notes="one more evaluation, of the best checkpoint, follows the last epoch",
    ),
    "two_ranks": Run(
        "torchrun --nproc-per-node 2 --tee 3 two_ranks.py",
        mark=rb"^\[default0\]:step (?P<step>\d+)/600 ",
        total=600,
        notes="two processes under torchrun, interleaved, each line with its rank in front",
        **COUNTED,
    ),
    "faults/ansi_cr": Run(
        "python colours.py",
        mark=rb"\x1b\[1m *(?P<step>\d+)\x1b\[22m/1000",
        total=1000,
        notes="colours inside and around the fields, and a line redrawn in place",
        **COUNTED,
    ),
    "faults/nan": Run(
        "python nanogpt_style.py --max_iters=1500 --warmup_iters=500 --min_lr=1e18"
        " --out_dir=out-nan",
        total=1500,
        state="failed",
        alert="nan_loss",
        notes="after the warm-up the learning rate becomes absurd; the loop runs on to its end",
        **NANOGPT,
    ),
    "faults/crash": Run(
        "bash crash.sh",
        alert="crash",
        notes="a checkpoint cannot be written: its folder was removed while the run went on",
        **CUT_SHORT,
    ),
    "faults/oom": Run(
        "bash oom.sh",
        mark=rb"^step (?P<step>\d+)/2000 ",
        total=2000,
        state="failed",
        alert="out_of_memory",
        notes="a loop that keeps every graph alive, under `ulimit -v`",
        **COUNTED,
    ),
    "faults/killed": Run(
        "bash killed.sh", alert="killed", notes="SIGKILL; the shell prints Killed", **CUT_SHORT
    ),
    "faults/stalled": Run(
        "bash stalled.sh",
        silent_end=True,
        notes="the process was stopped by SIGSTOP and wrote nothing for a minute, then was cleared"
        " away",
        alert="stall",
        **{**CUT_SHORT, "state": "stalled"},
    ),
    "faults/slowdown": Run(
        "python nanogpt_style.py --max_iters=1500 --longer_from=800 --longer_block_size=112"
        " --out_dir=out-slower",
        total=1500,
        alert="slowdown",
        notes="from iteration 800 on batches are longer (112 characters a row, not 64), for good",
        slower_from=800,
        **NANOGPT,
    ),
}
