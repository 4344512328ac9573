"""What the dashboard is given: a feed of views, and how to look."""

from dataclasses import dataclass
from typing import Literal, Protocol

from train_watch.view.state import SafeText, ViewState


@dataclass(frozen=True, slots=True)
class LogTail:
    """The last lines of the log, oldest first; `first` is the number of the oldest one, so that
    a page that is scrolled back stays where it is while lines come in and old ones go."""

    first: int = 0
    lines: tuple[SafeText, ...] = ()


class Feed(Protocol):
    """Where views come from. Every call returns at once; none may wait for the log or a lock."""

    def view(self, now: float | None = None) -> ViewState:
        """The newest state, phrased for `now` (Unix seconds; None: the feed's own clock)."""

    def version(self) -> int:
        """A number that grows whenever the state changed."""

    def log_lines(self) -> LogTail:
        """As many last lines as are held, for the log page."""

    def set_total(self, n: int) -> None:
        """The run ends at step `n`."""

    def set_what_if(self, seconds: float) -> None:
        """One more scenario: `seconds` a step."""

    def set_deadline(self, text: str) -> str | None:
        """A deadline as people write it; returns what is wrong with `text`, or None."""

    def stop(self) -> None:
        """The dashboard is closing: no more calls will come."""


@dataclass(frozen=True, slots=True)
class Look:
    """How the dashboard looks, as the command line says."""

    ascii: bool = False
    """Draw with ASCII only; also for a locale that is not UTF-8."""
    color: Literal["auto", "always", "never"] = "auto"
    mouse: bool = False
    refresh_hz: float = 2.0
    """How often the feed is asked. Over a slow link, two times a second is a kindness."""
    theme: str | None = None
    """A theme of Textual's; None: the terminal's own colours with blue, orange and grey."""
    inline: bool = False
    """Draw below the prompt instead of on the whole screen."""
