"""`python -m train_watch` is the command `train-watch`."""

from train_watch.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
