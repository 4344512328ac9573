"""Stamps that are fields of a row: JSON objects and logfmt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from train_watch.lines.prefix import Peeler


@pytest.mark.parametrize(
    "row",
    [
        '{"step": 10, "loss": 1.5, "timestamp": "1970-01-02T00:00:01Z"}',
        '{"ts":"1970-01-02 00:00:01","step":10}',
        'time=1970-01-02T00:00:01Z level=info msg="train" step=10',
        'level=info ts="1970-01-02T00:00:01" step=10',
        "{'asctime': '1970-01-02 00:00:01', 'step': 10}",
    ],
)
def test_the_stamp_is_read_and_the_row_stays_whole(row: str) -> None:
    text, at, _, _ = Peeler().peel(row)
    assert (text, at) == (row, 86401.0)


@pytest.mark.parametrize(
    "row",
    [
        '{"step": 10, "loss": 1.5}',
        "step 10 at time=1970-01-02T00:00:01Z",
        '{"uptime": "1970-01-02T00:00:01Z"}',
        '{"ts": "1970-13-40T00:00:01Z"}',
    ],
)
def test_what_is_no_stamp_of_the_row_is_left(row: str) -> None:
    assert Peeler().peel(row)[1] is None


def test_a_stamp_before_the_row_counts_more_than_one_in_it() -> None:
    row = '1970-01-02T00:00:01.5Z {"ts": "1980-01-02T00:00:01Z", "step": 3}'
    assert Peeler().peel(row)[1] == 86401.5


@given(st.text(max_size=200))
def test_no_row_raises(text: str) -> None:
    for start in ("{", "time=", "ts=", "level="):
        Peeler().peel(start + text)
