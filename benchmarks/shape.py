"""The ten longest files and functions of train_watch: a mirror, not a fence."""

import ast
from pathlib import Path

MOST = 10


def main() -> None:
    files, functions = [], []
    for path in sorted(Path("train_watch").rglob("*.py")):
        text = path.read_text()
        files.append((text.count("\n"), str(path)))
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                functions.append((lines, f"{path}:{node.lineno} {node.name}"))
    for title, rows in (("files", files), ("functions", functions)):
        print(f"the longest {title}")
        for lines, name in sorted(rows, reverse=True)[:MOST]:
            print(f"{lines:6} {name}")


if __name__ == "__main__":
    main()
