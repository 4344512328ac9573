"""Flags, environment and files: precedence, and one clear line for every mistake."""

from pathlib import Path

import pytest

from train_watch import settings as module
from train_watch.settings import OPTIONS, SettingsError, gather


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "config")}


def write_user(environ: dict[str, str], text: str) -> Path:
    path = Path(module.user_config_path(environ, "linux"))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_defaults_stand_where_nothing_is_said(environ: dict[str, str], tmp_path: Path) -> None:
    found = gather({}, environ, str(tmp_path))
    assert found.total is None
    assert found.what_if == ()
    assert not found.once


def test_flags_win_over_environment_over_project_over_user(
    environ: dict[str, str], tmp_path: Path
) -> None:
    write_user(environ, "total = 1\ntheme = 'user'\nascii = true\nrefresh = 1\n")
    (tmp_path / "pyproject.toml").write_text(
        "[tool.train_watch]\ntotal = 2\ntheme = 'project'\nascii = false\n"
    )
    environ |= {"TRAIN_WATCH_TOTAL": "3", "TRAIN_WATCH_THEME": "environment"}
    found = gather({"total": 4, "theme": None}, environ, str(tmp_path))
    assert (found.total, found.theme, found.ascii, found.refresh) == (4, "environment", False, 1.0)


def test_a_list_in_a_file_is_several_values(environ: dict[str, str], tmp_path: Path) -> None:
    write_user(environ, "what_if = [0.2, '150ms']\n")
    assert gather({}, environ, str(tmp_path)).what_if == (0.2, 0.15)


def test_a_pyproject_of_others_is_not_even_parsed(environ: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("this is [not toml")
    assert gather({}, environ, str(tmp_path)).total is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("total = 'many'", ("config.toml", "total", "a whole number above zero")),
        ("totl = 3", ("config.toml", "totl", "did you mean total?")),
        ("color = 'mauve'", ("config.toml", "color", "auto, always or never")),
        ("ascii = 'perhaps'", ("config.toml", "ascii", "true or false")),
        ("refresh = 1000", ("config.toml", "refresh", "from 0.1 to 10")),
        ("what_if = [{}]", ("config.toml", "what_if", "dict is not accepted")),
        ("once = true", ("config.toml", "once", "no such option")),
        ("total = = 3", ("config.toml", "line 1")),
        ("deadline = 'tomorrowish'", ("config.toml", "deadline", "18:00")),
    ],
)
def test_a_mistake_in_a_file_names_file_key_and_what_is_accepted(
    environ: dict[str, str], tmp_path: Path, text: str, words: tuple[str, ...]
) -> None:
    write_user(environ, text)
    with pytest.raises(SettingsError) as error:
        gather({}, environ, str(tmp_path))
    message = str(error.value)
    assert all(word in message for word in words), message
    assert "\n" not in message


def test_a_file_that_is_no_text_is_a_settings_error(
    environ: dict[str, str], tmp_path: Path
) -> None:
    write_user(environ, "").write_bytes(b"\xff\xfe\x00total")
    with pytest.raises(SettingsError, match=r"config\.toml"):
        gather({}, environ, str(tmp_path))


def test_a_named_configuration_file_must_exist(environ: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no such file"):
        gather({"config": str(tmp_path / "none.toml")}, environ, str(tmp_path))


def test_an_unknown_variable_is_told_with_the_nearest_name(environ: dict[str, str]) -> None:
    with pytest.raises(
        SettingsError, match="TRAIN_WATCH_DEADLIN: no such option; did you mean deadline"
    ):
        gather({}, environ | {"TRAIN_WATCH_DEADLIN": "18:00"})


def test_a_hostile_value_is_shown_escaped_and_short() -> None:
    with pytest.raises(SettingsError) as error:
        gather({}, {"HOME": "/nowhere", "TRAIN_WATCH_TOTAL": "\x1b[2J" + "x" * 500})
    assert "\x1b" not in str(error.value)
    assert len(str(error.value)) < 200


def test_every_option_has_help_and_a_default_its_parser_would_give() -> None:
    for entry in OPTIONS:
        assert entry.about
        assert entry.is_switch or entry.is_list or entry.parse
