"""Opening the card that the cursor rests on, beside the list of what was found."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from textual.timer import Timer

from briefing.model.errors import BriefingError
from briefing.search.index.results import Row
from briefing.tui.library_search import Preview
from briefing.tui.panes.library_panes import PreviewPane
from briefing.tui.screens.library_asking import Kind, attempt

if TYPE_CHECKING:
    from briefing.tui.screens.library_search import LibraryScreen
    from briefing.tui.session import Session

NO_CARD: Final = "This card is no longer in its briefing."

_REST: Final = 0.15
"""Seconds that the cursor rests on a card before it is opened."""


class Previewing:
    """Shows the card under the cursor, as soon as the cursor rests, where there is room for it."""

    def __init__(self, screen: LibraryScreen, session: Session) -> None:
        self.screen = screen
        self.pane = PreviewPane()
        self._session = session
        self._timer: Timer | None = None
        self._wanted: tuple[Row, str] | None = None
        """The card that is shown or on its way, and what it was found by."""

    def soon(self) -> None:
        """The cursor moved, or there is room by now."""
        if self._timer is not None:
            self._timer.stop()
        if self.pane.display:
            self._timer = self.screen.set_timer(_REST, self._open)

    def _open(self) -> None:
        asking = self.screen.asking
        row = asking.card_at(self.screen.hits.cursor_key)
        if row is None:
            self._wanted = None
            self.pane.show_instead("")
            return
        if self._wanted == (row, asking.words):
            return
        self._wanted = (row, asking.words)
        work = partial(asking.search.preview, row, asking.words, asking.query)
        done = partial(self._take, self._wanted)
        asking.errands.give(Kind.PREVIEW, partial(attempt, work), done)

    def _take(self, of: tuple[Row, str], preview: Preview | BriefingError | None) -> None:
        if of != self._wanted:
            return
        if isinstance(preview, Preview):
            self.pane.show(preview, self._session.check(preview.revision.briefing))
        else:
            self.pane.show_instead(NO_CARD if preview is None else str(preview))
