"""`train-watch formats check FILE`: compiles a definition, runs its samples, looks whom it robs."""

import os
from collections.abc import Iterator, Mapping

from train_watch.commands.formats_files import File, catalog, read_file
from train_watch.commands.formats_page import write
from train_watch.commands.opening import tell
from train_watch.formats.samples import claims, differences, unused
from train_watch.report.exit_code import ExitCode
from train_watch.settings import SettingsError
from train_watch.view.safe import safe_text

LINE = 100
"""Cells of a sample's line in a message."""


def check(path: str, _: Mapping[str, str]) -> int:
    """Tell what is wrong with a definition file; 0 if nothing is, 2 if something is."""
    try:
        file = read_file(path)
    except SettingsError as error:
        tell(str(error))
        return ExitCode.USAGE
    wrong = list(_wrong(file))
    for sentence in wrong:
        tell(f"{path}: {sentence}")
    for note in _notes(file):
        write(safe_text(f"{path}: note: {note}"))
    if wrong:
        return ExitCode.USAGE
    made = file.made
    write(f"{path}: {len(made['rules'])} lines, {len(made['samples'])} samples read as wanted")
    return 0


def _wrong(file: File) -> Iterator[str]:
    for number, sample in enumerate(file.made["samples"], 1):
        found = list(differences(file.made, sample))
        if found:
            text = safe_text(sample["line"].strip(), width=LINE)
            yield f"[[sample]] {number}: {'; '.join(found)}: {text}"
    for number in unused(file.made):
        yield f"[[line]] {number}: no sample shows this step line"
    if not file.made["samples"]:
        yield "no [[sample]]: give a line of the log and what is wanted of it"


def _notes(file: File) -> Iterator[str]:
    for note, key in (("total", "from"), ("time", "from")):
        if key not in file.data.get(note, {}):
            yield f"[{note}] {key} is not told: people ask for it (formats show)"
    for name, other in catalog().items():
        if name == file.name or os.path.abspath(other.path) == os.path.abspath(file.path):
            continue
        robbed = [one["line"] for one in other.made["samples"] if claims(file.made, one["line"])]
        if robbed:
            yield f"it would read {len(robbed)} of {name}'s sample lines, such as: {robbed[0].strip()}"
