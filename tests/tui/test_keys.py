"""The key table is the only place that knows a key: footer, help and dispatch follow from it."""

from train_watch.tui.actions import ACTIONS
from train_watch.tui.glyphs import UNICODE
from train_watch.tui.ink import row_text, row_width
from train_watch.tui.keys import KEYS, footer_keys, hint, key_for
from train_watch.tui.panels.footer import footer
from train_watch.tui.preview import as_text
from train_watch.tui.prompts import PROMPTS
from train_watch.tui.screens import PAGES
from train_watch.view.sample import sample_view


def test_no_key_has_two_meanings() -> None:
    presses = [press for key in KEYS for press in key.presses]
    assert len(presses) == len(set(presses))


def test_every_key_has_an_action_and_every_action_a_key() -> None:
    assert {key.action for key in KEYS} == set(ACTIONS)


def test_every_key_stands_on_the_help_page() -> None:
    text = as_text(sample_view("running"), 120, 60, page="help")
    for key in KEYS:
        assert any(key.shown in row and key.help in row for row in text.splitlines()), key.action


def test_every_page_that_a_key_names_exists() -> None:
    known = {"main", "log", *PAGES}
    assert {page for key in KEYS for page in key.pages} <= known


def test_a_key_of_one_page_means_nothing_on_another() -> None:
    assert key_for("slash", "log") is not None
    assert key_for("slash", "main") is None
    assert key_for("f12", "main") is None


def test_the_footer_shows_whole_keys_only_and_quit_first() -> None:
    whole = row_text(footer("main", 200, UNICODE)).split("  ")
    for cells in range(8, 121):
        row = footer("main", cells, UNICODE)
        assert row_width(row) == cells
        words = row_text(row).strip().split("  ")
        assert words == [word.strip() for word in whole][: len(words)]
        assert words[0] == "q quit"


def test_the_footer_begins_with_what_is_asked_for() -> None:
    assert row_text(footer("main", 80, UNICODE, first="total")).strip().startswith("t total")
    assert "t total" in as_text(sample_view("no_total"), 60, 10).splitlines()[-1]


def test_a_page_says_how_to_leave_it() -> None:
    for page in ("log", *PAGES):
        assert [key.action for key in footer_keys(page)][:3] == ["quit", "help", "back"]


def test_the_edges_of_panels_name_keys_by_the_table() -> None:
    assert row_text(hint("explain", "what_if")) == "e explain  w what-if"


def test_every_prompt_is_asked_for_by_some_key() -> None:
    assert {"total", "deadline", "search", "what_if"} == set(PROMPTS)
