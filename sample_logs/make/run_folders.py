"""Folders as trainers leave them: what `files/hf_output` and `files/lightning_logs` were copied from.

python run_folders.py hf          checkpoint-*/trainer_state.json, the last two kept
python run_folders.py lightning   lightning_logs/version_*/metrics.csv, run it twice
"""

import sys

import torch
from torch import nn


def hf():
    """A small GPT-2 learns to count; a checkpoint every 50 of 400 steps."""
    from transformers import GPT2Config, GPT2LMHeadModel, Trainer, TrainingArguments

    def rows(size, seed):
        generator = torch.Generator().manual_seed(seed)
        start = torch.randint(97, (size, 1), generator=generator)
        ids = (start + 3 * torch.arange(64)) % 97
        return [{"input_ids": row, "labels": row} for row in ids]

    config = GPT2Config(
        vocab_size=97,
        n_positions=64,
        n_embd=64,
        n_layer=2,
        n_head=4,
        bos_token_id=0,
        eos_token_id=0,
    )
    arguments = TrainingArguments(
        output_dir="hf_output",
        num_train_epochs=2,
        per_device_train_batch_size=16,
        learning_rate=5e-4,
        logging_steps=20,
        eval_strategy="steps",
        eval_steps=100,
        save_steps=50,
        save_total_limit=2,
        disable_tqdm=True,
        use_cpu=True,
        report_to="none",
    )
    Trainer(
        model=GPT2LMHeadModel(config),
        args=arguments,
        train_dataset=rows(3200, 1),
        eval_dataset=rows(320, 2),
    ).train()


def lightning():
    """A small classifier; the column of val_loss comes with the end of the first epoch."""
    import lightning
    from lightning.pytorch.loggers import CSVLogger
    from torch.utils.data import DataLoader, TensorDataset

    class Classifier(lightning.LightningModule):
        def __init__(self):
            super().__init__()
            self.net = nn.Sequential(nn.Linear(256, 512), nn.ReLU(), nn.Linear(512, 10))

        def training_step(self, batch, _):
            loss = nn.functional.cross_entropy(self.net(batch[0]), batch[1])
            self.log("train_loss", loss)
            return loss

        def validation_step(self, batch, _):
            self.log("val_loss", nn.functional.cross_entropy(self.net(batch[0]), batch[1]))

        def configure_optimizers(self):
            return torch.optim.Adam(self.parameters(), lr=1e-3)

    def loader(count):
        y = torch.randint(10, (count,))
        return DataLoader(
            TensorDataset(torch.randn(count, 256) + y.view(-1, 1) / 5, y), batch_size=32
        )

    trainer = lightning.Trainer(
        max_epochs=3,
        accelerator="cpu",
        log_every_n_steps=20,
        enable_progress_bar=False,
        logger=CSVLogger(".", flush_logs_every_n_steps=20),
    )
    trainer.fit(Classifier(), loader(32 * 120), loader(32 * 20))


torch.set_num_threads(1)
{"hf": hf, "lightning": lightning}[sys.argv[1]]()
