"""Faulty logs that are made from the recorded ones, or by hand: `python derived.py`.

Writes faults/*.log and their sidecars beside the recordings (../).
"""

import json
import subprocess
import sys
from pathlib import Path

LOGS = Path(__file__).parent.parent
FAULTS = LOGS / "faults"

HOSTILE = [
    b"\x1b]0;owned\x07",  # window title
    b"\x1b]0;never ended",
    b"\x1b]52;c;cm0gLXJmIH4=\x07",  # clipboard
    b"\x1b]8;;file:///etc/passwd\x1b\\click\x1b]8;;\x1b\\",  # link
    b"\x1bP1$r0m\x1b\\",  # device control string
    b"\x1b[c\x1b[6n\x1b[21t",  # questions that a terminal answers as if typed
    b"\x1b[2J\x1b[H\x1b[?1049l\x1bc",  # clear, leave the alternate screen, reset
    b"\xc2\x9b31m",  # C1 CSI in UTF-8
    b"\x9b31m",  # and as a raw byte
    b"\x1b[8mhidden\x1b[0m",
    b"[/]",
    b"[/nope] [bold red]",
    b"[@click=app.quit]quit[/]",
    b"{loss} %s %(x)s ${HOME} `id` $(id)",
    b"\x00\x00\x00",
    b"\x7f\x7f\x08\x08\x08",
    b"\xe2\x80\xae0001 :ssol\xe2\x80\xac",  # right-to-left override
    b"\xe2\x80\x8b\xef\xbb\xbf",  # zero-width space and no-break space
    b"a\xe2\x80\xa8b\xc2\x85c\x0cd\x0be",  # line separators that are no newline
    b"\xff\xfe\xc3(\xf0\x9f",  # not UTF-8
    b"a\xcc\x81" + b"\xcc\x81" * 200,  # a tower of combining accents
    "損失 \U0001f525 \u0661\u0662\u0663 \uff11\uff12".encode(),  # wide, emoji, other digits
    b"a:b" * 40,
    b"1/" * 200,
    b" " * 4000 + b"loss",
    b"9" * 5000,
    b"\x1b]" * 2000,
    b"step=" * 800,
    b"x" * 20_000,
    b"Traceback in a comment, 'Killed', CUDA, nan: only words",
]
"""What must not reach a terminal, be taken for markup, or cost time."""

ODD_NUMBERS = [
    b"iter 99999999999999999999999: loss 0.1, time 1.0ms, mfu 1.00%",
    b"iter 1_000: loss 1_0.5, time 1_0ms, mfu 0%",
    b"iter -5: loss 0.1, time -3.0ms, mfu 1.00%",
    b"iter 7e2: loss 1e999, time 1e999ms, mfu 1.00%",
    b"iter : loss , time ms, mfu %",
    b"iter 0x1F: loss 0.1, time 0.1ms",
    "iter \u0661\u0662\u0663: loss \u0661, time \u0662ms, mfu \u0663%".encode(),
]

CUDA = """\
Traceback (most recent call last):
  File "train.py", line 304, in <module>
    scaler.scale(loss).backward()
  File "torch/_tensor.py", line 630, in backward
    torch.autograd.backward(
torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total \
capacity of 23.64 GiB of which 1.12 GiB is free. Including non-PyTorch memory, this process has \
22.51 GiB memory in use. Of the allocated memory 21.80 GiB is allocated by PyTorch, and 312.45 \
MiB is reserved by PyTorch but unallocated.
"""


def main() -> None:
    """Write every derived log."""
    save("hostile", hostile(), step=400, total=2000, notes="hand-made")
    nanogpt = (LOGS / "nanogpt.log").read_bytes()
    every = (LOGS / "nanogpt_every_iter.log").read_bytes()
    homemade = (LOGS / "homemade.log").read_bytes()

    end = every.index(b"iter 251: loss")
    torn = every[: every.index(b"ms", end) - 4]
    save("torn_line", torn, step=250, total=400, notes="ends inside the time of iteration 251")

    begin = nanogpt.index(b"iter 1500: loss") + 9
    end = nanogpt.index(b"\n", nanogpt.index(b"iter 2700: loss")) + 1
    save(
        "truncated",
        nanogpt[begin:end],
        step=2700,
        total=None,
        true_total=3000,
        notes="begins inside a line and holds no configuration, as after `tail -c`",
    )

    text = "\ufeff" + homemade.decode().replace("\n", "\r\n")
    save(
        "utf16",
        text.encode("utf-16-le"),
        step=2336,
        total=2345,
        format="generic",
        state="finished",
        batches=469,
        notes="homemade.log as PowerShell 5 redirects it: UTF-16LE with a mark, CR LF",
    )

    twice = b"".join(line + line for line in homemade.splitlines(keepends=True))
    save(
        "twice",
        twice,
        step=2336,
        total=2345,
        format="generic",
        state="finished",
        batches=469,
        notes="homemade.log with every line twice, as two handlers of one logger write it",
    )

    cut = nanogpt[: nanogpt.index(b"iter 610: loss")]
    save(
        "oom_cuda",
        cut + CUDA.encode(),
        step=600,
        total=3000,
        state="failed",
        alert="out_of_memory",
        notes="the traceback is written by hand after PyTorch's message; no GPU was used",
    )

    command = [sys.executable, "-ISX", "importtime", "-c", "import asyncio, http.server"]
    save(
        "no_training",
        subprocess.run(command, capture_output=True, check=True).stderr,
        step=None,
        total=None,
        format=None,
        state="unknown",
        notes="`python -X importtime`: columns of numbers, no training at all",
    )


def hostile() -> bytes:
    """Training lines with a payload before, inside and after them, then ten clean ones."""
    lines = [b"Overriding: max_iters = 2000"]
    step = 0
    for number, payload in enumerate(HOSTILE + ODD_NUMBERS):
        line = b"iter %d: loss %.4f, time %.2fms, mfu 50.00%%" % (step, 3 - step / 400, 50 + number)
        places = [payload + b" " + line, line + b" " + payload, payload]
        lines += [places[number % 3], line] if payload not in ODD_NUMBERS else [payload, line]
        step += 10
    while step <= 400:
        lines.append(b"iter %d: loss %.4f, time 51.25ms, mfu 50.00%%" % (step, 3 - step / 400))
        step += 10
    return b"\n".join(lines) + b"\n"


def save(
    name: str,
    log: bytes,
    *,
    step: int | None,
    total: int | None,
    true_total: int | None = None,
    format: str | None = "nanogpt",
    state: str = "running",
    alert: str | None = None,
    batches: int | None = None,
    notes: str,
) -> None:
    """Write the log and what is true of it."""
    truth = {
        "format": format,
        "trainer": None,
        "trainer_version": None,
        "command": None,
        "terminal": False,
        "step": step,
        "total_steps": total,
        "true_total_steps": true_total or total,
        "scope": "run",
        "batches_per_epoch": batches,
        "finished": state == "finished",
        "state": state,
        "accepted_states": ["running", "stalled"] if state == "running" else [state],
        "alert": alert,
        "seconds": None,
        "steady_step_s": None,
        "evaluations": None,
        "notes": notes,
        "cuts": [],
    }
    pairs = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in truth.items()]
    (FAULTS / f"{name}.log").write_bytes(log)
    (FAULTS / f"{name}.json").write_text("{\n" + ",\n".join(pairs) + "\n}\n")


if __name__ == "__main__":
    main()
