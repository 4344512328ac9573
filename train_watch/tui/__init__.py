"""The dashboard: the only room that knows Textual. It draws a `ViewState` and nothing else.

    Feed.view() --> painter: panels and screens, pure --> rows of text --> canvas: changed cells only
    keys (one table) --> app: what they do --> Ui (page, scroll, prompt) or the Feed

Importing this package loads neither Textual nor Rich; `run_dashboard` does.
"""

from train_watch.tui.feed import Feed, LogTail, Look
from train_watch.tui.run import run_dashboard

__all__ = ["Feed", "LogTail", "Look", "run_dashboard"]
