"""What to do about an alert: sentences, each with the evidence it asks for and its source.

A sentence is only here if the alert's evidence calls for it; causes that are one of many are
named as something to look at, never as what happened. Sentences are shown in this order.
"""

from typing import Final, NamedTuple

SOURCES: Final = {
    "PT-tune": "https://docs.pytorch.org/tutorials/recipes/recipes/tuning_guide.html",
    "PT-faq": "https://docs.pytorch.org/docs/stable/notes/faq.html",
    "PT-cuda": "https://docs.pytorch.org/docs/stable/notes/cuda.html",
    "PT-amp": "https://docs.pytorch.org/docs/stable/notes/amp_examples.html",
    "PT-dcp": "https://docs.pytorch.org/tutorials/recipes/distributed_async_checkpoint_recipe.html",
    "PL": "https://lightning.ai/docs/pytorch/stable/advanced/speed.html",
    "ME": "https://github.com/stas00/ml-engineering",
    "py-spy": "https://github.com/benfred/py-spy",
    "python": "https://docs.python.org/3/using/cmdline.html#cmdoption-u",
    "slurm": "https://slurm.schedmd.com/sbatch.html",
    "slurm-sacct": "https://slurm.schedmd.com/sacct.html",
    "linux-oom": "https://docs.kernel.org/admin-guide/mm/concepts.html#oom-killer",
    "nanogpt": "https://github.com/karpathy/nanoGPT/blob/master/train.py",
    "prime-rl": "https://github.com/PrimeIntellect-ai/prime-rl/pull/1110",
    "cyclegan": "https://github.com/junyanz/pytorch-CycleGAN-and-pix2pix/issues/281",
    "megatron-ramp": "https://github.com/microsoft/Megatron-DeepSpeed/issues/242",
}


class Advice(NamedTuple):
    """One sentence for one rule.

    `{evaluate_less}`, `{save_less}` and `{micro_batch}` are filled with the trainer's own option
    names, and a sentence that asks for one the trainer lacks is left out (see `families`).
    """

    rule: str
    text: str
    source: str
    loader: bool | None = None
    """True: only where a data loader with workers exists or may exist; False: only where none does."""
    distributed: bool | None = None
    says: tuple[str, ...] = ()
    """Only if the evidence's text holds one of these, in any case."""
    above: tuple[str, float] | None = None
    """Only if this evidence is larger than that."""
    below: tuple[str, float] | None = None
    """Only if this evidence is smaller than that."""
    unknown_family: bool = False
    """Only where the trainer's own option is not known: the general form of such a sentence."""


TABLE: Final[tuple[Advice, ...]] = (
    Advice(
        "slowdown",
        "see what else began then: other jobs on the GPU, the CPU or the disk (nvidia-smi, top)",
        "cyclegan",
    ),
    Advice(
        "slowdown",
        "if the batch size, sequence length or resolution changed there, steps got bigger: no fault",
        "megatron-ramp",
    ),
    Advice(
        "trend",
        "keep numbers, not tensors, between steps: float(loss) or .detach()",
        "PT-faq",
    ),
    Advice("trend", "look for a list, a log or a cache that grows inside the loop", "PT-faq"),
    Advice("stall", "see where it waits: py-spy dump --pid PID", "py-spy"),
    Advice(
        "stall",
        "one process that waits for another says so only after the time-out of its collective, "
        "8 to 30 minutes",
        "ME",
        distributed=True,
    ),
    Advice(
        "stall",
        "if it did not stop, its output may be buffered: start it with python -u",
        "python",
    ),
    Advice("crash", "the traceback is in the log just above the fault", "PT-faq"),
    Advice(
        "crash",
        "an illegal access is reported late: CUDA_LAUNCH_BLOCKING=1 shows the call that made it",
        "PT-cuda",
        says=("illegal memory access", "device-side assert"),
    ),
    Advice(
        "crash",
        "free the disk before the restart: the last checkpoint may be cut short",
        "ME",
        says=("no space left",),
    ),
    Advice(
        "crash",
        "the first rank that failed tells the cause; the others only lost it",
        "ME",
        says=("nccl", "watchdog", "childfailederror"),
    ),
    Advice("out_of_memory", "{micro_batch}", "PT-faq"),
    Advice(
        "out_of_memory",
        "lower the micro-batch and accumulate more of them: the training stays the same",
        "PT-faq",
        unknown_family=True,
    ),
    Advice(
        "out_of_memory",
        "memory is reserved but in pieces: PYTORCH_ALLOC_CONF=expandable_segments:True",
        "PT-cuda",
        says=("reserved but unallocated",),
    ),
    Advice(
        "killed",
        "killed without a word is mostly the host's memory running out: see dmesg",
        "linux-oom",
    ),
    Advice(
        "killed",
        "under Slurm: sacct -j JOB --format State,MaxRSS,ReqMem tells whether it was a limit",
        "slurm-sacct",
    ),
    Advice(
        "time_limit",
        "restart from the last checkpoint, with a limit that covers the rest",
        "slurm",
    ),
    Advice(
        "time_limit",
        "--signal=B:USR1@300 warns the script five minutes before, in time to save",
        "slurm",
    ),
    Advice("hang", "see where each process waits: py-spy dump --pid PID", "py-spy"),
    Advice(
        "hang",
        "the first rank that stopped tells the cause: compare the last lines of every rank's log",
        "ME",
    ),
    Advice(
        "nan_loss",
        "go back to the last checkpoint before it, with a lower learning rate or clipped gradients",
        "PT-amp",
    ),
    Advice(
        "nan_loss",
        "under fp16, bf16 or a gradient scaler keeps large values finite",
        "PT-amp",
    ),
    Advice(
        "nan_loss",
        "a single one that passes can be harmless: see whether the next lines are finite",
        "prime-rl",
        below=("lines_in_a_row", 2),
    ),
    Advice(
        "buffered",
        "python -u or PYTHONUNBUFFERED=1 shows each line as it is printed; srun --unbuffered too",
        "python",
    ),
    Advice("evaluation_share", "{evaluate_less}", "PL"),
    Advice(
        "evaluation_share",
        "evaluate less often, or on fewer batches",
        "PL",
        unknown_family=True,
    ),
    Advice("checkpoint_share", "{save_less}", "PT-dcp"),
    Advice(
        "checkpoint_share",
        "save less often, or in the background (torch.distributed.checkpoint.async_save)",
        "PT-dcp",
        unknown_family=True,
    ),
    Advice(
        "data_share",
        "raise num_workers of the DataLoader while it helps; 0, the default, loads in the loop itself",
        "PT-tune",
        loader=True,
    ),
    Advice(
        "data_share",
        "pin_memory=True with copies that do not block hides the way to the GPU",
        "PT-tune",
        loader=True,
    ),
    Advice(
        "data_share",
        "more than half waits: look at the transforms and at the disk before the number of workers",
        "ME",
        loader=True,
        above=("share", 0.5),
    ),
    Advice(
        "data_share",
        "this trainer has no data workers to add: look at the disk its data lies on",
        "nanogpt",
        loader=False,
    ),
    Advice(
        "loss_spike",
        "if it does not come down within some hundred steps, go back to the checkpoint before it",
        "ME",
    ),
)
