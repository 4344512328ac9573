"""Numbers of a line, left to right, each with the words before it and the unit behind it.

One bounded pattern finds dates, durations and numbers; the key of a number is the text between it and
the number before. This reads `k=v`, `k: v`, `k v`, JSON, quoted dicts, brackets and tables alike.
"""

import re
from typing import NamedTuple

from train_watch.formats.values import SECONDS, duration, number
from train_watch.formats.words import STEP_WORDS, Key, classify

MOST_TOKENS = 120
"""A line with more numbers than this is a dump or a table; the first ones tell enough."""
GAP = 60
"""Characters before a number that can be its name."""

_TOKEN = re.compile(
    r"(?<![A-Za-z0-9_.])(?:"
    r"([0-9]{4}[-/][0-9]{2}[-/][0-9]{2}(?:[T ,-]{1,2}[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?)?)"
    r"|((?:[0-9]{1,5} days?, {1,2})?[0-9]{1,6}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?(?![0-9:]))"
    r"|([0-9]{1,6}(?:\.[0-9]{1,4})?[dhm] ?[0-9]{1,2}(?:\.[0-9]{1,6})?[hms](?: ?[0-9]{1,2}(?:\.[0-9]{1,6})?[ms])?(?![A-Za-z0-9]))"
    r"|([-+]?(?:[0-9]{1,3}(?:,[0-9]{3}){1,5}(?![0-9])|[0-9]{1,18})(?:\.[0-9]{0,18})?(?:[eE][-+]?[0-9]{1,3})?"
    r"|[-+]?\.[0-9]{1,18}(?:[eE][-+]?[0-9]{1,3})?|[-+]?(?:nan|inf|NaN|Inf|infinity)(?![A-LN-Za-ln-z]))"
    r"(?= ?[\[(]?([A-Za-zµ%][A-Za-zµ]{0,13}(?: ?/ ?[0-9]{0,6} ?[A-Za-z]{1,14})?)?)"
    r")"
)

_NEXT = re.compile(r"['\"]?[ \t]{0,16}(?:[:=#]|[-+]?[0-9])")
"""What stands behind a word that names the number after it, not the one before it."""

COUNTED = {word: "step" for word in STEP_WORDS} | {"epoch": "epoch", "epochs": "epoch", "loss": "loss", "images": "noise"}
"""Words behind a number that are its name: `101-150batch`, `2.31 loss`."""
SIZES = frozenset("k kb kib mb mib gb gib tb b bytes kb/s mb/s gb/s b/s kib/s mib/s g m t".split())


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
        token = _token(match, classify(text[max(at, start - GAP) : start]), text)
        if token is not None:
            tokens.append(token)
            at = token.after
            if len(tokens) == MOST_TOKENS:
                break
    return tokens


def _token(match: re.Match[str], key: Key, text: str) -> Token | None:
    clock, human, digits, unit = match.group(2, 3, 4, 5)
    start, end = match.span()
    if digits is None:
        words = clock or human
        return Token(start, end, end, words, "duration", duration(words)[0], "", key)
    glued = text[end : end + 1].isalpha() or text[end : end + 1] == "µ"
    if glued and text[end] in "kKMBG" and (counted := _magnitude(start, end, digits, unit, key, text)):
        return counted
    name, after = _unit(unit, end, text) if unit else ("", end)
    if glued and not name:
        return None  # letters glued to digits make a word, not a number
    sort = "int" if digits.isdigit() or "," in digits and "." not in digits else "float"
    return Token(start, end, after, digits, sort, number(digits), name, key)


def _unit(unit: str, end: int, text: str) -> tuple[str, int]:
    """The unit behind the digits and where it ends; an unknown word is no unit."""
    low = unit.lower().replace(" / ", "/")
    name = known_unit(low)
    if not name:
        first = low.split("/")[0]
        name, unit = known_unit(first), unit[: len(first)]
    if not name:
        return "", end
    at = text.find(unit, end) + len(unit)
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
    if under in {"s", "sec", "second"} or over in SECONDS and under.lstrip("0123456789 ") in STEP_WORDS:
        return low
    return ""


def _magnitude(start: int, end: int, digits: str, unit: str | None, key: Key, text: str) -> Token | None:
    """`25K`, `12.3kit`."""
    letter = text[end : end + 1]
    rest = (unit or "")[1:].lower()
    if letter in "kKMBG" and (not rest or rest in {"it", "its"}) and not text[end + 1 + len(rest) : end + 2 + len(rest)].isalnum():
        return Token(start, end + 1, end + 1 + len(rest), digits + letter, "int", number(digits + letter), "", key)
    return None
