"""Coqui's `trainer`: the trainer under Coqui TTS, on made-up pictures."""

from dataclasses import dataclass

import stepclock
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset
from trainer import Trainer, TrainerArgs, TrainerConfig, TrainerModel


@dataclass
class Settings(TrainerConfig):
    optimizer: str = "Adam"
    lr: float = 1e-3
    epochs: int = 3
    print_step: int = 10
    print_eval: bool = False
    batch_size: int = 64


class Classifier(TrainerModel):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(
            nn.Conv2d(3, 64, 3, stride=2),
            nn.ReLU(),
            nn.Conv2d(64, 64, 3),
            nn.ReLU(),
            nn.Flatten(),
            nn.Linear(64 * 13 * 13, 10),
        )

    def forward(self, x):
        return self.net(x)

    def train_step(self, batch, criterion):
        logits = self.net(batch["x"])
        return {"logits": logits}, {"loss": criterion(logits, batch["y"])}

    @torch.no_grad()
    def eval_step(self, batch, criterion):
        return self.train_step(batch, criterion)

    def format_batch(self, batch):
        return {"x": batch[0], "y": batch[1]}

    @staticmethod
    def get_criterion():
        return nn.CrossEntropyLoss()

    def get_data_loader(self, *, config, is_eval, **_):
        count = config.batch_size * (30 if is_eval else 150)
        y = torch.randint(10, (count,))
        x = torch.randn(count, 3, 32, 32) + y.view(-1, 1, 1, 1) / 10
        return DataLoader(TensorDataset(x, y), batch_size=config.batch_size)


torch.set_num_threads(1)
stepclock.watch_optimizers()
Trainer(
    TrainerArgs(),
    Settings(),
    output_path="out-coqui",
    model=Classifier(),
    train_samples=[0],
    eval_samples=[0],
).fit()
