"""Names that nobody knows are told in the library as they are told in one briefing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from briefing.model.briefing import Briefing
from briefing.search.finder import Finder
from briefing.search.index.keeper import IndexKeeper
from briefing.search.language import parse
from briefing.search.query import Query, QueryError
from tests.samples import two_towns
from tests.unit.search.index_shelves import MemoryShelf, simple_briefing
from tests.waiting import HANGS


@pytest.fixture(scope="module")
def briefing() -> Briefing:
    return two_towns()


@pytest.fixture
def shelf(briefing: Briefing) -> MemoryShelf:
    return MemoryShelf(briefing)


@pytest.fixture
def kept(shelf: MemoryShelf, tmp_path: Path) -> Iterator[IndexKeeper]:
    with closing(IndexKeeper(shelf, [tmp_path / "index.sqlite3"])) as kept:
        kept.start()
        assert kept.wait(HANGS)
        yield kept


def told(kept: IndexKeeper, text: str) -> QueryError | None:
    query = parse(text)
    assert isinstance(query, Query)
    return kept.unknown(query, text)


@pytest.mark.parametrize(
    "text",
    [
        *("by:aliyv", 'by:"orkhan aliyv"', "actor:alieyv", "by:zzz", "actor:zzz x"),
        *("by:aliyev", "by:anglers", "actor:anglers", "actor:əli", "actor:yerevan"),
        *("briefing:two-twons", "briefing:two-towns", "briefing:town", "briefing:two-zebras"),
        *("in:trems", "in:terms", "in:reac", "country:XX", "country:ch", "tag:sumer", "tag:summ"),
        *("source:herold", "source:herald", "unit:peeple", "war or (x -by:zzz)", "stance:opposes"),
    ],
)
def test_a_name_is_unknown_in_a_library_of_one_briefing_where_it_is_in_the_briefing(
    kept: IndexKeeper, briefing: Briefing, text: str
) -> None:
    read = Finder(briefing).read(text)
    assert told(kept, text) == (read if isinstance(read, QueryError) else None)


def test_names_come_and_go_with_their_briefings(kept: IndexKeeper, shelf: MemoryShelf) -> None:
    assert told(kept, "briefing:winter") is not None
    for briefing in (simple_briefing("winter", "peace"), simple_briefing("summer")):
        shelf.publish(briefing)
        kept.refresh()
        assert kept.wait(HANGS)
        assert told(kept, f"briefing:{briefing.id}") is None
        del shelf.revisions[briefing.id]
        kept.refresh()
        assert kept.wait(HANGS)
        assert told(kept, f"briefing:{briefing.id}") is not None
