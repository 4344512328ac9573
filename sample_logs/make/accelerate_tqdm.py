"""An Accelerate script as its examples have it: a banner, then one bar over all steps."""

import logging
import math

import torch
from accelerate import Accelerator
from accelerate.logging import get_logger
from torch import nn
from torch.utils.data import DataLoader, TensorDataset
from tqdm.auto import tqdm

logger = get_logger(__name__)
logging.basicConfig(
    format="%(asctime)s - %(levelname)s - %(name)s - %(message)s",
    datefmt="%m/%d/%Y %H:%M:%S",
    level=logging.INFO,
)
torch.set_num_threads(1)
torch.manual_seed(6)
accelerator = Accelerator(cpu=True, gradient_accumulation_steps=2)

x = torch.randn(9600, 256)
data = TensorDataset(x, (x[:, 0] * x[:, 1] > 0).long())
loader = DataLoader(data, batch_size=16, shuffle=True)
model = nn.Sequential(
    nn.Linear(256, 1024), nn.ReLU(), nn.Linear(1024, 2048), nn.ReLU(), nn.Linear(2048, 2)
)
optimizer = torch.optim.AdamW(model.parameters(), lr=3e-4)
model, optimizer, loader = accelerator.prepare(model, optimizer, loader)

epochs = 4
steps_per_epoch = math.ceil(len(loader) / accelerator.gradient_accumulation_steps)
max_train_steps = epochs * steps_per_epoch
logger.info("***** Running training *****")
logger.info(f"  Num examples = {len(data)}")
logger.info(f"  Num Epochs = {epochs}")
logger.info(f"  Gradient Accumulation steps = {accelerator.gradient_accumulation_steps}")
logger.info(f"  Total optimization steps = {max_train_steps}")
progress_bar = tqdm(range(max_train_steps), disable=not accelerator.is_local_main_process)
for epoch in range(epochs):
    for x, y in loader:
        with accelerator.accumulate(model):
            loss = nn.functional.cross_entropy(model(x), y)
            accelerator.backward(loss)
            optimizer.step()
            optimizer.zero_grad()
        if accelerator.sync_gradients:
            progress_bar.update(1)
            progress_bar.set_postfix(epoch=epoch, loss=loss.item())
accelerator.end_training()
