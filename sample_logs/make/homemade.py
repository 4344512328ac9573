"""A loop as one writes it in an afternoon: epochs, batches, a print every 20 batches.

python homemade.py [EPOCHS]
"""

import sys
import time

import torch
from torch import nn

torch.set_num_threads(1)
torch.manual_seed(8)
batches, held_out = 469, slice(64 * 469, None)
x = torch.randn(64 * 500, 784)
y = (x[:, :10] + 0.5 * torch.randn(len(x), 10)).argmax(1)
model = nn.Sequential(
    nn.Linear(784, 1500), nn.ReLU(), nn.Linear(1500, 1500), nn.ReLU(), nn.Linear(1500, 10)
)
optimizer = torch.optim.Adam(model.parameters(), lr=2e-4)
epochs = int(sys.argv[1]) if sys.argv[1:] else 5
print(f"training for {epochs} epochs, {batches} batches each")
for epoch in range(1, epochs + 1):
    order = torch.randperm(batches).tolist()
    for number in range(1, batches + 1):
        began = time.time()
        rows = slice(64 * order[number - 1], 64 * order[number - 1] + 64)
        loss = nn.functional.cross_entropy(model(x[rows]), y[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if number % 20 == 0:
            seconds = time.time() - began
            print(
                f"epoch {epoch} batch {number}/{batches} loss {loss.item():.2f} ({seconds:.3f} s/batch)"
            )
    with torch.no_grad():
        right = (model(x[held_out]).argmax(1) == y[held_out]).float().mean()
    print(f"epoch {epoch} done, validation accuracy {right:.3f}")
print("done")
