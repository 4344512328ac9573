"""`name: value` and `name=value` pairs in free order, as logs, dicts and JSON objects hold them."""

import re

_NAME = r"(?<![A-Za-z0-9_])([A-Za-z_][\w./@%+-]{0,48}(?:'s)?(?: [\w./@%+()-]{1,24}){0,5}?)"
_VALUE = (
    r"((?:[0-9]{1,5} days?, )?[0-9]{1,6}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?"
    r"|[-+]?(?:[0-9]{1,18}(?:,[0-9]{3}){0,4}(?:\.[0-9]{0,18})?|\.[0-9]{1,18})(?:[eE][-+]?[0-9]{1,3}|[kKMBG](?![A-Za-z0-9_/]))?"
    r"|[-+]?(?:nan|inf|NaN|Inf|Infinity)(?![A-Za-z]))"
    r"(?![0-9.]{0,18}['\"][ \t]{0,2}:)"  # a number that ends a key: `"recall@thr=0.5": 0.87`
)
PAIR = re.compile(_NAME + r"['\"]?[ \t]{0,16}[:=][ \t]{0,16}[\[(]?['\"]?" + _VALUE)

_BEHIND = re.compile(r"[ \t]?\(([0-9]{1,18}(?:\.[0-9]{0,18})?)\)")

MOST = 64
"""A line with more pairs than this is a dump; the first ones tell enough."""


def pairs(text: str, start: int = 0, *, behind: bool = False) -> list[tuple[str, str, int]]:
    """(name, printed value, where it ends) of each pair from `start` on, in order; `behind`: with what stands
    in brackets behind a value, under the name and `()`.

    >>> pairs("time: 0.30 (0.31)  data: 0.004", behind=True)
    [('time', '0.30', 10), ('time ()', '0.31', 16), ('data', '0.004', 30)]

    >>> pairs("lr: 2.0e-02  eta: 20:11:02  lm loss: nan | {'epoch': '0.5'}")[:3]
    [('lr', '2.0e-02', 11), ('eta', '20:11:02', 26), ('lm loss', 'nan', 40)]
    >>> pairs('{"prec@thr=0.5": 0.75, "loss": 0.5}')
    [('loss', '0.5', 34)]
    """
    found: list[tuple[str, str, int]] = []
    for match in PAIR.finditer(text, start):
        found.append((match[1], match[2], match.end()))
        bracket = _BEHIND.match(text, match.end()) if behind else None
        if bracket is not None:
            found.append((f"{match[1]} ()", bracket[1], bracket.end(1)))
        if len(found) >= MOST:
            break
    return found
