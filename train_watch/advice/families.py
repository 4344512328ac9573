"""What differs between trainers where advice is concerned: what their options are called, and
which of them load data in a way that the usual advice does not fit."""

from typing import Final, NamedTuple


class Family(NamedTuple):
    """Names of a trainer's own options, as its users type them; empty where it has none."""

    evaluate_less: str = ""
    save_less: str = ""
    micro_batch: str = ""
    data_loader: bool = True
    """False: batches are cut from one memory-mapped array, so there are no workers to add."""
    distributed: bool = False
    """True: usually many processes that wait for each other."""


UNKNOWN: Final = Family()

FAMILIES: Final[dict[str, Family]] = {
    # karpathy/nanoGPT train.py: get_batch reads a np.memmap, pins it and copies it non-blocking
    "nanogpt": Family(
        "raise eval_interval or lower eval_iters",
        "raise eval_interval: a checkpoint is written after an evaluation",
        "lower batch_size and raise gradient_accumulation_steps by the same factor",
        data_loader=False,
    ),
    # karpathy/nanochat scripts/base_train.py
    "nanochat": Family(
        "raise --eval-every, or lower --eval-tokens",
        "raise --save-every",
        "lower --device-batch-size: the accumulation follows by itself",
        data_loader=False,
        distributed=True,
    ),
    # KellerJordan/modded-nanogpt: data shards read whole, val_loss_every in its Hyperparameters
    "modded-nanogpt": Family(
        "raise val_loss_every",
        "set save_checkpoint to False",
        data_loader=False,
        distributed=True,
    ),
    # karpathy/llm.c train_gpt2.cu: -v, -m, -n, -b
    "llm.c": Family(
        "raise -v (steps between validations) or lower -m (their batches)",
        "raise -n",
        "lower -b: the accumulation follows from -d",
        data_loader=False,
        distributed=True,
    ),
    # transformers TrainingArguments
    "hf-trainer": Family(
        "raise eval_steps, or per_device_eval_batch_size",
        "raise save_steps",
        "lower per_device_train_batch_size and raise gradient_accumulation_steps",
    ),
    # lightning Trainer
    "lightning": Family(
        "set limit_val_batches, or raise check_val_every_n_epoch",
        "raise every_n_train_steps of ModelCheckpoint",
        "lower the batch size and raise accumulate_grad_batches",
    ),
    # NVIDIA/Megatron-LM arguments.py
    "megatron": Family(
        "raise --eval-interval or lower --eval-iters",
        "raise --save-interval, or use --async-save",
        "lower --micro-batch-size",
        distributed=True,
    ),
    # pytorch/torchtitan config
    "torchtitan": Family(
        "raise validation.freq",
        "raise checkpoint.interval, or set checkpoint.async_mode",
        "lower training.local_batch_size",
        distributed=True,
    ),
    # open-mmlab mmengine
    "mmengine": Family(
        "raise val_interval of train_cfg",
        "raise interval of CheckpointHook",
        "lower batch_size of train_dataloader and set accumulative_counts of the optimizer wrapper",
    ),
    # facebookresearch/detectron2 config
    "detectron2": Family(
        "raise TEST.EVAL_PERIOD",
        "raise SOLVER.CHECKPOINT_PERIOD",
        "lower SOLVER.IMS_PER_BATCH, and the learning rate with it",
    ),
    # keras Model.fit
    "keras": Family(
        "raise validation_freq or set validation_steps",
        "raise save_freq of ModelCheckpoint",
        "lower batch_size",
    ),
}


def family_of(log_format: str | None) -> Family:
    """The family of a format by its catalogue name, whichever of `-`, `_` and `.` it is spelt with.

    >>> family_of("nanogpt").data_loader, family_of("hf_trainer").save_less, family_of(None).data_loader
    (False, 'raise save_steps', True)
    """
    return _BY_PLAIN_NAME.get(_plain(log_format or ""), UNKNOWN)


def _plain(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "").replace(".", "")


_BY_PLAIN_NAME = {_plain(name): family for name, family in FAMILIES.items()}
