"""Puts the repository first on the path, so that `tests.core.logs` can be imported anywhere."""

import os
import sys

sys.path.insert(0, os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..")))
