"""Is a regular expression safe to run on hostile text? Looks at its parse tree, never runs it.

Backtracking costs explode where one repeat can hand characters to another, so: every repeat is
bounded, a repeat within a repeat must start with a character its inside cannot eat, two repeats that
stand side by side must not both be long and overlapping, and nothing refers back to a group.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

_parser: Any = re._parser  # type: ignore[attr-defined]  # the only parser of Python's own dialect
constants: Any = re._constants  # type: ignore[attr-defined]

MOST_REPEATS = 600
"""A line holds at most 4 KiB, a field of it far less."""
LONG = 30
"""Two neighbouring repeats up to this length cost at most 900 tries a start: no more is allowed."""
FEW = 4
"""Up to so many turns of a group cost no more than writing the group out so many times."""

REPEATS = {constants.MAX_REPEAT, constants.MIN_REPEAT, constants.POSSESSIVE_REPEAT}
GROUPS = {constants.SUBPATTERN, constants.ATOMIC_GROUP}
PROBES = "azAZ09 \t_-+.,:;/|=()[]{}<>'\"%#*@!?~^$&\\µé"
"""One character of every sort that logs are made of: two classes overlap if both eat one of them."""


def faults(pattern: str) -> list[str]:
    """What makes `pattern` unsafe, in plain words; empty if nothing does. re.error if it is none."""
    tree = parse_tree(pattern)
    return list(dict.fromkeys([*_walk(tree), *_neighbours(tree)]))


def parse_tree(pattern: str) -> Any:
    """The parse tree of a pattern, as Python's own engine reads it."""
    return _parser.parse(pattern)


def _walk(tree: Any) -> Iterator[str]:
    for operator, argument in tree:
        if operator in REPEATS:
            yield from _repeat(argument)
        elif operator in {constants.GROUPREF, constants.GROUPREF_EXISTS}:
            yield "it refers back to a group"
        else:
            for inner in inside(operator, argument):
                yield from _walk(inner)


def _repeat(argument: Any) -> Iterator[str]:
    _, most, body = argument
    if most == constants.MAXREPEAT or most > MOST_REPEATS:
        yield "a repeat has no bound"
    if most > FEW and _has_repeat(body) and not _starts_apart(body):
        yield "a repeat within a repeat can match the same text in many ways"
    if most > FEW and _has_branch(body):
        yield "a repeated group has alternatives"
    yield from _walk(body)


def inside(operator: Any, argument: Any) -> list[Any]:
    """The subtrees of a node that is no repeat."""
    if operator in GROUPS:
        return [argument[-1] if isinstance(argument, tuple) else argument]
    if operator is constants.BRANCH:
        return list(argument[1])
    if operator in {constants.ASSERT, constants.ASSERT_NOT}:
        return [argument[1]]
    return []


def _has_repeat(tree: Any) -> bool:
    for operator, argument in tree:
        if operator in REPEATS and argument[1] > 1 and argument[0] != argument[1]:
            return True
        bodies = [argument[2]] if operator in REPEATS else inside(operator, argument)
        if any(_has_repeat(body) for body in bodies):
            return True
    return False


def _has_branch(tree: Any) -> bool:
    return any(
        operator is constants.BRANCH
        or any(_has_branch(body) for body in inside(operator, argument))
        for operator, argument in tree
    )


def _starts_apart(body: Any) -> bool:
    """The body of a repeat starts with a character that the repeats inside it cannot eat."""
    flat = list(_flat(body))
    if not flat or flat[0][0] is not constants.LITERAL:
        return False
    start = flat[0][1]
    inner = [a[2] for o, a in flat[1:] if o in REPEATS and a[0] != a[1]]
    return not any(eats(node, chr(start)) for tree in inner for node in tree)


def _flat(tree: Any) -> Iterator[tuple[Any, Any]]:
    """The nodes of a sequence with groups opened, in order."""
    for operator, argument in tree:
        if operator in GROUPS:
            yield from _flat(inside(operator, argument)[0])
        else:
            yield operator, argument


def _neighbours(tree: Any) -> Iterator[str]:
    """Long repeats side by side that can eat the same character."""
    before: Any = None
    for operator, argument in _flat(tree):
        if operator is constants.BRANCH:
            for branch in argument[1]:
                yield from _neighbours(branch)
        if operator not in REPEATS:
            before = None
            continue
        yield from _neighbours(argument[2])
        if (
            before is not None
            and min(before[1], argument[1]) > LONG
            and _overlap(before[2], argument[2])
        ):
            yield "two long repeats side by side can match the same text"
        before = argument


def _overlap(one: Any, other: Any) -> bool:
    if len(one) != 1 or len(other) != 1:
        return False
    return any(eats(one[0], probe) and eats(other[0], probe) for probe in PROBES)


def eats(node: tuple[Any, Any], character: str) -> bool:
    """Whether a one-character node matches `character`; asked of Python's own engine."""
    operator, argument = node
    if operator is constants.ANY:
        return character != "\n"
    if operator is constants.LITERAL:
        return bool(argument == ord(character))
    if operator is constants.NOT_LITERAL:
        return bool(argument != ord(character))
    if operator is constants.IN:
        return _in_class(argument, character)
    return operator not in {constants.AT, constants.ASSERT, constants.ASSERT_NOT}


def _in_class(members: Any, character: str) -> bool:
    negated = bool(members) and members[0][0] is constants.NEGATE
    return any(_member(member, character) for member in members) != negated


def _member(member: tuple[Any, Any], character: str) -> bool:
    operator, argument = member
    if operator is constants.LITERAL:
        return bool(argument == ord(character))
    if operator is constants.RANGE:
        return bool(argument[0] <= ord(character) <= argument[1])
    if operator is constants.CATEGORY:
        return _CATEGORIES[argument](character)
    return False


_CATEGORIES: dict[Any, Callable[[str], bool]] = {
    constants.CATEGORY_DIGIT: str.isdigit,
    constants.CATEGORY_NOT_DIGIT: lambda c: not c.isdigit(),
    constants.CATEGORY_SPACE: str.isspace,
    constants.CATEGORY_NOT_SPACE: lambda c: not c.isspace(),
    constants.CATEGORY_WORD: lambda c: c.isalnum() or c == "_",
    constants.CATEGORY_NOT_WORD: lambda c: not (c.isalnum() or c == "_"),
}
