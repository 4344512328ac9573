"""Advice is only given with the evidence that calls for it, and knows whose log it reads."""

import pytest

from train_watch.advice.choose import advice_for, advice_with_source
from train_watch.advice.families import FAMILIES, UNKNOWN, family_of
from train_watch.advice.table import SOURCES, TABLE


def test_every_sentence_has_a_source_and_every_source_is_used() -> None:
    assert {row.source for row in TABLE} == set(SOURCES)
    assert all(url.startswith("https://") for url in SOURCES.values())


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.rule}: {row.text[:30]}")
def test_a_sentence_fits_two_rows_and_holds_no_markup(row: object) -> None:
    text = row.text  # type: ignore[attr-defined]
    assert text.isascii()
    assert len(text) <= 120
    assert not text.endswith(".")
    assert "[" not in text


@pytest.mark.parametrize("rule", sorted({row.rule for row in TABLE}))
def test_each_rule_has_something_to_say_about_some_log(rule: str) -> None:
    assert advice_for(rule, None, {"share": 0.9, "lines_in_a_row": 1})


def test_nanogpt_has_no_data_workers_to_add() -> None:
    said = " ".join(advice_for("data_share", "nanogpt", {"share": 0.6}))
    assert "num_workers" not in said
    assert "disk" in said


def test_an_unknown_trainer_may_have_a_data_loader() -> None:
    assert any("num_workers" in text for text in advice_for("data_share", None, {"share": 0.4}))


def test_the_trainer_s_own_option_replaces_the_general_sentence() -> None:
    assert advice_for("evaluation_share", "megatron", {}) == (
        "raise --eval-interval or lower --eval-iters",
    )
    assert advice_for("evaluation_share", None, {}) == ("evaluate less often, or on fewer batches",)


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        ("out_of_memory", "batch_size"),
        ("killed", "dmesg"),
        ("time_limit", "--signal"),
        ("crash", "traceback"),
        ("hang", "py-spy"),
    ],
)
def test_a_crash_is_advised_by_its_kind(kind: str, word: str) -> None:
    assert any(word in text for text in advice_for("crash", "nanogpt", {"kind": kind}))


def test_a_kind_that_nobody_knows_is_a_plain_crash() -> None:
    assert advice_for("crash", None, {"kind": "meteor"}) == advice_for("crash", None, {})


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("CUDA error: an illegal memory access was encountered", "CUDA_LAUNCH_BLOCKING"),
        ("OSError: [Errno 28] No space left on device", "free the disk"),
        ("torch.distributed.elastic.multiprocessing.errors.ChildFailedError:", "first rank"),
    ],
)
def test_the_fault_s_own_words_choose_the_sentence(text: str, word: str) -> None:
    with_words = advice_for("crash", None, {"kind": "crash", "text": text})
    without = advice_for("crash", None, {"kind": "crash", "text": "ValueError: x"})
    assert any(word in sentence for sentence in with_words)
    assert not any(word in sentence for sentence in without)


def test_fragmentation_is_only_named_when_the_allocator_names_it() -> None:
    told = {"kind": "out_of_memory", "text": "12 GiB is reserved but unallocated"}
    assert any("expandable_segments" in text for text in advice_for("crash", None, told))
    assert not any(
        "expandable" in text for text in advice_for("crash", None, {"kind": "out_of_memory"})
    )


def test_a_single_nan_may_pass_but_not_a_series() -> None:
    def harmless(lines: int) -> bool:
        said = advice_for("nan_loss", None, {"lines_in_a_row": lines})
        return any("harmless" in text for text in said)

    assert harmless(1)
    assert not harmless(3)


def test_bounds_ask_for_evidence_that_is_there() -> None:
    assert len(advice_for("data_share", None, {"share": 0.6})) == 3
    assert len(advice_for("data_share", None, {"share": None})) == 2
    assert len(advice_for("data_share", None, {"share": "much"})) == 2


def test_a_rule_without_advice_says_nothing() -> None:
    assert advice_for("no such rule", "nanogpt", {}) == ()


def test_sentences_come_with_the_key_of_their_source() -> None:
    assert advice_with_source("buffered", None, {})[0][1] == "python"


@pytest.mark.parametrize("spelling", ["hf_trainer", "hf-trainer", "HF Trainer".replace(" ", "-")])
def test_a_family_is_found_however_its_name_is_written(spelling: str) -> None:
    assert family_of(spelling) is FAMILIES["hf-trainer"]


def test_a_format_without_a_family_is_unknown() -> None:
    assert family_of("generic") is UNKNOWN
    assert family_of(None) is UNKNOWN
