"""skorch: `NeuralNetClassifier.fit` on made-up rows, its table of epochs."""

import numpy as np
import stepclock
import torch
from skorch import NeuralNetClassifier
from skorch.callbacks import Callback
from torch import nn


class Clock(Callback):
    """Count the epochs."""

    def on_epoch_end(self, net, **kwargs):
        stepclock.tick()


torch.set_num_threads(1)
rng = np.random.default_rng(8)
y = rng.integers(10, size=12_000)
x = (rng.normal(size=(12_000, 128)) + y[:, None] / 10).astype("float32")
net = NeuralNetClassifier(
    nn.Sequential(nn.Linear(128, 300), nn.ReLU(), nn.Linear(300, 10)),
    criterion=nn.CrossEntropyLoss,
    max_epochs=60,
    lr=0.05,
    callbacks=[Clock()],
)
net.fit(x, y)
