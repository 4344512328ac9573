"""Prefixes of loggers, launchers and collectors come off; what carries meaning stays."""

import calendar
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from train_watch.lines.prefix import Peeler
from train_watch.lines.split import Splitter

AT = float(calendar.timegm((2026, 11, 20, 10, 33, 12)))
CLOCK = float(10 * 3600 + 33 * 60 + 12)
STEP = "step 10: loss 4.2"

STAMPED: list[tuple[str, float, float]] = [
    # docker and kubernetes (RFC 3339, CRI)
    ("2026-11-20T10:33:12.123456789Z ", AT + 0.123456789, 1e-9),
    ("2026-11-20T10:33:12.5+01:00 stdout F ", AT + 0.5 - 3600, 0.1),
    ("[pod/train-0/main] 2026-11-20T10:33:12Z ", AT, 1.0),
    # syslog with a year guessed by another stamp, journalctl -o short-iso
    ("2026-11-20T10:33:12+0000 gpu-3 python[4711]: ", AT, 1.0),
    # logging
    ("2026-11-20 10:33:12,123 - train.core - INFO - ", AT + 0.123, 0.001),
    ("2026-11-20 10:33:12,123 - INFO - train.core - ", AT + 0.123, 0.001),
    ("2026-11-20 10:33:12,123   INFO  ", AT + 0.123, 0.001),
    ("11/20/2026 10:33:12 - INFO - __main__ - ", AT, 1.0),
    ("INFO 2026-11-20 10:33:12 ot_train.py:357 ", AT, 1.0),
    ("[11/20/2026 10:33:12] ", AT, 1.0),
    ("2026-11-20 10:33:12: ", AT, 1.0),
    # loguru, fairseq, hydra
    (
        "2026-11-20 10:33:12.123 | INFO     | yolox.core.trainer:after_iter:260 - ",
        AT + 0.123,
        0.001,
    ),
    ("2026-11-20 10:33:12 | INFO | train_inner | ", AT, 1.0),
    ("[2026-11-20 10:33:12,123][fairseq.trainer][INFO] - ", AT + 0.123, 0.001),
    # DeepSpeed, axolotl, paddle, swin, espnet
    ("[2026-11-20 10:33:12,123] [INFO] [timer.py:264:stop] ", AT + 0.123, 0.001),
    ("[2026-11-20 10:33:12,123] [INFO] [axolotl.train:88] ", AT + 0.123, 0.001),
    ("[2026-11-20 10:33:12,123] [    INFO] - ", AT + 0.123, 0.001),
    ("[2026/11/20 10:33:12] ppocr INFO: ", AT, 1.0),
    ("[2026-11-20 10:33:12 swin_tiny] (main.py 226): INFO ", AT, 1.0),
    ("[node7] 2026-11-20 10:33:12,123 (trainer:811) INFO: ", AT + 0.123, 0.001),
    # absl and glog, DINOv2
    ("I20261120 10:33:12.1 1234 f.py:12] ", AT + 0.1, 0.1),
    ("I20261120 10:33:12 1234 dinov2 helpers.py:102] ", AT, 1.0),
    # mmengine, mmcv, torchtitan, Megatron-LM, transformers, LLaMA-Factory, nanotron
    ("2026/11/20 10:33:12 - mmengine - INFO - ", AT, 1.0),
    ("2026-11-20 10:33:12,123 - mmdet - INFO - ", AT + 0.123, 0.001),
    ("[titan] 2026-11-20 10:33:12,123 - root - INFO - ", AT + 0.123, 0.001),
    (" [2026-11-20 10:33:12.123456] ", AT + 0.123456, 1e-6),
    ("[INFO|trainer.py:2134] 2026-11-20 10:33:12,123 >> ", AT + 0.123, 0.001),
    ("[INFO|2026-11-20 10:33:12] trainer:2134 >> ", AT, 1.0),
    ("11/20/2026 10:33:12 [INFO|DP=0|PP=0|TP=0]: ", AT, 1.0),
    # a clock alone
    ("[10:33:12] ", CLOCK, 1.0),
    ("[10:33:12.123] INFO: ", CLOCK + 0.123, 0.001),
    ("10:33:12 INFO ", CLOCK, 1.0),
    ("10:33:12 | INFO | train:run:12 - ", CLOCK, 1.0),
]


def peeled(row: str) -> list[object]:
    """What the peeler says, with the stamp rounded to what a float holds of it."""
    text, at, ulp, rank = Peeler().peel(row)
    return [text, None if at is None else round(at, 6), round(ulp, 9), rank]


