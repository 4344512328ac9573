"""train_watch: when will it finish? A live terminal dashboard for any running training log."""

__version__ = "0.1.0"
