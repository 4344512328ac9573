"""A line that may be a training step of an unknown trainer, until it is decided whom to believe."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from train_watch.formats.reading import Reading
    from train_watch.formats.series import Series


class Candidate:
    """A line's series and the fields its record would have. A line that was put aside unread has no
    series yet: it is read once a second one like it has come."""

    __slots__ = ("reading", "series", "values")

    def __init__(
        self,
        series: "Series | None" = None,
        values: dict[str, Any] | None = None,
        reading: "Reading | None" = None,
    ) -> None:
        self.series = series
        self.values = values if values is not None else {}
        self.reading = reading
