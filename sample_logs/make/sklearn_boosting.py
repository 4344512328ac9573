"""scikit-learn: `GradientBoostingRegressor(verbose=1)`, its table with the remaining time."""

import numpy as np
from sklearn.ensemble import GradientBoostingRegressor

rng = np.random.default_rng(12)
x = rng.normal(size=(12_000, 20))
y = x[:, 0] * x[:, 1] + np.sin(3 * x[:, 2]) + 0.1 * rng.normal(size=12_000)
GradientBoostingRegressor(n_estimators=250, subsample=0.7, verbose=1, random_state=1).fit(x, y)
