"""CatBoost: 700 trees on a made-up classification, one line every ten."""

import numpy as np
from catboost import CatBoostClassifier

rng = np.random.default_rng(13)
x = rng.normal(size=(120_000, 30)).astype("float32")
y = (x[:, 0] * x[:, 1] + x[:, 2] + rng.normal(size=len(x)) > 0).astype(int)
model = CatBoostClassifier(
    iterations=700, depth=8, thread_count=1, verbose=10, train_dir="out-catboost"
)
model.fit(x[:100_000], y[:100_000], eval_set=(x[100_000:], y[100_000:]))
