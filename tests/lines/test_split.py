"""The splitter: bytes in any chunking become the same lines."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from train_watch.lines.half import CAP_BYTES
from train_watch.lines.line import Line
from train_watch.lines.split import Splitter

PIECES = st.sampled_from(
    [
        b"iter 10: loss 3.25, time 12.5ms",
        b" 12%|\xe2\x96\x88\xe2\x96\x88  | 120/1000 [02:01<14:52,  1.01s/it]",
        b"\r",
        b"\n",
        b"\r\n",
        b"\r\r\n",
        b"\b\b\b\b",
        b"   ",
        b"\t",
        b"\x1b[1m",
        b"\x1b[0m",
        b"\x1b]0;title\x07",
        b"\x1b]0;never ended",
        b"\x1b",
        b"\x00",
        b"\xff",
        b"\xe2",
        b"\xe3\x80\x80",
        b"\xef\xbb\xbf",
        b"\xc2\x85",
        b"\xff\xfe",
        b"[rank1]:",
        b"2026-11-20 10:33:12,123 - root - INFO - ",
        b"23:59:58 INFO ",
        b"00:00:03 INFO ",
        b'{"log":"step 1\\r\\u001b[1mstep 2\\n","time":"2026-11-20T10:33:12Z"}',
        b"7: ",
        b"x" * (CAP_BYTES - 3),
        b"\x1b[1mx" * 9_000,
    ]
)
STREAMS = st.lists(PIECES | st.binary(max_size=6), max_size=14).map(b"".join)


def read(data: bytes, cuts: list[int] | None = None) -> list[Line]:
    """The lines of `data` fed in pieces that end at `cuts`."""
    splitter = Splitter()
    ends = sorted({min(each, len(data)) for each in cuts or []} | {len(data)})
    lines: list[Line] = []
    start = 0
    for end in ends:
        lines += splitter.feed(data[start:end])
        start = end
    return lines + splitter.finish()


def texts(data: bytes) -> list[str]:
    return [line.text for line in read(data)]


@given(STREAMS, st.lists(st.integers(0, 400) | st.integers(0, 70_000), max_size=8))
@example(b"a\r\nb\n", [2])
@example(b"i\x00t\x00\n\x00", [1, 3])
@example(b"\xff\xfei\x00\n\x00", [1])
@example(b"\xef\xbb\xbfiter\n", [1, 2])
@example(b"   \r\n", [4])
def test_any_chunking_gives_the_same_lines(data: bytes, cuts: list[int]) -> None:
    """B5, B6, F1: what a line is never depends on how its bytes came."""
    assert read(data, cuts) == read(data)


@given(STREAMS)
def test_every_byte_alone_gives_the_same_lines(data: bytes) -> None:
    data = data[:300]
    assert read(data, list(range(len(data)))) == read(data)


@given(STREAMS)
def test_no_control_character_comes_out_and_no_line_is_long(data: bytes) -> None:
    """B2, B4, F19: whatever goes in."""
    for line in read(data):
        for text in (line.text, line.raw):
            assert not any(sign < " " or "\x7f" <= sign <= "\x9f" for sign in text)
            assert len(text) <= 4096


@given(STREAMS)
def test_lines_are_numbered_in_order_and_frames_within_their_line(data: bytes) -> None:
    lines = read(data)
    assert [(line.number, line.frame) for line in lines] == sorted(
        {(line.number, line.frame) for line in lines}
    )
    for before, line in pairwise(lines):
        assert line.frame in {0, before.frame + 1}
        assert line.number - before.number == (line.frame == 0)


def test_a_half_written_line_waits_for_its_end() -> None:
    """F1, F2: `time 1` may become `time 100`."""
    splitter = Splitter()
    assert splitter.feed(b"iter 9: loss 4, time 1") == []
    assert splitter.pending() == "iter 9: loss 4, time 1"
    assert [line.text for line in splitter.feed(b"00ms\n")] == ["iter 9: loss 4, time 100ms"]
    assert splitter.pending() == ""


def test_the_last_line_of_an_ended_source_needs_no_terminator() -> None:
    splitter = Splitter()
    splitter.feed(b"one\ntwo")
    assert [(line.text, line.number) for line in splitter.finish()] == [("two", 2)]
    assert splitter.finish() == []


def test_a_line_has_the_arrival_of_its_terminator() -> None:
    splitter = Splitter()
    splitter.feed(b"iter 1: lo", 10.0)
    assert [line.arrived_at for line in splitter.feed(b"ss 4\n", 12.5)] == [12.5]
    assert [line.arrived_at for line in splitter.feed(b"there before\n")] == [None]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r\r\n"])
def test_every_line_end_of_the_world_is_one_line_end(end: bytes) -> None:
    """B6."""
    assert texts(b"one" + end + b"two" + end) == ["one", "two"]


def test_each_carriage_return_frame_is_a_line_of_its_own() -> None:
    """B6: tqdm writes the return first, so a frame is complete when the next one begins."""
    splitter = Splitter()
    lines = splitter.feed(b"\r  1/9\r  2/9\r  3/9")
    assert [(line.text, line.number, line.frame) for line in lines] == [
        ("  1/9", 1, 0),
        ("  2/9", 1, 1),
    ]
    assert splitter.pending() == "  3/9"
    assert [(line.text, line.number, line.frame) for line in splitter.feed(b"\nnext\n")] == [
        ("  3/9", 1, 2),
        ("next", 2, 0),
    ]


def test_an_eraser_frame_is_no_line_but_an_empty_line_is_one() -> None:
    """HF writes the bar away before its dict: `bar` return blanks return dict."""
    data = b"\r 50%|it/s]\r" + b" " * 47 + b"\r{'loss': '2.3'}\n\n   \nend\n"
    assert texts(data) == [" 50%|it/s]", "{'loss': '2.3'}", "", "", "end"]


def test_keras_backspaces_leave_every_frame_whole() -> None:
    """Keras ends each frame with as many backspaces as it is long, even in a file."""
    frames = [f"{n}/469 [=>.....] - ETA: 3s - loss: 0.6{n}" for n in range(1, 4)]
    data = "".join(frame + "\b" * len(frame) + "\r" for frame in frames) + "\n"
    assert texts(data.encode()) == frames


def test_a_hundred_megabytes_without_a_newline_need_little_memory() -> None:
    """F19: the next line is read as if nothing had been."""
    splitter = Splitter()
    for _ in range(100):
        assert splitter.feed(b"x" * (1 << 20)) == []
    assert len(splitter._half.peek()) < 40_000
    lines = splitter.feed(b"tail\niter 2: loss 4\n")
    assert [line.cut for line in lines] == [True, False]
    assert len(lines[0].text) == 4096
    assert lines[0].text.endswith("xtail")
    assert lines[1].text == "iter 2: loss 4"


def test_a_long_line_keeps_its_head_and_its_tail() -> None:
    line = read(b"step 12 " + b"-" * 10_000 + b" loss 4.25\n")[0]
    assert (line.cut, len(line.text)) == (True, 4096)
    assert line.text.startswith("step 12 -")
    assert line.text.endswith("- loss 4.25")
    assert not read(b"y" * 4096 + b"\n")[0].cut


def test_a_source_that_starts_anew_forgets_everything() -> None:
    splitter = Splitter()
    splitter.feed("one\nhalf".encode("utf-16"))
    splitter.reset()
    assert [(line.text, line.number) for line in splitter.feed(b"first\n")] == [("first", 1)]
    assert splitter.numbers_exact


def test_a_skipped_middle_drops_the_half_line_and_makes_numbers_a_guess() -> None:
    splitter = Splitter()
    splitter.feed(b"one\ntwo is torn he")
    splitter.skip()
    assert not splitter.numbers_exact
    assert [(line.text, line.number) for line in splitter.feed(b"later\n")] == [("later", 3)]


def test_a_middle_skipped_inside_of_a_bar_starts_its_frames_again() -> None:
    splitter = Splitter()
    splitter.feed(b"\r1/9\r2/9\r")
    splitter.skip()
    assert [(line.number, line.frame) for line in splitter.feed(b"8/9\r")] == [(2, 0)]


def test_a_skipped_middle_keeps_utf16_in_step() -> None:
    """The part after the gap begins behind a newline byte, the first half of UTF-16-LE's."""
    splitter = Splitter()
    splitter.feed("\ufeffone\nhalf".encode("utf-16-le"))
    splitter.skip()
    tail = "gone\nlater\n".encode("utf-16-le")
    tail = tail[tail.index(b"\n") + 1 :]
    assert [line.text for line in splitter.feed(tail)] == ["later"]


