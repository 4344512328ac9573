"""XGBoost: 400 rounds on a made-up regression, evaluated every round."""

import numpy as np
import xgboost

rng = np.random.default_rng(11)
x = rng.normal(size=(600_000, 30)).astype("float32")
y = x[:, 0] * x[:, 1] + np.sin(3 * x[:, 2]) + 0.3 * rng.normal(size=len(x))
train = xgboost.DMatrix(x[:500_000], y[:500_000])
valid = xgboost.DMatrix(x[500_000:], y[500_000:])
xgboost.train(
    {"max_depth": 8, "eta": 0.05, "nthread": 1},
    train,
    num_boost_round=400,
    evals=[(train, "train"), (valid, "valid")],
)
