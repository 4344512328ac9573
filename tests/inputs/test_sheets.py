"""Tables in files: rows come once, even if the writer begins the file anew with more columns."""

from hypothesis import given
from hypothesis import strategies as st

from train_watch.inputs.sheet import Sheet
from train_watch.lines.line import Line
from train_watch.lines.split import Splitter

HEAD = "epoch,step,train_loss"
WIDER = "epoch,step,train_loss,val_loss"


def table(head: str, count: int, *, first: int = 0, pad: str = "", start: float = 1.0) -> bytes:
    rows = [f"0,{20 * row + 19},{start + row / 8}{pad}" for row in range(first, count)]
    return "".join(f"{row}\r\n" for row in ([head] if head else []) + rows).encode()


def texts(lines: list[Line]) -> list[str]:
    return [line.text for line in lines]


@given(st.integers(1, 9), st.integers(0, 9), st.integers(1, 60))
def test_a_table_written_anew_gives_its_header_and_only_new_rows(
    known: int, more: int, cut: int
) -> None:
    framer = Sheet()
    framer.feed(table(HEAD, known))
    assert framer.renew()
    data = table(WIDER, known + more, pad=",")
    lines = framer.feed(data[:cut], 5.0) + framer.feed(data[cut:], 5.0)
    assert texts(lines) == table(WIDER, known + more, first=known, pad=",").decode().splitlines()
    assert not framer.anew


def test_a_table_that_does_not_hold_the_rows_is_another_run_s() -> None:
    framer = Sheet()
    framer.feed(table(HEAD, 3))
    framer.renew()
    lines = framer.feed(table(HEAD, 2, start=7.0), 5.0)
    assert framer.anew
    assert len(lines) == 3


def test_a_later_row_that_differs_tells_it_too() -> None:
    framer = Sheet()
    framer.feed(table(HEAD, 3))
    framer.renew()
    lines = framer.feed(table(HEAD, 2) + b"0,59,9.9\r\n", 5.0)
    assert framer.anew
    assert len(lines) == 4


def test_a_run_that_repeats_the_rows_slowly_is_another_run() -> None:
    framer = Sheet()
    framer.feed(table(HEAD, 4))
    framer.renew()
    assert framer.feed(table(HEAD, 1), 5.0) == []
    assert len(framer.feed(table("", 2, first=1), 25.0)) == 3
    assert framer.anew


def test_a_file_without_rows_begins_anew_like_any_text() -> None:
    framer = Sheet()
    framer.feed(table(HEAD, 0))
    assert not framer.renew()


def test_two_columns_are_read_with_their_names() -> None:
    lines = Sheet().feed(b"iter\tLogloss\n0\t0.69\n1\t0.68\n")
    assert texts(lines) == ["iter Logloss", "iter: 0, Logloss: 0.69", "iter: 1, Logloss: 0.68"]


@given(st.lists(st.binary(max_size=30) | st.sampled_from([b"a,b\n", b"1,2\n", b"\n"]), max_size=8))
def test_no_bytes_raise_and_no_line_is_lost(pieces: list[bytes]) -> None:
    framer, text = Sheet(), Splitter()
    got = [line.number for piece in pieces for line in framer.feed(piece)]
    assert got == [line.number for piece in pieces for line in text.feed(piece)]
    framer.renew()
    for piece in pieces:
        framer.feed(piece, 3.0)
    framer.finish()
