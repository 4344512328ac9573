"""flair: a sequence tagger on made-up sentences, trained by its ModelTrainer."""

import random
from pathlib import Path

import flair
import stepclock
import torch
from flair.datasets import ColumnCorpus
from flair.embeddings import OneHotEmbeddings
from flair.models import SequenceTagger
from flair.trainers import ModelTrainer

flair.device = torch.device("cpu")
torch.set_num_threads(1)
random.seed(17)
stepclock.watch_optimizers()


def write(name, count):
    """A word's tag depends on the word before it."""
    with open(f"flair/{name}.txt", "w") as file:
        for _ in range(count):
            before = 0
            for word in random.choices(range(300), k=12):
                file.write(f"word{word} {'AB'[before % 2]}\n")
                before = word
            file.write("\n")


Path("flair").mkdir(exist_ok=True)
for name, count in (("train", 32 * 60), ("dev", 300), ("test", 300)):
    write(name, count)
corpus = ColumnCorpus("flair", {0: "text", 1: "tag"}, "train.txt", "test.txt", "dev.txt")
words = OneHotEmbeddings.from_corpus(corpus, min_freq=1, embedding_length=64)
tagger = SequenceTagger(
    words, corpus.make_label_dictionary("tag", add_unk=False), "tag", hidden_size=64
)
ModelTrainer(tagger, corpus).train(
    "out-flair", learning_rate=0.1, mini_batch_size=32, max_epochs=4, train_with_dev=False
)