def test_a_docker_row_is_read_as_the_line_inside_it() -> None:
    row = b'{"log":"iter 1: loss 4\\n","stream":"stdout","time":"1970-01-01T00:00:12.5Z"}\n'
    line = read(row)[0]
    assert (line.text, line.at, line.at_ulp_s) == ("iter 1: loss 4", 12.5, 0.1)
    bar = read(b'{"log":"\\r1/9\\r2/9\\n","time":"1970-01-01T00:00:12Z"}\n')
    assert [(line.text, line.frame, line.at) for line in bar] == [
        ("1/9", 0, 12.0),
        ("2/9", 1, 12.0),
    ]


@pytest.mark.parametrize(
    "row", ['{"log":', '{"log": 3}', '{"log":"' + "[" * 5000, '{"log":"a","time":7}', '{"loss": 3}']
)
def test_a_row_that_only_looks_like_dockers_stays_as_it_is(row: str) -> None:
    assert read(row.encode() + b"\n")[0].raw[:3000] == row[:3000]


def test_the_year_that_stamps_leave_out_is_that_of_the_file() -> None:
    row = b"[11/20 10:33:12 d2.utils.events]:  eta: 8:11:02  iter: 199\n"
    splitter = Splitter()
    splitter.near = 1_795_170_000.0  # 2026-11-20
    assert splitter.feed(row)[0].at == 1_795_170_792.0
    live = Splitter()
    assert live.feed(row, 1_763_630_000.0)[0].at == 1_763_634_792.0  # 2025-11-20
