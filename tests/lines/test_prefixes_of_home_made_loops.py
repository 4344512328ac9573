"""Stamps as loops without a logging library print them."""

import pytest

from train_watch.lines.prefix import Peeler


@pytest.mark.parametrize(
    ("row", "rest"),
    [
        ("I0317 10:00:13.224641 125344476638336 train.py:181] step=120", "step=120"),
        ("[20260929 19:48:42] iter 120/5000 loss 0.41", "iter 120/5000 loss 0.41"),
        ("20260929 19:48:42 iter 120/5000 loss 0.41", "iter 120/5000 loss 0.41"),
        ("2026-11-20,10:00:05 | INFO | Step 120/5000", "Step 120/5000"),
    ],
)
def test_a_stamp_without_usual_dress_is_peeled(row: str, rest: str) -> None:
    text, at, _, _ = Peeler().peel(row)
    assert (text, at is not None) == (rest, True)


@pytest.mark.parametrize(
    "row", ["[20260929] iter 120", "20261329 19:48:42 x", "99999999 19:48:42 x"]
)
def test_eight_digits_without_a_possible_date_and_a_time_stay(row: str) -> None:
    assert Peeler().peel(row)[:2] == (row, None)
