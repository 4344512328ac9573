"""A role -> the style it has on this terminal.

Blue, orange and grey can be told apart by nearly everyone; every state has a symbol besides.
Without a theme the background and the plain text are the terminal's own.
"""

from collections.abc import Mapping

from rich.color import Color as RichColor
from rich.style import Style
from textual.color import Color
from textual.theme import Theme

from train_watch.tui.ink import ROLES, Role

Styles = Mapping[Role, Style | None]
"""None: no escape sequence at all."""

BOLD = Style(bold=True)
DIM = Style(dim=True)
MONOCHROME: Styles = {
    "strong": BOLD,
    "muted": DIM,
    "frame": DIM,
    "title": BOLD,
    "key": BOLD,
    "good": None,
    "warning": BOLD,
    "critical": BOLD,
    "badge": Style(bold=True, reverse=True),
    "mark": BOLD,
    "hit": Style(reverse=True),
}


def _coloured(blue: str, orange: str, grey: Style) -> Styles:
    return {
        "strong": BOLD,
        "muted": grey,
        "frame": grey,
        "title": BOLD,
        "key": Style(color=blue, bold=True),
        "good": Style(color=blue),
        "warning": Style(color=orange),
        "critical": Style(color=orange, bold=True),
        "badge": Style(color=orange, bold=True, reverse=True),
        "bar": Style(color=blue),
        "curve": Style(color=blue),
        "mark": Style(color=orange),
        "hit": Style(reverse=True),
    }


SIXTEEN = _coloured("bright_blue", "yellow", DIM)
"""The user's own sixteen; their bright black is invisible in some themes, so grey is dim text."""
MANY = _coloured("color(33)", "color(172)", Style(color="color(244)"))
"""Middle tones of the 256: at least 3:1 against black and against white (WCAG's for large text)."""
BY_DEPTH: Mapping[str | None, Styles] = {
    None: MONOCHROME,
    "standard": SIXTEEN,
    "windows": SIXTEEN,
    "256": MANY,
    "truecolor": MANY,
}


def styles_for(depth: str | None, theme: Theme | None = None) -> Styles:
    """One style for every role. `depth` is Rich's name of what the terminal can, None: no colour."""
    if depth is not None and theme is not None and not theme.ansi:
        return _themed(theme)
    found = BY_DEPTH.get(depth, SIXTEEN)
    return {role: found.get(role) for role in ROLES}


def _themed(theme: Theme) -> Styles:
    """The theme's own colours, on its background."""
    ground = Color.parse(theme.background or "#000000")
    text = Color.parse(theme.foreground) if theme.foreground else ground.get_contrast_text()
    accent = Color.parse(theme.primary)
    loud = Color.parse(theme.warning or theme.primary)
    wrong = Color.parse(theme.error or theme.warning or theme.primary)
    grey = ground.blend(text, 0.6)
    plain = _on(text, ground)
    found: dict[Role, Style] = {
        "strong": plain + BOLD,
        "muted": _on(grey, ground),
        "frame": _on(ground.blend(text, 0.35), ground),
        "title": plain + BOLD,
        "key": _on(accent, ground) + BOLD,
        "good": _on(accent, ground),
        "warning": _on(loud, ground),
        "critical": _on(wrong, ground) + BOLD,
        "badge": _on(wrong, ground) + Style(bold=True, reverse=True),
        "bar": _on(accent, ground),
        "curve": _on(accent, ground),
        "mark": _on(loud, ground),
        "hit": plain + Style(reverse=True),
    }
    return {role: found.get(role, plain) for role in ROLES}


def _on(color: Color, ground: Color) -> Style:
    return Style.from_color(_rich(color), _rich(ground))


def _rich(color: Color) -> RichColor:
    return color.blend(Color(0, 0, 0), 0).rich_color
