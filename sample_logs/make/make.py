"""Record runs anew: `python make.py NAME ...` (see runs.py and more_runs.py for the names).

The trainings run in `run/` under the current folder, with the scripts copied there, so that no
log holds a path of this machine. The logs and their sidecars are left in `recorded/`.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from more_runs import MORE
from runs import Run
from runs import RUNS as FIRST
from sidecar import truth

RUNS = {**FIRST, **MORE}
HERE = Path(__file__).parent


def main() -> None:
    """Record every run named on the command line."""
    Path("recorded", "faults").mkdir(parents=True, exist_ok=True)
    for name in sys.argv[1:]:
        log = Path("recorded", f"{name}.log").absolute()
        record(RUNS[name], log)
        write_sidecar(RUNS[name], log)


def record(run: Run, log: Path) -> None:
    """Run the command, or the commands one after the other into the same log."""
    shutil.copytree(HERE, "run", dirs_exist_ok=True)
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environment = dict(os.environ, OMP_NUM_THREADS="1", PATH=path)
    for number, command in enumerate(run.command.split(" ; ")):
        flags = ["--pty"] * run.pty + ["--append"] * (number > 0)
        words = ["nice", "-n", "10", sys.executable, "record.py", *flags, str(log), "--"]
        subprocess.run([*words, *command.split()], cwd="run", env=environment, check=False)


def write_sidecar(run: Run, log: Path) -> None:
    """Write the truth beside the log, one key a line."""
    pairs = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in truth(run, log).items()]
    log.with_suffix(".json").write_text("{\n" + ",\n".join(pairs) + "\n}\n")


if __name__ == "__main__":
    main()
