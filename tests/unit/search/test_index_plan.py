"""Which statements a query becomes, as it did: with few cards and words, and with many.

What they find is tested beside (`test_index_agreement`, `test_index_fields`); here, that each is
asked for as it is best found. Where that changed on purpose, read the difference, run ``pytest
tests/unit/search --snapshot-update``, and commit it with the change.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from typing import Final

import pytest
from syrupy.assertion import SnapshotAssertion

from briefing.search.facts import FieldValue, Numbered, ValueTable
from briefing.search.index import plan
from briefing.search.index.building import update
from briefing.search.index.database import open_to_read
from briefing.search.index.plan import Counts, Planner
from briefing.search.language import parse
from briefing.search.query import Query
from tests.samples import two_towns
from tests.unit.search.index_shelves import MemoryShelf, simple_briefing

QUERIES: Final = (
    *("water", "wat", "w", "zebra", "water town", "water or town", "-water", "water -town", "US"),
    *("-US", "water*", "water* town", "-zebra", "water -zebra", "zebra -water", "-prisoner-of-war"),
    *("prisoner-of-war", "cop29", "a-b-c-d-e", "əliyev", "ə" * 7, "120,000", "x" * 41, "-əliyev"),
    *('"two towns"', '"two towns', '"water"', '"o\'brien said"', '"əli today"', "and/or"),
    *("in:terms", "in:terms water", "in:terms or in:people", "in:terms or water", "-in:terms"),
    *("water -in:terms", "-(in:terms water)", "-(in:terms or water)", "in:nowhere", "-in:nowhere"),
    *("in:nowhere or water", "in:nowhere or in:terms", "is:disputed", "is:new", "is:new or water"),
    *("water -is:new", "in:terms tag:summer", "(in:terms tag:summer) or in:people", "fig:>30"),
    *("fig:30..60", "fig:<=2", "-fig:>30", "date:2024", "date:..2023", "date:2024-05.."),
    *("date:1900", "fig:>30 or water", "fig:>30 or date:2024", "sources:>=2", "water date:2024"),
    *("-(-water)", "(water or town) -(in:terms or peace)", "actor:mayor"),
    *("actor:mayor or by:mayor or water", "by:mayor", "-by:mayor", "-actor:mayor"),
    *("tag:summer (in:terms or water)", "tag:summer (-in:terms or in:people)"),
    *("tag:summer (in:terms or in:people)", "tag:summer (is:new or in:people)"),
)  # fmt: skip


@pytest.fixture(scope="module")
def counts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counts]:
    """An index of the two towns and of three dozen cards more."""
    path = tmp_path_factory.mktemp("plans") / "index.sqlite3"
    words = [f"water{number} town peace{number % 3} today" for number in range(30)]
    texts = ["the prisoner-of-war said", "COP 29", "Əliyev and əəəəəəə", "120,000", "wide wet west"]
    update(path, MemoryShelf(two_towns(), simple_briefing("many", *words, *texts, "x" * 50)))
    with closing(open_to_read(path)) as connection:
        yield Counts(connection)


class Values(ValueTable):
    """Values with numbers of our own, a number for each name."""

    NUMBERED: Final = {
        "in": {"terms": 1, "people": 2},
        "tag": {"summer": 3},
        "is": {"disputed": 4},
        "actor": {f"mayor {number}": 10 + number for number in range(33)},
        "by": {f"mayor {number}": 50 + number for number in range(32)},
    }

    def of(self, field: str) -> Numbered:
        named = self.NUMBERED.get(field, {})
        return {FieldValue((name,)): number for name, number in named.items()}


def planned(counts: Counts, text: str, *, ranked: bool = False) -> list[tuple[object, ...]]:
    query = parse(text, date(2024, 5, 4))
    assert isinstance(query, Query)
    assert query.condition is not None
    planner = Planner(counts, Values(), ranked=ranked)
    return [tuple(one) for one in planner.statements(query.condition)]


@pytest.mark.parametrize("ranked", [False, True])
def test_statements_are_what_they_were(
    counts: Counts, snapshot: SnapshotAssertion, *, ranked: bool
) -> None:
    assert {text: planned(counts, text, ranked=ranked) for text in QUERIES} == snapshot


@pytest.mark.parametrize(
    "limits",
    [
        {"_MOST_WORDS": 3},
        {"_MOST_WORDS": 3, "_COMMON": 99.0},
        {"_FEW": 4},
        {"_FEW": 1},
        {"_SOON_READ": 3, "_FAR_FEWER": 1},
        {"_FAR_FEWER": 1},
        {"_LEFT_OVER": 0.5, "_MOST_FREQUENT": 2},
    ],
    ids=str,
)
def test_statements_at_other_limits_are_what_they_were(
    counts: Counts,
    limits: dict[str, float],
    monkeypatch: pytest.MonkeyPatch,
    snapshot: SnapshotAssertion,
) -> None:
    usual = {text: planned(counts, text) for text in QUERIES}
    for name, limit in limits.items():
        monkeypatch.setattr(plan, name, limit)
    fresh = Counts(counts._connection)
    found = {text: planned(fresh, text) for text in QUERIES}
    assert {text: found[text] for text in usual if found[text] != usual[text]} == snapshot
    ranked = {
        text: planned(fresh, text, ranked=True) for text in ("w", "water -w", "w or in:terms")
    }
    assert ranked == snapshot
