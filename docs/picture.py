"""Draws the README's pictures from the bundled recording, and lists the catalogue's trainers in it.

    python docs/picture.py           rewrites docs/dashboard.svg and the pictures in README.md
    python docs/picture.py --check   tells whether they are what the program draws (a test does)

The recording is replayed to `AT_S` seconds by a clock that is a number, so the result is the same
everywhere.
"""

import re
import sys
import textwrap
from pathlib import Path

from train_watch.commands.demo import recording_path
from train_watch.report.text import text_report
from train_watch.session import Session
from train_watch.settings import Settings
from train_watch.sources.replay import ReplaySource, load_recording
from train_watch.tui.preview import as_text, screenshot
from train_watch.view.clock import fixed_zone
from train_watch.view.make import make_view
from train_watch.view.options import ViewOptions
from train_watch.view.state import ViewState

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
SVG = ROOT / "docs" / "dashboard.svg"
STARTED_AT = 1_795_620_000.0
"""A Wednesday, 14:40 UTC."""
WIDTH = 116
"""Columns of the README's prose."""
AT_S = 447.0
"""Into the recording: evaluations have been seen, and the slowdown has begun and been noticed."""


def view_of_the_demo(at_s: float = AT_S) -> ViewState:
    """The view `at_s` seconds into the recording."""
    now = STARTED_AT
    rows = load_recording(Path(recording_path()).read_text(encoding="utf-8").splitlines())
    source = ReplaySource(rows, clock=lambda: now)
    session = Session(source, Settings())
    due = [STARTED_AT + at for at, _ in rows if at <= at_s]
    for now in (*due, STARTED_AT + at_s):  # noqa: B007 - the clock reads it
        session.drain()
    options = ViewOptions(
        name="train.log",
        path="out-tiny-words/train.log",
        zone=fixed_zone(0.0),
        log=tuple(session.tail)[-40:],
        deadline_at=STARTED_AT + 900,
        badge="events",
    )
    return make_view(session.state(now), now, options=options)


def pictures() -> dict[str, str]:
    """Name -> text, as they stand between `<!-- picture: NAME -->` and `<!-- end -->`."""
    view = view_of_the_demo()
    return {
        "80x24": as_text(view, 80, 24).rstrip("\n"),
        "once": text_report(view).rstrip("\n"),
    }


def trainers() -> str:
    """How many definitions the catalogue has, and their names."""
    files = sorted((ROOT / "train_watch" / "formats" / "catalog").glob("*.toml"))
    names = ", ".join(file.stem for file in files)
    wrapped = textwrap.fill(f"{len(files)} trainers by name: {names}.", WIDTH)
    return (
        f"{wrapped}\n\n"
        "`train-watch formats` shows a line of each; [docs/formats.md](docs/formats.md) tells how each is read, and how\n"
        "to write a definition of your own."
    )


def redrawn(readme: str) -> str:
    """`readme` with its pictures and its list of trainers made anew."""
    for name, text in pictures().items():
        readme = _replaced(readme, f"picture: {name}", f"```text\n{text}\n```")
    return _replaced(readme, "trainers", trainers())


def _replaced(readme: str, mark: str, text: str) -> str:
    block = f"<!-- {mark} -->\n{text}\n<!-- end -->"
    return re.sub(rf"<!-- {mark} -->\n.*?<!-- end -->", lambda _: block, readme, flags=re.DOTALL)


def main() -> int:
    old = README.read_text(encoding="utf-8")
    new = redrawn(old)
    if "--check" in sys.argv:
        return int(old != new)
    README.write_text(new, encoding="utf-8")
    SVG.write_text(screenshot(view_of_the_demo(), 120, 35), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
