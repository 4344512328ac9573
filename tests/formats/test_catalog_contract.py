"""A contract over the catalogue: every file is read as its own samples say, and by nobody else."""

from pathlib import Path
from typing import Any

import pytest

from train_watch.core.records import Record
from train_watch.formats import build
from train_watch.formats._catalog import CATALOG
from train_watch.formats.catalog_index import Index, about, names
from train_watch.formats.lint import faults
from train_watch.formats.reader import Reader
from train_watch.lines.line import Line

DEFINITIONS = {one["name"]: one for one in build.load_all()}
SAMPLES = [
    pytest.param(name, sample, id=f"{name}-{sample['line'].strip()[:40]}")
    for name, one in DEFINITIONS.items()
    for sample in one["samples"]
]


def last_record(texts: list[str], **options: Any) -> Record:
    reader = Reader(**options)
    records: list[Record] = []
    for number, text in enumerate(texts, 1):
        records += reader.feed(Line(text, number, raw=text))
    return [*records, *reader.flush()][-1]


def compare(found: object, want: object) -> bool:
    if isinstance(want, dict):
        assert isinstance(found, dict) or hasattr(found, "__getitem__")
        return all(compare(found[key], value) for key, value in want.items())
    return bool(found is None if want == "none" else found == pytest.approx(want))


def test_the_compiled_catalogue_is_what_the_files_say() -> None:
    assert build.TARGET.read_text("utf-8") == build.render(build.load_all())


def test_the_check_of_the_build_passes() -> None:
    assert build.main(["--check"]) == 0


def test_every_definition_has_a_name_a_sentence_and_samples() -> None:
    assert set(names()) == set(DEFINITIONS)
    assert all(about().values())
    assert all(len(one["samples"]) >= 2 for one in DEFINITIONS.values())


@pytest.mark.parametrize(("name", "sample"), SAMPLES)
def test_a_sample_is_read_as_its_file_says(name: str, sample: dict[str, Any]) -> None:
    found = last_record([*sample.get("before", []), sample["line"]])
    for field, want in sample["want"].items():
        assert compare(getattr(found, field), want), (field, getattr(found, field), want)
    if sample["want"]["kind"] == "step":
        assert found.format == name


@pytest.mark.parametrize(("name", "sample"), SAMPLES)
def test_no_sample_is_claimed_by_another_definition(name: str, sample: dict[str, Any]) -> None:
    text = sample["line"]
    for _, rule, definition in Index().candidates(text):
        match = rule.match(text)
        if definition.name != name:
            assert match is None or rule.values(match, text) is None, definition.name


@pytest.mark.parametrize("name", list(DEFINITIONS))
def test_every_rule_is_used_by_a_sample_or_is_only_words(name: str) -> None:
    definition = next(one for one in Index(name).definitions if one.name == name)
    lines = [sample["line"] for sample in DEFINITIONS[name]["samples"]]
    lines += [line for sample in DEFINITIONS[name]["samples"] for line in sample.get("before", [])]
    for rule in definition.rules:
        used = any(rule.literal in line and rule.match(line) for line in lines)
        assert used or rule.kind in {"phase", "checkpoint", "done", "evaluation", "config"}, (
            rule.literal
        )


def test_every_pattern_is_bounded() -> None:
    for _, _, _, bar, _, rules in CATALOG:
        assert not [rule[3] for rule in rules if faults(rule[3])]
        assert not bar or not dict(bar)["desc"] or not faults(dict(bar)["desc"])


def test_a_forced_format_reads_nothing_else() -> None:
    line = "iter 250: loss 2.7182, time 412.50ms, mfu 31.40%"
    assert last_record([line], format="megatron").kind == "other"
    assert last_record([line], format="nanogpt").kind == "step"


def test_an_unknown_format_is_refused_with_the_names_that_exist() -> None:
    with pytest.raises(ValueError, match=r"no format 'nanogtp': one of generic, .*nanogpt"):
        Reader(format="nanogtp")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("name = 'x'\nabout = 'x'\ncolour = 1", "colour"),
        ("name = 'y'\nabout = 'x'", "not the file's"),
        ("name = 'x'\nabout = 'x'\n[counter]\nbas = 0", "bas"),
        (
            "name = 'x'\nabout = 'x'\n[[line]]\nkind = 'step'\nread = 'iter {step:integer}'",
            "integer",
        ),
        ("name = 'x'\nabout = 'x'\n[[line]]\nkind = 'steps'\nread = 'iter {step}'", "steps"),
        ("name = 'x'\nabout = 'x'\n[[line]]\nkind = 'step'\nread = '{step}'", "give a key"),
        ("name = 'x'\nabout = 'x'\n[[line]]\nkind = 'config'\nread = 'lr = {lr}'", "announced"),
        (
            "name = 'x'\nabout = 'x'\n[[line]]\nkind = 'step'\nread = 'a {...}b{...}c{...}'",
            "two gaps",
        ),
        ("name = 'x", "x.toml"),
    ],
)
def test_a_mistake_in_a_file_is_named(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "x.toml"
    path.write_text(text)
    with pytest.raises(build.CatalogError, match=complaint) as raised:
        build.load(path)
    assert str(raised.value).startswith("x.toml: ")
    assert "\n" not in str(raised.value).split(": ", 1)[1][:60]
