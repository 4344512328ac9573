"""How many tries a regular expression may cost at one place of a hostile text, from its parse tree.

A repeat whose characters cannot also begin what follows it ends at one place only, so its cost adds;
one that can share text with what follows multiplies the cost of everything behind it.
"""

from typing import Any, NamedTuple

from train_watch.formats.lint import (
    GROUPS,
    PROBES,
    REPEATS,
    constants,
    eats,
    inside,
    parse_tree,
)

SCANNED = 16
"""Python's engine scans so many characters of a repeat in the time of one try."""
DEEPEST = 5
"""Repeats within repeats; each level is walked three times."""
ENOUGH = 10**12
"""Larger costs are not told apart."""

Characters = frozenset[str]
NOTHING: Characters = frozenset()


class Cost(NamedTuple):
    """Of a piece of pattern and all that follows: tries, and the characters that may begin it."""

    tries: int
    first: Characters


END = Cost(1, NOTHING)
"""Behind the pattern: nothing can fail any more."""


def tries(pattern: str) -> int:
    """An upper estimate of the tries at one start; fixed characters fail at once and cost nothing.

    >>> tries("[0-9]{1,20} .{0,200}x"), tries("a{0,20}a{0,20}a{0,20}b"), tries("a{0,20}+a{0,20}+b")
    (203, 1323, 5)
    """
    return _Estimate(pattern).sequence(parse_tree(pattern), END).tries


class _Estimate:
    """Walks from the end of the pattern to its start, so that what follows is known."""

    def __init__(self, pattern: str) -> None:
        self._alphabet = frozenset(PROBES + pattern + pattern.swapcase())
        self._depth = 0
        """Two classes that overlap share a probe, or an end of one of their ranges."""

    def sequence(self, tree: Any, rest: Cost) -> Cost:
        for node in reversed(list(tree)):
            rest = self._node(node, rest)
        return rest

    def _node(self, node: tuple[Any, Any], rest: Cost) -> Cost:
        operator, argument = node
        if operator in REPEATS:
            return self._deeper(operator, argument, rest)
        if operator in GROUPS:
            return self.sequence(inside(operator, argument)[0], rest)
        if operator is constants.BRANCH:
            ways = [self.sequence(way, rest) for way in argument[1]]
            return _cost(sum(way.tries for way in ways), NOTHING.union(*(w.first for w in ways)))
        if operator in {constants.ASSERT, constants.ASSERT_NOT}:
            looked = self.sequence(argument[1], END)
            return _cost(rest.tries + looked.tries, rest.first)
        if operator is constants.AT:
            return Cost(rest.tries, rest.first)  # not END itself: `$` can fail
        return Cost(rest.tries, self._eaten(node))

    def _deeper(self, operator: Any, argument: Any, rest: Cost) -> Cost:
        if self._depth >= DEEPEST:
            return Cost(ENOUGH, self._alphabet)
        self._depth += 1
        found = self._repeat(operator, argument, rest)
        self._depth -= 1
        return found

    def _repeat(self, operator: Any, argument: Any, rest: Cost) -> Cost:
        least, most, body = argument
        once = self.sequence(body, END)
        first = once.first | rest.first if least == 0 else once.first
        if least == most == 1:
            return self.sequence(body, rest)
        if rest is END and once.tries == 1:
            return _cost(1, first)
        turn = self.sequence(body, Cost(1, once.first)).tries
        last = self.sequence(body, Cost(1, rest.first)).tries
        within = min(turn ** min(most, 64), ENOUGH) * last if max(turn, last) > 1 else 1
        if operator is constants.POSSESSIVE_REPEAT or not once.first & rest.first:
            return _cost(within * (1 + most // SCANNED + rest.tries), first)
        return _cost(within * (most - least + 1) * rest.tries, first)

    def _eaten(self, node: tuple[Any, Any]) -> Characters:
        return frozenset(c for c in self._alphabet if eats(node, c) or eats(node, c.swapcase()[:1]))


def _cost(number: int, first: Characters) -> Cost:
    return Cost(min(number, ENOUGH), first)
