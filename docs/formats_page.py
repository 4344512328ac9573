"""Fills the tables of docs/formats.md from the program: kinds, keys, and a part for each trainer.

python docs/formats_page.py           rewrites docs/formats.md
python docs/formats_page.py --check   tells whether it is what the program says (a test does)
"""

import sys
import tomllib
from pathlib import Path
from typing import Any

from train_watch.formats.kinds import KINDS, converter
from train_watch.formats.schema import BAR, COUNTER, FILE_KEYS, LINE_KEYS, NOTES
from train_watch.report.formats_words import counts, first_sample, own_eta, time_means, total_from

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "formats.md"
CATALOG = ROOT / "train_watch" / "formats" / "catalog"

KIND_WORDS = {
    "int": ("a whole number", "01250"),
    "last": ("the number of the last one, counted from 0: read as how many there are", "9"),
    "count": ("a whole number with commas or K, M, G", "12,500"),
    "float": ("a number; nan and inf are kept, so that a rule can see them", "4.2e-05"),
    "num": ("a number with commas or K, M, G", "1.23K"),
    "rate": ("a number with commas or K, nothing where it is nan", "7,412"),
    "finite": ("a number, nothing where it is nan", "0.36"),
    "time": ("a time with its unit; seconds without one", "71400ms"),
    "s": ("seconds, followed by `s`", "0.412s"),
    "ms": ("milliseconds, followed by `ms`", "412.50ms"),
    "min": ("minutes, followed by `m`", "2.50m"),
    "in_s": ("a bare number of seconds", "0.8312"),
    "in_ms": ("a bare number of milliseconds", "1234.5"),
    "in_min": ("a bare number of minutes", "66.1"),
    "in_h": ("a bare number of hours", "1.5"),
    "per_s": ("steps a second, read as seconds a step", "4.00"),
    "duration": ("a clock or words", "1 day, 2:03:04"),
    "mean": ("seconds, the mean since the counter began: read as a clock", "0.412"),
    "unix": ("a time stamp: seconds or milliseconds since 1970", "1764000000500"),
    "percent": ("a number of percent", "12.5"),
    "word": ("letters, digits and `_.@/-`", "out/ckpt-5"),
    "text": ("up to 200 characters of anything", "any text"),
    "skip": ("what looks like a number", "+0.12"),
    "dots": ("leader dots", "....."),
    "bar": ("a drawn bar", "====>..."),
    "suffixed": ("XGBoost's `data-metric:`", "train-rmse:0"),
    "owned": ("LightGBM's `data's metric:`", "training's l2:"),
}
"""What each kind matches, and an example that the table converts."""

KEY_WORDS = {
    "name": "the file's name without `.toml`: what `--format` takes",
    "about": "what it reads, in a few words",
    "source": "where the facts are from: repository, file, version",
    "[counter]": "what is true of every step line, see below",
    "[bar]": "a progress bar of tqdm's kind that belongs to this trainer",
    "[table]": "a header line and the delimiter of the rows below it",
    "[names]": 'printed name = "hole" or "hole:kind", for pairs that `{*}` and `{dict}` read',
    "[[line]]": "one sort of line, as often as needed",
    "[[sample]]": "`line`, what stands `before` it, and the fields that are `want`ed of it",
    "[total]": "for people: where the total is from",
    "[time]": "for people: what the time is from and holds beside the step",
    "[eta]": "for people: the trainer's own formula",
}
LINE_WORDS = {
    "kind": "step, evaluation, checkpoint, config, phase, fault or done",
    "read": "the line with holes in it",
    "key": "a text that must be in the line, where the template has no long one",
    "needs": "a second such text",
    "names": "[names] of this sort of line only",
    "set": "what such a line says without printing it: any key of [counter], `phase`, `fault`, `facts` ...",
    "joins": "what gives a line without a counter its step: the `bar`, the `next` line with one, or the `last`",
}
COUNTER_WORDS = {
    "base": "the number of the first step",
    "scope": "what the counter counts",
    "last_is_total": "false where the last printed step is one below the total",
    "epoch_base": "the number of the first epoch",
    "meaning": "the printed time is that of one step, the mean since the last line (interval), of the last few (window), since the start (mean), or a moving average (ema)",
    "covers": "`interval` where the printed time is that of all steps since the last line",
    "eval_in": "true where the time of an evaluating step holds the evaluation",
    "clock_scope": "when the printed clock starts again",
    "clock_has_eval": "false where that clock stands still for evaluations",
    "trainer_eta_scope": "what the printed remaining time is of, if not of the counter's scope",
    "unit": "what people call a step: iter, batch, round ...",
    "base_by_first": "true where versions differ in `base`: the first step printed, 0 or 1, tells",
}
BAR_WORDS = {
    "desc": "the bar's whole description, a template; empty for a bar without one",
    "needs": "a text that the bar's end must hold",
    "after": "only in a log in which this definition has been seen",
    "plain": "true for a bar without a postfix",
    "guess": "true where the counter's meaning is left to the generic reader",
}


