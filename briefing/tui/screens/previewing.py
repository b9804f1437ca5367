"""Opening the card that the cursor rests on, beside the list of what was found."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from textual.timer import Timer

from briefing.model.errors import BriefingError
from briefing.search.language import read_words
from briefing.search.query import QueryError
from briefing.settings.searches import SavedSearch
from briefing.tui.library_search import Preview
from briefing.tui.panes.library_panes import PreviewPane
from briefing.tui.rendering.library_hits import Listing, saved_name
from briefing.tui.screens.library_asking import Kind, attempt

if TYPE_CHECKING:
    from briefing.tui.screens.library_search import LibraryScreen
    from briefing.tui.session import Session

NO_CARD: Final = "This card is no longer in its briefing."

_REST: Final = 0.15
"""Seconds that the cursor rests on a card before it is opened."""

_FIRST: Final = 20
"""Cards of a saved search that a pane has room for."""


class _Hits(NamedTuple):
    """A saved search and what it finds."""

    search: SavedSearch
    found: Listing


class Previewing:
    """Shows what is under the cursor, as soon as the cursor rests, where there is room for it."""

    def __init__(self, screen: LibraryScreen, session: Session) -> None:
        self.screen = screen
        self.pane = PreviewPane()
        self._session = session
        self._timer: Timer | None = None
        self._wanted: object = None
        """What is shown or on its way: a card and what it was found by, or a saved search."""

    def soon(self) -> None:
        """The cursor moved, or there is room by now."""
        if self._timer is not None:
            self._timer.stop()
        if self.pane.display:
            self._timer = self.screen.set_timer(_REST, self._open)

    def _open(self) -> None:
        asking, key = self.screen.asking, self.screen.hits.cursor_key
        row, name = asking.card_at(key), saved_name(key)
        if row is not None:
            work = partial(asking.search.preview, row, asking.words, asking.query)
            self._fetch((row, asking.words), work)
        elif name is not None:
            search = self.screen.saved.named(name)
            self._fetch((search, asking.under_way), partial(self._look_into, search))
        else:
            self._wanted = None
            self.pane.show_instead("")

    def _fetch(self, wanted: object, work: Callable[[], Preview | _Hits | None]) -> None:
        if self._wanted != wanted:
            self._wanted = wanted
            done = partial(self._take, wanted)
            self.screen.asking.tasks.give(Kind.PREVIEW, partial(attempt, work), done)

    def _look_into(self, search: SavedSearch) -> _Hits:
        """Find the first cards of a saved search; in another thread."""
        asking = self.screen.asking
        query = read_words(search.query)
        if not isinstance(query, QueryError):
            found = asking.search.first(query, search.query, asking.tasks.overtaken)
            if not isinstance(found, QueryError):
                nothing = f"No card is found{' so far' if found.partial else ''}."
                rows = tuple(enumerate(found.rows[:_FIRST]))
                return _Hits(search, Listing(rows=rows, nothing=nothing))
            query = found
        return _Hits(search, Listing(notices=(query.message,)))

    def _take(self, of: object, shown: Preview | _Hits | BriefingError | None) -> None:
        if of != self._wanted:
            return
        if isinstance(shown, Preview):
            self.pane.show(shown, self._session.check(shown.revision.briefing))
        elif isinstance(shown, _Hits):
            self.pane.show_search(*shown)
        else:
            self.pane.show_instead(NO_CARD if shown is None else str(shown))
