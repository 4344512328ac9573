"""PyTorch Lightning: a small convolutional net on random pictures.

    python lightning_bars.py [tqdm|rich]

`tqdm` asks for the tqdm bar; `rich` takes Lightning's default where rich is installed.
"""

import sys

import lightning
import torch
from lightning.pytorch.callbacks import TQDMProgressBar
from lightning.pytorch.loggers import CSVLogger
from torch import nn
from torch.utils.data import DataLoader, TensorDataset


class Classifier(lightning.LightningModule):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(
            nn.Conv2d(3, 48, 3, padding=1),
            nn.ReLU(),
            nn.Conv2d(48, 96, 3, padding=1, stride=2),
            nn.ReLU(),
            nn.AdaptiveAvgPool2d(4),
            nn.Flatten(),
            nn.Linear(96 * 16, 10),
        )

    def training_step(self, batch, _):
        x, y = batch
        loss = nn.functional.cross_entropy(self.net(x), y)
        self.log("train_loss", loss, prog_bar=True)
        return loss

    def validation_step(self, batch, _):
        x, y = batch
        self.log("val_loss", nn.functional.cross_entropy(self.net(x), y), prog_bar=True)

    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters(), lr=1e-3)


def pictures(count):
    """Pictures whose class is a little visible in their brightness."""
    y = torch.randint(10, (count,))
    return TensorDataset(torch.randn(count, 3, 32, 32) + y.view(-1, 1, 1, 1) / 10, y)


torch.set_num_threads(1)
lightning.seed_everything(3)
trainer = lightning.Trainer(
    max_epochs=4,
    accelerator="cpu",
    logger=CSVLogger("out-lightning"),
    callbacks=[TQDMProgressBar()] if sys.argv[1:] == ["tqdm"] else [],
)
trainer.fit(
    Classifier(),
    DataLoader(pictures(64 * 180), batch_size=64, shuffle=True),
    DataLoader(pictures(64 * 40), batch_size=64),
)
