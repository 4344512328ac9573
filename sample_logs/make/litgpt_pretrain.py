"""LitGPT: `litgpt.pretrain.setup` of a tiny Pythia on made-up tokens."""

from pathlib import Path

import litgpt.pretrain
import stepclock
import torch
from litgpt import Config
from litgpt.args import EvalArgs, TrainArgs
from litgpt.data import DataModule
from litgpt.pretrain import setup
from torch.utils.data import DataLoader


class Counting(DataModule):
    """Sequences that count upwards by a random stride, modulo the vocabulary."""

    def connect(self, tokenizer=None, batch_size=1, max_seq_length=None):
        self.batch_size, self.length = batch_size, max_seq_length + 1

    def rows(self, count):
        stride = torch.randint(1, 7, (count, 1))
        return DataLoader(stride * torch.arange(self.length) % 97, batch_size=self.batch_size)

    def train_dataloader(self):
        return self.rows(20_000)

    def val_dataloader(self):
        return self.rows(64)


# It would parse the command line anew, which is not litgpt's here.
litgpt.pretrain.save_hyperparameters = lambda *_, **__: None
torch.set_num_threads(1)
stepclock.watch_optimizers()
config = Config(
    name="tiny", block_size=64, vocab_size=97, padded_vocab_size=97, n_layer=3, n_head=4, n_embd=96
)
setup(
    "tiny",
    model_config=config,
    out_dir=Path("out-litgpt"),
    data=Counting(),
    precision="32-true",
    train=TrainArgs(
        save_interval=200,
        log_interval=4,
        global_batch_size=16,
        micro_batch_size=8,
        max_tokens=500 * 8 * 64,
        max_seq_length=64,
        lr_warmup_steps=20,
        min_lr=1e-5,
        max_norm=1.0,
    ),
    eval=EvalArgs(interval=100, max_iters=8, initial_validation=False, final_validation=True),
    logger_name="csv",
    num_nodes=1,
    devices=1,
)
