"""Turn a recorded log into the demo's form: `SECONDS<TAB>TEXT` a line.

    python recording.py NAME.log > recording.txt

SECONDS since the start, three decimals, is when the line's newline arrived (see record.py).
"""

import sys
from bisect import bisect_left


def main() -> None:
    """Print the recording of the log named on the command line."""
    path = sys.argv[1]
    with open(path + ".times") as stamps:
        pairs = [line.split("\t") for line in stamps]
    seconds = [float(second) for second, _ in pairs]
    sizes = [int(size) for _, size in pairs]
    end = 0
    with open(path, "rb") as log:
        for line in log:
            end += len(line)
            text = line.decode().rstrip("\n")
            print(f"{seconds[bisect_left(sizes, end)]:.3f}\t{text}")


if __name__ == "__main__":
    main()
