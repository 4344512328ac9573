"""Each state in each form, compared to the letter with the files in `golden/`.

After a change that is meant: `UPDATE_GOLDEN=1 pytest tests/report/test_golden_reports.py`, and
read the difference before it is committed.
"""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from train_watch.report.as_json import Extras, as_object
from train_watch.report.change import text_change
from train_watch.report.exit_code import exit_code
from train_watch.report.line import one_line
from train_watch.report.text import text_report
from train_watch.report.wait import final_sentence
from train_watch.view.sample import BARE, KINDS, NOW, OPTIONS, STATES, Kind, sample_view

GOLDEN = Path(__file__).parent / "golden"
UPDATE = os.environ.get("UPDATE_GOLDEN") == "1"


def text_form(kind: Kind) -> str:
    return text_report(sample_view(kind))


def ascii_form(kind: Kind) -> str:
    view = sample_view(kind, replace(OPTIONS, ascii=True))
    return text_report(view, columns=60, ascii_only=True)


def line_form(kind: Kind) -> str:
    line = one_line(STATES[kind], NOW, zone=OPTIONS.zone, deadline_at=OPTIONS.deadline_at)
    return f"{line}\nexit code {exit_code(STATES[kind], NOW, OPTIONS.deadline_at).value}\n"


def json_form(kind: Kind) -> str:
    extras = Extras("out/train.log", 98765, OPTIONS.deadline_at, OPTIONS.what_if, zone=OPTIONS.zone)
    return json.dumps(as_object(STATES[kind], NOW, extras), indent=2) + "\n"


def change_form(kind: Kind) -> str:
    return "".join(line + "\n" for line in text_change(None, sample_view(kind)))


def explain_form(kind: Kind) -> str:
    def rows() -> Iterator[str]:
        for section in sample_view(kind).explain:
            yield section.title
            yield from (f"  {line}" for line in section.lines)

    return "".join(row + "\n" for row in rows())


def wait_form(kind: Kind) -> str:
    return final_sentence(STATES[kind], NOW, BARE) + "\n"


FORMS: dict[str, Callable[[Kind], str]] = {
    "text.txt": text_form,
    "ascii-60.txt": ascii_form,
    "line.txt": line_form,
    "report.json": json_form,
    "change.txt": change_form,
    "explain.txt": explain_form,
    "wait.txt": wait_form,
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", KINDS)
def test_each_state_reads_as_it_did(kind: Kind, form: str) -> None:
    path = GOLDEN / f"{kind}-{form}"
    now = FORMS[form](kind)
    if UPDATE:
        path.write_text(now, encoding="utf-8")
    assert now == path.read_text(encoding="utf-8")


def test_no_golden_file_is_left_over() -> None:
    wanted = {f"{kind}-{form}" for kind in KINDS for form in FORMS}
    assert {path.name for path in GOLDEN.iterdir()} == wanted
