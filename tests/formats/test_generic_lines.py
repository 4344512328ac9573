"""What the generic lexer reads from one line of trainers that no catalogue file knows.

The lines are made up in the shapes of the trainers named beside them.
"""

from typing import Any

import pytest

from train_watch.formats.reading import read
from train_watch.formats.unknown import fill

LINES: list[tuple[str, dict[str, Any]]] = [
    # minGPT: the time comes before the counter
    (
        "iter_dt 12.34ms; iter 100: train loss 2.34567",
        {"step": 100, "time": 0.01234, "loss": 2.34567},
    ),
    # build-nanogpt
    (
        "step   321 | loss: 4.812345 | lr 6.0000e-04 | norm: 0.4312 | dt: 331.21ms | tok/sec: 1582943.11",
        {"step": 321, "time": 0.33121, "loss": 4.812345, "rate": 1582943.11},
    ),
    ("321 train 4.812345", {}),
    # LitGPT: iter counts micro-batches, step optimizer steps
    (
        "Epoch 1 | iter 640 step 160 | loss train: 3.412, val: n/a | iter time: 182.41 ms (step) remaining time: 4:12:31",
        {"step": 640, "time": 0.18241, "loss": 3.412, "eta": 15151.0, "epoch": 1},
    ),
    # nanotron: three significant digits with K
    (
        "iteration: 120 / 20000 | consumed_tokens: 125M | time_per_iteration_ms: 1.23K | tokens_per_sec: 852K | lm_loss: 4.12 | lr: 0.0003 | eta: 6:47:31",
        {"step": 120, "total": 20000, "time": 1.23, "loss": 4.12, "eta": 24451.0, "rate": 852000.0},
    ),
    # Meta lingua: `iter` is a time
    (
        "step: 120  acc: 0  loss:  4.1234  grad: 4.12e-01  flops: 3.12e+14  wps: 4.12e+04  iter:  0.3981  data: 0.0003  lr: 3.00e-04",
        {"step": 120, "loss": 4.1234, "time": 0.3981, "data": 0.0003},
    ),
    # OLMo-core
    ("[step=120/739328,epoch=1,eta=3d2h]", {"step": 120, "total": 739328, "epoch": 1}),
    # MaxText
    (
        "completed step: 120, seconds: 3.412, TFLOP/s/device: 170.123, Tokens/s/device: 2401.123, total_weights: 131072, loss: 7.123",
        {"step": 120, "time": 3.412, "loss": 7.123},
    ),
    # MLX-LM, old style
    (
        "Iter 120: Train loss 2.345, Learning Rate 1.000e-05, It/sec 0.500, Tokens/sec 231.234, Trained Tokens 42612, Peak mem 12.345 GB",
        {"step": 120, "loss": 2.345, "time": 2.0, "rate": 231.234},
    ),
    # verl
    (
        "step:12 - actor/pg_loss:0.012 - timing_s/step:61.2 - perf/throughput:1200.5",
        {"step": 12, "time": 61.2, "loss": 0.012},
    ),
    # PaddleNLP: the runtime of the whole interval
    (
        "loss: 4.12, learning_rate: 4.9e-05, global_step: 120, interval_runtime: 12.1, interval_samples_per_second: 26.1, interval_steps_per_second: 0.82, progress_or_epoch: 0.012",
        {"step": 120, "loss": 4.12},
    ),
    # timm: percent inside the bracket, last value and mean
    (
        "Train: 3 [ 200/1251 ( 16%)]  Loss: 5.12 (5.33)  Time: 0.412s,  621.32/s  (0.420s,  609.11/s)  LR: 1.000e-03  Data: 0.011 (0.020)",
        {"step": 200, "total": 1251, "epoch": 3, "loss": 5.12, "time": 0.412, "data": 0.011},
    ),
    # torch examples, imagenet
    (
        "Epoch: [3][ 201/5005]\tTime  0.412 ( 0.420)\tData  0.011 ( 0.020)\tLoss 5.1234e+00 (5.3312e+00)\tAcc@1   3.12 (  2.90)",
        {
            "step": 201,
            "total": 5005,
            "epoch": 3,
            "time": 0.412,
            "data": 0.011,
            "loss": 5.1234,
            "mean": 0.42,
        },
    ),
    # torch examples, mnist: samples
    (
        "Train Epoch: 3 [12800/60000 (21%)]\tLoss: 0.123456",
        {"step": 12800, "total": 60000, "epoch": 3, "loss": 0.123456},
    ),
    # torch examples, word_language_model
    (
        "| epoch   3 |   200/ 2983 batches | lr 20.00 | ms/batch 12.34 | loss  5.12 | ppl   167.33",
        {"step": 200, "total": 2983, "epoch": 3, "time": 0.01234, "loss": 5.12},
    ),
    # dcgan: two brackets
    (
        "[3/25][200/1583]\tLoss_D: 0.51 Loss_G: 1.20",
        {"step": 200, "total": 1583, "epoch": 3, "total_epochs": 25},
    ),
    # ESPnet: a range
    (
        "3epoch:train:101-150batch: iter_time=0.012, forward_time=0.212, loss_ctc=61.1, loss=51.234, train_time=0.612",
        {"step": 150, "epoch": 3, "loss": 51.234},
    ),
    # Kaldi
    (
        "Iter: 12/118   Jobs: 3   Epoch: 0.31/4.0 (7.8% complete)   lr: 0.001412",
        {"step": 12, "total": 118},
    ),
    # PaddleDetection
    (
        "Epoch: [3] [ 200/7330] learning_rate: 0.020000 loss: 1.23 eta: 20:11:02 batch_cost: 0.8312 data_cost: 0.0012 ips: 2.4061 images/s",
        {
            "step": 200,
            "total": 7330,
            "epoch": 3,
            "time": 0.8312,
            "data": 0.0012,
            "eta": 72662.0,
            "loss": 1.23,
        },
    ),
    # BasicSR: thousands commas, data time in parentheses
    (
        "[EDSR_..][epoch:  3, iter:   1,200, lr:(1.000e-04,)] [eta: 1 day, 3:11:02, time (data): 0.231 (0.003)] l_pix: 2.34e-02",
        {"step": 1200, "epoch": 3, "eta": 97862.0, "time": 0.231},
    ),
    # MXNet Speedometer: a range of batches
    (
        "Node[0] Epoch[5] Batch [60-80]\tSpeed: 22605.63 samples/sec\taccuracy=0.41",
        {"step": 80, "epoch": 5, "rate": 22605.63},
    ),
    # CleanRL
    ("global_step=20480, episodic_return=[21.]", {"step": 20480}),
    # rsl_rl
    ("Learning iteration 120/1500", {"step": 120, "total": 1500}),
    # Caffe: two times, the second of 20 iterations
    (
        "Iteration 300 (8.00 iter/s, 2.5s/20 iters), loss = 1.5",
        {"step": 300, "time": 0.125, "loss": 1.5},
    ),
    ("Iteration 59000, loss = 3.38562", {"step": 59000, "loss": 3.38562}),
    # TF estimator: seconds of the whole interval
    ("loss = 0.41, step = 1200 (12.180 sec)", {"step": 1200, "time": 12.18, "loss": 0.41}),
    ("global_step/sec: 8.21", {}),
    # TF tutorials
    ("Step #1200: 2.31 loss", {"step": 1200, "loss": 2.31}),
    ("step 1200, loss 2.31, 0.31 s/iter", {"step": 1200, "loss": 2.31, "time": 0.31}),
    ("step 1200, loss 2.31, 8.00 step/s", {"step": 1200, "loss": 2.31, "time": 0.125}),
    # MLPerf BERT
    (
        "{'training_steps': 300, 'loss': 7.25, 'learning_rate': 0.0001}",
        {"step": 300, "loss": 7.25},
    ),
    ("{'global_steps': 300, 'loss': 7.25}", {"step": 300, "loss": 7.25}),
    # HugeCTR: the time of a hundred iterations
    (
        "Iter: 22800 Time(100 iters): 2.670s Loss: 0.124189 lr:0.004",
        {"step": 22800, "time": 0.0267, "loss": 0.124189},
    ),
    # darknet
    (
        "906: 0.048390, 0.043514 avg, 0.001000 rate, 4.789109 seconds, 249920 images",
        {"step": 906, "loss": 0.04839, "time": 4.789109},
    ),
    # pix2pix
    (
        "(epoch: 85, iters: 2100, time: 0.070, data: 0.001) G_GAN: 2.356 G_L1: 16.299",
        {"step": 2100, "epoch": 85, "time": 0.07, "data": 0.001},
    ),
    # deep-text-recognition
    (
        "[5900/30000] Train loss: 0.00120, Valid loss: 0.00384, Elapsed_time: 389535.25156",
        {"step": 5900, "total": 30000, "loss": 0.0012, "val_loss": 0.00384, "clock": 389535.25156},
    ),
    # flair
    (
        "epoch 70 - iter 4/47 - loss 1.81729567",
        {"step": 4, "total": 47, "epoch": 70, "loss": 1.81729567},
    ),
    # Joey NMT
    (
        "Epoch 148, Step:   773760, Batch Loss:     1.866600, Tokens per Sec:     2271, Lr: 0.000034",
        {"step": 773760, "epoch": 148, "loss": 1.8666, "rate": 2271.0},
    ),
    # lerobot: counters rounded to thousands
    (
        "step:25K smpl:806K ep:3K epch:63.78 loss:0.031 grdn:4.391 lr:1.0e-05 updt_s:0.502 data_s:0.010",
        {"step": 25000, "epoch": 63.78, "loss": 0.031, "time": 0.502, "data": 0.01},
    ),
    # captioning tutorials
    (
        "Epoch [1/3], Step [630/6471], Loss: 2.6744, Perplexity: 14.5043",
        {"step": 630, "total": 6471, "epoch": 1, "total_epochs": 3, "loss": 2.6744},
    ),
    (
        "iter 25760 || Loss: 2.6886 || timer: 0.2035 sec.",
        {"step": 25760, "loss": 2.6886, "time": 0.2035},
    ),
    # maskrcnn-benchmark
    (
        "eta: 4:44:47  iter: 20  loss: 2.2191 (3.9322)  time: 0.3800 (0.4270)  data: 0.0028 (0.0041)  max mem: 5500",
        {"step": 20, "eta": 17087.0, "loss": 2.2191, "time": 0.38, "data": 0.0028},
    ),
    # minimind: epoch_time counts down
    (
        "Epoch:[1/2](780/39695), loss: 2.4390, lr: 0.00027620, epoch_time: 49.0min",
        {"step": 780, "total": 39695, "epoch": 1, "total_epochs": 2, "loss": 2.439, "eta": 2940.0},
    ),
    # MXNet SSD
    (
        "[Training][Iteration 5500][Epoch 24, Batch 210/230] lr: 0.04750, training time: 224.815 [ms], speed: 2277.426 [imgs/sec], loss=3.994",
        {"step": 5500, "epoch": 24, "time": 0.224815, "rate": 2277.426, "loss": 3.994},
    ),
    # OpenPCDet
    (
        "Train:   59/90 ( 66%) [ 237/464 ( 51%)]  Loss: 0.3765 (0.380)  LR: 1.609e-03  Time cost: 03:24/03:15 [6:30:23/3:29:20]  Data time: 0.00(0.03)  Forward time: 0.46(0.83)  Batch time: 0.46(0.86)",
        {
            "step": 237,
            "total": 464,
            "epoch": 59,
            "total_epochs": 90,
            "loss": 0.3765,
            "clock": 204.0,
            "eta": 195.0,
            "time": 0.46,
        },
    ),
    # PaddleOCR
    (
        "epoch: [42/500], iter: 60510, lr: 0.000983, loss: 0.239035, acc: 0.953125, reader_cost: 4.37616 s, batch_cost: 4.50253 s, samples: 640, ips: 14.21422",
        {
            "step": 60510,
            "epoch": 42,
            "total_epochs": 500,
            "loss": 0.239035,
            "data": 4.37616,
            "time": 4.50253,
        },
    ),
    # PaddleRec
    (
        "epoch: 11, batch_id: 500, AUC:0.939253, loss:0.0875496, avg_reader_cost: 0.00017 sec, avg_batch_cost: 0.56108 sec, ips: 1825.04659 ins/s",
        {
            "step": 500,
            "epoch": 11,
            "loss": 0.0875496,
            "time": 0.56108,
            "data": 0.00017,
            "rate": 1825.04659,
        },
    ),
    # Swin
    (
        "Train: [13/20][40/49]\teta 0:00:10 lr 0.000100\t wd 0.0500\ttime 1.1000 (1.2000)\tloss 0.6819 (0.7000)\tmem 4000MB",
        {
            "step": 40,
            "total": 49,
            "epoch": 13,
            "total_epochs": 20,
            "eta": 10.0,
            "time": 1.1,
            "loss": 0.6819,
        },
    ),
    # Tacotron
    (
        "Step 28400   [0.784 sec/step, loss=0.10409, avg_loss=0.10665]",
        {"step": 28400, "time": 0.784, "loss": 0.10409},
    ),
    # YOLOX
    (
        "epoch: 34/300, iter: 10/47, mem: 1756Mb, iter_time: 0.080s, data_time: 0.001s, total_loss: 3.0, iou_loss: 1.7, lr: 1.516e-04, size: 736, ETA: 0:21:26",
        {
            "step": 10,
            "total": 47,
            "epoch": 34,
            "total_epochs": 300,
            "time": 0.08,
            "data": 0.001,
            "loss": 3.0,
            "eta": 1286.0,
        },
    ),
    # own ETA in hours
    (
        "Batch 17560/312500 | Loss: 10.7052 | Student: 41.9919 | Time: 0.2s | ETA: 12.8h",
        {"step": 17560, "total": 312500, "loss": 10.7052, "time": 0.2, "eta": 46080.0},
    ),
    # JSON lines in any order
    (
        '{"loss": 1.5, "time_per_step": 0.25, "epoch": 0.5, "step": 40, "max_steps": 900}',
        {"step": 40, "total": 900, "loss": 1.5, "time": 0.25, "epoch": 0.5},
    ),
    (
        '{"epoch": 3, "iter": 200, "lr": 0.02, "data_time": 0.01, "time": 0.83, "loss": 1.25}',
        {"step": 200, "epoch": 3, "time": 0.83},
    ),
    # hand-written loops
    (
        "Epoch 12/100, Loss: 0.5234, Val Loss: 0.6123",
        {"step": 12, "total": 100, "loss": 0.5234, "val_loss": 0.6123},
    ),
    (
        "epoch=3 step=1200 train_loss=0.51 time=12.3s",
        {"step": 1200, "epoch": 3, "loss": 0.51, "time": 12.3},
    ),
    (
        "[2/10][300/900] loss=0.51 (time 0.22s/it)",
        {"step": 300, "total": 900, "epoch": 2, "loss": 0.51, "time": 0.22},
    ),
    (
        "batch 300 of 900 loss 0.51 elapsed 00:02:03",
        {"step": 300, "total": 900, "loss": 0.51, "clock": 123.0},
    ),
    ("Step 300 | loss nan | step time 0.22", {"step": 300, "time": 0.22}),
    (
        "step=300 loss=0.5 elapsed=1m 29s remaining=2h 3m",
        {"step": 300, "clock": 89.0, "eta": 7380.0},
    ),
    ("update 1,200: loss 0.51, 35.0 updates/s", {"step": 1200, "loss": 0.51}),
]


