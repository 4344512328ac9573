"""sentence-transformers: its Trainer on a two-layer BERT made from a configuration."""

import random

import stepclock
import torch
from datasets import Dataset
from sentence_transformers import (
    SentenceTransformer,
    SentenceTransformerTrainer,
    SentenceTransformerTrainingArguments,
    losses,
)
from sentence_transformers.models import Pooling, Transformer
from transformers import BertConfig, BertModel, BertTokenizer

torch.set_num_threads(1)
random.seed(9)
stepclock.watch_optimizers()
words = [f"word{number}" for number in range(400)]
with open("vocab.txt", "w") as vocabulary:
    vocabulary.write("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *words]))
config = BertConfig(
    vocab_size=405,
    hidden_size=128,
    num_hidden_layers=2,
    num_attention_heads=4,
    intermediate_size=256,
)
BertModel(config).save_pretrained("tiny-bert")
BertTokenizer("vocab.txt").save_pretrained("tiny-bert")
base = Transformer("tiny-bert", max_seq_length=32)
model = SentenceTransformer(modules=[base, Pooling(128)], device="cpu")


def pairs(count):
    """Two sentences that share half of their words."""
    chosen = [random.sample(words, 18) for _ in range(count)]
    return Dataset.from_dict(
        {
            "anchor": [" ".join(c[:12]) for c in chosen],
            "positive": [" ".join(c[6:]) for c in chosen],
        }
    )


trainer = SentenceTransformerTrainer(
    model=model,
    args=SentenceTransformerTrainingArguments(
        "out-st",
        num_train_epochs=2,
        per_device_train_batch_size=16,
        logging_steps=25,
        eval_strategy="steps",
        eval_steps=150,
        save_strategy="no",
        use_cpu=True,
        report_to="none",
    ),
    train_dataset=pairs(16 * 300),
    eval_dataset=pairs(16 * 30),
    loss=losses.MultipleNegativesRankingLoss(model),
)
trainer.train()
