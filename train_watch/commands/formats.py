"""`train-watch formats`: what is read, how, and whether a definition of one's own is right."""

import json
from collections.abc import Callable, Mapping, Sequence

from train_watch.commands.formats_files import File, catalog, find, own
from train_watch.commands.formats_page import columns, write
from train_watch.commands.opening import Clock, tell
from train_watch.commands.wishes import speaks_unicode
from train_watch.core.records import Record
from train_watch.settings import SettingsError

HELP = """\
usage: train-watch formats [list] [--json]      the trainers whose logs are known, a line of each
       train-watch formats show NAME [--toml]   how one is read; --toml prints its file, to start from
       train-watch formats check FILE...        is a definition of your own right?
       train-watch formats try FILE LOG         what it reads of a log, and what it nearly reads

NAME is a trainer of the list or a file that ends in .toml. Your own definitions go to
{folder}
and are used by every command, before the others; one of the same name replaces the catalogue's.
docs/formats.md has the language.

exit codes: 0 all is well   2 a wrong file or usage   6 try: no step read   7 no such log
"""


def formats(arguments: Sequence[str], environ: Mapping[str, str], *, clock: Clock) -> int:
    """Run one of the subcommands; returns the exit code."""
    words = [word for word in arguments if not word.startswith("-")]
    flags = {word for word in arguments if word.startswith("-")}
    if flags & {"--help", "-h"}:
        return _help(environ)
    command = words.pop(0) if words else "list"
    run = COMMANDS.get(command)
    if run is None:
        from train_watch.formats.schema import nearest

        raise SettingsError(
            f"formats {command}: no such command; {nearest(command, COMMANDS)}"
            "list, show NAME, check FILE... or try FILE LOG"
        )
    unknown = sorted(flags - FLAGS.get(command, frozenset()))
    if unknown:
        raise SettingsError(f"formats {command}: no option {unknown[0]} (--help tells more)")
    return run(words, flags, environ, clock)


def _help(environ: Mapping[str, str]) -> int:
    from train_watch.definitions import folder_of

    write(HELP.format(folder=folder_of(environ)).rstrip("\n"))
    return 0


def _list(words: list[str], flags: set[str], environ: Mapping[str, str], _: Clock) -> int:
    from train_watch.report.formats_text import list_object, list_text

    _no_more(words, 0, "formats list")
    mine, troubles = own(environ)
    for trouble in troubles:
        tell(f"{trouble} (left out)")
    files = [mine.get(name, file) for name, file in sorted((catalog() | mine).items())]
    if "--json" in flags:
        rows = [list_object(file.data, file.path, mine=file.name in mine) for file in files]
        write(json.dumps(rows, indent=1))
        return 0
    told = [(file.data, file.name in mine) for file in files]
    for line in list_text(told, columns(), ascii_only=not speaks_unicode()):
        write(line)
    return 0


def _show(words: list[str], flags: set[str], environ: Mapping[str, str], _: Clock) -> int:
    from train_watch.report.formats_text import show_text

    file = find(_no_more(words, 1, "formats show NAME")[0], environ)
    if "--toml" in flags:
        write(file.text.rstrip("\n"))
        return 0
    for line in show_text(file.data, _read(file), columns(), ascii_only=not speaks_unicode()):
        write(line)
    return 0


def _read(file: File) -> list[tuple[str, Record]]:
    from train_watch.formats.samples import read_sample

    return [(sample["line"], read_sample(file.made, sample)) for sample in file.made["samples"]]


def _check(words: list[str], _: set[str], environ: Mapping[str, str], __: Clock) -> int:
    from train_watch.commands.formats_check import check

    if not words:
        raise SettingsError("formats check: which file? give its path")
    return max(check(path, environ) for path in words)


def _try(words: list[str], _: set[str], environ: Mapping[str, str], clock: Clock) -> int:
    from train_watch.commands.formats_try import try_on

    path, log = _no_more(words, 2, "formats try FILE LOG")
    return try_on(find(path, environ), log, clock=clock)


def _no_more(words: list[str], many: int, usage: str) -> list[str]:
    if len(words) != many:
        raise SettingsError(f"usage: train-watch {usage}")
    return words


Command = Callable[[list[str], set[str], Mapping[str, str], Clock], int]
COMMANDS: dict[str, Command] = {"list": _list, "show": _show, "check": _check, "try": _try}
FLAGS = {"list": frozenset({"--json"}), "show": frozenset({"--toml"})}
