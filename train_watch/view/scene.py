"""What every part of the view is made from: the state, the instant and how the reader wants it."""

from dataclasses import dataclass, field

from train_watch.core.state import RunState
from train_watch.view import clock as clocks
from train_watch.view.left import Left, time_left
from train_watch.view.options import ViewOptions
from train_watch.view.safe import safe_text
from train_watch.view.state import SafeText
from train_watch.view.words import step_unit

__all__ = ["Scene", "ViewOptions", "joined"]


@dataclass(frozen=True, slots=True)
class Scene:
    """State, instant and options together, with the conversions that depend on all three."""

    state: RunState
    now: float
    options: ViewOptions
    left: Left | None = field(init=False)
    unit: str = field(init=False)
    """How one step is called in a sum: `it`, `step`, `batch`."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "left", time_left(self.state, self.now))
        object.__setattr__(self, "unit", step_unit(self.state))

    def clock(self, at: float, *, seconds: bool = False) -> str:
        return clocks.clock(at, self.now, self.options.zone, seconds=seconds)

    def today(self, at: float, *, seconds: bool = False) -> str:
        return clocks.clock_today(at, self.now, self.options.zone, seconds=seconds)

    def safe(self, text: str, width: int | None = None) -> SafeText:
        return safe_text(text, width=width, ascii_only=self.options.ascii)

    def quote(self, text: str | None, width: int = 60) -> str:
        """A line of the log as evidence inside a sentence."""
        return f'"{self.safe(text.strip(), width)}"' if text else ""


def joined(*parts: str, by: str = "   ") -> SafeText:
    """The parts that say something, in one row. Each part must be safe already."""
    return SafeText(by.join(part for part in parts if part))
