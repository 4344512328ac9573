"""LightGBM: 600 rounds on a made-up classification, one line every ten rounds."""

import lightgbm
import numpy as np

rng = np.random.default_rng(12)
x = rng.normal(size=(520_000, 30)).astype("float32")
y = (x[:, 0] * x[:, 1] + x[:, 2] + rng.normal(size=len(x)) > 0).astype(int)
train = lightgbm.Dataset(x[:500_000], y[:500_000])
valid = lightgbm.Dataset(x[500_000:], y[500_000:], reference=train)
lightgbm.train(
    {"objective": "binary", "num_leaves": 255, "learning_rate": 0.02, "num_threads": 1},
    train,
    num_boost_round=600,
    valid_sets=[valid],
    callbacks=[lightgbm.log_evaluation(10)],
)
