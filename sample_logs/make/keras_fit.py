"""Keras 3 on the PyTorch backend: `fit` with its default progress bar, on random pictures."""

import os

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np
import torch

torch.set_num_threads(1)
rng = np.random.default_rng(5)


def pictures(count):
    labels = rng.integers(10, size=count)
    noise = rng.normal(size=(count, 28, 28, 1)) + labels[:, None, None, None] / 10
    return noise.astype("float32"), labels


model = keras.Sequential(
    [
        keras.layers.Conv2D(32, 3, activation="relu"),
        keras.layers.MaxPooling2D(),
        keras.layers.Conv2D(64, 3, activation="relu"),
        keras.layers.GlobalAveragePooling2D(),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
x, y = pictures(160 * 110)
model.fit(
    x,
    y,
    batch_size=160,
    epochs=4,
    validation_data=pictures(160 * 30),
    callbacks=[keras.callbacks.CSVLogger("out-keras.csv")],
)
