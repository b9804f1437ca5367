"""Searching the library for a reader: what is asked of the index, and which card is opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefing.evidence.corpus import Corpus
from briefing.library.library import Library
from briefing.library.state import ReaderState
from briefing.model.briefing import Briefing
from briefing.search.index.results import CardRow, PageEnd, Results, Stage, Stop, never
from briefing.search.language import read_words
from briefing.search.query import Query, QueryError
from briefing.settings.config import Config, Places
from briefing.tui import library_pages
from briefing.tui.library_pages import MOST_COUNTED, PAGE, LibrarySearch, ResultPages
from briefing.tui.session import Session, new_session
from tests.pilot.library_screens import LongKeeper

UNKNOWN = QueryError(0, 3, "Nobody knows it.")


class Keeper(LongKeeper):
    """Finds 120 cards, or none of a name that nobody knows; notes what is asked of it."""

    TOTAL = 120

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[str] = []
        self.empty = False
        self.unknown_words: str | None = None

    def wait(self, seconds: float | None = None) -> bool:
        self.calls.append("wait")
        return True

    def refresh(self) -> None:
        self.calls.append("refresh")

    def close(self) -> None:
        self.calls.append("close")

    def unknown(self, query: Query, text: str) -> QueryError | None:
        return UNKNOWN if text == self.unknown_words else None

    def count(self, query: Query, most: int = 0, stopped: Stop = never) -> int:
        return most

    def search(
        self,
        query: Query,
        limit: int = 0,
        before: PageEnd | None = None,
        stopped: Stop = never,
    ) -> Results:
        self.calls.append("search")
        return Results() if self.empty else super().search(query, limit, before, stopped)


class Searched:
    """A library with one briefing, searched by a reader."""

    def __init__(self, folder: Path, briefing: Briefing, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.library = Library(folder / "library")
        self.library.publish([briefing])
        self.keeper = Keeper()
        self.opened: list[bool] = []
        self.monkeypatch = monkeypatch
        monkeypatch.setattr(library_pages, "open_index", self._open)

    def _open(self, *_: object, makes: bool) -> Keeper:
        self.opened.append(makes)
        return self.keeper

    def session(self, *, served: bool = False) -> Session:
        state = ReaderState.open(self.folder / "state" / "state.json")
        places = Places(self.library.folder, self.folder / "state", self.folder / "config.toml")
        return new_session(
            self.library, state, Config(), Corpus(None), places=places, served=served
        )

    def begun(self) -> LibrarySearch:
        search = LibrarySearch(self.session())
        search.begin()
        return search


@pytest.fixture
def shelf(tmp_path: Path, briefing: Briefing, monkeypatch: pytest.MonkeyPatch) -> Searched:
    return Searched(tmp_path, briefing, monkeypatch)


def query(words: str) -> Query:
    read = read_words(words)
    assert isinstance(read, Query)
    return read


# -- the index -------------------------------------------------------------------------------------


@pytest.mark.parametrize("served", [False, True])
def test_the_index_is_opened_once_and_made_by_those_whose_it_is(
    shelf: Searched, served: bool
) -> None:
    search = LibrarySearch(shelf.session(served=served))
    search.close()
    assert (search.words, shelf.keeper.calls) == ("", [])
    search.begin()
    assert (shelf.opened, shelf.keeper.calls) == ([not served], [])
    search.begin()
    search.close()
    assert (len(shelf.opened), shelf.keeper.calls) == (1, ["refresh", "close"])
    assert search.progress() == shelf.keeper.progress()


@pytest.mark.parametrize(
    ("stage", "calls"),
    [
        (Stage.CHECKING, ["wait", "search"]),
        (Stage.BUILDING, ["search"]),
        (Stage.READY, ["search"]),
        (Stage.WITHOUT, ["search"]),
    ],
)
def test_an_index_that_is_being_checked_is_given_a_moment(
    shelf: Searched, stage: Stage, calls: list[str]
) -> None:
    search = shelf.begun()
    shelf.keeper.stage = stage
    search.page(query("peace"), None, never)
    assert shelf.keeper.calls == calls


def test_pages_of_fifty_follow_one_another_and_a_thousand_cards_are_counted(
    shelf: Searched,
) -> None:
    search = shelf.begun()
    first = search.first(query("peace"), "peace", never)
    assert isinstance(first, Results)
    assert [row.card_id for row in first.rows] == [f"c{number}" for number in range(PAGE)]
    second = search.page(query("peace"), first.more, never)
    assert second.rows[0].card_id == f"c{PAGE}"
    assert search.count(query("peace"), never) == MOST_COUNTED == 1000


@pytest.mark.parametrize(
    ("empty", "unknown", "answer"),
    [
        (True, "by:zz", UNKNOWN),
        (True, None, Results()),
        (False, "by:zz", None),
    ],
)
def test_where_nothing_is_found_a_name_that_nobody_knows_is_told(
    shelf: Searched, empty: bool, unknown: str | None, answer: Results | QueryError | None
) -> None:
    search = shelf.begun()
    shelf.keeper.empty, shelf.keeper.unknown_words = empty, unknown
    found = search.first(query("peace"), "by:zz", never)
    assert found == answer if answer is not None else isinstance(found, Results)


@pytest.mark.parametrize(("most", "end"), [(0, 50), (1, 100), (2, 120), (9, 120)])
def test_all_pages_are_gone_through_to_the_last_while_somebody_waits(
    shelf: Searched, most: int, end: int
) -> None:
    search, asked = shelf.begun(), iter([*[False] * most, *[True] * 9])
    pages = ResultPages()
    pages.add(0, search.page(query("peace"), None, never))
    shelf.keeper.calls.clear()
    reached = search.to_end(query("peace"), pages, lambda: next(asked))
    assert (reached.end, reached.complete) == (end, end == 120)
    assert len(shelf.keeper.calls) == min(most, 2)


# -- cards -----------------------------------------------------------------------------------------


def row_of(section: str, card: str) -> CardRow:
    row = LongKeeper.row(0)
    fields = {name: getattr(row, name) for name in row.__struct_fields__}
    return CardRow(**fields | {"briefing_id": "two-towns", "section_id": section, "card_id": card})


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("turbines", True),
        ("hilltop or turbines", True),
        ("", False),
        ("  ", False),
        ("zzz", False),
    ],
)
def test_a_card_is_opened_with_the_matches_that_are_in_it(
    shelf: Searched, words: str, found: bool
) -> None:
    preview = shelf.begun().preview(row_of("terms", "turbines"), words, query(words))
    assert preview is not None
    assert (preview.revision.number, preview.section.id, preview.card.id) == (
        1,
        "terms",
        "turbines",
    )
    assert preview.found.query == words
    assert bool(preview.found.matches) is found
    assert {match.hit.card_id for match in preview.found.matches} <= {"turbines"}


@pytest.mark.parametrize(("section", "card"), [("terms", "zzz"), ("reactions", "turbines")])
def test_a_card_that_is_gone_or_stands_elsewhere_is_not_opened(
    shelf: Searched, section: str, card: str
) -> None:
    assert shelf.begun().preview(row_of(section, card), "", query("")) is None


def test_states_of_cards_are_those_of_the_reader_s_marks(shelf: Searched) -> None:
    search = shelf.begun()
    row, words = row_of("terms", "turbines"), "is:new turbines"
    seen = search.preview(row, words, query(words))
    assert seen is not None
    assert seen.found.matches
    other = shelf.session()
    search = LibrarySearch(other)
    search.begin()
    other.set_read(seen.revision.briefing, [seen.card], True)
    read = search.preview(row, words, query(words))
    assert read is not None
    assert read.found.matches == ()
