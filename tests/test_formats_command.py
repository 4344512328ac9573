"""`train-watch formats`: what a user sees of the catalogue, and of a definition being written."""

import json
from pathlib import Path

import pytest

from train_watch.cli import main
from train_watch.view.cells import width

OURS = """\
name = "ours"
about = "our trainer"
[counter]
unit = "update"
[[line]]
kind = "step"
read = "upd {step} of {total_steps} | {step_time:s} | loss {loss}"
[[sample]]
line = "upd 5 of 9 | 1.5 s | loss 0.5"
want = { kind = "step", step = 5, total_steps = 9, step_time_s = 1.5, unit = "update", metrics = { loss = 0.5 } }
"""
LOG = (
    "".join(f"upd {n} of 9 | 1.5 s | loss 0.5\n" for n in range(1, 6))
    + "upd 6 of 9 | late\nhello\n"
)

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "80")
    folder = tmp_path / "config" / "train_watch" / "formats"
    folder.mkdir(parents=True)
    return folder


def run(capsys: Capture, *words: str) -> tuple[int, str, str]:
    code = main(["formats", *words])
    out, err = capsys.readouterr()
    return code, out, err


def test_the_list_has_a_row_for_each_trainer_that_fits_the_terminal(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, _ = run(capsys)
    assert code == 0
    assert "nanogpt " in out
    assert max(width(line) for line in out.splitlines()) <= 80
    monkeypatch.setenv("COLUMNS", "120")
    assert run(capsys, "list")[1] != out
    assert "nanoGPT (karpathy)" in run(capsys, "list")[1]


def test_the_list_as_json_has_the_user_s_own_too(capsys: Capture, home: Path) -> None:
    (home / "ours.toml").write_text(OURS)
    _, out, _ = run(capsys, "list", "--json")
    rows = {row["name"]: row for row in json.loads(out)}
    assert rows["ours"]["own"]
    assert not rows["nanogpt"]["own"]
    assert rows["nanogpt"]["total_from"] == ["config"]
    assert run(capsys)[1].rstrip().endswith("* your own")


def test_a_trainer_is_shown_with_what_is_read_of_its_samples(capsys: Capture) -> None:
    code, out, _ = run(capsys, "show", "nanogpt")
    assert code == 0
    for words in (
        "a config line",
        "of the step just done",
        "none printed",
        "iter 250, 0.4125 s a step",
    ):
        assert words in out
    assert max(width(line) for line in out.splitlines()) <= 80


def test_a_file_is_printed_as_it_is_so_that_it_can_be_copied(capsys: Capture, home: Path) -> None:
    _, text, _ = run(capsys, "show", "nanogpt", "--toml")
    (home / "mine.toml").write_text(text.replace('"nanogpt"', '"mine"', 1))
    assert run(capsys, "check", str(home / "mine.toml"))[0] == 0


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("show", "nanogtp"), "did you mean nanogpt"),
        (("shw",), "did you mean show"),
        (("show",), "usage"),
        (("check",), "which file"),
        (("list", "--jsn"), "no option --jsn"),
        (("show", "nowhere.toml"), "No such file"),
    ],
)
def test_a_slip_of_the_finger_is_one_line_and_exit_code_2(
    capsys: Capture, words: tuple[str, ...], complaint: str
) -> None:
    code, out, err = run(capsys, *words)
    assert (code, out) == (2, "")
    assert complaint in err
    assert err.count("\n") == 1


def test_a_right_file_passes_the_check(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(OURS)
    code, out, err = run(capsys, "check", str(path))
    assert (code, err) == (0, "")
    assert "1 lines, 1 samples read as wanted" in out


def test_the_check_names_file_sample_field_found_and_wanted(
    capsys: Capture, tmp_path: Path
) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(OURS.replace("step_time_s = 1.5", "step_time_s = 2.5"))
    code, _, err = run(capsys, "check", str(path))
    assert code == 2
    assert f"{path}: [[sample]] 1: step_time_s is 1.5, wanted 2.5: upd 5 of 9" in err


def test_the_check_tells_whose_lines_would_be_read_too(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(
        OURS + "\n[[line]]\nkind = 'checkpoint'\nread = 'saving checkpoint to {:word}'\n"
    )
    code, out, _ = run(capsys, "check", str(path))
    assert code == 0
    assert "of nanogpt's sample lines" in out


def test_several_files_are_all_checked(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(OURS)
    code, out, err = run(capsys, "check", "missing.toml", str(path))
    assert code == 2
    assert "missing.toml" in err
    assert "read as wanted" in out


def test_a_trial_tells_what_is_read_and_what_nearly_is(capsys: Capture, tmp_path: Path) -> None:
    path, log = tmp_path / "ours.toml", tmp_path / "train.log"
    path.write_text(OURS)
    log.write_text(LOG)
    code, out, _ = run(capsys, "try", str(path), str(log))
    assert code == 0
    assert "5 of 7 lines understood" in out
    assert "step 5 of 9 (from the line), 1.500 s a step" in out
    lines = out.splitlines()
    at = lines.index("  upd 6 of 9 | late")
    assert lines[at + 1] == " " * (2 + len("upd 6 of 9 | ")) + "^"
    assert "[[line]] 1 (step) wants `{step_time:s} | loss {loss}`" in lines[at + 2]


def test_a_trial_without_a_step_or_without_a_log_has_its_exit_code(
    capsys: Capture, tmp_path: Path
) -> None:
    log = tmp_path / "train.log"
    log.write_text("hello\n" * 5)
    assert run(capsys, "try", "nanogpt", str(log))[0] == 6
    assert run(capsys, "try", "nanogpt", str(tmp_path / "nowhere.log"))[0] == 7


def test_every_command_uses_a_definition_and_names_a_broken_one(
    capsys: Capture, home: Path, tmp_path: Path
) -> None:
    (home / "ours.toml").write_text(OURS)
    (home / "bad.toml").write_text("name = 'bad'\x1b[31m")
    log = tmp_path / "train.log"
    log.write_text(LOG)
    for words in (["--once", "--json"], ["--once", "--json", "--format", "ours"]):
        main([str(log), *words])
        out, err = capsys.readouterr()
        assert json.loads(out)["format"] == "ours"
        assert "bad.toml" in err
        assert "\x1b" not in err


def test_a_wrong_format_suggests_the_user_s_own_name(
    capsys: Capture, home: Path, tmp_path: Path
) -> None:
    (home / "ours.toml").write_text(OURS)
    log = tmp_path / "train.log"
    log.write_text(LOG)
    assert main([str(log), "--once", "--format", "ors"]) == 2
    assert "did you mean ours" in capsys.readouterr().err
