"""States of cards of any briefing, from the reader's marks and the texts of sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.evidence.corpus import Corpus
from briefing.library.library import Library
from briefing.library.state import ReaderState
from briefing.model.briefing import Briefing
from briefing.model.parts import card_digest
from briefing.search.query import State
from briefing.views.indexing import LibraryStates
from tests.unit.search.index_shelves import simple_briefing

FIRST = simple_briefing("b", "peace", "war")


def digests(briefing: Briefing) -> dict[str, str]:
    """The digests of the cards of a briefing."""
    return {card.id: card_digest(briefing, card) for _, card in briefing.cards()}


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library of one briefing with two cards."""
    library = Library(tmp_path / "library")
    library.publish([FIRST])
    return library


def test_marks_tell_what_is_bookmarked_new_and_unread(library: Library, tmp_path: Path) -> None:
    state = ReaderState.open(tmp_path / "state.json")
    state.mark_read("b", digests(FIRST))
    state.set_bookmark("b", "c1", on=True)
    library.publish([simple_briefing("b", "peace", "war no more", "ceasefire")])
    states = LibraryStates(library, lambda: state, lambda: Corpus(None))
    told = {
        each: {card for card in ("c0", "c1", "c2") if states(each, "b", card)}
        for each in (State.BOOKMARKED, State.NEW, State.UNREAD, State.UNVERIFIED)
    }
    assert told == {
        State.BOOKMARKED: {"c1"},
        State.NEW: {"c2"},
        State.UNREAD: {"c1", "c2"},
        State.UNVERIFIED: set(),
    }


def test_what_was_looked_up_holds_until_it_is_forgotten(library: Library, tmp_path: Path) -> None:
    state = ReaderState.open(tmp_path / "state.json")
    states = LibraryStates(library, lambda: state, lambda: Corpus(None))
    assert states(State.UNREAD, "b", "c0")
    state.mark_read("b", digests(FIRST))
    assert states(State.UNREAD, "b", "c0")
    states.forget()
    assert not states(State.UNREAD, "b", "c0")


def test_of_a_briefing_that_cannot_be_read_nothing_has_changed(
    library: Library, tmp_path: Path
) -> None:
    state = ReaderState.open(tmp_path / "state.json")
    state.mark_read("gone", {"c0": "as it was"})
    states = LibraryStates(library, lambda: state, lambda: Corpus(None))
    assert not states(State.UNREAD, "gone", "c0")
    assert states(State.NEW, "gone", "c1")
    assert not states(State.UNVERIFIED, "gone", "c0")
    assert not states(State.DISPUTED, "b", "c0")
