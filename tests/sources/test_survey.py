"""What a folder holds: bounded, and of several runs the newest."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from train_watch.sources import survey as module
from train_watch.sources.survey import Found, newest_run, sort_of, survey

NAMES = st.sampled_from(["a.log", "metrics.csv", "trainer_state.json", "events.out.tfevents.1.h"])
FOLDERS = st.sampled_from(
    ["checkpoint-9", "checkpoint-10", "version_0", "version_1", "learn", "files"]
)


def found(path: str, at: float = 0.0) -> Found:
    parts = tuple(path.split("/"))
    sort = sort_of(parts[-1])
    assert sort is not None
    return Found(parts, path, sort, at, 1)


def chosen(*files: Found) -> list[str]:
    return [file.path for file in newest_run(files)]


def put(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")


def seen(root: Path) -> set[str]:
    return {"/".join(file.parts) for file in survey(str(root))}


def test_files_of_trainers_are_found_and_others_are_not(tmp_path: Path) -> None:
    put(
        tmp_path,
        "train.log",
        "model.bin",
        "README.md",
        "wandb/run-1/files/output.log",
        ".git/a.log",
    )
    assert seen(tmp_path) == {"train.log", "wandb/run-1/files/output.log"}


def test_links_to_folders_are_not_followed_and_links_to_files_are(tmp_path: Path) -> None:
    put(tmp_path, "run/train.log")
    (tmp_path / "run" / "loop").symlink_to(tmp_path)
    (tmp_path / "latest.log").symlink_to(tmp_path / "run" / "train.log")
    (tmp_path / "gone.log").symlink_to(tmp_path / "nowhere")
    assert seen(tmp_path) == {"run/train.log", "latest.log"}


def test_depth_and_number_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "1/2/3/4/a.log", "1/2/3/4/5/b.log")
    assert seen(tmp_path) == {"1/2/3/4/a.log"}
    put(tmp_path, *(f"data/{number}.txt" for number in range(50)), "z.log")
    monkeypatch.setattr(module, "MOST_ENTRIES", 20)
    assert len(survey(str(tmp_path))) <= 20
    assert "z.log" in seen(tmp_path)


def test_a_folder_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        survey(str(tmp_path / "no"))


def test_what_tells_most_comes_first() -> None:
    files = (
        "trainer_state.json",
        "events.out.tfevents.1.h",
        "metrics.csv",
        "scalars.json",
        "train.log",
    )
    assert chosen(*map(found, files)) == list(reversed(files))
    assert chosen(found("test_error.tsv", 5.0), found("time_left.tsv")) == [
        "time_left.tsv",
        "test_error.tsv",
    ]


def test_of_numbered_folders_the_one_written_last_counts() -> None:
    files = [found("version_0/metrics.csv", 100.0), found("version_1/metrics.csv", 50.0)]
    assert chosen(*files) == ["version_0/metrics.csv"]


def test_of_copies_made_together_the_larger_number_counts() -> None:
    names = [f"checkpoint-{step}/trainer_state.json" for step in (500, 1500, 1000)]
    assert chosen(*(found(name, 9.0 - at / 10) for at, name in enumerate(names))) == [names[1]]


def test_files_of_an_earlier_day_are_of_an_earlier_run() -> None:
    assert chosen(found("old.log", 0.0), found("b/metrics.csv", 1e5)) == ["b/metrics.csv"]


@given(
    st.lists(
        st.tuples(st.lists(FOLDERS, max_size=3), NAMES, st.floats(0, 1e4)).map(
            lambda drawn: found("/".join([*drawn[0], drawn[1]]), drawn[2])
        ),
        max_size=12,
    )
)
def test_the_newest_file_is_always_of_the_newest_run(files: list[Found]) -> None:
    kept = newest_run(files)
    assert set(kept) <= set(files)
    assert bool(kept) == bool(files)
    if files:
        newest = max(file.modified_at for file in files)
        assert max(file.modified_at for file in kept) >= newest - 3 * module.SAME_MOMENT_S


def test_a_file_that_goes_away_while_one_looks_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "a.log", "sub/b.log")
    real = os.scandir

    def scandir(path: str) -> object:
        if path.endswith("sub"):
            raise FileNotFoundError
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert seen(tmp_path) == {"a.log"}