def fields(line: str) -> dict[str, Any]:
    """The fields of a reading under short names."""
    reading = read(line)
    values: dict[str, Any] = {}
    assert reading is not None
    assert fill(values, reading)
    metrics = values.get("metrics", {})
    mean_at = reading.holes.index("mean")
    mean = float(reading.holes.tokens[mean_at].text) if mean_at is not None else None
    return {
        "step": values.get("step") if reading.weight >= 1 else None,
        "total": values.get("total_steps"),
        "epoch": values.get("epoch"),
        "total_epochs": values.get("total_epochs"),
        "time": values.get("step_time_s"),
        "clock": values.get("clock_s"),
        "eta": values.get("trainer_eta_s"),
        "data": values.get("data_s"),
        "rate": values.get("rate"),
        "loss": metrics.get("loss"),
        "val_loss": metrics.get("val_loss"),
        "mean": mean,
    }


@pytest.mark.parametrize(("line", "expected"), LINES, ids=[line[:40] for line, _ in LINES])
def test_a_line_of_an_unknown_trainer_is_read(line: str, expected: dict[str, Any]) -> None:
    found = fields(line)
    wrong = {
        name: found[name] for name, value in expected.items() if found[name] != pytest.approx(value)
    }
    assert not wrong
    if not expected:
        assert found["step"] is None


NO_STEP = [
    "acc 120/500",
    "val: step=1200 loss=0.51",
    "Saved checkpoint at step 500",
    "Writing summary at step: 28350",
    "Loading shard 3/8",
    "   76.3M/83.3M [00:02<00:01, 30.1MB/s]",
    "world size 8, rank 3",
    "batch size: 32",
    "version 2.1.0 on port 8080",
    "warmup steps: 500",
    "number of parameters: 124.44M",
    'File "train.py", line 120, in <module>',
    "memory 12/80 GB",
]


@pytest.mark.parametrize("line", NO_STEP)
def test_a_number_that_counts_no_training_is_no_step(line: str) -> None:
    reading = read(line)
    assert reading is None or reading.weight < 1 or reading.evaluating or reading.preparing
