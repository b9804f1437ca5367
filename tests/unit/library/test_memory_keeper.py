"""A state in memory: of somebody who leaves nothing behind."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from briefing.library.reader_tables import (
    BOOKMARKS,
    READ,
    Change,
    MarkChange,
    Place,
    PlaceChange,
    marks_of,
    place_of,
)
from briefing.library.state import MemoryKeeper, ReaderState, StateFile
from tests.thorough import examples

PLACE = Place(section="terms", card="a")
ids = st.sampled_from(("a", "b", "c"))
changes: st.SearchStrategy[list[Change]] = st.lists(
    st.builds(
        MarkChange, st.sampled_from((READ, BOOKMARKS)), ids, st.dictionaries(ids, st.none() | ids)
    )
    | st.builds(
        PlaceChange,
        ids,
        st.builds(Place, section=ids, card=ids, claim=st.none() | ids),
        st.integers(0, 3),
        st.just(datetime(2024, 5, 1, tzinfo=UTC)),
    ),
    max_size=6,
)


def test_a_reader_without_a_file_has_marks_until_they_leave() -> None:
    state = ReaderState(MemoryKeeper())
    assert state.last_briefing() is None
    state.mark_read("dam", {"a": "1", "b": "2"})
    state.remember("dam", PLACE)
    assert (state.read_marks("dam"), state.place("dam")) == ({"a": "1", "b": "2"}, PLACE)
    assert state.undo() == "Unread again: 2 cards"
    assert state.save()
    assert state.notices == ()
    assert ReaderState(MemoryKeeper()).place("dam") is None


def test_the_marks_that_the_last_change_replaced_are_given() -> None:
    keeper = MemoryKeeper()
    marking = MarkChange(READ, "dam", {"a": "1"})
    again = MarkChange(READ, "dam", {"a": "2", "b": "2"})
    assert keeper.write([marking, again], 0)[1] == {"a": "1", "b": None}
    assert keeper.write([again], 0)[1] == {}
    assert keeper.write([], 0)[1] == {}


@given(changes)
@examples(10)
def test_a_state_in_memory_is_what_a_file_would_have(made: list[Change]) -> None:
    keeper = MemoryKeeper()
    with TemporaryDirectory() as folder:
        file = StateFile(Path(folder) / "reader.json")
        for change in made:
            keeper_view, replaced = keeper.write([change], 0)
            view, replaced_there = file.write([change], 0)
            assert replaced == replaced_there
            for id_ in ("a", "b", "c"):
                assert place_of(keeper_view, id_) == place_of(view, id_)
                for table in (READ, BOOKMARKS):
                    assert marks_of(keeper_view, table, id_) == marks_of(view, table, id_)
