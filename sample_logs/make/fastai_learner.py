"""fastai: a small perceptron on made-up rows, `fit_one_cycle` with its default progress bar."""

import stepclock
import torch
from fastai.basics import Callback, DataLoader, DataLoaders, Learner, accuracy, nn
from fastai.callback.schedule import Learner as _  # noqa: F401 (gives Learner its fit_one_cycle)

torch.set_num_threads(1)
torch.manual_seed(6)


class Clock(Callback):
    """Count the batches."""

    def after_step(self):
        stepclock.tick()


def rows(count):
    y = torch.randint(10, (count,))
    return list(zip(torch.randn(count, 256) + y.view(-1, 1) / 10, y, strict=True))


loaders = DataLoaders(
    DataLoader(rows(64 * 150), bs=64, shuffle=True), DataLoader(rows(64 * 30), bs=64)
)
net = nn.Sequential(
    nn.Linear(256, 1200), nn.ReLU(), nn.Linear(1200, 1200), nn.ReLU(), nn.Linear(1200, 10)
)
learner = Learner(loaders, net, loss_func=nn.CrossEntropyLoss(), metrics=accuracy)
learner.fit_one_cycle(8, 1e-3, cbs=Clock())
