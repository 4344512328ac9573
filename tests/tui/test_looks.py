"""Colours, themes, ASCII, and what is loaded when."""

import subprocess
import sys
from typing import Any

import pytest
from rich.style import Style
from textual.theme import BUILTIN_THEMES

from train_watch.tui.app import Dashboard
from train_watch.tui.feed import Look
from train_watch.tui.ink import ROLE_OF_LEVEL, ROLES
from train_watch.tui.palette import styles_for
from train_watch.tui.preview import as_text, screenshot
from train_watch.tui.run import _colors, _unknown_theme
from train_watch.view.sample import sample_view


def test_without_colour_no_style_has_one() -> None:
    for style in styles_for(None).values():
        assert style is None or (style.color is None and style.bgcolor is None)


def test_without_colour_trouble_still_looks_different_from_calm() -> None:
    styles = styles_for(None)
    assert styles["warning"] != styles[""]
    assert styles["badge"] != styles["warning"]


@pytest.mark.parametrize("depth", ["standard", "256", "truecolor"])
def test_the_levels_differ_in_colour_and_plain_text_costs_no_escape(depth: str) -> None:
    styles = styles_for(depth)
    assert styles[""] is None
    assert len({styles[ROLE_OF_LEVEL[level]] for level in ("good", "warning", "critical")}) == 3


def test_sixteen_colours_use_the_terminals_own() -> None:
    for style in styles_for("standard").values():
        assert style is None or style.color is None or style.color.number in range(16)


@pytest.mark.parametrize("name", BUILTIN_THEMES)
def test_every_theme_of_textual_has_a_style_for_every_role(name: str) -> None:
    theme = BUILTIN_THEMES[name]
    styles = styles_for("truecolor", theme)
    assert set(styles) == set(ROLES)
    plain = styles[""]
    assert theme.ansi or (isinstance(plain, Style) and plain.color and plain.bgcolor)


async def test_the_app_starts_in_a_theme(feed: Any) -> None:
    app = Dashboard(feed, Look(theme="nord"))
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.theme == "nord"


def test_an_unknown_theme_is_told_with_the_known_ones() -> None:
    assert _unknown_theme(None) is None
    assert _unknown_theme("nord") is None
    assert "nord" in (_unknown_theme("no\x1bne") or "")
    assert "\x1b" not in (_unknown_theme("no\x1bne") or "")


@pytest.mark.parametrize(
    ("color", "no_color", "expected"),
    [
        ("auto", None, "auto"),
        ("auto", "", "auto"),
        ("auto", "1", "none"),
        ("always", "1", "auto"),
        ("never", None, "none"),
    ],
)
def test_no_color_counts_unless_the_command_line_says_otherwise(
    monkeypatch: pytest.MonkeyPatch, color: Any, no_color: str | None, expected: str
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    if no_color is not None:
        monkeypatch.setenv("NO_COLOR", no_color)
    assert _colors(Look(color=color)) == expected


def test_the_picture_shows_what_the_text_shows() -> None:
    svg = screenshot(sample_view("running"), 80, 24)
    text = as_text(sample_view("running"), 80, 24)
    assert svg.startswith("<svg")
    assert svg.count("\n") > 24
    for word in ("FINISH", "DEADLINE", "RUNNING", "16:12:40"):
        assert word in text
        assert word in svg


def test_the_picture_of_ascii_has_no_other_character() -> None:
    assert screenshot(sample_view("died"), 80, 24, ascii=True).isascii()
    assert as_text(sample_view("died"), 120, 35, ascii=True).isascii()


def test_naming_the_dashboard_loads_neither_textual_nor_rich() -> None:
    """In a fresh interpreter: the command line imports the room before it knows that it needs it."""
    code = (
        "import sys, train_watch.tui\n"
        "print(sorted({'textual', 'rich', 'asyncio'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
