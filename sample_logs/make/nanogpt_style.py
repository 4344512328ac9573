"""A small character-level GPT, trained as nanoGPT trains one and printing the lines it prints.

    python nanogpt_style.py [CONFIG.py] [--KEY=VALUE ...]

The text is made up here, so nothing is downloaded. Two keys are our own: from iteration
`longer_from` on, batches are `longer_block_size` characters long (longer documents come late
in the data), which makes every iteration slower for good.
"""

import ast
import math
import os
import random
import sys
import time

import torch
from torch import nn
from torch.nn import functional

config = {
    "out_dir": "out",
    "init_from": "scratch",
    "eval_interval": 250,
    "eval_iters": 50,
    "log_interval": 10,
    "always_save_checkpoint": True,
    "max_iters": 2000,
    "batch_size": 16,
    "block_size": 64,
    "longer_from": None,
    "longer_block_size": 128,
    "n_layer": 4,
    "n_head": 4,
    "n_embd": 96,
    "dropout": 0.0,
    "learning_rate": 1e-3,
    "min_lr": 1e-4,
    "warmup_iters": 100,
    "grad_clip": 1.0,
    "weight_decay": 1e-1,
    "compile": False,
    "flops_promised": 1e11,  # of one core, for mfu
    "seed": 1337,
}


def read_arguments(arguments):
    for argument in arguments:
        if not argument.startswith("--"):
            print(f"Overriding config with {argument}:")
            text = open(argument).read()
            print(text)
            assignments = [line.split("#")[0] for line in text.splitlines()]
            pairs = [line.split("=", 1) for line in assignments if "=" in line]
        else:
            pairs = [argument[2:].split("=", 1)]
        for key, value in pairs:
            key, value = key.strip(), value.strip()
            try:
                config[key] = ast.literal_eval(value)
            except (ValueError, SyntaxError):
                config[key] = value
            if argument.startswith("--"):
                print(f"Overriding: {key} = {config[key]}")


def make_text(sentences=6000):
    """Sentences of a tiny grammar: easy to learn, with some chance in every word."""
    rng = random.Random(7)
    who = ["the cat", "a heron", "my neighbour", "the old ferry", "that child", "one of them"]
    does = ["watches", "carries", "paints", "forgets", "repairs", "follows"]
    what = ["the river", "seven lanterns", "a wooden boat", "the quiet street", "two letters"]
    when = ["at dawn", "after the rain", "every winter", "before noon", "without a word"]
    return "".join(
        f"{rng.choice(who)} {rng.choice(does)} {rng.choice(what)} {rng.choice(when)}.\n"
        for _ in range(sentences)
    )


