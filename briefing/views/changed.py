"""The cards of a briefing in which something has changed since a time, for searches."""

from __future__ import annotations

from datetime import date

from briefing.library.errors import NotPublishedError
from briefing.library.files import CatalogueEntry
from briefing.library.library import Library
from briefing.library.since import compare_revisions, going_along, told_since
from briefing.library.state import ReaderState, cards_read
from briefing.model.briefing import Revision
from briefing.search.query import ChangedSince
from briefing.views.moments import end_of


def changed_cards(
    library: Library, state: ReaderState, revision: Revision, since: ChangedSince
) -> frozenset[str]:
    """Give the ids of the cards in which something has changed that is read, seen since or not.

    Of a briefing that was not published yet at a time, that is all of them; of one that the reader
    had not read before, none.

    Raises:
        NotPublishedError: There is no such revision.
        LibraryError: The earlier revision cannot be read.
    """
    name = revision.briefing.id
    try:
        before = _number(library, state, revision, since)
    except NotPublishedError:
        return frozenset(card.id for _, card in revision.briefing.cards())
    if before is None or before == revision.number:
        return frozenset()
    earlier = library.open(name, before)
    later = before < revision.number
    return compare_revisions(earlier, revision).cards if later else frozenset()


def unseen_cards(library: Library, state: ReaderState, revision: Revision) -> frozenset[str]:
    """Give those that have changed since the reader read the briefing, and are not read since.

    Marks that have not gone along to the revision yet are taken for what they will be.

    Raises:
        LibraryError: The earlier revision cannot be read.
    """
    name, number = revision.briefing.id, revision.number
    since = told_since(library, state, revision)
    if since is None or since == number:
        return frozenset()
    found, marks = compare_revisions(library.open(name, since), revision), state.read_marks(name)
    visit = state.visit(name)
    if visit is None or visit.revision != number:
        marks = going_along(library, state, revision, since).along(marks)
    return found.cards - cards_read(revision.briefing, marks)


def _number(
    library: Library, state: ReaderState, revision: Revision, since: ChangedSince
) -> int | None:
    match since.moment:
        case None:
            return told_since(library, state, revision)
        case date() as day:
            return library.at(revision.briefing.id, end_of(day))
        case number:
            return number


def may_have_changed(state: ReaderState, entry: CatalogueEntry, since: ChangedSince) -> bool:
    """Whether it takes a comparison to know what has changed in a briefing; opens none."""
    match since.moment:
        case None if entry.revision == 1:
            return False
        case None if state.visit(entry.id) is None:
            return state.place(entry.id) is not None
        case None:
            return state.baseline(entry.id, entry.revision) not in (None, entry.revision)
        case date() as day:
            return entry.published is None or entry.published > end_of(day)
        case number:
            return entry.revision > number
