"""Hugging Face Trainer: a two-layer GPT-2 made from its configuration, on made-up sequences."""

import torch
from transformers import GPT2Config, GPT2LMHeadModel, Trainer, TrainingArguments


class Counting(torch.utils.data.Dataset):
    """Sequences that count upwards by a random stride, modulo the vocabulary."""

    def __init__(self, size, seed):
        generator = torch.Generator().manual_seed(seed)
        self.start = torch.randint(97, (size, 1), generator=generator)
        self.stride = torch.randint(1, 7, (size, 1), generator=generator)

    def __len__(self):
        return len(self.start)

    def __getitem__(self, index):
        ids = (self.start[index] + self.stride[index] * torch.arange(64)) % 97
        return {"input_ids": ids, "labels": ids}


torch.set_num_threads(1)
model = GPT2LMHeadModel(
    GPT2Config(
        vocab_size=97,
        n_positions=64,
        n_embd=96,
        n_layer=3,
        n_head=4,
        bos_token_id=0,
        eos_token_id=0,
    )
)
arguments = TrainingArguments(
    output_dir="out-hf",
    num_train_epochs=3,
    per_device_train_batch_size=16,
    per_device_eval_batch_size=32,
    learning_rate=5e-4,
    logging_steps=20,
    eval_strategy="steps",
    eval_steps=150,
    save_steps=300,
    use_cpu=True,
    report_to="none",
)
trainer = Trainer(
    model=model,
    args=arguments,
    train_dataset=Counting(4800, seed=1),
    eval_dataset=Counting(960, seed=2),
)
trainer.train()