class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.mlp = nn.Sequential(
            nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width)
        )

    def forward(self, x):
        batch, time_, width = x.shape
        parts = self.qkv(self.norm1(x)).view(batch, time_, 3, self.heads, width // self.heads)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        y = functional.scaled_dot_product_attention(query, key, value, is_causal=True)
        x = x + self.out(y.transpose(1, 2).reshape(batch, time_, width))
        return x + self.mlp(self.norm2(x))


class TinyGPT(nn.Module):
    def __init__(self, vocab, longest):
        super().__init__()
        width = config["n_embd"]
        self.token, self.place = nn.Embedding(vocab, width), nn.Embedding(longest, width)
        self.blocks = nn.Sequential(
            *(Block(width, config["n_head"]) for _ in range(config["n_layer"]))
        )
        self.norm, self.head = nn.LayerNorm(width), nn.Linear(width, vocab, bias=False)
        for parameter in self.parameters():
            if parameter.dim() >= 2:
                nn.init.normal_(parameter, std=0.02)

    def forward(self, x, y):
        hidden = self.token(x) + self.place(torch.arange(x.size(1)))
        logits = self.head(self.norm(self.blocks(hidden)))
        return functional.cross_entropy(logits.view(-1, logits.size(-1)), y.view(-1))


def learning_rate(iteration):
    if iteration < config["warmup_iters"]:
        return config["learning_rate"] * (iteration + 1) / (config["warmup_iters"] + 1)
    share = (iteration - config["warmup_iters"]) / (config["max_iters"] - config["warmup_iters"])
    low, high = config["min_lr"], config["learning_rate"]
    return low + 0.5 * (1 + math.cos(math.pi * min(share, 1))) * (high - low)


read_arguments(sys.argv[1:])
torch.manual_seed(config["seed"])
torch.set_num_threads(1)
os.makedirs(config["out_dir"], exist_ok=True)
checkpoint_path = os.path.join(config["out_dir"], "ckpt.pt")

text = make_text()
letters = sorted(set(text))
data = torch.tensor([letters.index(letter) for letter in text])
split = int(0.9 * len(data))
data = {"train": data[:split], "val": data[split:]}
block_size = config["block_size"]
print(f"tokens per iteration will be: {config['batch_size'] * block_size:,}")
print(f"found vocab_size = {len(letters)} (in the text)")


def get_batch(part):
    source = data[part]
    starts = torch.randint(len(source) - block_size - 1, (config["batch_size"],)).tolist()
    x = torch.stack([source[i : i + block_size] for i in starts])
    y = torch.stack([source[i + 1 : i + 1 + block_size] for i in starts])
    return x, y


@torch.no_grad()
def estimate_loss():
    model.eval()
    means = {
        part: sum(model(*get_batch(part)).item() for _ in range(config["eval_iters"]))
        / config["eval_iters"]
        for part in ("train", "val")
    }
    model.train()
    return means


model = TinyGPT(len(letters), max(block_size, config["longer_block_size"]))
iter_num, best_val_loss = 0, 1e9
if config["init_from"] == "resume":
    print(f"Resuming training from {config['out_dir']}")
    checkpoint = torch.load(checkpoint_path)
    model.load_state_dict(checkpoint["model"])
    iter_num, best_val_loss = checkpoint["iter_num"], checkpoint["best_val_loss"]
else:
    print("Initializing a new model from scratch")
parameters = sum(p.numel() for p in model.parameters())
print(f"number of parameters: {parameters / 1e6:.2f}M")

decayed = [p for p in model.parameters() if p.dim() >= 2]
others = [p for p in model.parameters() if p.dim() < 2]
for name, group in (("decayed", decayed), ("non-decayed", others)):
    numbers = sum(p.numel() for p in group)
    print(f"num {name} parameter tensors: {len(group)}, with {numbers:,} parameters")
optimizer = torch.optim.AdamW(
    [
        {"params": decayed, "weight_decay": config["weight_decay"]},
        {"params": others, "weight_decay": 0.0},
    ],
    betas=(0.9, 0.99),
)
print("using fused AdamW: False")
if config["init_from"] == "resume":
    optimizer.load_state_dict(checkpoint["optimizer"])
raw_model = model
if config["compile"]:
    print("compiling the model... (takes a ~minute)")
    model = torch.compile(model)

x, y = get_batch("train")
t0 = time.time()
local_iter_num, running_mfu = 0, -1.0
while True:
    for group in optimizer.param_groups:
        group["lr"] = learning_rate(iter_num)
    if config["longer_from"] is not None and iter_num == config["longer_from"]:
        block_size = config["longer_block_size"]

    if iter_num % config["eval_interval"] == 0:
        losses = estimate_loss()
        print(f"step {iter_num}: train loss {losses['train']:.4f}, val loss {losses['val']:.4f}")
        if losses["val"] < best_val_loss or config["always_save_checkpoint"]:
            best_val_loss = min(losses["val"], best_val_loss)
            if iter_num > 0:
                print(f"saving checkpoint to {config['out_dir']}")
                torch.save(
                    {
                        "model": raw_model.state_dict(),
                        "optimizer": optimizer.state_dict(),
                        "iter_num": iter_num,
                        "best_val_loss": best_val_loss,
                        "config": config,
                    },
                    checkpoint_path,
                )

    loss = model(x, y)
    x, y = get_batch("train")
    loss.backward()
    nn.utils.clip_grad_norm_(raw_model.parameters(), config["grad_clip"])
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)

    t1 = time.time()
    dt = t1 - t0
    t0 = t1
    if iter_num % config["log_interval"] == 0:
        lossf = loss.item()
        if local_iter_num >= 5:
            tokens = config["batch_size"] * block_size
            flops = 6 * parameters + 12 * config["n_layer"] * config["n_embd"] * block_size
            mfu = flops * tokens / dt / config["flops_promised"]
            running_mfu = mfu if running_mfu == -1.0 else 0.9 * running_mfu + 0.1 * mfu
        print(
            f"iter {iter_num}: loss {lossf:.4f}, time {dt * 1000:.2f}ms, mfu {running_mfu * 100:.2f}%"
        )
    iter_num += 1
    local_iter_num += 1
    if iter_num > config["max_iters"]:
        break
