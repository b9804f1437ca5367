"""Searches for what has changed, by the reader's own marks: in one briefing and in all alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from msgspec.structs import replace

from briefing.evidence.corpus import Corpus
from briefing.library.changes.comparing import Comparison
from briefing.library.library import Library, PinnedLibrary
from briefing.library.reader_tables import Place
from briefing.library.since import compare_revisions, since_read
from briefing.library.state import ReaderState
from briefing.model.briefing import Briefing
from briefing.model.errors import BriefingError
from briefing.model.parts import card_digest
from briefing.search.finder import Finder
from briefing.search.index.keeper import IndexKeeper
from briefing.search.language import parse
from briefing.search.query import ChangedSince, Query, QueryError, State
from briefing.settings.config import Places
from briefing.views import changed, indexing
from briefing.views.indexing import LibraryStates, new_finder, open_index
from tests.revising import NAME, publish_three, second, third
from tests.samples import two_towns
from tests.unit.library.samples import NOON
from tests.unit.search.index_shelves import simple_briefing
from tests.waiting import HANGS

IN_THIRD = Comparison(second(), third()).cards
IN_SECOND = Comparison(two_towns(), second()).cards
"""Cards in which something has changed that is read, in each revision."""

QUERIES = (
    *("is:changed", "since:last", "since:1", "since:2", "since:9", "since:2024-05-02"),
    *("since:2024-05", "since:2023-12-31", "not is:changed", "-since:last", "-since:1 peace"),
    *("is:changed or peace", "is:changed -water", "water -is:changed", "water -since:1"),
    *("-(is:changed or in:terms)", "in:terms since:1", "since:last since:2", "water since:1"),
    *("(in:terms since:1) or (peace is:changed)", "is:changed is:bookmarked", "is:unread since:1"),
)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """The two towns in three revisions, and four other briefings of one or two."""
    library = Library(tmp_path / "library")
    publish_three(library)
    later = NOON + timedelta(days=1)
    for name in ("read", "unread", "same"):
        library.publish([simple_briefing(name, "peace and water", "war")], NOON)
    for name in ("read", "unread"):
        library.publish([simple_briefing(name, "peace and water", "no war", "talks")], later)
    library.publish([simple_briefing("new", "peace and water")], NOON + timedelta(days=9))
    return library


@pytest.fixture
def state(tmp_path: Path, library: Library) -> ReaderState:
    """Somebody who had read revision 2 of the two towns, and the first of two others."""
    state = ReaderState.open(tmp_path / "state.json")
    visit(state, library, NAME, 2)
    visit(state, library, "read", 1)
    visit(state, library, "same", 1)
    state.set_bookmark(NAME, "share", on=True)
    return state


def visit(state: ReaderState, library: Library, name: str, number: int) -> None:
    """Read all of a revision."""
    briefing = library.open(name, number).briefing
    state.mark_read(name, digests(briefing))
    section, card = next(iter(briefing.cards()))
    state.remember(name, Place(section=section.id, card=card.id), number)


def digests(briefing: Briefing) -> dict[str, str]:
    return {card.id: card_digest(briefing, card) for _, card in briefing.cards()}


@pytest.fixture
def states(library: Library, state: ReaderState) -> LibraryStates:
    return LibraryStates(library, lambda: state, lambda: Corpus(None))


@pytest.fixture
def keeper(tmp_path: Path, library: Library, states: LibraryStates) -> Iterator[IndexKeeper]:
    places = Places(library.folder, tmp_path / "state", tmp_path / "config.toml")
    with closing(open_index(library, places, states)) as keeper:
        assert keeper.wait(HANGS)
        yield keeper


def found(keeper: IndexKeeper, text: str) -> set[str]:
    """What is found in all briefings, ``NAME/CARD``."""
    query = parse(text)
    assert isinstance(query, Query)
    results = keeper.search(query, 999)
    assert keeper.count(query) == len(results.rows)
    return {f"{row.briefing_id}/{row.card_id}" for row in results.rows}


def in_towns(cards: Iterable[str]) -> set[str]:
    return {f"{NAME}/{card}" for card in cards}


def finder_of(library: Library, states: LibraryStates, name: str) -> Finder:
    return new_finder(library.open(name), states)


# -- what is meant ---------------------------------------------------------------------------------


def test_what_has_changed_since_the_last_visit_is_found_until_it_is_seen(
    library: Library, state: ReaderState, keeper: IndexKeeper, states: LibraryStates
) -> None:
    unseen = {*in_towns(IN_THIRD), "read/c1", "read/c2"}
    assert found(keeper, "since:last") == found(keeper, "is:changed") == unseen
    now = digests(library.open(NAME).briefing)
    state.mark_read(NAME, {"share": now["share"]})
    states.forget()
    assert found(keeper, "is:changed") == unseen - {f"{NAME}/share"}
    assert found(keeper, "since:last") >= unseen


def test_it_is_found_the_same_once_the_briefing_is_open_and_marks_went_along(
    library: Library, state: ReaderState, keeper: IndexKeeper, states: LibraryStates
) -> None:
    before = found(keeper, "is:changed"), found(keeper, "since:last")
    revision = library.open(NAME)
    since = since_read(library, state, revision)
    assert since is not None
    state.remember(NAME, Place(section="terms", card="share"), revision.number)
    states.forget()
    assert (found(keeper, "is:changed"), found(keeper, "since:last")) == before
    assert since.comparison.cards == IN_THIRD


def test_a_revision_or_a_day_is_looked_back_to_whatever_was_read(
    library: Library, states: LibraryStates
) -> None:
    finder = finder_of(library, states, NAME)
    assert finder.cards("since:2") == finder.cards("since:2024-05-03") == IN_THIRD
    whole = Comparison(two_towns(), third()).cards
    assert whole >= IN_SECOND
    assert finder.cards("since:1") == finder.cards("since:2024-05-02") == whole
    assert finder.cards("since:3") == finder.cards("since:2024-05") == set()
    everything = {card.id for _, card in library.open(NAME).briefing.cards()}
    assert finder.cards("since:2024-05-01") == everything, "it was not published yet"


def test_whoever_never_read_a_briefing_has_no_last_visit(
    library: Library, states: LibraryStates, keeper: IndexKeeper
) -> None:
    assert not finder_of(library, states, "unread").cards("since:last or is:changed")
    assert found(keeper, "since:last briefing:unread") == set()
    assert found(keeper, "since:1 briefing:unread") == {"unread/c1", "unread/c2"}


def test_it_is_told_by_marks_where_visits_were_not_noted_yet(
    tmp_path: Path, library: Library
) -> None:
    state = ReaderState.open(tmp_path / "old.json")
    state.mark_read("read", digests(library.open("read", 1).briefing))
    state.remember("read", Place(section="s", card="c0"))
    states = LibraryStates(library, lambda: state, lambda: Corpus(None))
    assert set(states.briefings(State.CHANGED) or ()) == {"read"}
    assert finder_of(library, states, "read").cards("is:changed") == {"c1", "c2"}


def test_a_pinned_library_tells_of_what_it_was_pinned_to(
    library: Library, state: ReaderState
) -> None:
    pinned = PinnedLibrary(library.folder)
    library.publish([replace(two_towns(), title="Another")], NOON + timedelta(days=20))
    states = LibraryStates(pinned, lambda: state, lambda: Corpus(None))
    assert finder_of(pinned, states, NAME).cards("since:last") == IN_THIRD
    assert finder_of(pinned, states, NAME).cards("since:2024-06") == set()


def test_a_revision_that_cannot_be_read_changes_nothing_and_is_told(
    library: Library, states: LibraryStates, keeper: IndexKeeper
) -> None:
    (library.folder / "revisions" / NAME / "0002.json").write_text("{")
    assert found(keeper, f"since:last briefing:{NAME}") == set()
    error = finder_of(library, states, NAME).read("since:2")
    assert isinstance(error, QueryError)
    assert "0002.json" in error.message


@pytest.mark.parametrize("text", ["since:9", "water since:2023"])
def test_a_revision_that_there_is_not_is_a_mistake_in_one_briefing(
    library: Library, states: LibraryStates, text: str
) -> None:
    finder = finder_of(library, states, NAME)
    error = finder.read(text)
    assert isinstance(error, QueryError)
    token = text.rsplit(maxsplit=1)[-1]
    number = token.partition(":")[2]
    assert text[slice(*error.span)] == token
    said = f"“{token}”: “{NAME}” has no revision {number}; it has 1, 2, 3."
    assert error.message == said
    assert error.incomplete, "more digits may follow"
    query = parse(text)
    assert isinstance(query, Query)
    assert finder.find(query) == [], "all briefings may be asked it"


# -- by the index, and without ---------------------------------------------------------------------


@pytest.mark.parametrize("text", QUERIES)
def test_the_index_finds_what_is_found_in_each_briefing(
    library: Library, states: LibraryStates, keeper: IndexKeeper, text: str
) -> None:
    query = parse(text)
    assert isinstance(query, Query)
    names = [entry.id for entry in library.entries()]
    expected = {
        f"{name}/{card}" for name in names for card in finder_of(library, states, name).cards(query)
    }
    assert found(keeper, text) == expected
    assert found(keeper, f"{text} sort:relevance") == expected


def test_only_briefings_that_have_changed_for_this_reader_are_compared(
    library: Library, keeper: IndexKeeper, states: LibraryStates
) -> None:
    with patch.object(changed, "compare_revisions", wraps=compare_revisions) as compared:
        assert found(keeper, "is:changed")
        assert found(keeper, "since:1")
    names = [call.args[1].briefing.id for call in compared.call_args_list]
    assert names.count("read") == names.count(NAME) == 2, "once for each question"
    assert set(names) == {NAME, "read", "unread"}, "of the last one the reader has no mark"
    assert set(states.briefings(ChangedSince(2)) or ()) == {NAME}
    assert set(states.briefings(ChangedSince(date(2024, 5, 4))) or ()) == {"new"}
    later = states.briefings(ChangedSince(date(2024, 5, 2)))
    assert set(later or ()) == {NAME, "read", "unread", "new"}
    assert states.briefings(State.UNREAD) is None


def test_only_cards_of_those_briefings_are_read_from_the_index(keeper: IndexKeeper) -> None:
    read = set()

    def hold(_: LibraryStates, asked: object, briefing: str, card: str) -> bool:
        del asked, card
        read.add(briefing)
        return True

    with patch.object(LibraryStates, "__call__", hold):
        found(keeper, "is:changed")
    assert read == {NAME, "read"}


def test_who_does_not_ask_pays_nothing(states: LibraryStates) -> None:
    with patch.object(indexing.LibraryStates, "changed", side_effect=BriefingError("asked")):
        assert states(State.BOOKMARKED, NAME, "share")
        assert not states(State.UNVERIFIED, "same", "c0")
