"""PyTorch-Ignite: a trainer with its tqdm bar, evaluated after each epoch."""

import stepclock
import torch
from ignite.engine import Events, create_supervised_evaluator, create_supervised_trainer
from ignite.handlers.tqdm_logger import ProgressBar
from ignite.metrics import Accuracy, RunningAverage
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.set_num_threads(1)
torch.manual_seed(7)
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
trainer = create_supervised_trainer(net, torch.optim.Adam(net.parameters()), nn.CrossEntropyLoss())
evaluator = create_supervised_evaluator(net, metrics={"accuracy": Accuracy()})
RunningAverage(output_transform=lambda loss: loss).attach(trainer, "loss")
bar = ProgressBar()
bar.attach(trainer, ["loss"])
held_out = DataLoader(pictures(128 * 25), batch_size=128)


@trainer.on(Events.EPOCH_COMPLETED)
def evaluate(engine):
    evaluator.run(held_out)
    bar.log_message(f"epoch {engine.state.epoch} validation {evaluator.state.metrics}")


trainer.run(DataLoader(pictures(128 * 120), batch_size=128, shuffle=True), max_epochs=3)
