"""MMEngine: its Runner over a small regression model, by iterations, with its text log."""

import torch
from mmengine.evaluator import BaseMetric
from mmengine.model import BaseModel
from mmengine.runner import Runner
from torch import nn
from torch.utils.data import TensorDataset


class Regression(BaseModel):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(256, 2048), nn.ReLU(), nn.Linear(2048, 2048), nn.ReLU(), nn.Linear(2048, 1)
        )

    def forward(self, x, y, mode):
        error = (self.net(x).squeeze(1) - y).square()
        return {"loss": error.mean()} if mode == "loss" else list(error)


class MeanError(BaseMetric):
    def process(self, data_batch, data_samples):
        self.results += [sample.item() for sample in data_samples]

    def compute_metrics(self, results):
        return {"mse": sum(results) / len(results)}


def dataset(count):
    x = torch.randn(count, 256)
    return TensorDataset(x, x[:, 0] * x[:, 1] + x[:, 2])


def loader(count, shuffle):
    return {
        "batch_size": 64,
        "dataset": dataset(count),
        "sampler": {"type": "DefaultSampler", "shuffle": shuffle},
        "collate_fn": {"type": "default_collate"},
    }


torch.set_num_threads(1)
runner = Runner(
    model=Regression(),
    work_dir="out-mmengine",
    experiment_name="regression",
    randomness={"seed": 9},
    train_dataloader=loader(64 * 400, shuffle=True),
    val_dataloader=loader(64 * 60, shuffle=False),
    train_cfg={"by_epoch": True, "max_epochs": 4, "val_interval": 1},
    val_cfg={},
    val_evaluator={"type": MeanError, "prefix": "val"},
    optim_wrapper={"optimizer": {"type": "AdamW", "lr": 3e-4}},
    default_hooks={"logger": {"type": "LoggerHook", "interval": 20}},
)
runner.train()
