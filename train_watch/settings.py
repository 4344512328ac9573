"""Every option once: flags, environment, TOML and the manual come from this table.

Precedence: flags, then `TRAIN_WATCH_*` variables, then `[tool.train_watch]` of the pyproject.toml
here, then the user's config.toml. A mistake in any of them is one line and exit code 2.
"""

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from train_watch import values

LOG_TAIL_LINES = 5000
"""Lines kept for the log page: enough to scroll back through; some 500 kB, 20 MB if all are 4 KiB long."""


class SettingsError(Exception):
    """One clear line: where the mistake is, which key, what is accepted."""


@dataclass(frozen=True, slots=True)
class Option:
    """One option: `parse` turns its text into a value and raises ValueError with what it accepts."""

    name: str
    default: Any
    about: str
    metavar: str | None
    parse: Callable[[str], Any] | None
    group: str
    choices: tuple[str, ...]

    @property
    def flag(self) -> str:
        return "--" + self.name.replace("_", "-")

    @property
    def is_switch(self) -> bool:
        return isinstance(self.default, bool)

    @property
    def is_list(self) -> bool:
        return isinstance(self.default, tuple)


def _text(text: str) -> str:
    if not text:
        raise ValueError("a text that is not empty")
    return text


def _refresh(text: str) -> float:
    try:
        hertz = float(text)
    except ValueError:
        hertz = 0.0
    if not 0.1 <= hertz <= 10:
        raise ValueError("a number from 0.1 to 10")
    return hertz


def _when(text: str) -> str:
    values.instant(text, 0.0 if text.strip().startswith("+") else 1.8e9)
    return text


def switch(about: str, *, group: str) -> Any:
    """A field of `Settings` that is on or off, off unless asked for."""
    return option(default=False, about=about, group=group)


def option(
    default: Any,
    about: str,
    metavar: str | None = None,
    parse: Callable[[str], Any] | None = None,
    *,
    group: str,
    choices: tuple[str, ...] = (),
) -> Any:
    """A field of `Settings` that is an option; see `Option` for the arguments."""
    told = {"about": about, "metavar": metavar, "parse": parse, "group": group, "choices": choices}
    return field(default=default, metadata=told)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user asked for. Each field is one option."""

    once: bool = switch("print one report and exit", group="output")
    json: bool = switch(
        "machine form: one object with --once, else one a line for every change",
        group="output",
    )
    line: bool = switch("one line, for tmux's status-right or a prompt", group="output")
    wait: bool = switch("say one line at the end; exit when the run ends", group="output")
    total: int | None = option(
        None, "where the run ends, if the log does not say", "N", values.count, group="log"
    )
    format: str | None = option(
        None, "read the log as this trainer's, by its name", "NAME", _text, group="log"
    )
    pattern: str | None = option(
        None,
        "a line of your own, as named groups: step, total, time, time_ms, loss, epoch ...",
        "REGEX",
        _text,
        group="log",
    )
    deadline: str | None = option(
        None, "will it finish by then? 18:00, 'fri 9:00', +3h", "WHEN", _when, group="log"
    )
    limit: float | None = option(
        None,
        "wall-time limit counted from the start of the run: 12h",
        "DURATION",
        values.duration,
        group="log",
    )
    what_if: tuple[float, ...] = option(
        (),
        "when would it finish at this time a step? may be given again",
        "SECONDS",
        values.seconds_a_step,
        group="log",
    )
    config: str | None = option(
        None, "read this configuration file instead of yours", "FILE", _text, group="look"
    )
    theme: str | None = option(
        None, "colours: a Textual theme, such as ansi-dark", "NAME", _text, group="look"
    )
    color: str = option(
        "auto",
        "auto, always or never",
        "WHEN",
        _text,
        group="look",
        choices=("auto", "always", "never"),
    )
    ascii: bool = switch("draw with ASCII characters only", group="look")
    inline: bool = switch("draw below the prompt, not on the whole screen", group="look")
    no_mouse: bool = switch("leave the mouse to the terminal", group="look")
    refresh: float = option(
        2.0, "how often the screen is looked at anew, a second", "HZ", _refresh, group="look"
    )


OPTIONS: tuple[Option, ...] = tuple(
    Option(name=entry.name, default=entry.default, **entry.metadata) for entry in fields(Settings)
)
BY_NAME: Mapping[str, Option] = {entry.name: entry for entry in OPTIONS}
FLAGS_ONLY = frozenset({"once", "json", "line", "wait", "config"})
"""A mode of one call, not a preference: neither the environment nor a file may set it."""

SWITCH_WORDS = {
    "1": True,
    "true": True,
    "yes": True,
    "on": True,
    "0": False,
    "false": False,
    "no": False,
    "off": False,
}


def parse(entry: Option, text: str, where: str) -> Any:
    """The value of `text`, or SettingsError naming `where` it stands and what is accepted."""
    try:
        if entry.is_switch:
            return SWITCH_WORDS[text.strip().lower()]
        if entry.choices and text not in entry.choices:
            raise ValueError(", ".join(entry.choices[:-1]) + " or " + entry.choices[-1])
        return entry.parse(text) if entry.parse else text
    except KeyError:
        accepted = "true or false"
    except ValueError as error:
        accepted = str(error)
    raise SettingsError(f"{where}: {shown(text)} is not accepted; give {accepted}")


def shown(text: str) -> str:
    """A user's text in a message: quoted, escaped, short."""
    quoted = ascii(text)
    return quoted if len(quoted) <= 60 else quoted[:57] + "..."


