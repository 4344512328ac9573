"""MosaicML Composer: `Trainer.fit` on made-up pictures.

    python composer_fit.py [console]

With `console` it logs blocks of lines every 5 batches, else it draws its progress bar.
"""

import sys

import stepclock
import torch
from composer import Trainer
from composer.callbacks import RuntimeEstimator, SpeedMonitor
from composer.models import ComposerClassifier
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.set_num_threads(1)
torch.manual_seed(13)
stepclock.watch_optimizers()


def pictures(count):
    y = torch.randint(10, (count,))
    return TensorDataset(torch.randn(count, 3, 32, 32) + y.view(-1, 1, 1, 1) / 10, y)


net = nn.Sequential(
    nn.Conv2d(3, 64, 3, stride=2),
    nn.ReLU(),
    nn.Conv2d(64, 64, 3),
    nn.ReLU(),
    nn.Flatten(),
    nn.Linear(64 * 13 * 13, 10),
)
console = sys.argv[1:] == ["console"]
Trainer(
    model=ComposerClassifier(net, num_classes=10),
    train_dataloader=DataLoader(pictures(160 * 60), batch_size=160, shuffle=True),
    eval_dataloader=DataLoader(pictures(160 * 12), batch_size=160),
    optimizers=torch.optim.Adam(net.parameters()),
    max_duration="3ep",
    eval_interval="1ep",
    device="cpu",
    progress_bar=not console,
    log_to_console=console,
    console_log_interval="5ba",
    callbacks=[SpeedMonitor(window_size=20), RuntimeEstimator()] if console else [],
).fit()
