"""pytorch-tabnet: `TabNetClassifier.fit`, a line an epoch."""

import numpy as np
import stepclock
import torch
from pytorch_tabnet.callbacks import Callback
from pytorch_tabnet.tab_model import TabNetClassifier


class Clock(Callback):
    """Count the epochs."""

    def on_epoch_end(self, epoch, logs=None):
        stepclock.tick()


torch.set_num_threads(1)
rng = np.random.default_rng(10)
y = rng.integers(4, size=6_000)
x = (rng.normal(size=(6_000, 32)) + y[:, None] / 5).astype("float32")
TabNetClassifier(verbose=1, seed=1, device_name="cpu").fit(
    x[:5000],
    y[:5000],
    eval_set=[(x[5000:], y[5000:])],
    max_epochs=50,
    patience=50,
    batch_size=512,
    virtual_batch_size=128,
    callbacks=[Clock()],
)
