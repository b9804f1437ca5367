"""Searching in all briefings of the library, for a reader."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, Protocol

import msgspec

from briefing.evidence.corpus import Corpus
from briefing.library.library import Library
from briefing.library.state import ReaderState
from briefing.model.briefing import Revision
from briefing.model.cards import Card, Section
from briefing.search.finder import Finder
from briefing.search.index.keeper import IndexKeeper
from briefing.search.index.results import CardRow, PageEnd, Progress, Results, Stage, Stop, never
from briefing.search.query import Query, QueryError, State
from briefing.settings.config import Places
from briefing.settings.searches import SavedSearch, SearchesError, searches_file
from briefing.settings.searches import delete_search as delete_from_file
from briefing.settings.searches import load_searches as load_from_file
from briefing.settings.searches import save_search as save_in_file
from briefing.tui.finding import Found
from briefing.tui.library_pages import PAGE, Pages
from briefing.views.indexing import LibraryStates, open_index

MOST_COUNTED: Final = 1000
"""Where counting stops: a reader who has so many cards before them asks for fewer."""

_CHECK: Final = 0.1
"""Seconds in which an index that is up to date has been found to be so."""

_OPENED: Final = 8
"""Briefings kept open to look at their cards."""


class SearchedSession(Protocol):
    """What the search needs of a session."""

    library: Library
    state: ReaderState
    corpus: Corpus
    places: Places
    served: bool

    def open(self, name: str) -> Revision:
        """Read the current revision of a briefing; see `briefing.tui.session`."""


class Preview(msgspec.Struct, frozen=True):
    """A card that was found, to be looked at.

    Attributes:
        revision: The briefing that it stands in.
        section: Where in it.
        card: The card.
        found: Its matches, the first of them the present one.
    """

    revision: Revision
    section: Section
    card: Card
    found: Found


class Choice(msgspec.Struct, frozen=True):
    """A card to be read.

    Attributes:
        row: The card.
        words: What it was found by, as typed.
        query: The same.
    """

    row: CardRow
    words: str
    query: Query


class LibrarySearch:
    """Searches the library.

    `page`, `to_end`, `count` and `preview` may take their time: they are for a thread that does
    not draw, one of them at a time.

    Attributes:
        words: What was asked for last, to go on with.
    """

    def __init__(self, session: SearchedSession) -> None:
        self.words = ""
        self._session = session
        self._states = LibraryStates(session.library, session.state, session.corpus)
        self._keeper: IndexKeeper | None = None
        self._opened = lru_cache(maxsize=_OPENED)(self._open)

    def begin(self) -> None:
        """Begin to search: see what was published, read and marked since."""
        self._states.forget()
        self._opened.cache_clear()
        if self._keeper is None:
            session = self._session
            makes = not session.served
            self._keeper = open_index(session.library, session.places, self._states, makes=makes)
        else:
            self._keeper.refresh()

    def close(self) -> None:
        """End what works in the background."""
        if self._keeper is not None:
            self._keeper.close()

    # -- the index ---------------------------------------------------------------------------------

    @property
    def keeper(self) -> IndexKeeper:
        """The index of the library."""
        assert self._keeper is not None, "searching has begun"
        return self._keeper

    def progress(self) -> Progress:
        """Say how far the index is."""
        return self.keeper.progress()

    def first(self, query: Query, words: str, stopped: Stop) -> Results | QueryError:
        """Find the first page of cards.

        Args:
            query: What is asked for.
            words: The same as typed.
            stopped: Tells whether nobody waits for it any more.

        Returns:
            The page; where it is empty because nobody knows a name, what is wrong with the words.

        Raises:
            Stopped: Nobody waits for it any more.
            BriefingError: No index can be kept, and the library cannot be read.
        """
        results = self.page(query, None, stopped)
        return results if results.rows else self.keeper.unknown(query, words) or results

    def page(self, query: Query, start: PageEnd | None, stopped: Stop) -> Results:
        """Find a page of cards.

        Raises:
            Stopped: Nobody waits for it any more.
            BriefingError: No index can be kept, and the library cannot be read.
        """
        if self.keeper.progress().stage is Stage.CHECKING:
            self.keeper.wait(_CHECK)
        return self.keeper.search(query, PAGE, start, stopped)

    def to_end(self, query: Query, pages: Pages, stopped: Stop) -> Pages:
        """Go through all pages to the last one.

        Args:
            query: What is asked for.
            pages: Those known so far; gets the others.
            stopped: Tells whether nobody waits for the last page any more.

        Returns:
            The pages.

        Raises:
            BriefingError: No index can be kept, and the library cannot be read.
        """
        while not pages.complete and not stopped():
            pages.add(pages.last, self.page(query, pages.start(pages.last), never))
        return pages

    def count(self, query: Query, stopped: Stop) -> int:
        """Count the cards that a query finds, up to `MOST_COUNTED`.

        Raises:
            Stopped: Nobody waits for it any more.
            BriefingError: No index can be kept, and the library cannot be read.
        """
        return self.keeper.count(query, MOST_COUNTED, stopped)

    # -- cards -------------------------------------------------------------------------------------

    def preview(self, row: CardRow, words: str, query: Query) -> Preview | None:
        """Open the briefing of a card, and find in it what was found.

        Args:
            row: The card.
            words: What was asked for, as typed.
            query: The same.

        Returns:
            The card; None where it is no longer there.

        Raises:
            BriefingError: The briefing is no longer there, or it cannot be read.
        """
        revision, finder = self._opened(row.briefing_id)
        for section, card in revision.briefing.cards():
            if (section.id, card.id) == (row.section_id, row.card_id):
                hits = finder.matches(query) if words.strip() else []
                matches = tuple(match for match in hits if match.hit.card_id == card.id)
                return Preview(revision, section, card, Found(words, matches))
        return None

    def _open(self, name: str) -> tuple[Revision, Finder]:
        revision = self._session.open(name)
        briefing = revision.briefing

        def cards_that_are(state: State) -> set[str]:
            cards = (card.id for _, card in briefing.cards())
            return {card for card in cards if self._states(state, briefing.id, card)}

        return revision, Finder(briefing, cards_that_are)

    # -- saved searches ----------------------------------------------------------------------------

    def saved(self) -> tuple[tuple[SavedSearch, ...], tuple[str, ...]]:
        """Read the saved searches, and what is wrong with their file."""
        return load_from_file(searches_file(self._session.places))

    def save(self, search: SavedSearch) -> None:
        """Save a search.

        Raises:
            SearchesError: It has no name, or the file cannot be written.
        """
        if self._session.served:
            raise SearchesError("Nothing can be saved on this host.")
        save_in_file(searches_file(self._session.places), search)

    def delete(self, name: str) -> None:
        """Take a saved search away.

        Raises:
            SearchesError: The file cannot be written.
        """
        if self._session.served:
            raise SearchesError("Nothing can be deleted on this host.")
        delete_from_file(searches_file(self._session.places), name)
