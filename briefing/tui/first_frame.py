"""What the reader shows first, drawn without a terminal for `briefing.prelude` to keep."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from textual.app import App
from textual.driver import Driver
from textual.events import Key, Resize
from textual.geometry import Size

from briefing.model.cards import Disagreement
from briefing.tui.app import ReaderApp
from briefing.tui.screens.reader import ReaderScreen
from briefing.tui.session import Beginning, Session
from briefing.tui.wire.canvas import Canvas
from briefing.tui.wire.decoding import Drawing, decode
from briefing.tui.wire.difference import difference
from briefing.tui.wire.output import SYNC_END, SYNC_START

_AT_REST: Final = 4
"""Turns without a drawing after which none will come."""


class _Rehearsal(Session):
    """A sitting that leaves no marks."""

    def flush(self, *_: object) -> None:
        """Write nothing."""


class _Recorder(Driver):
    """Draws on a canvas of the size that it is given.

    Attributes:
        canvas: What a terminal would show.
        drawings: How many there were.
    """

    def __init__(
        self,
        app: App[object],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self.canvas = Canvas(*(size or (0, 0)))
        self.drawings = 0
        if isinstance(app, _FrameApp):
            app.recorder = self

    def write(self, data: str) -> None:
        """Draw; what is no drawing changes nothing on the screen."""
        if data in (SYNC_START, SYNC_END):
            return
        if drawing := decode(data, self.canvas):
            self.drawings += 1
            for y, row in drawing.rows.items():
                self.canvas.rows[y] = row

    def start_application_mode(self) -> None:
        """Tell the application its size."""
        size = Size(self.canvas.width, self.canvas.height)
        self.send_message(Resize(size, size))

    def disable_input(self) -> None:
        """There is none."""

    def stop_application_mode(self) -> None:
        """There is no terminal to give back."""


class _FrameApp(ReaderApp):
    """The reader until all that it shows by itself is drawn.

    Attributes:
        recorder: What draws.
        quotes_sources: Whether the text of a source may be part of what is shown.
    """

    def __init__(self, session: Session, beginning: Beginning, keys: Iterable[Key]) -> None:
        super().__init__(session, beginning)
        self._keys = iter(keys)
        self.driver_class = _Recorder
        self.recorder: _Recorder | None = None
        self.quotes_sources = False
        self._drawings = 0
        self._turns = 0

    def on_mount(self) -> None:
        """Begin to wait."""
        self._wait()

    def _wait(self) -> None:
        drawings = self.recorder.drawings if self.recorder else 0
        self._turns = self._turns + 1 if drawings == self._drawings else 0
        self._drawings = drawings
        if drawings and self._turns >= _AT_REST:
            if self.recorder and (key := next(self._keys, None)):
                self._turns = 0
                self.recorder.send_message(key)
                self.screen.call_after_refresh(self.screen.call_later, self._wait)
                return
            self.quotes_sources = self._may_quote_sources()
            self.exit()
        else:
            self.screen.call_after_refresh(self.screen.call_later, self._wait)

    def _may_quote_sources(self) -> bool:
        """Whether a disagreement is open: it holds against each other what the sources say."""
        if self.session.corpus.folder is None:
            return False
        screen = self.screen
        return not isinstance(screen, ReaderScreen) or isinstance(screen.card.detail, Disagreement)


def draw_first_frame(
    session: Session, width: int, height: int, keys: Iterable[Key] = ()
) -> tuple[str, str] | None:
    """Draw what the reader would show first if it were opened now, without a name.

    Args:
        session: As a new start would have it; it is used up by this.
        width: Cells of a row.
        height: Number of rows.
        keys: What is pressed before, for what is then shown.

    Returns:
        The id of the briefing, and what to send to a terminal whose screen is empty. None where it
        cannot be told for certain, and where the text of a source may be part of it.

    Raises:
        BriefingError: There is no briefing to read.
    """
    rehearsal = _Rehearsal(
        session.library,
        session.state,
        session.config,
        session.keymap,
        session.places,
        corpus=session.corpus,
    )
    beginning = rehearsal.begin(None)
    if beginning.choosing or session.notices:
        return None
    app = _FrameApp(rehearsal, beginning, keys)
    app.run(size=(width, height), mouse=False)
    if app.recorder is None or app.return_code or app.quotes_sources:
        return None
    drawing = Drawing(dict(enumerate(app.recorder.canvas.rows)))
    if drawing.halves_glyphs:
        return None
    return beginning.revision.briefing.id, difference(Canvas(width, height), drawing)
