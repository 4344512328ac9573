"""Makes `logs` importable for this room's tests (the folders are no packages)."""

import os
import sys

sys.path.insert(0, os.path.dirname(__file__))
