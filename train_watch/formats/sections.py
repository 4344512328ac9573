"""Which part of a printed configuration a line stands in: options of an evaluation bind no training.

`'eval': {'max_iters': 100,` over several lines, `eval:` with lines indented below it, and
`eval=EvalArgs(max_iters=100)` within a line.
"""

import re
from functools import cache
from itertools import islice

WORDS = frozenset(
    [
        "eval",
        "evaluation",
        "evaluator",
        "valid",
        "validation",
        "validate",
        "val",
        "test",
        "infer",
        "inference",
        "generation",
        "sampling",
        "env",
        "envs",
        "environment",
        "finetune",
        "finetuning",
    ]
)
"""What a section of something else than the training is called."""
KEPT = frozenset(["eval_every", "eval_batches"])
"""What such a section says of the training too."""
LONGEST = 200
"""Lines: a section that was never closed ends here."""
MOST_SECTIONS = 20
"""Of one line that are looked at: each costs a walk to its end."""
LONGEST_TEXT = 1_000
"""Characters of one: what is longer is the whole configuration."""
_BRACKET = re.compile(r"[()\[\]{}]")
_OPENING, _CLOSING = "([{", ")]}"
_CONTINUED = frozenset(":,([{")
"""What the first line of a section ends with."""


@cache
def _section() -> re.Pattern[str]:
    """A name, and the bracket that its value begins with."""
    return re.compile(r"(?<![\w.])['\"]?([A-Za-z_]\w{2,39})['\"]?(?: ?[:=] ?[\w.]{0,40}[(\[{])")


@cache
def _head() -> re.Pattern[str]:
    """A name alone on its line: what belongs to it is indented below."""
    return re.compile(r"[ \t]{0,200}['\"]?([A-Za-z_]\w{2,39})['\"]?:$")


@cache
def _part() -> re.Pattern[str]:
    return re.compile(r"[A-Z]?[a-z]{1,40}|[A-Z]{2,40}")


def is_other(name: str) -> bool:
    """Whether a section of this name is of something else than the training.

    >>> [is_other(name) for name in ("eval", "EvalArgs", "val_cfg", "train", "value", "training_eval")]
    [True, True, True, False, False, False]
    """
    parts = [part.lower() for part in _part().findall(name)]
    other = not WORDS.isdisjoint(parts)
    return other and not any(part.startswith("train") for part in parts)


class Sections:
    """Feed the lines of a log in order, from where its step lines do not come."""

    __slots__ = ("_depth", "_indent", "_left")

    def __init__(self) -> None:
        self._left = 0
        """Lines that the section at hand may still have; 0 where there is none."""
        self._depth = 0
        """Its open brackets."""
        self._indent: int | None = None
        """How far its head is indented, if it is one without brackets."""

    def see(self, text: str) -> bool:
        """Whether the line stands in a section of something else than the training, or opens one.

        >>> sections = Sections()
        >>> [sections.see(text) for text in (" 'eval': {'first': 1,", "  'max_iters': 8},", " 'max_iters': 90,")]
        [True, True, False]
        """
        if self._left:
            self._left -= 1
            if self._goes_on(text):
                return True
            self._left = 0
        return text[-1:] in _CONTINUED and self._opens(text)

    def _goes_on(self, text: str) -> bool:
        if self._indent is not None:
            return _indent(text) > self._indent
        self._depth += _balance(text)
        if self._depth <= 0:
            self._left = 0
        return True

    def _opens(self, text: str) -> bool:
        head = _head().match(text)
        if head is not None and is_other(head[1]):
            self._left, self._indent = LONGEST, _indent(text)
            return True
        for found in islice(_section().finditer(text), MOST_SECTIONS):
            depth = 1 + _balance(text[found.end() :])
            if depth > 0 and is_other(found[1]):
                self._left, self._indent, self._depth = LONGEST, None, depth
                return True
        return False


def own(text: str) -> str:
    """The text without the sections of something else that are closed within it.

    >>> own("Args(max_iters=90, eval=EvalArgs(max_iters=8, every=2), lr=1)")
    'Args(max_iters=90, , lr=1)'
    """
    kept: list[str] = []
    at = 0
    for found in islice(_section().finditer(text), MOST_SECTIONS):
        end = _closing(text, found.end()) if found.start() >= at and is_other(found[1]) else None
        if end is not None:
            kept.append(text[at : found.start()])
            at = end
    return "".join([*kept, text[at:]]) if kept else text


def _closing(text: str, at: int) -> int | None:
    """Behind the bracket that closes the one before `at`; None if it stays open."""
    depth = 1
    for bracket in _BRACKET.finditer(text, at, at + LONGEST_TEXT):
        depth += 1 if bracket[0] in _OPENING else -1
        if not depth:
            return bracket.end()
    return None


def _balance(text: str) -> int:
    return sum(map(text.count, _OPENING)) - sum(map(text.count, _CLOSING))


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())
