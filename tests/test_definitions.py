"""The user's own definitions: used by every command, compiled once, never in the way."""

import json
import os
from pathlib import Path

import pytest

from train_watch import definitions_cache
from train_watch.definitions import NONE, cache_of, compiled, folder_of, user_definitions
from train_watch.formats import compiling
from train_watch.formats.reader import Reader
from train_watch.lines.line import Line

OURS = """
name = "{name}"
about = "ours"
[[line]]
kind = "step"
read = "upd {{step}} | loss {{loss}}"
"""


class Home:
    """A configuration and a cache folder of a user's."""

    def __init__(self, root: Path) -> None:
        self.environ = {
            "XDG_CONFIG_HOME": str(root / "config"),
            "XDG_CACHE_HOME": str(root / "cache"),
        }
        self.folder = Path(folder_of(self.environ))
        self.cache = Path(cache_of(self.environ))

    def write(self, name: str, text: str = OURS) -> Path:
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{name}.toml"
        path.write_text(text.format(name=name) if text is OURS else text)
        return path


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names that are compiled from now on."""
    seen: list[str] = []
    real = compiling.compile_text

    def counted(stem: str, text: str) -> object:
        seen.append(stem)
        return real(stem, text)

    monkeypatch.setattr(compiling, "compile_text", counted)
    return seen


def test_without_a_folder_there_is_nothing_and_no_cache(home: Home) -> None:
    assert user_definitions(home.environ) == NONE
    assert not home.cache.exists()


def test_a_definition_is_used_without_being_asked_for(home: Home) -> None:
    home.write("ours")
    found = user_definitions(home.environ)
    assert found.names == ("ours",)
    reader = Reader(extra=found.rows)
    [record] = reader.feed(Line("upd 5 | loss 0.5", 1))
    assert (record.format, record.step, record.metrics["loss"]) == ("ours", 5, 0.5)


def test_a_definition_of_a_catalogue_name_takes_its_place(home: Home) -> None:
    home.write("nanogpt")
    reader = Reader(extra=user_definitions(home.environ).rows, format="nanogpt")
    assert reader.feed(Line("upd 5 | loss 0.5", 1))[0].step == 5
    assert reader.feed(Line("iter 6: loss 2.5, time 400.00ms, mfu 31.40%", 2))[0].kind == "other"


def test_it_is_compiled_once(home: Home, compilations: list[str]) -> None:
    home.write("ours")
    home.write("theirs")
    first = user_definitions(home.environ)
    assert user_definitions(home.environ) == first
    assert compilations == ["ours", "theirs"]


def test_only_what_has_changed_is_compiled_again(home: Home, compilations: list[str]) -> None:
    home.write("ours")
    path = home.write("theirs")
    user_definitions(home.environ)
    os.utime(path, ns=(1, 1))
    user_definitions(home.environ)
    assert compilations == ["ours", "theirs", "theirs"]


def test_a_file_that_is_gone_is_forgotten(home: Home) -> None:
    home.write("ours")
    home.write("theirs").unlink()
    assert user_definitions(home.environ).names == ("ours",)
    assert "theirs" not in home.cache.read_text()


def test_a_broken_file_is_left_out_and_told_of_every_time(
    home: Home, compilations: list[str]
) -> None:
    home.write("ours")
    path = home.write("wrong", "name = 'wrong'")
    for _ in range(2):
        found = user_definitions(home.environ)
        assert found.names == ("ours",)
        [trouble] = found.troubles
        assert str(path) in trouble
        assert "about" in trouble
    assert compilations == ["ours", "wrong"]


@pytest.mark.parametrize("content", [b"\xff\xfe", b"[", b"\x00" * 10, b"a = " + b"[" * 5000])
def test_bytes_that_are_no_definition_stop_nothing(home: Home, content: bytes) -> None:
    home.write("ours")
    (home.folder / "junk.toml").write_bytes(content)
    found = user_definitions(home.environ)
    assert found.names == ("ours",)
    assert len(found.troubles) == 1


def test_a_folder_and_a_hidden_file_are_no_definitions(home: Home) -> None:
    home.write("ours")
    (home.folder / "folder.toml").mkdir()
    (home.folder / ".hidden.toml").write_text("x")
    assert user_definitions(home.environ).troubles == ()


@pytest.mark.parametrize(
    "content",
    [
        "",
        "garbage",
        "[]\n[]",
        '["train_watch definitions", 1, "0.0.0", 0, 0]\n[]',
        "\x00" * 100,
        "[" * 5000,
    ],
)
def test_a_foreign_cache_counts_as_none_and_is_replaced(home: Home, content: str) -> None:
    home.write("ours")
    good = user_definitions(home.environ)
    kept = home.cache.read_text()
    home.cache.write_text(content)
    assert user_definitions(home.environ) == good
    assert home.cache.read_text() == kept


def test_a_cache_with_one_changed_character_is_not_believed(home: Home) -> None:
    home.write("ours")
    user_definitions(home.environ)
    text = home.cache.read_text()
    home.cache.write_text(text.replace('"ours"', '"0urs"'))
    assert user_definitions(home.environ).names == ("ours",)


def test_a_cache_that_cannot_be_written_is_done_without(home: Home) -> None:
    home.write("ours")
    home.cache.parent.parent.mkdir(parents=True)
    home.cache.parent.write_text("a file where the folder should be")
    assert user_definitions(home.environ).names == ("ours",)


def test_the_cache_gives_back_what_was_saved(tmp_path: Path) -> None:
    path = str(tmp_path / "deep" / "cache.json")
    found = {("a\u00e9.toml", 5, 6): (["ours", [["base", 1]], None, True], "")}
    definitions_cache.save(path, [1, "x"], found)
    assert definitions_cache.load(path, [1, "x"]) == found
    assert definitions_cache.load(path, [2, "x"]) == {}
    assert [entry.name for entry in (tmp_path / "deep").iterdir()] == ["cache.json"]


def test_a_cached_row_is_the_compiled_row(home: Home) -> None:
    path = home.write("ours")
    user_definitions(home.environ)
    stat = path.stat()
    fresh, trouble = compiled(str(path), stat.st_mtime_ns, stat.st_size)
    assert trouble == ""
    assert user_definitions(home.environ).rows == (fresh,)
    assert json.loads(home.cache.read_text().split("\n")[1])
