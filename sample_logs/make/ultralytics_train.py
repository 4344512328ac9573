"""Ultralytics: a YOLO11n made from its configuration, trained on pictures of coloured boxes."""

import os
from pathlib import Path

os.environ.update(YOLO_CONFIG_DIR="yolo", YOLO_OFFLINE="true")

import numpy as np
from PIL import Image
from ultralytics import YOLO

rng = np.random.default_rng(14)


def make_pictures(part, count):
    """Grey noise with one bright box each; the label is the box."""
    for kind in ("images", "labels"):
        Path("boxes", kind, part).mkdir(parents=True, exist_ok=True)
    for number in range(count):
        picture = rng.integers(60, 120, size=(96, 96, 3), dtype=np.uint8)
        (x, y), (w, h) = rng.integers(5, 40, size=2), rng.integers(20, 50, size=2)
        picture[y : y + h, x : x + w] = (230, 40, 40)
        Image.fromarray(picture).save(f"boxes/images/{part}/{number}.png")
        box = (x + w / 2, y + h / 2, w, h)
        text = " ".join(f"{value / 96:.5f}" for value in box)
        Path(f"boxes/labels/{part}/{number}.txt").write_text(f"0 {text}\n")


make_pictures("train", 480)
make_pictures("val", 96)
Path("boxes/data.yaml").write_text(
    "path: boxes\ntrain: images/train\nval: images/val\nnames: [box]\n"
)
YOLO("yolo11n.yaml").train(
    data="boxes/data.yaml",
    epochs=4,
    imgsz=96,
    batch=8,
    workers=0,
    device="cpu",
    amp=False,
    plots=False,
    project="out-ultralytics",
)
