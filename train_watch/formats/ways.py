"""In how many ways a template can be laid on a text: what a hostile line may cost at one place.

A hole that is followed by a character it cannot eat ends at one place only. One that shares text with
what follows it multiplies the ways by the lengths that it can have; so does a gap, which eats anything.
(`effort.tries` knows any expression and must take the worst of it; a template's parts are known.)
"""

from functools import cache
from typing import Any

from train_watch.formats.lint import PROBES, REPEATS, eats, inside, parse_tree
from train_watch.formats.template import GAP, Piece

MOST_IN_A_ROW = 5_000
"""Of pieces side by side: an optional part with a float and a gap has 1,586."""
MOST_ANYWHERE = 100
"""The same where a template begins with a hole, so that it is tried at each of a line's 4,096 places."""
MOST_WAYS = 10_000
"""Of a whole template, where each part multiplies the ones before it. Only a line that was made to match
all of it but its end, in every way, costs as much: 20 ms, at 2 us a way."""
ALPHABET = frozenset(PROBES + "0123456789.:-+eEnaNifIdsmhKMBG=>#━─╸╺")
"""Characters that some kind eats, and one of every other sort."""
ANYTHING = ALPHABET
BLANK = frozenset(" \t")

Characters = frozenset[str]


def ways(pieces: list[Piece]) -> tuple[int, int]:
    """(of the pieces side by side that have the most, of all together), each at least 1.

    >>> from train_watch.formats.template import pieces
    >>> ways(pieces("{a} {b}/{c}")), ways(pieces("{a}{b} x")), ways(pieces("loss {loss}{...} x"))
    ((1, 1), (26, 26), (61, 61))
    """
    product, row, longest = 1, 1, 1
    following = [frozenset("\n")]
    """`following` has the characters that may come next, for each optional part that is open."""
    sorts = ["", *(what for what, _, _ in pieces), ""]
    for at in range(len(pieces), 0, -1):
        what, text, _ = pieces[at - 1]
        before = sorts[at - 1]
        if what == "close":
            following.append(following[-1])
        elif what == "open":
            inner = following.pop()
            following[-1] = following[-1] | inner
        else:
            beside_gap = "gap" in {before, sorts[at + 1]}
            many = _lengths(what, text, beside_gap) if _eaten(what, text) & following[-1] else 1
            product, row = product * many, row * many if many > 1 else 1
            longest = max(longest, row)
            padded = what == "hole" and before not in {"blanks", "", "gap"}
            following[-1] = _first(what, text) | (BLANK if padded else frozenset())
    return longest, product


def _lengths(what: str, text: str, beside_gap: bool) -> int:
    if what == "plain":
        return 1
    if what == "blanks":
        return 1 if beside_gap else 60
    if "(?>" in text:
        return 1  # taken whole, or not at all
    least, most = parse_tree(text).getwidth()
    return int(most - least + 1)


def _first(what: str, text: str) -> Characters:
    if what == "plain":
        return frozenset(text[0])
    if what == "blanks":
        return BLANK
    return ANYTHING if what == "gap" else _beginning(text)


def _eaten(what: str, text: str) -> Characters:
    if what == "plain":
        return frozenset()
    if what == "blanks":
        return BLANK
    return ANYTHING if text == GAP else _alphabet(text)


@cache
def _beginning(expression: str) -> Characters:
    """What a text that an expression of `kinds` matches may begin with."""
    return frozenset(_begin(parse_tree(expression)))


def _begin(tree: Any) -> set[str]:
    found: set[str] = set()
    for node in tree:
        operator, argument = node
        bodies = [argument[2]] if operator in REPEATS else inside(operator, argument)
        for body in bodies:
            found |= _begin(body)
        if not bodies:
            found |= {c for c in ALPHABET if eats(node, c)}
        if not _may_be_empty(operator, argument):
            break
    return found


def _may_be_empty(operator: Any, argument: Any) -> bool:
    if operator in REPEATS:
        return bool(argument[0] == 0)
    return any(body.getwidth()[0] == 0 for body in inside(operator, argument))


@cache
def _alphabet(expression: str) -> Characters:
    """What an expression of `kinds` eats anywhere."""
    return frozenset(_walk(parse_tree(expression)))


def _walk(tree: Any) -> set[str]:
    found: set[str] = set()
    for node in tree:
        operator, argument = node
        bodies = [argument[2]] if operator in REPEATS else inside(operator, argument)
        for body in bodies:
            found |= _walk(body)
        if not bodies:
            found |= {c for c in ALPHABET if eats(node, c)}
    return found
