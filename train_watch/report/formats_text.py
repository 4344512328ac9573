"""`train-watch formats list` and `formats show` as text, and the list as JSON."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from train_watch.core.records import Record
from train_watch.report.formats_record import said
from train_watch.report.formats_words import (
    Data,
    counter,
    counts,
    first_sample,
    listed,
    own_eta,
    time_means,
    total_from,
)
from train_watch.view.cells import width
from train_watch.view.safe import safe_text

NAME_MOST = 24
"""Cells of a name in the list; a longer one is cut."""
ABOUT_FROM = 120
"""Cells of a row from which there is room for what a trainer is, beside its line."""
ABOUT = 44
KIND = 11
"""Cells of a line's kind in `show`: evaluation, and a blank."""
FACT = 10
"""Cells of the heads of `show`."""

Row = tuple[Data, bool]
"""A definition's data, and whether it is the user's own."""


def list_text(rows: Sequence[Row], columns: int, *, ascii_only: bool = False) -> Iterator[str]:
    """A row for each definition: name, a line that it reads, and in wide terminals what it is."""
    first = min(NAME_MOST, max((len(data["name"]) for data, _ in rows), default=4) + 1)
    about = ABOUT if columns >= ABOUT_FROM else 0
    room = max(20, columns - first - 1 - (about + 1 if about else 0))
    for data, mine in rows:
        name = data["name"] + ("*" if mine else "")
        cells = [(name, first)] + [(data["about"], about)] * bool(about)
        head = " ".join(_cell(text, size, ascii_only) for text, size in cells)
        yield f"{head} {safe_text(first_sample(data), width=room, ascii_only=ascii_only)}".rstrip()
    if any(mine for _, mine in rows):
        yield "* your own"


def _cell(text: str, size: int, ascii_only: bool) -> str:
    shown = safe_text(text, width=size, ascii_only=ascii_only)
    return shown + " " * (size - width(shown))


def list_object(data: Data, path: str, *, mine: bool) -> dict[str, object]:
    """A definition in the JSON form of the list."""
    return {
        "name": data["name"],
        "about": data["about"],
        "source": data.get("source"),
        "sample": first_sample(data),
        "unit": data.get("counter", {}).get("unit"),
        "total_from": listed(data.get("total", {}).get("from")),
        "time_from": listed(data.get("time", {}).get("from")),
        "own": mine,
        "path": path,
    }


def show_text(
    data: Data, read: Iterable[tuple[str, Record]], columns: int, *, ascii_only: bool = False
) -> Iterator[str]:
    """A definition for people; `read` are its samples and what is read of each."""

    def row(text: str, indent: str = "") -> str:
        return indent + safe_text(text, width=columns - len(indent), ascii_only=ascii_only)

    yield row(f"{data['name']}   {data['about']}")
    if "source" in data:
        yield from _fact("source", data["source"], columns)
    yield ""
    for head, words in _facts(data):
        yield from _fact(head, words, columns)
    yield ""
    yield "lines"
    room = max(20, columns - KIND - 2)
    for kind, template in _templates(data):
        parts = [template[at : at + room] for at in range(0, len(template), room)]
        for head, part in zip([kind, *[""] * len(parts)], parts, strict=False):
            yield row(f"{head:<{KIND}}{part}", "  ")
    yield ""
    yield "samples, and what is read of each"
    for text, record in read:
        yield row(text.strip(), "  ")
        yield from (row(part, "    ") for part in textwrap.wrap(said(record), columns - 6))


def _facts(data: Data) -> Iterator[tuple[str, str]]:
    if counts(data):
        yield "counter", counter(data)
        yield "time", time_means(data)
        yield "own ETA", own_eta(data)
    yield "total", total_from(data)


def _fact(head: str, words: str, columns: int) -> list[str]:
    made = textwrap.wrap(
        words, columns - 1, initial_indent=f"{head:<{FACT}}", subsequent_indent=" " * FACT
    )
    return [str(safe_text(line)) for line in made]


def _templates(data: Data) -> Iterator[tuple[str, str]]:
    if data.get("bar"):
        desc = data["bar"]["desc"]
        yield "bar", f"named {desc}" if desc else "without a name"
    if data.get("table"):
        yield "table", data["table"]["header"]
    for line in data.get("line", []):
        joins = {"next": "  (belongs to the next step)", "last": "  (belongs to the step above)"}
        yield line["kind"], line["read"] + joins.get(line.get("joins", ""), "")
