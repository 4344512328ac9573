"""spaCy: `spacy train` of a text classifier on made-up sentences, its table."""

import random
from pathlib import Path

import spacy
import stepclock
from spacy.cli.init_config import init_config
from spacy.cli.train import train
from spacy.tokens import DocBin
from thinc.optimizers import Optimizer

random.seed(16)
pipeline = spacy.blank("en")


def write(name, count):
    """Sentences of two kinds that share most of their words."""
    docs = DocBin()
    for _ in range(count):
        kind = random.random() < 0.5
        words = random.choices(range(0, 300) if kind else range(150, 450), k=20)
        doc = pipeline.make_doc(" ".join(f"word{word}" for word in words))
        doc.cats = {"A": float(kind), "B": float(not kind)}
        docs.add(doc)
    docs.to_disk(name)


step = Optimizer.step_schedules


def counted(self):
    """The end of a step, counted."""
    stepclock.tick()
    return step(self)


Optimizer.step_schedules = counted
write("train.spacy", 3000)
write("dev.spacy", 300)
init_config(lang="en", pipeline=["textcat"], optimize="efficiency").to_disk("spacy.cfg")
train(
    Path("spacy.cfg"),
    "out-spacy",
    overrides={
        "paths.train": "train.spacy",
        "paths.dev": "dev.spacy",
        "training.max_steps": 600,
        "training.eval_frequency": 25,
        "training.patience": 0,
    },
)
