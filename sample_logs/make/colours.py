"""A home-made loop that colours its fields and redraws its line between logged steps."""

import time

import torch
from torch import nn

RED, GREEN, YELLOW, CYAN, DIM, RESET = (f"\x1b[{code}m" for code in (31, 32, 33, 36, 2, 0))

torch.set_num_threads(1)
torch.manual_seed(12)
model = nn.Sequential(nn.Linear(512, 2048), nn.GELU(), nn.Linear(2048, 512))
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
steps = 1000
print(f"{DIM}training for{RESET} {CYAN}max_steps = {steps}{RESET}")
for step in range(1, steps + 1):
    began = time.time()
    x = torch.randn(128, 512)
    loss = (model(x) - x.flip(1)).square().mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    ms = 1000 * (time.time() - began)
    colour = GREEN if loss < 0.3 else YELLOW if loss < 0.8 else RED
    print(
        f"\r\x1b[2K{CYAN}step:{RESET} \x1b[1m{step:>5}\x1b[22m/{steps}"
        f"  {CYAN}loss:{RESET} {colour}{loss.item():.4f}{RESET}"
        f"  {CYAN}step_time:{RESET} {YELLOW}{ms:.1f}\x1b[39mms",
        end="\n" if step % 20 == 0 else "",
        flush=True,
    )
print(f"{GREEN}training complete{RESET}")
