"""What is printed, by mode: text, one line, JSON or nothing but a last sentence.

`report` is the one report of `--once`; `change` is called after every bite while following and
prints what is new; `end` closes a followed run.
"""

from typing import TYPE_CHECKING, TextIO

from train_watch.commands.wishes import Wishes
from train_watch.core.state import RunState
from train_watch.session import Session

if TYPE_CHECKING:
    from train_watch.view.state import ViewState


class Output:
    """Writes one run's reports to `out` as the settings ask for."""

    def __init__(self, out: TextIO, wishes: Wishes) -> None:
        self.out = out
        self.wishes = wishes
        self._last_line = ""
        self._last_view: ViewState | None = None

    def report(self, session: Session, state: RunState, now: float) -> None:
        """The whole report in the mode asked for."""
        settings = self.wishes.settings
        if settings.json:
            self._json(session, state, now)
        elif settings.line:
            self._write(self._one_line(state, now))
        elif settings.wait:
            self._sentence(session, state, now)
        else:
            self._text(session, state, now)

    def change(self, session: Session, state: RunState, now: float) -> None:
        """What is new since the last call, if anything."""
        settings = self.wishes.settings
        if settings.wait:
            return
        if settings.json:
            self._json(session, state, now)
        elif settings.line:
            self._line_if_new(state, now)
        else:
            self._changes(session, state, now)

    def end(self, session: Session, state: RunState, now: float) -> None:
        """The last word: a sentence for `--wait`, the whole report for the text form."""
        settings = self.wishes.settings
        if settings.wait:
            self._sentence(session, state, now)
        elif not settings.json and not settings.line:
            self._write("")
            self._text(session, state, now)

    def _write(self, text: str) -> None:
        encoding = getattr(self.out, "encoding", None) or "utf-8"
        self.out.write(text.encode(encoding, "replace").decode(encoding) + "\n")
        self.out.flush()

    def _one_line(self, state: RunState, now: float) -> str:
        from train_watch.report.line import one_line

        return one_line(state, now, deadline_at=self.wishes.deadline_at(state))

    def _line_if_new(self, state: RunState, now: float) -> None:
        text = self._one_line(state, now)
        if text != self._last_line:
            self._last_line = text
            self._write(text)

    def _json(self, session: Session, state: RunState, now: float) -> None:
        from train_watch.report.as_json import Extras, as_json

        extras = Extras(
            source=self.wishes.spec,
            bytes=session.source.size(),
            deadline_at=self.wishes.deadline_at(state),
            what_if=self.wishes.settings.what_if,
            notes=self._notes(session, state),
        )
        self._write(as_json(state, now, extras))

    def _sentence(self, session: Session, state: RunState, now: float) -> None:
        from train_watch.commands.promise import promise_of
        from train_watch.report.wait import final_sentence

        promise = promise_of(state, session.tail)
        self._write(final_sentence(state, now, self.wishes.view_options(state, promise=promise)))

    def _notes(self, session: Session, state: RunState) -> tuple[str, ...]:
        """What happened to the source, and which wishes cannot be answered."""
        from train_watch.view.notes import sentences

        return (*sentences(session.events), *self.wishes.notes(state))

    def _view(self, session: Session, state: RunState, now: float) -> "ViewState":
        from train_watch.commands.promise import promise_of
        from train_watch.view.make import make_view

        options = self.wishes.view_options(
            state,
            notes=self._notes(session, state),
            pending=session.pending,
            guess=session.reader.guess or "",
            promise=promise_of(state, session.tail),
        )
        return make_view(state, now, options=options)

    def _text(self, session: Session, state: RunState, now: float) -> None:
        from train_watch.report.text import text_report

        view = self._view(session, state, now)
        self._write(text_report(view, ascii_only=self.wishes.ascii).rstrip("\n"))

    def _changes(self, session: Session, state: RunState, now: float) -> None:
        from train_watch.report.change import text_change

        view = self._view(session, state, now)
        for line in text_change(self._last_view, view):
            self._write(line)
        self._last_view = view
