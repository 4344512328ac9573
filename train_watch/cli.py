"""Arguments -> Settings -> one command; nothing else.

Standard output is data, standard error is talk, the exit code is a promise (see `--help`).
"""

import gc
import os
import sys
import time
from collections.abc import Sequence
from typing import Any

from train_watch.settings import OPTIONS, Option, Settings, SettingsError, gather, parse

USAGE = 2
INTERRUPTED = 130
INTERNAL = 1

EPILOG = """\
source:
  PATH          follow this file, even if it does not exist yet; a .gz is read whole;
                TensorBoard events, trainer_state.json, metrics.csv and the like, too
  -             lines from a pipe: python train.py | train-watch -
  DIR           the newest log in this folder, else what its trainer wrote instead of one

commands:
  demo          watch a bundled recording of a real run, faster than real time
  explain PATH  show how each line was understood (--json, --follow)
  formats       the trainers whose logs are known, and definitions of your own (formats --help)
  (a file called demo is ./demo)

exit codes of --once and --wait:
  0 finished, or running and healthy      4 failed: crash, out of memory, killed, NaN
  1 internal error                        5 running, but likely to miss its deadline
  2 usage or configuration                6 nothing understood: no step in any line
  3 stalled                               7 no such source, or not readable
  130 interrupted

every option may also stand in TRAIN_WATCH_NAME, in [tool.train_watch] of pyproject.toml, or in
train_watch/config.toml of your configuration folder; flags come first, then in that order.

examples:
  train-watch train.log                          the dashboard; q quits, ? helps
  train-watch train.log --once --what-if 0.2     one report, and when at 0.2 s a step
  train-watch train.log --wait && python eval.py
  tmux: set -g status-right '#(train-watch --once --line ~/run/train.log)'
"""

GROUPS = {
    "output": "what is printed (the dashboard without any; text when standard output is no terminal)",
    "log": "what the log does not say",
    "look": "how it looks",
}


class _Done(Exception):  # noqa: N818 - no error: --help ends here too
    """Parsing is over: --help, --version, or a mistake that has been told."""

    def __init__(self, code: int) -> None:
        self.code = code


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    gc.disable()  # 8 ms of an answer that takes 80; whoever stays for longer turns it on again
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        return _dispatch(arguments)
    except SettingsError as error:
        return _complain(str(error))
    except _Done as done:
        return done.code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return _reader_left()
    except Exception as error:  # noqa: BLE001 - the last door: a promise of one line and exit code 1
        return _internal(error)


def _complain(message: str) -> int:
    sys.stderr.write(f"train-watch: {message}\n")
    return USAGE


def _reader_left() -> int:
    """`| head` went away: stay quiet, and keep Python from complaining at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _internal(error: Exception) -> int:
    if os.environ.get("TRAIN_WATCH_DEBUG"):
        raise error
    name = type(error).__name__
    sys.stderr.write(f"train-watch: internal error: {name}: {ascii(str(error))[1:-1][:300]}\n")
    sys.stderr.write("  please report it; TRAIN_WATCH_DEBUG=1 shows where it happened\n")
    return INTERNAL


def _dispatch(arguments: list[str]) -> int:
    command = arguments[0] if arguments else ""
    if command in COMMANDS:
        return COMMANDS[command](arguments[1:])
    return _watch(arguments)


def _demo(arguments: list[str]) -> int:
    from train_watch.commands.demo import demo

    gc.enable()
    settings, _ = _parse(arguments, "demo")
    return demo(settings, clock=time.time)


def _explain(arguments: list[str]) -> int:
    from train_watch.commands.explain import explain

    gc.enable()
    follow = "--follow" in arguments
    settings, sources = _parse([word for word in arguments if word != "--follow"], "explain")
    return explain(_one(sources), settings, clock=time.time, follow=follow)


def _formats(arguments: list[str]) -> int:
    from train_watch.commands.formats import formats

    gc.enable()
    return formats(arguments, os.environ, clock=time.time)


COMMANDS = {"demo": _demo, "explain": _explain, "formats": _formats}


def _one(sources: list[str]) -> str:
    if not sources:
        raise SettingsError(
            "which log? give its path, or try: train-watch demo (--help tells more)"
        )
    if len(sources) > 1:
        raise SettingsError(
            "one log at a time, please: several runs in one table are not built yet"
        )
    return sources[0]


def _watch(arguments: list[str]) -> int:
    settings, sources = _parse(arguments, "")
    spec = _one(sources)
    if settings.once:
        from train_watch.commands.once import once

        return once(spec, settings, clock=time.time)
    if settings.wait or settings.json or settings.line or not _on_a_terminal():
        from train_watch.commands.follow import follow

        gc.enable()
        return follow(spec, settings, clock=time.time)
    from train_watch.commands.dashboard import dashboard

    gc.enable()
    return dashboard(spec, settings, clock=time.time)


def _on_a_terminal() -> bool:
    return sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb"


def _parse(arguments: list[str], command: str) -> tuple[Settings, list[str]]:
    """The settings and the sources; `--help`, `--version` and mistakes end here."""
    import argparse

    parser = argparse.ArgumentParser(
        prog=f"train-watch {command}".strip(),
        usage=_usage(command),
        description="When will it finish? A live terminal dashboard for any running training log.",
        epilog=EPILOG,
        # A width of its own: asking the terminal would import shutil, 3 ms, even without --help.
        formatter_class=lambda prog: argparse.RawDescriptionHelpFormatter(prog, width=100),
        allow_abbrev=False,
    )
    parser.add_argument("source", nargs="*", metavar="SOURCE", help=argparse.SUPPRESS)
    parser.add_argument("--version", action="store_true", help="print the version and exit")
    for group, title in GROUPS.items():
        section = parser.add_argument_group(title)
        for entry in OPTIONS:
            if entry.group == group:
                section.add_argument(entry.flag, **_argument(entry))
    try:
        found = vars(parser.parse_intermixed_args(arguments))
    except SystemExit as done:
        raise _Done(int(done.code or 0)) from None
    if found.pop("version"):
        from train_watch import __version__

        sys.stdout.write(f"train-watch {__version__}\n")
        raise _Done(0)
    sources = found.pop("source")
    return gather(_values(found), os.environ), sources


def _usage(command: str) -> str:
    return {
        "": "train-watch SOURCE [options]\n       train-watch demo | explain SOURCE | formats [options]",
        "demo": "train-watch demo [options]",
        "explain": "train-watch explain SOURCE [--json] [--follow] [options]",
    }[command]


def _argument(entry: Option) -> dict[str, Any]:
    if entry.is_switch:
        return {"action": "store_const", "const": True, "help": entry.about}
    action = "append" if entry.is_list else "store"
    return {"action": action, "metavar": entry.metavar, "help": entry.about}


def _values(found: dict[str, object]) -> dict[str, object]:
    """Texts of flags -> values; what was not given stays None."""
    given: dict[str, object] = {}
    for entry in OPTIONS:
        value = found[entry.name]
        if isinstance(value, str):
            given[entry.name] = parse(entry, value, entry.flag)
        elif isinstance(value, list):
            given[entry.name] = tuple(parse(entry, text, entry.flag) for text in value)
        elif value is not None:
            given[entry.name] = value
    return given
