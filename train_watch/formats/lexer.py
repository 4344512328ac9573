"""Numbers of a line, left to right, each with the words before it and the unit behind it.

One bounded pattern finds dates, durations and numbers; the key of a number is the text between it and
the number before. This reads `k=v`, `k: v`, `k v`, JSON, quoted dicts, brackets and tables alike.
"""

import re
from typing import NamedTuple

from train_watch.formats.values import SECONDS, duration, number
from train_watch.formats.vocabulary import EPOCHS, STEP_WORDS, vocabulary
from train_watch.formats.words import Key, classify

MOST_TOKENS = 120
"""A line with more numbers than this is a dump or a table; the first ones tell enough."""
MAGNITUDE_LETTERS = ("k", "K", "M", "B", "G")
GAP = 60
"""Characters before a number that can be its name."""

_DECIMAL_COMMA = r"[0-9]{1,9},(?:[0-9]{1,2}|[0-9]{4,18})(?![0-9,.])|0,[0-9]{3}(?![0-9,.])"
"""`0,75`: a number where people write so; elsewhere two, so that nothing is claimed of either."""
_TOKEN = re.compile(
    r"(?=[-+.0-9niNI])(?:(?<![A-Za-z0-9_.@])|(?<=\biteration)|(?<=\biter)|(?<=\bstep)|(?<=\bepoch)|(?<=\bEpoch))(?:"
    r"([0-9]{4}[-/][0-9]{2}[-/][0-9]{2}(?:[T ,-]{1,2}[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?)?|"
    + _DECIMAL_COMMA
    + r")"
    r"|((?:[0-9]{1,5} days?, {1,2})?[0-9]{1,6}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?(?![0-9:]))"
    r"|([0-9]{1,6}(?:\.[0-9]{1,4})?[dhm] ?[0-9]{1,2}(?:\.[0-9]{1,6})?[hms](?: ?[0-9]{1,2}(?:\.[0-9]{1,6})?[ms])?(?![A-Za-z0-9]))"
    r"|([-+]?(?:[0-9]{1,3}(?:,[0-9]{3}){1,5}(?![0-9])|[0-9]{1,18})(?:\.[0-9]{0,18})?(?:[eE][-+]?[0-9]{1,3})?"
    r"|[-+]?\.[0-9]{1,18}(?:[eE][-+]?[0-9]{1,3})?|[-+]?(?:nan|inf|NaN|Inf|infinity)(?![A-LN-Za-ln-z]))"
    r"(?= ?[\[(]?([A-Za-zµ%][A-Za-zµ]{0,13}(?: ?/ ?[0-9]{0,6} ?[A-Za-z]{1,14})?)?)"
    r")"
)

_NEXT = re.compile(
    r"['\"]?[ \t]{0,16}(?:[:=#]|[-+]?\.?[0-9]|--|n/?a\b|nan\b|inf\b|tensor\()", re.IGNORECASE
)
"""What stands behind a word that names the number after it, not the one before it."""

_NAMES = re.compile(r"['\"]?(?:=|:[ \t]{0,3})[-+.]?[0-9]")
"""The same of words that are units elsewhere: `1.3 samples/s: 320`, but `took 12 ms: done`."""
_SCALE_NEXT = re.compile(r"[ \t]{1,2}[A-Za-z_]{1,16}['\"]?[ \t]{0,4}(?:[:=]|[-+]?[0-9])")
"""Behind `Lr 1.6e-05 Loss` it is another name that begins: `Loss scale 32768`."""
_NAMES_NEXT = re.compile(r"[ \t]{1,2}[A-Za-z_]{1,16}['\"]?[ \t]{0,4}[:=]")
"""Behind a fraction a word counts nothing if another follows: `0.444 epoch time: 12.5`."""
_PER_SECOND = re.compile(r" ([A-Za-z]{1,14}/s(?:ec)?)\b(?!['\"]?[ \t]{0,3}[:=])")
"""Behind `52.4k`."""
CJK_UNITS = {
    "秒": "s",
    "초": "s",
    "分": "min",
    "분": "min",
    "步": "step",
    "轮": "epoch",
    "批": "batch",
}
"""Units of one character, glued to the digits."""
ORDINAL = "第"
"""`第3轮` is the third epoch: the unit is the counter's name."""
_SAID_BEHIND = re.compile(
    r"[ \t]{0,2}(elapsed|passed|remaining|left|since (?:the )?(?:last|previous) [a-z]{2,10}|(?:per|a|each|every) (?:step|iter|iteration|it|batch|update))\b",
    re.IGNORECASE,
)
"""What a time is, said behind it: `8.7 s elapsed`, `0.31 s per step`."""

_MAY_BE_SAID_BEHIND = frozenset(["unnamed", "metric", "rate"])
"""Roles of the words before a number that the words behind it correct: `3678 tok/s;  9861 s elapsed`."""

MINUTES = frozenset(["min", "minute"])
"""Under steps: `120 steps/min`."""
COUNTED = STEP_WORDS | {"epoch", "epochs", "loss", "images", "sample", "samples"}
"""Words behind a number that are its name: `101-150batch`, `2.31 loss`."""
SIZES = vocabulary("k kb kib mb mib gb gib tb b bytes kb/s mb/s gb/s b/s kib/s mib/s g m t")

KEY_ENDS = ('":', "':")
"""Behind a number that ends the key of an object: `"recall@thr=0.5": 0.87`."""
_LIST = re.compile(
    r"(?<!\w)[A-Za-z_]\w{0,24}(?:, ?[A-Za-z_]\w{0,24}){2,12}[ \t]{0,3}[=-]{0,5}[>:=]?[ \t]{0,3}$"
)
"""`round, loss, acc ===> `."""


