"""Boxes of `| name | value |` rows, one drawn a step: what they say is of that step, and announces nothing."""

import re

_COUNTER = re.compile(
    r"[|│] {0,8}(?:[a-z]{1,16}[/_ ]){0,2}(?:iterations?|steps?|updates?|epochs?) {0,40}[|│]",
    re.IGNORECASE,
)


def is_row(text: str) -> bool:
    """One name and one value between borders.

    >>> is_row("| loss    | 0.31   |"), is_row("| a | b | c |")
    (True, False)
    """
    return text[:1] in {"|", "│"} and text.count(text[0]) == 3


def tells_counter(text: str) -> bool:
    """Whether the row's name is a counter's; a total of the options is called one too.

    >>> tells_counter("| iteration  | 40 |"), tells_counter("| total_steps | 81920 |")
    (True, False)
    """
    found = _COUNTER.match(text)
    return found is not None and not {"total", "max", "num"} & set(
        re.split("[/_ |]", found[0].lower())
    )