def kinds() -> str:
    """A row for each kind of hole, with an example and what it becomes."""
    rows = [f"| `{kind}` | {KIND_WORDS[kind][0]} | {_became(kind)} |" for kind in KINDS]
    return "\n".join(["| kind | matches | example |", "|---|---|---|", *rows])


def _became(kind: str) -> str:
    example = KIND_WORDS[kind][1]
    value = converter(kind)(example)
    if isinstance(value, tuple):
        value = f"{value[0]:g}" + (" s" if kind != "percent" else " %")
    return f"`{example}`" if value == example else f"`{example}` = {value}"


def keys() -> str:
    """The keys of a file, of a line, of the counter, of a bar, and of the notes."""
    tables = {f"[[{key}]]" if key in {"line", "sample"} else f"[{key}]" for key in FILE_KEYS}
    plain = {"name", "about", "source"}
    assert set(KEY_WORDS) == plain | {key for key in tables if key.strip("[]") not in plain}
    assert (set(LINE_WORDS), set(COUNTER_WORDS), set(BAR_WORDS)) == (
        LINE_KEYS,
        set(COUNTER),
        set(BAR),
    )
    parts = [
        _rows("of the file", KEY_WORDS),
        _rows("of a [[line]]", LINE_WORDS),
        _rows("of [counter]", {key: f"{words}{_values(key)}" for key, words in COUNTER_WORDS.items()}),
        _rows("of [bar]", BAR_WORDS),
        _rows("of the notes", {f"[{part}] {key}": ", ".join(sorted(words)) for part, table in NOTES.items() for key, words in table.items()}),
    ]  # fmt: skip
    return "\n\n".join(parts)


def _rows(title: str, words: dict[str, str]) -> str:
    rows = [f"| `{key}` | {text} |" for key, text in words.items()]
    return "\n".join([f"| key {title} | |", "|---|---|", *rows])


def _values(key: str) -> str:
    accepted = COUNTER[key]
    if not isinstance(accepted, tuple):
        return ""
    return " (" + ", ".join(str(value).lower() for value in accepted) + ")"


def trainers() -> str:
    """A part for each definition of the catalogue."""
    told = [tomllib.loads(path.read_text("utf-8")) for path in sorted(CATALOG.glob("*.toml"))]
    return "\n\n".join(_trainer(data) for data in told)


def _trainer(data: dict[str, Any]) -> str:
    facts = [f"total from: {total_from(data)}"]
    if counts(data):
        facts += [f"time: {time_means(data)}", f"its own ETA: {own_eta(data)}"]
    source = f" ({data['source']})" if "source" in data else ""
    listed = "\n".join(f"- {fact}" for fact in facts)
    sample = first_sample(data).replace("\t", "    ")
    return f"### {data['name']}\n\n{data['about']}{source}\n\n```text\n{sample}\n```\n\n{listed}"


BLOCKS = {"kinds": kinds, "keys": keys, "trainers": trainers}


def redrawn(page: str) -> str:
    """The page with its blocks between `<!-- NAME -->` and `<!-- end -->` made anew."""
    for name, made in BLOCKS.items():
        head, _, rest = page.partition(f"<!-- {name} -->\n")
        _, end, tail = rest.partition("<!-- end -->")
        page = f"{head}<!-- {name} -->\n{made()}\n{end}{tail}"
    return page


def main() -> int:
    old = PAGE.read_text(encoding="utf-8")
    new = redrawn(old)
    if "--check" in sys.argv:
        return int(old != new)
    PAGE.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
