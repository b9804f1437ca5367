"""The index of a library: what it reads, where it is kept, and the states that it cannot know."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from briefing.library.errors import LibraryError
from briefing.library.library import Library
from briefing.model.briefing import Briefing, Revision
from briefing.model.errors import BriefingError
from briefing.model.parts import card_digest, card_evidence
from briefing.search.evaluate import Judge, refuse
from briefing.search.index.database import BusyIndexError, UnusableIndexError, has_full_text_search
from briefing.search.index.keeper import IndexKeeper
from briefing.search.query import Asked, ChangedSince, State
from briefing.settings.config import Places

if TYPE_CHECKING:
    from briefing.evidence.corpus import Corpus, Examination
    from briefing.library.state import ReaderState
    from briefing.search.finder import Finder

INDEX_FILE: Final = "index.sqlite3"
"""Name of the index in the folder of its library."""


class LibraryShelf:
    """A library as its index reads it, the briefing published last first."""

    def __init__(self, library: Library) -> None:
        # An index is of what is published, whatever revisions somebody reads (`Library.instead`).
        self._library = Library(library.folder)

    def stamps(self) -> dict[str, str]:
        """Say what is there, by size and time of last change of each file."""
        found = self._library.stamps().items()
        newest_first = sorted(found, key=lambda one: one[1].modified, reverse=True)
        # Not by its inode: a library that was copied with its times keeps its index.
        return {id_: f"{stamp.size} {stamp.modified}" for id_, stamp in newest_first}

    def open(self, id_: str) -> Revision | None:
        """Read a briefing; None where it is damaged or gone."""
        try:
            return self._library.open(id_)
        except LibraryError:
            return None


def index_files(library: Library, places: Places) -> list[Path]:
    """Say where the index of a library may be kept, the better place first.

    It is part of nothing and can be deleted at any time. It stands in the library's folder, so that
    it goes where the library goes; where that folder cannot be written, in the state folder, which
    is the user's own.
    """
    # Two libraries of one name would make the index anew in turn; nothing worse.
    name = f"{zlib.crc32(bytes(library.folder.absolute())):08x}"
    return [library.folder / INDEX_FILE, places.state / f"index-{name}.sqlite3"]


def open_index(
    library: Library, places: Places, judge: Judge = refuse, *, makes: bool = True
) -> IndexKeeper:
    """Open the index of a library and begin to bring it up to date, in the background.

    Whoever opens it closes it. `judge` decides on what the index cannot know; without `makes`,
    somebody else makes the index.
    """
    files = index_files(library, places)
    keeper = IndexKeeper(LibraryShelf(library), files, judge, instead=library.instead, makes=makes)
    keeper.start()
    return keeper


def update_index(library: Library, places: Places, notify: Callable[[str], None]) -> None:
    """Bring the index up to date after publishing; whatever happens, publishing has succeeded.

    Where another program is making the index, it does this too, or whoever searches next.
    """
    # Searching does not need what makes an index.
    from briefing.search.index.building import update  # noqa: PLC0415

    if not has_full_text_search():
        return
    problem = ""
    for path in index_files(library, places):
        try:
            update(path, LibraryShelf(library))
        except UnusableIndexError as error:
            problem = str(error)
        except BusyIndexError:
            return
        except BriefingError as error:
            problem = str(error)
            break
        else:
            return
    notify(f"{problem} What was published is safe; searching all briefings will be slower.")


class LibraryStates:
    """Decides on states of cards that only the reader's marks and the sources tell.

    Marks and texts are opened when they are first asked for; a briefing only where its marks alone
    do not tell, and once for each question. `forget` has it all looked up anew. Used by one thread
    at a time, while no marks are being made.
    """

    def __init__(
        self, library: Library, state: Callable[[], ReaderState], corpus: Callable[[], Corpus]
    ) -> None:
        self._library = library
        self._state, self._corpus = cache(state), cache(corpus)
        self.forget()

    def forget(self) -> None:
        """Look everything up anew: marks were made, or something was published."""
        self._marks = cache(lambda name: self._state().read_marks(name))
        self._bookmarks = cache(lambda name: self._state().bookmarks(name))
        self._reread = cache(self._reread_in)
        self._unverified = cache(self._unverified_in)
        self._changed = cache(self._changed_in)
        self.briefings = cache(self._briefings)

    def __call__(self, asked: Asked, briefing: str, card: str) -> bool:
        """Whether something that the index cannot know holds of a card of a briefing, by ids."""
        match asked:
            case State.BOOKMARKED:
                return card in self._bookmarks(briefing)
            case State.NEW:
                return card not in self._marks(briefing)
            case State.UNREAD:
                return card not in self._marks(briefing) or card in self._reread(briefing)
            case State.UNVERIFIED:
                return card in self._unverified(briefing)
            case State.CHANGED | ChangedSince():
                return card in self._changed(briefing, asked)
        return False

    def changed(self, revision: Revision, asked: Asked) -> frozenset[str]:
        """The cards of a revision in which something has changed, by id.

        Raises:
            LibraryError: There is no such revision, or one cannot be read.
        """
        # Few queries ask for it, so the others do not pay for comparing.
        from briefing.views.changed import changed_cards, unseen_cards  # noqa: PLC0415

        if isinstance(asked, ChangedSince):
            return changed_cards(self._library, self._state(), revision, asked)
        return unseen_cards(self._library, self._state(), revision)

    def _briefings(self, asked: Asked) -> frozenset[str] | None:
        """The briefings that are to be compared; None for what needs no comparing."""
        since = ChangedSince() if asked is State.CHANGED else asked
        if not isinstance(since, ChangedSince):
            return None
        from briefing.views.changed import may_have_changed  # noqa: PLC0415 - as above

        entries = [one for one in self._library.entries() if not one.problem]
        return frozenset(one.id for one in entries if may_have_changed(self._state(), one, since))

    def _changed_in(self, name: str, asked: Asked) -> frozenset[str]:
        if name in (self.briefings(asked) or ()):
            with suppress(LibraryError):
                return self.changed(self._library.open(name), asked)
        return frozenset()

    def _reread_in(self, name: str) -> frozenset[str]:
        """The cards that were read in another wording."""
        briefing, marks = self._briefing(name), self._marks(name)
        if briefing is None:
            return frozenset()
        cards = [card for _, card in briefing.cards() if card.id in marks]
        return frozenset(card.id for card in cards if marks[card.id] != card_digest(briefing, card))

    def _unverified_in(self, name: str) -> frozenset[str]:
        from briefing.evidence.corpus import Examination  # noqa: PLC0415 - few queries ask for it

        briefing = self._briefing(name)
        return unverified(Examination(briefing, self._corpus())) if briefing else frozenset()

    def _briefing(self, name: str) -> Briefing | None:
        try:
            return self._library.open(name).briefing
        except BriefingError:
            return None


def new_finder(revision: Revision, states: LibraryStates) -> Finder:
    """Make what finds words in one briefing."""
    from briefing.search.finder import Finder  # noqa: PLC0415 - not for the first screen

    briefing = revision.briefing
    ids = [card.id for _, card in briefing.cards()]

    def cards_of(asked: Asked) -> Collection[str]:
        if isinstance(asked, ChangedSince):
            return states.changed(revision, asked)
        return {one for one in ids if states(asked, briefing.id, one)}

    return Finder(briefing, cards_of)


def unverified(examination: Examination) -> frozenset[str]:
    """Give ids of the cards that cite a passage which is not word for word in the text at hand."""
    return frozenset(
        card.id
        for _, card in examination.briefing.cards()
        if not all(examination.finding(one).is_exact for one in card_evidence(card))
    )
