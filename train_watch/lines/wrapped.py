"""A line inside a JSON object, as Docker's json-file driver stores it: `{"log":"...\\n","time":"..."}`."""

STARTS = ('{"log":', '{"log" :')
LONGEST = 1 << 16
"""Docker splits at 16 KiB, escapes make at most six of one; longer is no such row."""


def unwrapped(row: str) -> str | None:
    r"""The inner text with its stamp before each frame; None if the row is no such object.

    >>> unwrapped('{"log":"iter 1: loss 4\\n","stream":"stdout","time":"2026-11-20T10:33:12.5Z"}')
    '2026-11-20T10:33:12.5Z iter 1: loss 4'
    """
    if not row.startswith(STARTS) or len(row) > LONGEST:
        return None
    import json

    try:
        found = json.loads(row)
    except (ValueError, RecursionError):
        return None
    log, time = found.get("log"), found.get("time", "")
    if not isinstance(log, str) or not isinstance(time, str):
        return None
    frames = [frame for frame in log.removesuffix("\n").split("\r") if frame.strip(" ")]
    return "\r".join(f"{time} {frame}" if time else frame for frame in frames)