@pytest.mark.parametrize(("prefix", "at", "ulp"), STAMPED)
def test_a_prefix_comes_off_and_its_stamp_is_kept(prefix: str, at: float, ulp: float) -> None:
    assert peeled(prefix + STEP) == [STEP, round(at, 6), ulp, None]


def test_a_loggers_name_after_the_level_stays_if_it_may_be_text() -> None:
    assert peeled(f"2026-11-20 10:33:12,123 INFO train: {STEP}")[0] == f"train: {STEP}"


RANKED = [
    ("[default0]:", 0),
    ("[rank3]:", 3),
    ("[Rank 12] ", 12),
    ("[GPU1] ", 1),
    ("[1,5]<stdout>:", 5),
    ("[default1]:[rank1]:", 1),
    ("(TaskRunner pid=1234) ", None),
    ("(RayTrainWorker pid=99, ip=10.0.0.7) ", None),
    ("INFO:root:", None),
    ("INFO: ", None),
    ("[INFO] ", None),
]


@pytest.mark.parametrize(("prefix", "rank"), RANKED)
def test_a_launchers_tag_comes_off_and_its_rank_is_kept(prefix: str, rank: int | None) -> None:
    assert Peeler().peel(prefix + STEP) == (STEP, None, 0.0, rank)


def test_prefixes_may_be_stacked() -> None:
    row = (
        f"2026-11-20T10:33:12.5Z [default2]:[titan] 2026-11-20 10:33:12,123 - root - INFO - {STEP}"
    )
    assert peeled(row) == [STEP, AT + 0.123, 0.001, 2]


def test_of_two_stamps_the_finer_one_is_kept() -> None:
    row = f"2026-11-20T10:33:13.250Z 2026-11-20 10:33:12 - root - INFO - {STEP}"
    assert Peeler().peel(row)[1:3] == (AT + 1.25, 0.001)


def test_hugectr_and_detectron2_and_caffe_without_a_year_or_date() -> None:
    row = f"[HCTR][10:33:12.098][INFO][RK3][main]: {STEP}"
    assert peeled(row) == [STEP, round(CLOCK + 0.098, 6), 0.001, 3]
    for prefix in (
        "[11/20 10:33:12 d2.utils.events]:  ",
        "11/20 10:33:12 - mmengine - INFO - ",
        "I1120 10:33:12.112738  1860 solver.cpp:228] ",
        "Nov 20 10:33:12 gpu-3 python[4711]: ",
    ):
        peeler = Peeler()
        peeler.clock.near = AT
        text, at, _, _ = peeler.peel(prefix + STEP)
        assert (text, int(at or 0)) == (STEP, int(AT))


@pytest.mark.parametrize(
    "row",
    [
        "iter 100: loss 4.2013, time 3995.11ms, mfu 5.10%",
        "120: learn: 0.4123412 test: 0.51 best: 0.51 (120) total: 12.3s remaining: 1m 29s",
        "[120] train-rmse:0.41234 valid-rmse:0.51234",
        " 12%|█▏        | 120/1000 [02:01<14:52,  1.01s/it]",
        "{'loss': 2.3451, 'epoch': 0.02}",
        "[epoch=1][batch=120/1875]:",
        "[step=120/739328,epoch=1,eta=3d2h]",
        "(epoch: 100, iters: 1075, time: 0.084, data: 0.002) G_GAN: 2.786",
        "  train_iters ..... 500000",
        "00:02:11 elapsed, step 12",
        "Sep 7 results",
        "Step 00250 | Validation bpb: 0.91",
        "ERROR: CUDA out of memory",
        "CRITICAL:root:died",
        "s:199 trl:6.3059",
        "    3/100      2.53G      1.158      2.345",
        "",
        " ",
        "INFO",
        "[",
    ],
)
def test_what_is_no_prefix_stays(row: str) -> None:
    assert Peeler().peel(row) == (row, None, 0.0, None)


def test_a_level_that_tells_of_trouble_stays_in_the_text() -> None:
    row = "2026-11-20 10:33:12,123 - root - ERROR - CUDA out of memory"
    assert Peeler().peel(row)[0] == "root - ERROR - CUDA out of memory"


def test_an_impossible_stamp_is_text() -> None:
    row = "[2026-13-45 10:33:12] " + STEP
    assert Peeler().peel(row) == (row, None, 0.0, None)


