"""The index of a library in a folder: kept beside it, and up to date after publishing."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from briefing.library.library import Library
from briefing.model.briefing import Revision
from briefing.search.evaluate import refuse
from briefing.search.index import building
from briefing.search.index.building import Prepared
from briefing.search.index.keeper import currency
from briefing.search.index.reading import IndexReader
from briefing.search.index.results import Results
from briefing.search.language import parse
from briefing.search.query import Query
from briefing.settings.config import Places
from briefing.views.indexing import INDEX_FILE, LibraryShelf, open_index, update_index
from tests.unit.search.index_shelves import simple_briefing
from tests.waiting import HANGS


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(library=tmp_path / "library", state=tmp_path / "state", config=tmp_path / "c")


def refuse_notice(sentence: str) -> None:
    raise AssertionError(sentence)


def search(folder: Path, text: str, limit: int = 50) -> Results:
    query = parse(text)
    assert isinstance(query, Query)
    with closing(IndexReader(folder / INDEX_FILE)) as reader:
        return reader.search(query, limit, None, refuse)


def cards(folder: Path, text: str) -> list[str]:
    return [f"{row.briefing_id}/{row.card_id}" for row in search(folder, text).rows]


def test_publishing_indexes_only_what_changed(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Library(places.library)
    library.publish([simple_briefing("old", "peace"), simple_briefing("other", "peace")])
    update_index(library, places, refuse_notice)
    prepared: list[str] = []
    real = building.prepare

    def prepare(id_: str, stamp: str, revision: Revision | None) -> Prepared:
        prepared.append(id_)
        return real(id_, stamp, revision)

    monkeypatch.setattr(building, "prepare", prepare)
    library.publish([simple_briefing("old", "truce"), simple_briefing("new", "peace")])
    update_index(library, places, refuse_notice)
    assert sorted(prepared) == ["new", "old"]
    assert sorted(cards(places.library, "peace")) == ["new/c0", "other/c0"]
    assert cards(places.library, "truce") == ["old/c0"]


def test_the_newest_comes_first_and_each_briefing_in_reading_order(places: Places) -> None:
    library = Library(places.library)
    library.publish([simple_briefing("late", "peace", "peace", cutoff="2024-02-01")])
    update_index(library, places, refuse_notice)
    library.publish(
        [
            simple_briefing("early", "peace", cutoff="1815-06"),
            simple_briefing("latest", "peace", cutoff="2024-03"),
            simple_briefing("same", "peace", cutoff="2024-02-01"),
        ]
    )
    update_index(library, places, refuse_notice)
    found = cards(places.library, "peace")
    assert found == ["latest/c0", "same/c0", "late/c0", "late/c1", "early/c0"]
    assert search(places.library, "peace").rows[-1].day == date(1815, 6, 30)


def test_pages_follow_one_another_without_gap_or_overlap(places: Places) -> None:
    library = Library(places.library)
    library.publish([simple_briefing("b", *(["peace and war"] * 25), cutoff="2024-01-01")])
    update_index(library, places, refuse_notice)
    for text in ("peace", "peace sort:relevance"):
        query = parse(text)
        assert isinstance(query, Query)
        pages: list[list[str]] = []
        mark = None
        with closing(IndexReader(places.library / INDEX_FILE)) as reader:
            while True:
                page = reader.search(query, 10, mark, refuse)
                pages.append([row.card_id for row in page.rows])
                mark = page.more
                if mark is None:
                    break
        assert [len(page) for page in pages] == [10, 10, 5]
        assert [card for page in pages for card in page] == [f"c{number}" for number in range(25)]


def test_the_best_comes_first_where_it_is_asked_for(places: Places) -> None:
    library = Library(places.library)
    filler = "and nothing more of it than that " * 9
    library.publish(
        [
            simple_briefing("new", f"peace {filler}", cutoff="2024-02-01"),
            simple_briefing("old", "peace peace peace", "war", cutoff="2023-02-01"),
        ]
    )
    update_index(library, places, refuse_notice)
    assert cards(places.library, "peace") == ["new/c0", "old/c0"]
    assert cards(places.library, "peace sort:relevance") == ["old/c0", "new/c0"]


def test_a_row_shows_where_the_match_is(places: Places) -> None:
    library = Library(places.library)
    library.publish([simple_briefing("b", "War, then PEACE at last", title="A treaty")])
    update_index(library, places, refuse_notice)
    (row,) = search(places.library, "peac card").rows
    assert (row.briefing_title, row.section_title, row.card_title) == (
        "A treaty",
        "Section",
        "Card 0",
    )
    assert row.title_spans == ((0, 4),)
    assert [row.text[start:end] for start, end in row.spans] == ["PEAC"]
    assert row.field == "claim"


def test_a_copied_library_keeps_its_index(places: Places, tmp_path: Path) -> None:
    library = Library(places.library)
    library.publish([simple_briefing("b", "peace")])
    update_index(library, places, refuse_notice)
    copy = tmp_path / "copy"
    shutil.copytree(places.library, copy)
    shelf = LibraryShelf(Library(copy))
    assert currency(copy / INDEX_FILE, shelf).is_current


def test_a_damaged_briefing_is_left_out(places: Places) -> None:
    library = Library(places.library)
    library.publish([simple_briefing("a", "peace"), simple_briefing("b", "peace")])
    (places.library / "briefings" / "a.json").write_text("{")
    update_index(library, places, refuse_notice)
    assert cards(places.library, "peace") == ["b/c0"]


def test_where_the_library_cannot_be_written_the_index_is_in_the_state_folder(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Library(places.library)
    library.publish([simple_briefing("b", "peace")])
    (places.library / INDEX_FILE).mkdir()
    update_index(library, places, refuse_notice)
    assert list(places.state.glob("index-*.sqlite3"))
    query = parse("peace")
    assert isinstance(query, Query)
    with closing(open_index(library, places)) as keeper:
        assert keeper.wait(HANGS)
        assert len(keeper.search(query).rows) == 1


def test_where_nothing_can_be_written_publishing_says_so(places: Places, tmp_path: Path) -> None:
    library = Library(places.library)
    library.publish([simple_briefing("b", "peace")])
    (places.library / INDEX_FILE).mkdir()
    places.state.write_text("no folder")
    told: list[str] = []
    update_index(library, places, told.append)
    assert len(told) == 1
    assert "What was published is safe" in told[0]
