"""The one-line form runs in every prompt and every second in status bars: it loads little."""

import subprocess
import sys

PROBE = """
import sys
from train_watch.report.line import one_line
from train_watch.report.exit_code import exit_code
from train_watch.core.state import RunState
from train_watch.view.options import ViewOptions
one_line(RunState(), 0.0)
exit_code(RunState(), 0.0)
print(*sorted(sys.modules))
"""


def test_neither_the_view_nor_json_nor_dates_are_loaded() -> None:
    run = subprocess.run(
        [sys.executable, "-c", PROBE], capture_output=True, text=True, check=True, timeout=60
    )
    loaded = set(run.stdout.split())
    assert "train_watch.report.line" in loaded
    heavy = {
        "train_watch.view.state",
        "train_watch.view.make",
        "train_watch.advice.table",
        "json",
        "datetime",
        "statistics",
        "unicodedata",
    }
    assert not heavy & loaded
