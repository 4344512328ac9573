"""A recorded run comes again, each piece at its own time."""

import io

from hypothesis import given
from hypothesis import strategies as st

from train_watch.lines.split import Splitter
from train_watch.sources.base import Chunk, SourceEvent
from train_watch.sources.recording import Row, load_recording, recorded
from train_watch.sources.replay import ReplaySource

ROWS: list[Row] = [
    (0.0, b"iter 0: loss 10\n"),
    (1.5, b" 50%|#  |\r"),
    (1.5, b"100%|###|\r"),
    (4.0, b"done\n"),
]


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_pieces_come_as_their_time_comes() -> None:
    clock = Clock()
    source = ReplaySource(ROWS, clock=clock)
    assert source.read() == [SourceEvent("opened", "", 1000.0), Chunk(ROWS[0][1], 0, 1000.0)]
    assert source.read() == []
    clock.now += 2.0
    assert source.read() == [Chunk(ROWS[1][1], 16, 1001.5), Chunk(ROWS[2][1], 26, 1001.5)]
    assert not source.ended()
    clock.now += 60.0
    assert source.read() == [Chunk(ROWS[3][1], 36, 1004.0), SourceEvent("ended", "", 1004.0)]
    assert source.ended()
    assert source.read() == []
    assert (source.duration, source.size(), source.modified_at()) == (4.0, 41, 1004.0)


def test_a_replay_asked_seldom_gives_the_same_arrivals_as_one_asked_often() -> None:
    def arrivals(step: float) -> list[float | None]:
        clock, found = Clock(), []
        source = ReplaySource(ROWS, clock=clock)
        while not source.ended():
            found += [item.arrived_at for item in source.read() if isinstance(item, Chunk)]
            clock.now += step
        return found

    assert arrivals(0.1) == arrivals(100.0) == [1000.0, 1001.5, 1001.5, 1004.0]


def test_a_bite_of_a_replay_is_bounded() -> None:
    clock = Clock()
    source = ReplaySource([(0.0, b"x" * 100)] * 50, clock=clock)
    assert sum(isinstance(item, Chunk) for item in source.read(250)) == 3


def test_nothing_recorded_is_a_replay_that_has_ended() -> None:
    source = ReplaySource([], clock=Clock())
    assert [item.event for item in source.read() if isinstance(item, SourceEvent)] == [
        "opened",
        "ended",
    ]
    assert source.duration == 0.0
    assert source.modified_at() is None


@given(
    st.lists(
        st.tuples(
            st.integers(0, 10**6).map(lambda n: n / 1000),
            st.binary(max_size=30)
            .map(lambda text: text.rstrip(b"\r\n"))
            .flatmap(lambda text: st.sampled_from([text + b"\n", text + b"\r"])),
        ),
        max_size=12,
    ).map(lambda rows: sorted(rows, key=lambda row: row[0]))
)
def test_a_recording_reads_back_as_it_was_written(rows: list[Row]) -> None:
    file = io.BytesIO(b"".join(map(recorded, rows)))
    assert load_recording(file) == rows


def test_rows_that_are_none_are_left_out_and_time_never_goes_back() -> None:
    rows = ["# a comment\n", "\n", "2.0\tone\n", "no time\n", "nan\tx\n", "-1\tx\n", "1.0\ttwo\n"]
    assert load_recording(rows) == [(2.0, b"one\n"), (2.0, b"two\n")]


def test_a_recorded_bar_is_read_as_its_frames() -> None:
    recording = "0.1\t  1/9\\r\n0.2\t  2/9\\r\n0.3\t\n0.4\tC:\\\\new\n"
    splitter = Splitter()
    lines = [
        line for _, data in load_recording(io.StringIO(recording)) for line in splitter.feed(data)
    ]
    assert [(line.text, line.number, line.frame) for line in lines] == [
        ("  1/9", 1, 0),
        ("  2/9", 1, 1),
        ("C:\\new", 2, 0),
    ]
