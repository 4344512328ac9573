"""Two processes under torchrun, both logging: distributed data parallel on the CPU (gloo)."""

import os
import time

import torch
from torch import distributed, nn

torch.set_num_threads(1)
distributed.init_process_group("gloo")
rank = distributed.get_rank()
torch.manual_seed(rank)
model = nn.parallel.DistributedDataParallel(
    nn.Sequential(nn.Linear(512, 2048), nn.GELU(), nn.Linear(2048, 512))
)
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
steps = 600
if rank == 0:
    print(f"world size {os.environ['WORLD_SIZE']}, training for {steps} steps")
for step in range(1, steps + 1):
    began = time.time()
    x = torch.randn(128, 512)
    loss = (model(x) - x.flip(1)).square().mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 10 == 0:
        seconds = time.time() - began
        print(f"step {step}/{steps} loss {loss.item():.4f} time {seconds:.3f}s")
distributed.destroy_process_group()
