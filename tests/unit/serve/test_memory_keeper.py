"""A state in memory: of a guest, or of a reader whose changes somebody is told of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.library.changes import (
    BOOKMARKS,
    READ,
    Change,
    Marking,
    Place,
    Visit,
    marks_of,
    place_of,
)
from briefing.library.errors import LibraryError
from briefing.library.memory_keeper import MemoryKeeper, as_json
from briefing.library.state import ReaderState

PLACE = Place(section="terms", card="a")
ids = st.sampled_from(("a", "b", "c"))
tables = st.sampled_from((READ, BOOKMARKS))
changes: st.SearchStrategy[list[Change]] = st.lists(
    st.builds(Marking, tables, ids, st.dictionaries(ids, st.none() | ids), st.none())
    | st.builds(Visit, ids, st.builds(Place, section=ids, card=ids, claim=st.none() | ids)),
    max_size=6,
)


class DeafError(LibraryError):
    """Nobody hears."""


def deaf(_: Change) -> None:
    raise DeafError("Nobody hears.")


def test_a_guest_has_marks_until_they_leave() -> None:
    state = ReaderState(MemoryKeeper())
    assert state.last_briefing() is None
    state.mark_read("dam", {"a": "1", "b": "2"})
    state.remember("dam", PLACE)
    assert (state.read_marks("dam"), state.place("dam")) == ({"a": "1", "b": "2"}, PLACE)
    assert state.undo() == "Unread again: 2 cards"
    assert state.save()
    assert state.notices == ()
    assert ReaderState(MemoryKeeper()).place("dam") is None


def test_where_there_is_nothing_nothing_is_written_down() -> None:
    assert as_json(MemoryKeeper().load()) is None


@given(changes)
def test_what_is_written_down_is_what_is_read(made: list[Change]) -> None:
    keeper = MemoryKeeper()
    database, _ = keeper.write(made, 0)
    again = MemoryKeeper(as_json(database)).load()
    assert (again.storage.read() or None) == (database.storage.read() or None)


@given(changes)
def test_whoever_is_told_of_every_change_has_the_same_state(made: list[Change]) -> None:
    elsewhere = MemoryKeeper()

    def tell(change: Change) -> None:
        elsewhere.write([change], 0)

    here = MemoryKeeper(tell=tell)
    for change in made:
        here.write([change], 0)
    assert as_json(here.load()) == as_json(elsewhere.load())


def test_the_marks_that_the_last_change_replaced_are_given() -> None:
    keeper = MemoryKeeper()
    marking = Marking(READ, "dam", {"a": "1"})
    again = Marking(READ, "dam", {"a": "2", "b": "2"})
    assert keeper.write([marking, again], 0)[1] == {"a": "1", "b": None}
    assert keeper.write([again], 0)[1] == {}
    assert keeper.write([], 0)[1] == {}


def test_what_could_not_be_told_has_been_done_nevertheless() -> None:
    keeper = MemoryKeeper(tell=deaf)
    with pytest.raises(DeafError):
        keeper.write([Visit("dam", PLACE)], 0)
    assert place_of(keeper.load(), "dam") == PLACE


def test_a_reader_whose_marks_nobody_hears_of_is_told_and_reads_on() -> None:
    state = ReaderState(MemoryKeeper(tell=deaf))
    state.mark_read("dam", {"a": "1"})
    state.mark_read("dam", {"b": "2"})
    assert state.read_marks("dam") == {"a": "1", "b": "2"}
    assert len(state.notices) == 1
    assert state.notices[0].startswith("Nobody hears.")


def test_what_could_not_be_told_is_told_with_the_next_change() -> None:
    told: list[Change] = []
    deafness = [True]

    def tell(change: Change) -> None:
        if deafness.pop() if deafness else False:
            deaf(change)
        told.append(change)

    state = ReaderState(MemoryKeeper(tell=tell))
    state.mark_read("dam", {"a": "1"})
    assert told == []
    state.mark_read("dam", {"b": "2"})
    assert told == [Marking(READ, "dam", {"a": "1"}), Marking(READ, "dam", {"b": "2"})]


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"{", b"[]", b"7", b"null", b"\xff", b'{"read": 7}', b'{"read": []}'),
        *(b'{"read": {"1": {"cards": {}}}}', b'{"meta": {"1": {"last": 3}}}'),
        *(b'{"places": {"1": {"briefing": "a", "place": {}}}}', b'{"bookmarks": {"1": {}}}'),
    ],
)
def test_a_state_that_cannot_be_understood_is_none(content: bytes) -> None:
    keeper = MemoryKeeper(content)
    assert as_json(keeper.load()) is None
    keeper.write([Marking(READ, "dam", {"a": "1"})], 0)
    assert marks_of(keeper.load(), READ, "dam") == {"a": "1"}


@pytest.mark.parametrize("content", [b'{"places":{"x":{}}}', b'{"places":{"1":5}}'])
def test_a_state_of_odd_documents_is_none(content: bytes) -> None:
    assert as_json(MemoryKeeper(content).load()) is None
