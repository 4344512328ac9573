"""What happened to the source, in words: the log was truncated, replaced, cannot be read ..."""

from collections.abc import Iterable

from train_watch.sources.base import SourceEvent
from train_watch.view.clock import Zone, clock, local_zone
from train_watch.view.units import size

SENTENCES = {
    "waiting": "waiting for the log",
    "truncated": "the log was truncated, started anew",
    "rewritten": "the log was written anew, started anew",
    "replaced": "the log was replaced, now following the new one",
    "continued": "the log was saved anew with the same content, going on",
    "polling": "file events are not available, looking regularly instead",
    "error": "cannot be read",
}
"""Opened and ended say nothing that the screen does not show anyway."""


def note(event: SourceEvent, zone: Zone = local_zone) -> str:
    """One sentence with its time and detail, empty where there is nothing to tell.

    >>> note(SourceEvent("truncated", at=0.0), lambda at: 0.0)
    '00:00 the log was truncated, started anew'
    >>> note(SourceEvent("skipped", "4194304"))
    'a long log: 4.19 MB between its beginning and its end were not read'
    """
    if event.event == "skipped":
        left_out = size(float(event.detail)) if event.detail.isdecimal() else "a part"
        return f"a long log: {left_out} between its beginning and its end were not read"
    sentence = SENTENCES.get(event.event)
    if sentence is None:
        return ""
    at = f"{clock(event.at, event.at, zone)} " if event.at is not None else ""
    return f"{at}{sentence}" + (f": {event.detail}" if event.detail else "")


def sentences(events: Iterable[SourceEvent]) -> tuple[str, ...]:
    """A sentence for each event that is worth telling; a wait that is over is not."""
    told = list(events)
    waits = bool(told) and told[-1].event == "waiting"
    kept = [event for event in told if event.event != "waiting"] + told[-1:] * waits
    return tuple(text for text in map(note, kept) if text)
