"""Encodings are told from the first bytes, however they are cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from train_watch.lines.decode import Transcoder, sniff, text_of
from train_watch.lines.split import Splitter

TEXT = "iter 1: loss 4.5\nEpoch 2: 50%|██▌ | 1/2 日本 😀\nlast\n"


def lines(*chunks: bytes) -> list[str]:
    splitter = Splitter()
    return [line.text for chunk in chunks for line in splitter.feed(chunk)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("size", [1, 2, 3, 5, 1000])
def test_each_encoding_reads_the_same_in_every_chunking(encoding: str, size: int) -> None:
    """B5: PowerShell's `>` writes UTF-16."""
    data = TEXT.encode(encoding)
    chunks = [data[start : start + size] for start in range(0, len(data), size)]
    assert lines(*chunks) == TEXT.splitlines()


def test_big_endian_with_a_mark_is_read_too() -> None:
    assert lines(b"\xfe\xff" + TEXT.encode("utf-16-be")) == TEXT.splitlines()


@given(st.binary(max_size=6), st.binary(max_size=6))
def test_a_decision_once_made_does_not_change_with_more_bytes(start: bytes, more: bytes) -> None:
    found = sniff(start) if start else None
    if found is not None:
        assert sniff(start + more) == found


def test_a_log_that_changes_to_utf16_in_the_middle_is_still_readable() -> None:
    """PowerShell's `>>` after another program's lines: the NULs between the letters go."""
    assert lines(b"plain\n", "iter 7: loss 3\r\n".encode("utf-16-le")) == [
        "plain",
        "iter 7: loss 3",
    ]


def test_a_row_that_is_mostly_no_utf8_is_read_as_latin_1() -> None:
    assert text_of("réseau été".encode("latin-1")) == "r\ufffdseau \ufffdt\ufffd"
    assert text_of("éèàü".encode("latin-1")) == "éèàü"


def test_a_row_in_another_encoding_does_not_spoil_its_neighbours() -> None:
    chunk = "日本 1\n".encode() + "한국 2\n".encode("cp949") + "日本 3\n".encode()
    assert lines(chunk)[::2] == ["日本 1", "日本 3"]
    assert lines(chunk)[1].endswith(" 2")


def test_a_source_that_ends_before_its_encoding_is_told_loses_nothing() -> None:
    splitter = Splitter()
    assert splitter.feed(b"7") == []
    assert [line.text for line in splitter.finish()] == ["7"]


def test_a_broken_last_code_unit_is_shown_as_replaced() -> None:
    transcoder = Transcoder()
    assert transcoder.feed(b"\xff\xfea\x00b") == b"a"
    assert transcoder.finish() == "\ufffd".encode()
