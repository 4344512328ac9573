"""What the documents say is what the program does."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from train_watch import __version__
from train_watch.formats.build import compile_text, row
from train_watch.formats.reader import Reader
from train_watch.formats.samples import differences
from train_watch.lines.line import Line
from train_watch.settings import OPTIONS

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
FORMATS = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")


def script(name: str) -> ModuleType:
    """A script of docs/, loaded."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def picture() -> ModuleType:
    return script("picture")


def test_the_page_of_formats_says_what_the_catalogue_says() -> None:
    assert script("formats_page").redrawn(FORMATS) == FORMATS, "run: python docs/formats_page.py"


def test_the_definition_of_the_page_reads_the_log_of_the_page() -> None:
    text = re.search(r"```toml\n(.*?)```", FORMATS, re.DOTALL)
    log = re.search(r"```text\n(.*?)```", FORMATS, re.DOTALL)
    assert text is not None
    assert log is not None
    made = compile_text("ours", text[1])
    for sample in made["samples"]:
        assert not list(differences(made, sample))
    lines = log[1].splitlines()
    reader = Reader(extra=(row(made),))
    records = [record for number, line in enumerate(lines, 1) for record in reader.feed(Line(line, number))]  # fmt: skip
    kinds = [record.kind for record in [*records, *reader.flush()]]
    assert kinds == ["config", "step", "step", "evaluation"]


def test_the_readme_shows_what_the_program_draws_today(picture: ModuleType) -> None:
    assert picture.redrawn(README) == README, "run: python docs/picture.py"


def test_the_readme_has_the_two_commands_that_do_all_the_set_up() -> None:
    assert "    python3 -m pip install . && train-watch demo\n" in README
    assert "    python3 -m pip install -e '.[test]' && python3 -m pytest\n" in README


def test_the_gate_runs_the_readme_s_test_command() -> None:
    gate = (ROOT / ".ci" / "run").read_text()
    assert "pip install -q -e '.[test]' && python3 -m pytest" in gate
    assert 'train-watch" demo' in gate


def test_help_names_every_option_and_every_exit_code() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "train_watch", "--help"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    for entry in OPTIONS:
        assert entry.flag in run.stdout
    for code in (0, 1, 2, 3, 4, 5, 6, 7, 130):
        assert re.search(rf"(^|\s){code} \w", run.stdout, re.MULTILINE), code


def test_flags_in_the_readme_exist() -> None:
    known = {entry.flag for entry in OPTIONS} | {"--help", "--extra"}
    assert set(re.findall(r"--[a-z][a-z-]+", README)) <= known


def test_paths_in_the_documents_exist() -> None:
    for document in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"):
        text = (ROOT / document).read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#:]+)\)", text):
            assert (ROOT / target).exists(), (document, target)


def test_one_version_is_told_everywhere() -> None:
    assert f'version = "{__version__}"' in (ROOT / "pyproject.toml").read_text()
