"""A table in a file (`metrics.csv`) that its writer may write anew with more columns.

Lightning's CSVLogger does when a metric first appears. The rows given before are dropped then, so that
the run goes on; a table that does not hold them is of another run.
"""

from train_watch.lines.line import Line
from train_watch.lines.split import Splitter

WRITING_S = 5.0
"""A table that is written anew is whole within this; rows that come later are a run of their own."""

NARROW = 2


class Sheet:
    """A `Framer` for a file of comma- or tab-separated values."""

    def __init__(self) -> None:
        self.near: float | None = None
        self.anew = False
        self._reset()

    def _reset(self) -> None:
        self._text = Splitter()
        self._rows = 0
        self._first = self._last = ""
        """What the first and the newest row hold, in whatever order of columns."""
        self._held: list[Line] | None = None
        """While a table is written anew: its lines so far."""
        self._names: list[str] = []
        """Of the columns, where there are two: such rows are no table to whoever reads text."""
        self._begun_at: float | None = None

    def feed(self, data: bytes, arrived_at: float | None = None) -> list[Line]:
        """The lines that `data` completes."""
        self._text.near = self.near
        lines = self._text.feed(data, arrived_at)
        if self._held is None:
            return self._counted(lines)
        self._held += lines
        return self._compare(arrived_at)

    def pending(self) -> str:
        return self._text.pending()

    def finish(self) -> list[Line]:
        held, self._held = self._held or [], None
        return held + self._counted(self._text.finish())

    def reset(self) -> None:
        self._reset()

    def skip(self) -> None:
        self._text.skip()

    def renew(self) -> bool:
        if not self._rows:
            self._reset()
            return False
        self._text = Splitter()
        self._held, self._begun_at = [], None
        return True

    def _counted(self, lines: list[Line]) -> list[Line]:
        """The same lines, after the rows among them were counted; the first line of all is the header."""
        made = []
        for line in lines:
            if line.number == 1:
                cells = _cells(line.text)
                self._names = cells if len(cells) == NARROW else []
            elif line.text:
                self._rows += 1
                self._last = _content(line.text)
                self._first = self._first or self._last
            made.append(self._named(line))
        return made

    def _named(self, line: Line) -> Line:
        """A row of two columns with their names in it (`iter: 5, Logloss: 0.41`), any other as it is."""
        cells = _cells(line.text) if self._names and line.number > 1 else []
        if len(cells) != NARROW:
            return line
        pairs = zip(self._names, cells, strict=True)
        return line._replace(text=", ".join(f"{name}: {cell}" for name, cell in pairs))

    def _compare(self, arrived_at: float | None) -> list[Line]:
        """What the table holds beyond the rows that were given; all of it if those are not in it."""
        held = self._held or []
        rows = [line for line in held if line.text and line.number > 1]
        known = self._rows
        if rows and _content(rows[0].text) != self._first:
            return self._all_new(held)
        if len(rows) >= known:
            if _content(rows[known - 1].text) != self._last:
                return self._all_new(held)
            self._held = None
            return [*held[:1], *self._counted(rows[known:])]
        self._begun_at = arrived_at if self._begun_at is None else self._begun_at
        late = None not in (arrived_at, self._begun_at) and (arrived_at or 0) - (
            self._begun_at or 0
        )
        return self._all_new(held) if late and late > WRITING_S else []

    def _all_new(self, held: list[Line]) -> list[Line]:
        self.anew = True
        self._held = None
        self._rows, self._first, self._last = 0, "", ""
        return self._counted(held)


def _cells(row: str) -> list[str]:
    """The filled cells of a row."""
    return row.replace(",", " ").split()


def _content(row: str) -> str:
    """The same in an order that does not depend on the columns."""
    return " ".join(sorted(_cells(row)))
