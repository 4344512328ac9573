"""tf_keras (Keras 2 on TensorFlow): `fit` with its default bar, on made-up pictures."""

import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "2"

import numpy as np
import stepclock
import tensorflow
import tf_keras

tensorflow.config.threading.set_intra_op_parallelism_threads(1)
rng = np.random.default_rng(15)


def pictures(count):
    labels = rng.integers(10, size=count)
    noise = rng.normal(size=(count, 28, 28, 1)) + labels[:, None, None, None] / 10
    return noise.astype("float32"), labels


class Clock(tf_keras.callbacks.Callback):
    """Count the batches."""

    def on_train_batch_end(self, batch, logs=None):
        stepclock.tick()


model = tf_keras.Sequential(
    [
        tf_keras.layers.Conv2D(32, 3, activation="relu"),
        tf_keras.layers.MaxPooling2D(),
        tf_keras.layers.Conv2D(64, 3, activation="relu"),
        tf_keras.layers.GlobalAveragePooling2D(),
        tf_keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
x, y = pictures(128 * 110)
model.fit(x, y, batch_size=128, epochs=4, validation_data=pictures(128 * 30), callbacks=[Clock()])
