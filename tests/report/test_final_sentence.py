"""The one sentence that `--wait` ends with."""

import pytest

from train_watch.report.wait import final_sentence
from train_watch.view.sample import BARE, NOW, STATES, Kind


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (
            "finished",
            "train.log: finished at 16:12:37 today; took 6h 52m 10s; 6,000 it; 3.982 s/it; loss 2.871; val 2.914",
        ),
        (
            "running",
            "train.log: running; iter 2,140 / 6,000; 4h 28m 59s left; finish 20:41 today; loss 3.104",
        ),
        ("waiting", "train.log: waiting for out/train.log; nothing has been written yet"),
    ],
)
def test_it_says_how_the_run_ended_or_how_far_it_is(kind: Kind, sentence: str) -> None:
    assert final_sentence(STATES[kind], NOW, BARE) == sentence


def test_a_death_is_told_in_the_log_s_own_words() -> None:
    said = final_sentence(STATES["died"], NOW, BARE)
    assert said.startswith(
        "train.log: died at iter 2,140 (16:12): torch.OutOfMemoryError: CUDA out of memory"
    )
    assert "last checkpoint: iter 2,000" in said
