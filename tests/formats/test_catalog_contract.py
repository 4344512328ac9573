"""A contract over the catalogue: every file is read as its own samples say, and by nobody else."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from train_watch.core.records import Record
from train_watch.formats import build
from train_watch.formats._catalog import CATALOG
from train_watch.formats.catalog_index import Index, names
from train_watch.formats.definition import Definition
from train_watch.formats.lint import faults
from train_watch.formats.reader import Reader
from train_watch.formats.samples import last_record, unlike, unused
from train_watch.formats.template import pieces
from train_watch.formats.ways import MOST_IN_A_ROW, MOST_WAYS, ways
from train_watch.lines.line import Line
from train_watch.lines.split import Splitter

DEFINITIONS = {one["name"]: one for one in build.load_all()}
SAMPLES = [
    pytest.param(name, sample, id=f"{name}-{sample['line'].strip()[:40]}")
    for name, one in DEFINITIONS.items()
    for sample in one["samples"]
]


def test_the_compiled_catalogue_is_what_the_files_say() -> None:
    assert build.TARGET.read_text("utf-8") == build.render(build.load_all())


def test_the_check_of_the_build_passes() -> None:
    assert build.main(["--check"]) == 0


def test_every_definition_has_a_name_a_sentence_and_samples() -> None:
    assert set(names()) == set(DEFINITIONS)
    assert all(one["about"] for one in DEFINITIONS.values())
    assert all(len(one["samples"]) >= 2 for one in DEFINITIONS.values())


@pytest.mark.parametrize(("name", "sample"), SAMPLES)
def test_a_sample_is_read_as_its_file_says(name: str, sample: dict[str, Any]) -> None:
    found = last_record([*sample.get("before", []), sample["line"]])
    assert not list(unlike(found, sample["want"]))
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
def test_every_step_line_has_a_sample(name: str) -> None:
    assert not list(unused(DEFINITIONS[name]))


@pytest.mark.parametrize("name", list(DEFINITIONS))
def test_people_are_told_where_the_total_and_the_time_are_from(name: str) -> None:
    data = tomllib.loads((build.HERE / "catalog" / f"{name}.toml").read_text("utf-8"))
    assert data["total"]["from"]
    assert data["source"]
    if any(rule[0] == "step" for rule in DEFINITIONS[name]["rules"]) or data.get("bar"):
        assert data["time"]["from"]
        assert data["eta"]["rate"]


PREFIXES = {
    "docker": "2026-11-20T10:33:12.123456789Z ",
    "torchrun": "[default0]:",
    "logging": "2026-11-20 10:33:12,123 - INFO - ",
}
"""What stands before a line where somebody else wrote it down."""


def prefixed_record(prefix: str, texts: list[str]) -> Record:
    """The record of the last of some lines that a log holds with a prefix."""
    splitter, reader = Splitter(), Reader()
    data = "".join(f"{prefix}{text}\n" for text in texts).encode()
    records: list[Record] = []
    for line in [*splitter.feed(data, None), *splitter.finish()]:
        records += reader.feed(line)
    return [*records, *reader.flush()][-1]


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize(("name", "sample"), SAMPLES)
def test_a_sample_is_read_behind_a_prefix_too(
    name: str, sample: dict[str, Any], prefix: str
) -> None:
    texts = [*sample.get("before", []), sample["line"]]
    found = prefixed_record(PREFIXES[prefix], texts)
    want = {field: value for field, value in sample["want"].items() if field != "at"}
    assert not list(unlike(found, want))


PIECES = [text for one in DEFINITIONS.values() for sample in one["samples"] for text in sample["line"].split(" ")]  # fmt: skip
NEARLY = st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join)
"""Lines of the trainers' own words in a wrong order."""
RULES = [rule for data in CATALOG for rule in Definition(data).rules]


@given(st.lists(st.one_of(NEARLY, st.text(max_size=200)), max_size=8))
def test_no_text_makes_the_reader_raise(texts: list[str]) -> None:
    reader = Reader()
    made = sum(len(reader.feed(Line(text, number))) for number, text in enumerate(texts, 1))
    assert made + len(reader.flush()) == len(texts)


@given(st.one_of(NEARLY, st.text(max_size=200)))
def test_no_text_makes_a_rule_raise(text: str) -> None:
    for rule in RULES:
        found = rule.match(text + rule.literal + text)
        if found is not None:
            values = rule.values(found, text + rule.literal + text)
            assert values is None or "format" in values


@pytest.mark.parametrize("name", list(DEFINITIONS))
def test_a_hostile_line_can_fit_no_template_in_many_ways(name: str) -> None:
    """Counted, not timed: how often the engine may come back to one place of a line."""
    data = tomllib.loads((build.HERE / "catalog" / f"{name}.toml").read_text("utf-8"))
    for line in data.get("line", []):
        beside, all_of_it = ways(pieces(line["read"]))
        assert beside <= MOST_IN_A_ROW
        assert all_of_it <= MOST_WAYS


def test_every_pattern_is_bounded() -> None:
    for _, _, _, bar, _, rules in CATALOG:
        assert not [rule[3] for rule in rules if faults(rule[3])]
        assert not bar or not dict(bar)["desc"] or not faults(dict(bar)["desc"])


def test_a_forced_format_reads_nothing_else() -> None:
    line = "iter 250: loss 2.7182, time 412.50ms, mfu 31.40%"
    assert last_record([line], format="megatron").kind == "other"
    assert last_record([line], format="nanogpt").kind == "step"


def test_an_unknown_format_is_refused_with_the_nearest_names() -> None:
    with pytest.raises(ValueError, match=r"no format 'nanogtp': did you mean nanogpt"):
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