class Token(NamedTuple):
    """A number of the line: where it stands, its text and value, what stands behind and before it."""

    start: int
    end: int
    """Of the digits; `after` is the end of the unit too."""
    after: int
    text: str
    sort: str
    """int, float, duration."""
    value: float
    unit: str
    """ms, s/it, it/s, %, batch ... in lower case; empty if none is known."""
    key: Key


def lex(text: str) -> list[Token]:
    """The tokens of a line, at most `MOST_TOKENS`."""
    tokens: list[Token] = []
    at = 0
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        if match.lastindex == 1:
            at = end
            continue
        if text[end : end + 2] in KEY_ENDS:
            continue
        token = _token(match, _key(text[max(at, start - GAP) : start]), text)
        if token is not None:
            tokens.append(token)
            at = token.after
            if len(tokens) == MOST_TOKENS:
                break
    return tokens


def _key(before: str) -> Key:
    """The name of a number by the words before it; a list of names names none of the values behind it."""
    return classify("" if before.count(",") > 1 and _LIST.search(before) else before)


def _token(match: re.Match[str], key: Key, text: str) -> Token | None:
    clock, human, digits, unit = match.group(2, 3, 4, 5)
    start, end = match.span()
    if digits is None:
        words = clock or human
        key, after = _said_behind(key, text, end)
        return Token(start, end, after, words, "duration", duration(words)[0], "", key)
    if digits[-1] == ".":
        digits, end = digits[:-1], end - 1  # the full stop of a sentence
    if text[end : end + 1] in MAGNITUDE_LETTERS:
        after = _behind_magnitude(text, end)
        if after:
            digits = text[start : end + 1]
            found = _PER_SECOND.match(text, after)
            name, after = (found[1].lower(), found.end()) if found else ("", after)
            return Token(start, end + 1, after, digits, "int", number(digits), name, key)
    name, after = _named_unit(unit, key, text, start, end)
    if not name and (text[end : end + 1].isalpha() or text[end : end + 1] == "µ"):
        return None  # letters glued to digits make a word, not a number
    if name in SECONDS:
        key, after = _said_behind(key, text, after)
    whole = digits.isdigit() or ("," in digits and "." not in digits)
    if ORDINAL in text[max(start - 2, 0) : start]:
        at = end + (text[end : end + 1] == " ")
        if text[at : at + 1] in CJK_UNITS:
            key, name, after = classify(f"{CJK_UNITS[text[at]]}:"), "", at + 1
    return Token(start, end, after, digits, "int" if whole else "float", number(digits), name, key)


def _named_unit(unit: str | None, key: Key, text: str, start: int, end: int) -> tuple[str, int]:
    """The unit of the digits from `start` to `end`, unless it belongs to what follows; where it ends."""
    name, after = _unit(unit, end, text) if unit else ("", end)
    if name in COUNTED and name != "loss" and _NAMES_NEXT.match(text, after):
        name, after = ("", end) if "." in text[start:end] else (name, after)
    if name == "loss" and key.name and _SCALE_NEXT.match(text, after):
        name, after = "", end
    at = end + (text[end : end + 1] == " ")
    if not name and text[at : at + 1] in CJK_UNITS:
        name, after = CJK_UNITS[text[at]], at + 1
    return name, after


def _said_behind(key: Key, text: str, at: int) -> tuple[Key, int]:
    """The key that stands behind a time, where one does, and where it ends."""
    found = _SAID_BEHIND.match(text, at) if key.role in _MAY_BE_SAID_BEHIND else None
    if found is None:
        return key, at
    word = found[1].lower()
    since = "interval time" if word.startswith("since") else "sec/step"
    name = since if " " in word else word
    return classify(name + ":"), found.end()


def _behind_magnitude(text: str, at: int) -> int:
    """Where `K` of `25K` or `kit` of `12.3kit` ends; 0 if the letter begins another word."""
    after = at + (3 if text[at + 1 : at + 3] == "it" else 1)
    is_unit = text[after : after + 1] == "/" and not text[after + 1 : after + 2].isdigit()
    return 0 if text[after : after + 1].isalnum() or is_unit else after


def _unit(unit: str, end: int, text: str) -> tuple[str, int]:
    """The unit behind the digits and where it ends; an unknown word is no unit."""
    low = unit.lower().replace(" / ", "/")
    name = known_unit(low)
    if not name:
        first, _, under = low.partition("/")
        if first in SECONDS and under and under.strip() not in EPOCHS:
            return "", end  # `39.9 s/kstep`, `0.2 s/image`: of something else than a step
        names = under and _NAMES.match(text, text.find(unit, end) + len(unit))
        name, unit = "" if names else known_unit(first), unit[: len(first)]  # not `3.9 t/step=0.4`
    if not name:
        return "", end
    at = text.find(unit, end) + len(unit)
    if text[at : at + 1] == "_":
        return "", end  # `9 batch_cost: 0.2`
    if text[end] == " " and _NAMES.match(text, at):
        return "", end  # `1.3 samples/s: 320`
    if name in COUNTED and text[end] == " " and _NEXT.match(text, at):
        return "", end
    return name, at + (text[at : at + 1] in ("]", ")") and text[end:at].lstrip()[:1] in ("[", "("))


def known_unit(low: str) -> str:
    if low == "%" or low in SECONDS or low in COUNTED or low in SIZES:
        return low
    over, slash, under = low.partition("/")
    if not slash:
        return "fps" if low == "fps" else ""
    under = under.strip()
    if (
        under in {"s", "sec", "second"}
        or (under in MINUTES and over in STEP_WORDS)
        or (over in SECONDS and under.lstrip("0123456789 ") in STEP_WORDS)
    ):
        return low
    return ""
