"""A loop with the classic leak: it sums losses as tensors, and so keeps every graph alive."""

import time

import torch
from torch import nn

torch.set_num_threads(1)
torch.manual_seed(10)
model = nn.Sequential(
    nn.Linear(512, 4096), nn.ReLU(), nn.Linear(4096, 4096), nn.ReLU(), nn.Linear(4096, 1)
)
optimizer = torch.optim.SGD(model.parameters(), lr=1e-3)
total_loss, steps = 0, 2000
for step in range(1, steps + 1):
    began = time.time()
    x = torch.randn(256, 512)
    loss = (model(x).squeeze(1) - x[:, 0]).square().mean()
    optimizer.zero_grad()
    loss.backward(retain_graph=True)
    optimizer.step()
    total_loss = total_loss + loss
    if step % 5 == 0:
        ms = 1000 * (time.time() - began)
        print(f"step {step}/{steps} | loss {total_loss.item() / step:.4f} | {ms:.1f} ms/step")
