"""PaddlePaddle: `paddle.Model.fit` with its default bar, on made-up pictures."""

import numpy as np
import paddle
import stepclock
from paddle import nn


class Pictures(paddle.io.Dataset):
    """Pictures whose class is a little visible in their brightness."""

    def __init__(self, count, seed):
        rng = np.random.default_rng(seed)
        self.y = rng.integers(10, size=(count, 1))
        noise = rng.normal(size=(count, 3, 32, 32)) + self.y[:, :, None, None] / 10
        self.x = noise.astype("float32")

    def __len__(self):
        return len(self.y)

    def __getitem__(self, index):
        return self.x[index], self.y[index]


class Clock(paddle.callbacks.Callback):
    """Count the batches."""

    def on_train_batch_end(self, step, logs=None):
        stepclock.tick()


net = nn.Sequential(
    nn.Conv2D(3, 64, 3, stride=2),
    nn.ReLU(),
    nn.Conv2D(64, 64, 3),
    nn.ReLU(),
    nn.Flatten(),
    nn.Linear(64 * 13 * 13, 10),
)
model = paddle.Model(net)
model.prepare(
    paddle.optimizer.Adam(parameters=model.parameters()),
    nn.CrossEntropyLoss(),
    paddle.metric.Accuracy(),
)
model.fit(
    Pictures(64 * 80, 1),
    Pictures(64 * 30, 2),
    batch_size=64,
    epochs=3,
    verbose=2,
    log_freq=10,
    callbacks=[Clock()],
)
