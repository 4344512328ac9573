"""Text, one line and JSON are forms of one answer; explain shows every line of the log."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "sample_logs"
SAMPLES = ["nanogpt", "hf_trainer", "keras", "homemade"]


def run(*arguments: str) -> str:
    return subprocess.run(
        [sys.executable, "-m", "train_watch", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=ROOT,
    ).stdout


@pytest.fixture
def cut(tmp_path: Path, name: str) -> Path:
    """A sample as it was half way, written just now."""
    sidecar = json.loads((ROOT / f"{name}.json").read_text())
    path = tmp_path / f"{name}.log"
    path.write_bytes((ROOT / f"{name}.log").read_bytes()[: sidecar["cuts"][2]["offset"]])
    return path


@pytest.mark.parametrize("name", SAMPLES)
def test_the_one_line_form_says_what_the_json_says(cut: Path) -> None:
    report = json.loads(run(str(cut), "--once", "--json"))
    line = run(str(cut), "--once", "--line")
    assert f"{report['progress'] * 100:.1f}%" in line
    assert report["forecast"] is None or report["forecast"]["eta_s"] > 0


@pytest.mark.parametrize("name", SAMPLES)
def test_the_terms_are_the_sum_and_the_range_holds_it(cut: Path) -> None:
    forecast = json.loads(run(str(cut), "--once", "--json"))["forecast"]
    if forecast is not None:
        assert (
            abs(sum(term["total_s"] for term in forecast["terms"]) - forecast["at_update_s"]) < 1e-6
        )
        assert forecast["low_s"] <= forecast["eta_s"] <= forecast["high_s"]


def test_explain_shows_every_line_of_a_log_longer_than_what_reports_read(tmp_path: Path) -> None:
    path = tmp_path / "long.log"
    lines = 90_000
    path.write_text(
        "".join(f"iter {i}: loss 3.1, time 40.31ms, mfu 41.20%\n" for i in range(lines))
    )
    rows = run("explain", str(path), "--json").splitlines()
    shown = [json.loads(row) for row in (rows[1], rows[lines // 2], rows[-1])]
    assert len(rows) == lines + 1  # and the opening of the source
    assert [row["step"] for row in shown] == [0, lines // 2 - 1, lines - 1]
    assert [row["line"] for row in shown] == [1, lines // 2, lines]