def from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    """The options set by `TRAIN_WATCH_*`; a variable that is no option is a mistake worth a word."""
    found: dict[str, Any] = {}
    for key, text in sorted(environ.items()):
        if not key.startswith("TRAIN_WATCH_") or key in NOT_OPTIONS:
            continue
        entry = _known(key.removeprefix("TRAIN_WATCH_").lower(), key)
        value = parse(entry, text, key)
        found[entry.name] = (value,) if entry.is_list else value
    return found


NOT_OPTIONS = frozenset({"TRAIN_WATCH_CORPUS", "TRAIN_WATCH_DEBUG"})
"""Where the tests find real logs, and whether an internal error shows its traceback."""


def _known(name: str, where: str) -> Option:
    name = name.replace("-", "_")
    entry = BY_NAME.get(name)
    if entry is None or name in FLAGS_ONLY:
        import difflib

        settable = sorted(set(BY_NAME) - FLAGS_ONLY)
        near = difflib.get_close_matches(name, settable, 1)
        hint = f"did you mean {near[0]}?" if near else "one of " + ", ".join(settable)
        raise SettingsError(f"{where}: no such option; {hint}")
    return entry


def from_table(table: Mapping[str, Any], where: str) -> dict[str, Any]:
    """The options of a TOML table; `where` names the file for messages."""
    found: dict[str, Any] = {}
    for key, value in table.items():
        entry = _known(str(key), f"{where}: {shown(str(key))}")
        place = f"{where}: {entry.name}"
        if entry.is_list:
            items = value if isinstance(value, list) else [value]
            found[entry.name] = tuple(parse(entry, _as_text(item, place), place) for item in items)
        else:
            found[entry.name] = parse(entry, _as_text(value, place), place)
    return found


def _as_text(value: object, where: str) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | str):
        return str(value)
    raise SettingsError(
        f"{where}: a {type(value).__name__} is not accepted; give a text, number or true/false"
    )


def user_config_path(environ: Mapping[str, str], platform: str = sys.platform) -> str:
    """The user's config.toml in the platform's configuration folder.

    >>> user_config_path({"XDG_CONFIG_HOME": "/x"}, "linux")
    '/x/train_watch/config.toml'
    """
    home = environ.get("HOME", "~")
    folder = environ.get("XDG_CONFIG_HOME") or {
        "darwin": home + "/Library/Application Support",
        "win32": environ.get("APPDATA", home),
    }.get(platform, home + "/.config")
    return os.path.join(folder, "train_watch", "config.toml")


def from_files(environ: Mapping[str, str], config: str | None, cwd: str = ".") -> dict[str, Any]:
    """The user's configuration, and over it the project's; `config` replaces the user's file."""
    path = config or user_config_path(environ)
    found = from_table(_toml(path, must_exist=config is not None), path)
    project = os.path.join(cwd, "pyproject.toml")
    if _mentions_us(project):
        table = _toml(project).get("tool", {}).get("train_watch", {})
        found |= from_table(table, f"{project} [tool.train_watch]")
    return found


def _mentions_us(path: str) -> bool:
    """Spares the 15 ms of a TOML parser where the file has nothing for us."""
    try:
        with open(path, "rb") as file:
            return b"tool.train_watch" in file.read(1 << 20)
    except OSError:
        return False


def _toml(path: str, *, must_exist: bool = False) -> dict[str, Any]:
    try:
        with open(path, "rb") as file:
            import tomllib

            return tomllib.load(file)
    except FileNotFoundError:
        if must_exist:
            raise SettingsError(f"{path}: no such file") from None
        return {}
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}") from None
    except ValueError as error:  # tomllib.TOMLDecodeError and bytes that are not UTF-8
        raise SettingsError(f"{path}: {error}") from None


def gather(flags: Mapping[str, Any], environ: Mapping[str, str], cwd: str = ".") -> Settings:
    """Every option's value by precedence: defaults, files, environment, flags."""
    given = {name: value for name, value in flags.items() if value is not None}
    merged = from_files(environ, flags.get("config"), cwd) | from_environment(environ) | given
    return Settings(**merged)
