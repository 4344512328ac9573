"""scikit-learn: `MLPClassifier(verbose=True)`, a line an iteration (an epoch, in truth)."""

import numpy as np
from sklearn.neural_network import MLPClassifier

rng = np.random.default_rng(11)
y = rng.integers(10, size=12_000)
x = rng.normal(size=(12_000, 128)) + y[:, None] / 10
MLPClassifier((400,), max_iter=60, n_iter_no_change=60, verbose=True, random_state=1).fit(x, y)
