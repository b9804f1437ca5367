"""Searching in all briefings of the library, for a reader."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import msgspec
from msgspec.structs import replace

from briefing.model.briefing import Revision
from briefing.model.cards import Card, Section
from briefing.search.finder import Finder
from briefing.search.index.keeper import IndexKeeper
from briefing.search.index.results import CardRow, PageEnd, Progress, Results, Stage, Stop, never
from briefing.search.query import Query, QueryError
from briefing.tui.reader.state import Found
from briefing.tui.session import Session
from briefing.views.indexing import LibraryStates, new_finder, open_index

MOST_COUNTED: Final = 1000
"""Where counting stops: a reader who has so many cards before them asks for fewer."""

_CHECK: Final = 0.1
"""Seconds in which an index that is up to date has been found to be so."""

_OPENED: Final = 8
"""Briefings kept open to look at their cards."""

PAGE: Final = 50
"""Rows of a page."""

KEPT: Final = 4
"""Most pages kept: some screens of rows on either side of the cursor."""

_NEAR: Final = PAGE // 2
"""Rows from the end of what is kept at which the next page is asked for."""


class ResultPage(msgspec.Struct, frozen=True):
    """One page of what was found.

    Attributes:
        number: Counted from 0.
        first: Number of its first row among all rows.
        more: Where the next page begins; None where there is none.
    """

    number: int
    first: int
    rows: tuple[CardRow, ...]
    more: PageEnd | None

    @property
    def end(self) -> int:
        return self.first + len(self.rows)


class ResultPages:
    """Neighbouring pages of one search, and where every page seen so far begins.

    Attributes:
        total: How many rows there are; None until the last page was seen.
    """

    def __init__(self) -> None:
        self._starts: list[tuple[int, PageEnd | None]] = [(0, None)]
        self._kept: list[ResultPage] = []
        self.total: int | None = None

    def copy(self) -> ResultPages:
        other = ResultPages()
        other._starts, other._kept, other.total = [*self._starts], [*self._kept], self.total
        return other

    @property
    def first(self) -> int:
        return self._kept[0].first if self._kept else 0

    @property
    def end(self) -> int:
        return self._kept[-1].end if self._kept else 0

    @property
    def rows(self) -> list[CardRow]:
        return [row for page in self._kept for row in page.rows]

    def row(self, number: int) -> CardRow | None:
        """A row by its number; None for one that is not kept."""
        at = number - self.first
        return self.rows[at] if 0 <= at < self.end - self.first else None

    @property
    def last(self) -> int:
        return len(self._starts) - 1

    @property
    def complete(self) -> bool:
        return bool(self._kept) and self._kept[-1].more is None

    def start(self, number: int) -> PageEnd | None:
        """Where a page begins, for the search to go on from."""
        return self._starts[number][1]

    def add(self, number: int, results: Results) -> None:
        """Keep a page, of a number up to `last`; those no longer its neighbours are let go."""
        first, _ = self._starts[number]
        page = ResultPage(number, first, results.rows, results.more)
        if results.more is not None and number == self.last:
            self._starts.append((page.end, results.more))
        if results.more is None:
            self.total = page.end
        kept = {one.number: one for one in self._kept if abs(one.number - number) < KEPT}
        if not kept.keys() & {number - 1, number, number + 1}:
            kept.clear()
        kept[number] = page
        self._kept = [kept[one] for one in sorted(kept)]

    def wanted(self, number: int) -> int | None:
        """Say which page to ask for, the cursor being on a row; None where none is needed."""
        if not self._kept:
            return None
        if number >= self.end - _NEAR and not self.complete:
            return self._kept[-1].number + 1
        if number < self.first + _NEAR and self.first > 0:
            return self._kept[0].number - 1
        return None


class Preview(msgspec.Struct, frozen=True):
    """A card that was found, to be looked at.

    Attributes:
        found: Its matches, the first of them the present one.
    """

    revision: Revision
    section: Section
    card: Card
    found: Found


class Choice(msgspec.Struct, frozen=True):
    """A card to be read.

    Attributes:
        words: What it was found by, as typed.
        similar: What was found instead, see `Found`.
    """

    row: CardRow
    words: str
    query: Query
    similar: str = ""


class LibrarySearch:
    """Searches the library.

    `first`, `page`, `to_end`, `count` and `preview` may take their time: they are for a thread that
    does not draw, one of them at a time. They raise `Stopped` where nobody waits for them any more,
    and a `BriefingError` where no index can be kept and the library cannot be read.

    Attributes:
        words: What was asked for last, to go on with.
        place: Where the list of that was left, for the screen that goes on with it.
    """

    def __init__(self, session: Session) -> None:
        self.words = ""
        self.place: object = None
        self._session = session
        self._states = LibraryStates(session.library, lambda: session.state, lambda: session.corpus)
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
        if self._keeper is not None:
            self._keeper.close()

    # -- the index ---------------------------------------------------------------------------------

    @property
    def keeper(self) -> IndexKeeper:
        assert self._keeper is not None, "searching has begun"
        return self._keeper

    def progress(self) -> Progress:
        return self.keeper.progress()

    def first(self, query: Query, words: str, stopped: Stop) -> Results | QueryError:
        """Find the first page.

        Where it is empty since nobody knows a name, say what is wrong; else find what is similar.
        """
        results = self.page(query, None, stopped)
        if results.rows:
            return results
        if (unknown := self.keeper.unknown(query, words)) is not None:
            return unknown
        if (similar := self.keeper.similar(query, stopped)) is not None:
            instead = self.page(similar.query, None, stopped)
            if instead.rows:
                return replace(instead, similar=similar)
        return results

    def page(self, query: Query, start: PageEnd | None, stopped: Stop) -> Results:
        if self.keeper.progress().stage is Stage.CHECKING:
            self.keeper.wait(_CHECK)
        return self.keeper.search(query, PAGE, start, stopped)

    def to_end(self, query: Query, pages: ResultPages, stopped: Stop) -> ResultPages:
        """Go through all pages to the last one, as long as somebody waits for it."""
        while not pages.complete and not stopped():
            pages.add(pages.last, self.page(query, pages.start(pages.last), never))
        return pages

    def count(self, query: Query, stopped: Stop) -> int:
        return self.keeper.count(query, MOST_COUNTED, stopped)

    # -- cards -------------------------------------------------------------------------------------

    def preview(self, row: CardRow, words: str, query: Query) -> Preview | None:
        """Open the briefing of a card, and find in it what was found; None where it is gone."""
        revision, finder = self._opened(row.briefing_id)
        for section, card in revision.briefing.cards():
            if (section.id, card.id) == (row.section_id, row.card_id):
                hits = finder.matches(query) if words.strip() else []
                matches = tuple(match for match in hits if match.hit.card_id == card.id)
                return Preview(revision, section, card, Found(words, matches))
        return None

    def _open(self, name: str) -> tuple[Revision, Finder]:
        revision = self._session.open(name)
        return revision, new_finder(revision, self._states)
