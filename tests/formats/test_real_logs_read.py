"""Real logs of real trainers, where they are there: TRAIN_WATCH_CORPUS or ../shared/logs.

What a careful reader finds in each as a whole: the format, the last training step and the total beside it.
"""

import gzip
import os
from pathlib import Path
from typing import NamedTuple

import pytest

from train_watch.core.records import Record
from train_watch.formats.reader import Reader
from train_watch.lines.split import Splitter

CORPUS = Path(os.environ.get("TRAIN_WATCH_CORPUS", Path(__file__).parents[3] / "shared" / "logs"))


class Expected(NamedTuple):
    """`total` is the printed one, or the one that a config line announced."""

    path: str
    format: str
    step: int
    total: int | None
    scope: str = "run"


LOGS = [
    Expected("nanogpt/innerfirexy_shakespeare_char.log", "nanogpt", 5000, None),
    Expected("nanogpt/yplarry_tinystories.log", "nanogpt", 6000, 6000),
    Expected("nanogpt/tnnform_shakespeare_slow_eval.log", "nanogpt", 3000, 3000),
    Expected("nanochat/jonhenshaw_speedrun_crashes.log.gz", "nanochat", 2369, 21400),
    Expected("llmc/hector_timelimit.log", "llmc", 750, 19560),
    Expected("llmc-mainlog/modded_2024-06-06_adamw.log", "llmc", 9535, None),
    Expected("modded-nanogpt/2024-12-10_mfutweaks.log", "modded_nanogpt", 1480, 1480),
    Expected("modded-nanogpt/track3_20260430_adamh.log", "modded_nanogpt", 4875, 4875),
    Expected("parameter-golf/2026-03-31_legendregpt_resumed.log", "modded_nanogpt", 60000, 60000),
    Expected("megatron/bigscience_perf_n16_dsoff.log", "megatron", 62, 1000),
    Expected("hf-trainer/ishihara_llama_sft.log", "hf_trainer", 1677, 1677),
    Expected("hf-trainer/spdistiller_killed.log.gz", "hf_trainer", 1818, 7272),
    Expected("lightning/controlnet_pl.log.gz", "lightning", 802, 802, "epoch"),
    Expected("mmcv/lvgu597_underwater.log", "mmcv", 250, 271, "epoch"),
    Expected("torchtitan/qiu_fsdp8_447m.log.gz", "torchtitan", 2500, 2500),
    Expected("catboost/smart_warehouse_time_left.log", "catboost", 563, None),
    Expected("llamafactory-jsonl/nsllm_10days.log", "llamafactory", 2178, 2178),
    Expected("detr-metriclogger/fujitsu_ssd.log", "metriclogger", 20, 4572, "epoch"),
    Expected("fairseq/mandarin_w2v2.log", "fairseq", 4600, 400000),
    Expected("imagenet-style/dcpose_jm.log", "imagenet", 400, 2028, "epoch"),
    Expected("imagenet-style/nvidia_gnmt.log", "generic", 1290, 1291, "epoch"),
    Expected("minimind/coicozoi_pretrain.log.gz", "minimind", 39695, 39695, "epoch"),
    Expected("longtail/captioning_no_time.log.gz", "generic", 6146, 6471, "epoch"),
    Expected("darknet/zhaojw_car.log.gz", "darknet", 7811, None),
    Expected("lerobot/adam_act_50k.log", "lerobot", 50000, None),
    Expected("hugectr/dell_xe9680_dlrm.log", "hugectr", 56800, 75869),
    Expected("mxnet/fujitsu_v100_resnet.log", "mxnet", 760, None, "epoch"),
]
THERE = [one for one in LOGS if (CORPUS / one.path).exists()]

pytestmark = pytest.mark.skipif(not THERE, reason="no real logs here: set TRAIN_WATCH_CORPUS")


def content(path: str) -> bytes:
    data = (CORPUS / path).read_bytes()
    return gzip.decompress(data) if path.endswith(".gz") else data


def read(data: bytes) -> tuple[list[Record], Reader]:
    reader = Reader()
    made = [one for line in Splitter().feed(data) for one in reader.feed(line)]
    return made + reader.flush(), reader


@pytest.mark.parametrize("want", THERE, ids=lambda want: want.path)
def test_a_real_log_is_understood_to_its_last_step(want: Expected) -> None:
    made, reader = read(content(want.path))
    last = [one for one in made if one.kind == "step" and one.step is not None][-1]
    announced = [one.facts["total_steps"] for one in made if "total_steps" in one.facts]
    told = announced[-1] if announced else None
    total = last.total_steps if last.total_steps is not None else told
    assert (reader.format, last.step, total, last.scope) == (
        want.format,
        want.step,
        want.total,
        want.scope,
    )
    assert [one.line for one in made] == sorted(one.line for one in made)


@pytest.mark.skipif(not (CORPUS / "longtail").exists(), reason="no such log here")
def test_a_report_of_a_package_manager_is_not_taken_for_training() -> None:
    made, reader = read(content("longtail/utf16_powershell_not_a_log.log"))
    assert reader.format is None
    assert not [one for one in made if one.kind == "step"]


@pytest.mark.skipif(not (CORPUS / "modded-nanogpt").exists(), reason="no such log here")
def test_a_script_dumped_into_its_log_announces_nothing() -> None:
    made, _ = read(content("modded-nanogpt/2025-11-29_batchsizeschedule.log"))
    first = next(n for n, one in enumerate(made) if one.kind == "evaluation")
    assert {one.kind for one in made[:first]} == {"other"}
