"""`l`: the log on the whole page; it follows the end, or stays where it was scrolled to."""

from dataclasses import replace

from train_watch.tui.feed import LogTail
from train_watch.tui.ink import Area, Row, Rows, Span, span
from train_watch.tui.ui import LogPlace
from train_watch.view.cells import cut, width
from train_watch.view.state import SafeText
from train_watch.view.units import count

STEP_CELLS = 20
"""How far one key moves long lines to the side."""


def last_top(tail: LogTail, rows: int) -> int:
    """Number of the line at the top when the last line is at the bottom."""
    return tail.first + max(0, len(tail.lines) - rows)


def top_of(place: LogPlace, tail: LogTail, rows: int) -> int:
    """Number of the first line shown; lines that are no longer held give way to the oldest held."""
    end = last_top(tail, rows)
    return end if place.top is None else max(tail.first, min(place.top, end))


def moved(place: LogPlace, tail: LogTail, by: int, rows: int) -> LogPlace:
    """Scrolled by so many lines; at the end it follows again."""
    top = max(tail.first, top_of(place, tail, rows) + by)
    return replace(place, top=None if top >= last_top(tail, rows) else top)


def shifted(place: LogPlace, by: int) -> LogPlace:
    return replace(place, left=max(0, place.left + by))


def found(place: LogPlace, tail: LogTail, rows: int, step: int) -> LogPlace:
    """The next line (`step` 1) or the one before (-1) that holds the query, in the middle of the page."""
    if not place.query:
        return replace(place, told="search with / first")
    start = place.hit if place.hit is not None else top_of(place, tail, rows) - max(0, step)
    ahead = range(start + step, tail.first + len(tail.lines) if step > 0 else tail.first - 1, step)
    hit = next((number for number in ahead if _holds(tail, number, place.query)), None)
    if hit is None:
        return replace(place, told="no line further down" if step > 0 else "no line further up")
    top = max(tail.first, min(hit - rows // 2, last_top(tail, rows)))
    return replace(place, top=top, hit=hit, told="")


def searched(place: LogPlace, tail: LogTail, rows: int, query: str) -> LogPlace:
    """A new search: from the top of the page downwards, else from the end upwards."""
    fresh = replace(place, query=query, hit=None, told="")
    down = found(fresh, tail, rows, 1)
    if down.hit is not None or not query:
        return down
    up = found(replace(fresh, hit=tail.first + len(tail.lines)), tail, rows, -1)
    return up if not up.told else replace(fresh, told="no line holds it")


def _holds(tail: LogTail, number: int, query: str) -> bool:
    index = number - tail.first
    return 0 <= index < len(tail.lines) and bool(_places(tail.lines[index], query))


def _places(line: str, query: str) -> list[int]:
    """Where `query` stands in `line`; capitals matter only if the query has one."""
    if not query:
        return []
    if query == query.lower():
        line = line.lower()
    places, start = [], line.find(query)
    while start >= 0:
        places.append(start)
        start = line.find(query, start + len(query))
    return places


def log_rows(place: LogPlace, tail: LogTail, area: Area) -> Rows:
    """The lines of the page, matches of the search marked."""
    start = top_of(place, tail, area.rows) - tail.first
    lines = tail.lines[start : start + area.rows]
    if not lines:
        return (span("no lines yet", "muted"),)
    return tuple(_line(line, place, tail.first + start + index) for index, line in enumerate(lines))


def _line(line: SafeText, place: LogPlace, number: int) -> Row:
    shown = _from(line, place.left)
    places = _places(shown, place.query)
    lead: Row = (Span(">" if number == place.hit else " ", "mark"),) if place.query else ()
    row: list[Span] = [*lead]
    done = 0
    for start in places:
        end = start + len(place.query)
        row.extend((Span(shown[done:start]), Span(shown[start:end], "hit")))
        done = end
    return (*row, Span(shown[done:]))


def _from(line: str, cells: int) -> str:
    """What is left of `line` after its first `cells` cells."""
    if not cells:
        return line
    return line[len(cut(line, cells, "")) :] if width(line) > cells else ""


def log_status(place: LogPlace, tail: LogTail, rows: int) -> Row:
    """Which lines are seen, and whether new ones will move the page."""
    if place.told:
        return span(place.told, "warning")
    if not tail.lines:
        return ()
    top = top_of(place, tail, rows)
    last = min(top + rows, tail.first + len(tail.lines))
    seen = f"lines {count(top + 1)}-{count(last)} of {count(tail.first + len(tail.lines))}"
    following = "following" if place.top is None else "held"
    return (Span(seen + "  ", "muted"), Span(following, "good" if place.top is None else "warning"))
