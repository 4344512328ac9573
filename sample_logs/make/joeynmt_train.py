"""JoeyNMT: a small transformer that learns to reverse sequences of letters."""

import random
import sys
from pathlib import Path

import stepclock
import torch
from joeynmt.__main__ import main

CONFIGURATION = """
name: reverse
joeynmt_version: 2.3.0
model_dir: out-joey
use_cuda: False
fp16: False
random_seed: 14
data:
  train: joey/train
  dev: joey/dev
  dataset_type: plain
  src: {lang: src, level: word, lowercase: False, max_length: 30, voc_limit: 100, voc_min_freq: 1}
  trg: {lang: trg, level: word, lowercase: False, max_length: 30, voc_limit: 100, voc_min_freq: 1}
testing: {beam_size: 1, batch_size: 50, batch_type: sentence, eval_metrics: [bleu]}
training:
  optimizer: adam
  learning_rate: 0.001
  scheduling: exponential
  decrease_factor: 0.99
  batch_size: 64
  batch_type: sentence
  epochs: 6
  validation_freq: 100
  logging_freq: 10
  overwrite: True
  shuffle: True
  early_stopping_metric: loss
  keep_best_ckpts: 2
model:
  initializer: xavier_uniform
  embed_initializer: xavier_uniform
  tied_embeddings: False
  tied_softmax: False
  encoder: {type: transformer, num_layers: 2, num_heads: 4, hidden_size: 64, ff_size: 128,
    dropout: 0.1, embeddings: {embedding_dim: 64}}
  decoder: {type: transformer, num_layers: 2, num_heads: 4, hidden_size: 64, ff_size: 128,
    dropout: 0.1, embeddings: {embedding_dim: 64}}
"""


def write(name, count):
    """A file of sequences and one of the same in reverse."""
    rows = [
        [random.choice("abcdefghij") for _ in range(random.randint(5, 25))] for _ in range(count)
    ]
    Path(f"joey/{name}.src").write_text("".join(" ".join(row) + "\n" for row in rows))
    Path(f"joey/{name}.trg").write_text("".join(" ".join(row[::-1]) + "\n" for row in rows))


torch.set_num_threads(1)
random.seed(14)
stepclock.watch_optimizers()
Path("joey").mkdir(exist_ok=True)
write("train", 64 * 70)
write("dev", 100)
Path("joey.yaml").write_text(CONFIGURATION)
sys.argv = ["joeynmt", "train", "joey.yaml", "--skip-test"]
main()
