"""What is read in another revision than the published one is searched as it is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from briefing.model.briefing import Revision
from briefing.search.index import keeper
from briefing.search.index.keeper import IndexKeeper
from briefing.search.index.results import Stage
from tests.unit.search.index_shelves import (
    MANY,
    NOW,
    MemoryShelf,
    found,
    keeping,
    query,
    simple_briefing,
)
from tests.waiting import HANGS


def read_instead() -> Mapping[str, Revision | None]:
    """Of b03 the revision before is read; b04 and b12 are not known here."""
    before = simple_briefing("b03", "truce number3", "war")
    return {"b03": Revision(number=1, published=NOW, briefing=before), "b04": None, "b12": None}


@pytest.fixture(params=[True, False], ids=["index", "no index"])
def kept(
    request: pytest.FixtureRequest, path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[IndexKeeper]:
    """An index of twelve briefings, of which some are read otherwise; or none can be kept."""
    monkeypatch.setattr(keeper, "has_full_text_search", lambda: request.param)
    with closing(IndexKeeper(MemoryShelf(*MANY), [path], instead=read_instead)) as kept:
        kept.start()
        assert kept.wait(HANGS)
        yield kept


def test_cards_are_those_that_are_read(kept: IndexKeeper) -> None:
    others = {f"b{number:02}" for number in range(12)} - {"b03", "b04"}
    assert {card.partition("/")[0] for card in found(kept, "peace")} == others
    (truce,) = found(kept, "truce")
    assert truce.startswith("b03/")
    assert kept.search(query("truce")).rows[0].revision == 1
    assert kept.search(query("truce or peace")).rows[0].briefing_id == "b03"


def test_all_pages_together_have_each_card_once(kept: IndexKeeper) -> None:
    text = "truce or peace or war"
    first = kept.search(query(text), 5)
    rest = kept.search(query(text), 99, first.more)
    rows = [*first.rows, *rest.rows]
    assert len({(row.briefing_id, row.card_id) for row in rows}) == len(rows)
    assert len(rows) == len(found(kept, text)) == kept.count(query(text))
    assert kept.search(query(text), 99).total == len(rows)


@pytest.mark.parametrize("most", [1, 2, 7])
def test_counting_stops_where_it_is_to_stop(kept: IndexKeeper, most: int) -> None:
    assert kept.count(query("truce or peace or war"), most) == most


def test_where_something_else_is_read_no_name_is_called_unknown(
    path: Path, kept: IndexKeeper
) -> None:
    assert kept.unknown(query("briefing:zebra"), "briefing:zebra") is None
    with keeping(MemoryShelf(*MANY), path) as plain:
        assert (plain.progress().stage is Stage.WITHOUT) == (
            plain.unknown(query("briefing:zebra"), "briefing:zebra") is None
        )


def test_while_there_is_no_index_at_least_these_are_found(path: Path) -> None:
    with closing(
        IndexKeeper(MemoryShelf(*MANY), [path], instead=read_instead, makes=False)
    ) as kept:
        results = kept.search(query("truce or peace"))
        assert results.partial
        assert [row.briefing_id for row in results.rows] == ["b03"]