def test_columns_after_a_comma_are_no_fraction() -> None:
    assert Peeler().peel("2026-11-20 10:33:12,0.53,17")[:3] == ("0.53,17", AT, 1.0)


def labels(numbers: list[int]) -> list[int | None]:
    peeler = Peeler()
    return [peeler.peel(f"{number}: {STEP}")[3] for number in numbers]


def test_task_labels_of_srun_are_ranks_once_they_cannot_be_a_counter() -> None:
    assert labels([0, 0, 1, 1, 0, 0, 1, 0, 0, 1, 0, 1, 0])[-2:] == [1, 0]
    assert Peeler().peel(f"3: 2026-11-20 10:33:12 - INFO - {STEP}")[3] == 3
    assert Peeler().peel("2: {'loss': 1}") == ("{'loss': 1}", None, 0.0, 2)


@pytest.mark.parametrize(
    "numbers",
    [
        [*range(200)],  # CatBoost, darknet
        [*range(50), *range(50), *range(50)],  # batches of epochs
        [number // 2 for number in range(200)],  # train and validation line of each epoch
        [*range(100), *range(40, 90), *range(60, 120)],  # resumed twice into one file
    ],
)
def test_a_counter_before_a_colon_is_never_taken_for_a_label(numbers: list[int]) -> None:
    assert set(labels(numbers)) == {None}


def test_rows_numbered_one_by_one_are_of_no_rank() -> None:
    peeler = Peeler()
    rows = [f"{number}: 2026-11-20 10:33:12 - INFO - {STEP}" for number in range(65, 75)]
    peeled = [peeler.peel(row) for row in rows]
    assert [rank for *_, rank in peeled[3:]] == [None] * 7
    assert {(text, at) for text, at, *_ in peeled} == {(STEP, AT)}


def test_labels_of_many_ranks_in_order_stay_ranks_after_the_first_round() -> None:
    peeler = Peeler()
    rows = [f"{rank}: 2026-11-20 10:33:12 - INFO - {STEP}" for _ in range(3) for rank in range(8)]
    assert [peeler.peel(row)[3] for row in rows][8:] == [*range(8), *range(8)]


def test_a_stamp_glued_between_a_name_and_a_text_comes_off() -> None:
    rest, at, ulp, rank = Peeler().peel("Training: 2026-11-20 10:33:12,250-Speed 512.5 samples/sec")
    assert (rest, at, ulp, rank) == ("-Speed 512.5 samples/sec", AT + 0.25, 0.001, None)
    assert Peeler().peel("Training: 2026-11-20 10:33:12,250-: total_step 9")[:2] == (
        "-: total_step 9",
        AT + 0.25,
    )
    assert Peeler().peel("Training: epoch 3")[:2] == ("Training: epoch 3", None)


@given(
    st.lists(
        st.sampled_from([row[0] for row in STAMPED] + [row[0] for row in RANKED])
        | st.text("[]():0123456789-/ .,|INFOWRK=>TZ", max_size=12),
        max_size=9,
    ).map("".join)
)
def test_whatever_stands_before_it_the_text_is_the_end_of_the_row(row: str) -> None:
    text, at, ulp, rank = Peeler().peel(row)
    assert row.endswith(text)
    assert (at is None) == (ulp == 0.0)
    assert rank is None or 0 <= rank <= 99_999


@pytest.mark.parametrize(
    "row",
    [
        "[" * 4096,
        " " * 4096,
        "[rank1]:" * 512,
        "2026-11-20 10:33:12 " * 200,
        "2026-11-20 10:33:12 " + "a" * 4000,
        "2026-11-20 10:33:12 " + "- " * 2000,
        "2026-11-20 10:33:12 - " + "a.a" * 1300,
        "[" + "a" * 4000,
        "1" * 4096,
        "(" + "a:" * 2000,
    ],
    ids=lambda row: row[:24],
)
def test_a_hostile_row_costs_little(row: str) -> None:
    peeler = Peeler()
    peeler.peel(row)
    started = time.perf_counter()
    peeler.peel(row)
    assert time.perf_counter() - started < 0.02  # some 10 us; unbounded patterns took seconds


def test_a_line_keeps_its_prefix_in_raw() -> None:
    line = Splitter().feed(f"[rank0]:\t{STEP}\n".encode())[0]
    assert (line.text, line.raw, line.rank) == (STEP, f"[rank0]: {STEP}", 0)
