"""OpenCLIP: its own training script on its synthetic pairs, with a small model."""

import json
import shutil
import sys
from pathlib import Path

import open_clip
import stepclock
import torch
from open_clip_train.main import main

torch.set_num_threads(1)
stepclock.watch_optimizers()
shutil.rmtree("out-clip", ignore_errors=True)  # it refuses to train twice under one name
Path("clip").mkdir(exist_ok=True)
Path("clip/tiny.json").write_text(
    json.dumps(
        {
            "embed_dim": 64,
            "vision_cfg": {"image_size": 64, "layers": 3, "width": 128, "patch_size": 16},
            "text_cfg": {
                "context_length": 77,
                "vocab_size": 49408,
                "width": 64,
                "heads": 2,
                "layers": 2,
            },
        }
    )
)
open_clip.add_model_config("clip")
main(
    [
        "--dataset-type=synthetic",
        "--train-num-samples=1920",
        "--batch-size=16",
        "--epochs=3",
        "--model=tiny",
        "--workers=0",
        "--device=cpu",
        "--precision=fp32",
        "--name=tiny",
        "--logs=out-clip",
        "--log-every-n-steps=10",
        "--warmup=20",
        "--force-image-size=64",
        *sys.argv[1:],
    ]
)
