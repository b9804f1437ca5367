"""What has changed since somebody read a briefing, and what became of their marks."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from briefing.library.errors import LibraryError
from briefing.library.library import Library
from briefing.library.reader_tables import Place, row_mark
from briefing.library.since import compare_revisions, since_read
from briefing.library.state import MemoryKeeper, ReaderState, cards_read
from briefing.model.briefing import Briefing
from briefing.model.dates import parse_date
from briefing.model.parts import card_digest
from briefing.model.records import Correction, Retraction
from tests.samples import two_towns
from tests.thorough import examples
from tests.unit.library.changes.revising import card_of, edited, revised, with_claim

PLACE = Place(section="terms", card="share", claim="summer")
PUBLICATIONS: st.SearchStrategy[list[tuple[int, bool]]] = st.lists(
    st.tuples(st.integers(1, 10**6), st.booleans()),
    min_size=1,
    max_size=6,
    unique_by=lambda each: each[0],
)
"""By what each is made, and whether it is read; what is made alike has the same ids."""

ON = parse_date("2024-05-04")
RETRACTED = {"retractions": (Retraction(source="post", reason="It was made up.", on=ON),)}
CORRECTED = {
    "corrections": tuple(
        Correction(claim=f"{name}#summer", was="Half.", reason="A slip.", on=ON)
        for name in ("lake", "water")
    )
}

WRITTEN = Path(__file__).parents[2] / "fixtures" / "format-1"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "library")


@pytest.fixture
def state() -> ReaderState:
    return ReaderState(MemoryKeeper())


def read(library: Library, state: ReaderState, place: Place = PLACE) -> None:
    """Open the newest revision as the reader does, read a card of it, and leave."""
    newest = library.open("two-towns")
    since_read(library, state, newest)
    card = next(card for _, card in newest.briefing.cards() if card.id == place.card)
    state.mark_read("two-towns", {card.id: card_digest(newest.briefing, card)})
    state.remember("two-towns", place, newest.number)


def renamed(briefing: Briefing, card: str, new: str) -> Briefing:
    return edited(briefing, card, lambda one: replace(one, id=new, was=(one.id, *one.was)))


def test_nothing_is_known_to_have_changed_for_who_reads_first(
    library: Library, state: ReaderState
) -> None:
    library.publish([two_towns()])
    library.publish([with_claim(two_towns(), "share#summer", text="Hilltop takes half.")])
    assert since_read(library, state, library.open("two-towns")) is None
    read(library, state)
    assert since_read(library, state, library.open("two-towns")) is None


def test_it_is_told_for_the_first_time_once_and_stays_marked(
    library: Library, state: ReaderState
) -> None:
    library.publish([two_towns()])
    read(library, state)
    library.publish([with_claim(two_towns(), "share#summer", text="Hilltop takes half.")])
    first = since_read(library, state, library.open("two-towns"))
    assert first is not None
    assert (first.is_first, first.before.number, first.after.number) == (True, 1, 2)
    assert [(one.key, first.done_with(one)) for one in first.comparison.told] == [
        ("share#summer", "read")
    ]
    assert first.places == (("share", "summer"),)
    again = since_read(library, state, library.open("two-towns"))
    assert again is not None
    assert not again.is_first
    assert again.comparison is first.comparison, "it is compared once"
    assert again.read is not None


def test_each_visit_is_held_against_the_one_before(library: Library, state: ReaderState) -> None:
    for number, text in enumerate(("Half.", "A third.", "A quarter."), 1):
        library.publish([with_claim(two_towns(), "share#summer", text=text)])
        found = since_read(library, state, library.open("two-towns"))
        assert (found and found.before.number) == (number - 1 or None)
        read(library, state)
    assert state.baseline("two-towns", 3) == 2
    assert state.baseline("two-towns", 4) == 3
    assert state.baseline("two-towns", 2) is None, "a library of before"


def test_what_was_done_with_it_is_told_by_what_was_most(
    library: Library, state: ReaderState
) -> None:
    library.publish([two_towns()])
    read(library, state)
    state.set_bookmark("two-towns", "share", True)
    later = with_claim(two_towns(), "share#summer", text="Hilltop takes half.")
    library.publish([with_claim(later, "duration#figure:years", value=12)])
    state.note_copied("two-towns", "duration#figure:years")
    found = since_read(library, state, library.open("two-towns"))
    assert found is not None
    assert {one.key: found.done_with(one) for one in found.comparison.told} == {
        "share#summer": "bookmarked",
        "duration#figure:years": "copied",
    }


def test_marks_place_and_rows_go_along_with_a_renamed_card(
    library: Library, state: ReaderState
) -> None:
    library.publish([two_towns()])
    read(library, state)
    state.set_bookmark("two-towns", "share", True)
    state.mark_read("two-towns", {row_mark("share"): "0" * 16})
    state.note_copied("two-towns", "share#summer")
    library.publish([renamed(two_towns(), "share", "water")])
    now = library.open("two-towns")
    since_read(library, state, now)
    assert state.place("two-towns") == Place(section="terms", card="water", claim="summer")
    assert state.bookmarks("two-towns") == {"water"}
    assert state.copied("two-towns") == {"water#summer"}
    marks = state.read_marks("two-towns")
    assert marks["water"] == card_digest(now.briefing, card_of(now.briefing, "water")), (
        "it is read still"
    )
    assert marks[row_mark("water")] == "0" * 16
    assert "share" not in marks
    assert state.undo() is None, "what was marked under another name is not undone"


@pytest.mark.parametrize("wrong", [RETRACTED, CORRECTED])
@pytest.mark.parametrize("name", ["lake", "water"])
def test_a_card_of_the_same_words_is_unread_once_it_was_wrong(
    library: Library, state: ReaderState, name: str, wrong: dict[str, Any]
) -> None:
    library.publish([two_towns()])
    read(library, state)
    for briefing, expected in (
        (renamed(two_towns(), "share", "lake"), {"lake"}),
        (replace(renamed(two_towns(), "share", name), **wrong), set()),
    ):
        library.publish([briefing])
        now = library.open("two-towns")
        since_read(library, state, now)
        assert cards_read(now.briefing, state.read_marks("two-towns")) == expected


def test_a_card_merged_into_another_takes_its_bookmark_along(
    library: Library, state: ReaderState
) -> None:
    library.publish([two_towns()])
    read(library, state)
    state.set_bookmark("two-towns", "ferry", True)
    gone = edited(two_towns(), "ferry", lambda _: None)
    library.publish([edited(gone, "share", lambda one: replace(one, was=("ferry",)))])
    found = since_read(library, state, library.open("two-towns"))
    assert state.bookmarks("two-towns") == {"share"}
    assert state.lost("two-towns") == []
    assert found is not None
    assert [one.kind.value for one in found.comparison.told if one.was == "ferry"] == ["moved"]


def test_what_cannot_be_kept_is_kept_in_a_list(library: Library, state: ReaderState) -> None:
    library.publish([two_towns()])
    read(library, state)
    state.set_bookmark("two-towns", "ferry", True)
    library.publish([edited(two_towns(), "ferry", lambda _: None)])
    found = since_read(library, state, library.open("two-towns"))
    assert found is not None
    assert [(one.card, one.revision) for one in found.lost] == [("ferry", 1)]
    assert state.lost("two-towns") == list(found.lost)
    assert state.bookmarks("two-towns") == set()
    library.publish([two_towns()])
    since_read(library, state, library.open("two-towns"))
    assert state.bookmarks("two-towns") == {"ferry"}
    assert state.lost("two-towns") == []


def test_two_sessions_at_once_carry_marks_once(tmp_path: Path, library: Library) -> None:
    library.publish([two_towns()])
    file = tmp_path / "state.json"
    read(library, ReaderState.open(file))
    one, other = ReaderState.open(file), ReaderState.open(file)
    one.set_bookmark("two-towns", "share", True)
    library.publish([renamed(two_towns(), "share", "water")])
    for session in (one, other):
        since_read(library, session, library.open("two-towns"))
    assert ReaderState.open(file).bookmarks("two-towns") == {"water"}
    visit = ReaderState.open(file).visit("two-towns")
    assert visit is not None
    assert (visit.revision, visit.before) == (2, 1)


def test_a_session_that_is_late_takes_nothing_back(tmp_path: Path, library: Library) -> None:
    library.publish([two_towns()])
    file = tmp_path / "state.json"
    read(library, ReaderState.open(file))
    late = ReaderState.open(file)
    library.publish([renamed(two_towns(), "share", "water")])
    second = library.open("two-towns")
    library.publish([renamed(second.briefing, "water", "lake")])
    since_read(library, ReaderState.open(file), library.open("two-towns"))
    since_read(library, late, second)
    visit = ReaderState.open(file).visit("two-towns")
    assert visit is not None
    assert visit.revision == 3
    assert set(ReaderState.open(file).read_marks("two-towns")) == {"lake"}


def test_a_revision_that_cannot_be_read_is_an_error(library: Library, state: ReaderState) -> None:
    library.publish([two_towns()])
    read(library, state)
    library.publish([with_claim(two_towns(), "share#summer", text="Half.")])
    next(library.folder.glob("revisions/two-towns/*")).write_text("{")
    with pytest.raises(LibraryError):
        since_read(library, state, library.open("two-towns"))


def test_who_read_before_visits_were_noted_is_known_by_their_marks(tmp_path: Path) -> None:
    written = Path(shutil.copytree(WRITTEN, tmp_path / "written"))
    library = Library(written / "library")
    state = ReaderState.open(written / "state" / "reader.json")
    assert state.visit("two-towns") is None
    newest = library.open("two-towns")
    marks = state.read_marks("two-towns")
    fits = {
        number: len(cards_read(library.open("two-towns", number).briefing, marks))
        for number in library.revisions("two-towns")
    }
    read_by_then = max(fits, key=lambda number: (fits[number], number))
    assert fits[read_by_then]
    found = since_read(library, state, newest)
    assert (found.before.number if found else newest.number) == read_by_then
    assert ReaderState.open(written / "state" / "reader.json").bookmarks("two-towns")


def test_what_was_compared_last_is_kept_and_no_more(library: Library) -> None:
    for number in range(40):
        library.publish([with_claim(two_towns(), "share#summer", text=f"{number} parts.")])
    opened = [library.open("two-towns", number) for number in library.revisions("two-towns")]
    found = [compare_revisions(one, opened[-1]) for one in opened]
    assert compare_revisions(opened[-2], opened[-1]) is found[-2]
    assert compare_revisions(opened[0], opened[-1]) is not found[0]


@examples(60)
@given(PUBLICATIONS, st.data())
def test_over_any_publications_no_bookmark_is_lost_without_a_word(
    publications: list[tuple[int, bool]], data: st.DataObject
) -> None:
    state = ReaderState(MemoryKeeper())
    briefing, expected = two_towns(), 0
    with TemporaryDirectory() as folder:
        library = Library(Path(folder))
        library.publish([briefing])
        for seed, is_read in [(0, True), *publications]:
            if seed:
                briefing = revised(briefing, seed).new
                library.publish([briefing])
            if not is_read or not any(True for _ in briefing.cards()):
                continue
            newest = library.open("two-towns")
            found = since_read(library, state, newest)
            cards = [card.id for _, card in newest.briefing.cards()]
            lost = state.lost("two-towns")
            assert len(state.bookmarks("two-towns")) + len(lost) == expected
            assert state.bookmarks("two-towns") <= set(cards)
            assert not {one.card for one in lost} & set(cards), "what is back is not lost"
            told = {one.card for one in found.lost} if found else set()
            assert {one.card for one in lost if one.revision == state_before(state)} <= told
            for card in data.draw(st.sets(st.sampled_from(cards), max_size=3)):
                state.set_bookmark("two-towns", card, True)
            expected = len(state.bookmarks("two-towns")) + len(lost)
            place = Place(section="", card=cards[0])
            state.remember("two-towns", place, newest.number)


def state_before(state: ReaderState) -> int | None:
    visit = state.visit("two-towns")
    return visit.before if visit else None


def test_what_was_told_and_not_read_is_told_again(library: Library, state: ReaderState) -> None:
    library.publish([two_towns()])
    read(library, state)
    second = with_claim(two_towns(), "duration#figure:years", value=12)
    library.publish([second])
    read(library, state)  # but for the card that has changed
    third = with_claim(second, "share#summer", text="Hilltop takes half.")
    library.publish([third])
    found = since_read(library, state, library.open("two-towns"))
    assert found is not None
    assert found.before.number == 1
    assert {one.key for one in found.comparison.told} == {"share#summer", "duration#figure:years"}
    read(library, state, Place(section="terms", card="duration"))
    read(library, state)
    library.publish([with_claim(third, "share#summer", text="Hilltop takes a third.")])
    found = since_read(library, state, library.open("two-towns"))
    assert found is not None
    assert found.before.number == 3, "all of it was read by then"
