"""Fields mean in the index what they mean in one briefing, whatever the briefing holds."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from decimal import Decimal
from itertools import chain
from unittest.mock import patch

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Section
from briefing.model.claims import Figure
from briefing.model.vocabulary import SectionKind, Stance
from briefing.search.evaluate import refuse
from briefing.search.facts import NAME, briefing_values, card_values
from briefing.search.fields import CARD_KINDS, FIELDS
from briefing.search.finder import Finder
from briefing.search.index import plan
from briefing.search.index.building import update
from briefing.search.index.reading import IndexReader
from briefing.search.query import (
    Comparison,
    Condition,
    Query,
    Range,
    State,
    all_of,
    any_of,
    none_of,
)
from tests.strategies import briefings, edtf_dates, numbers
from tests.thorough import examples
from tests.unit.search.index_shelves import MemoryShelf


def values_of(briefing: Briefing) -> list[Comparison]:
    """A comparison with each name that a briefing holds."""
    cards = [card_values(briefing, section, card) for section, card in briefing.cards()]
    return [
        Comparison(field, name)
        for field, value in chain(briefing_values(briefing), *cards)
        for name in value.names
        if field != NAME and FIELDS[field].is_open
    ]


def with_numbers(briefing: Briefing) -> Briefing:
    """The same, with a number in each figure, as every published one has."""

    def mended(figure: Figure) -> Figure:
        if figure.value is not None or None not in (figure.low, figure.high):
            return figure
        return msgspec.structs.replace(figure, value=Decimal(1))

    sections = tuple(
        msgspec.structs.replace(
            section,
            cards=tuple(
                msgspec.structs.replace(card, figures=tuple(map(mended, card.figures)))
                for card in section.cards
            ),
        )
        for section in briefing.sections
    )
    return msgspec.structs.replace(briefing, sections=sections)


ranges = st.builds(
    lambda low, high: Range(low=min(low, high), high=max(low, high)), numbers, numbers
) | st.builds(
    lambda number, up, strict: (
        Range(low=number, above=strict) if up else Range(high=number, below=strict)
    ),
    numbers | st.sampled_from([Decimal(one) for one in (0, 1, 2, 3)]),
    st.booleans(),
    st.booleans(),
)


def numbered(first: date | None, last: date | None) -> Comparison:
    low, high = (Decimal(day.toordinal()) if day else None for day in (first, last))
    return Comparison("date", Range(low, high))


@st.composite
def periods(draw: st.DrawFn) -> Comparison:
    """A date that a card may have, or any period, of which one end may be open."""
    when = draw(edtf_dates())
    bounds = draw(st.lists(st.dates(), min_size=2, max_size=2).map(sorted))
    if draw(st.booleans()):
        bounds = [when.earliest or bounds[0], max(when.latest or bounds[1], bounds[0])]
    open_end = draw(st.sampled_from(("start", "stop", "neither")))
    return numbered(
        None if open_end == "start" else bounds[0], None if open_end == "stop" else bounds[1]
    )


closed: st.SearchStrategy[Comparison] = st.one_of(
    st.builds(Comparison, st.just("in"), st.sampled_from(list(SectionKind))),
    st.builds(Comparison, st.just("stance"), st.sampled_from(Stance)),
    st.builds(Comparison, st.just("kind"), st.sampled_from(CARD_KINDS)),
    st.builds(Comparison, st.just("fig"), ranges),
    st.builds(
        Comparison,
        st.just("sources"),
        st.builds(
            lambda number, up: (
                Range(low=Decimal(number)) if up else Range(high=Decimal(number), below=True)
            ),
            st.integers(0, 3),
            st.booleans(),
        ),
    ),
    st.builds(
        Comparison, st.just("is"), st.sampled_from((State.DISPUTED, State.SINGLE_SOURCE, State.NEW))
    ),
    periods(),
)


@examples(8)
@given(briefing=briefings.map(with_numbers), data=st.data())
def test_fields_mean_what_they_mean_in_one_briefing(
    briefing: Briefing, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("index") / "index.sqlite3"
    update(path, MemoryShelf(briefing))
    leaves = st.sampled_from(values_of(briefing)) | closed
    finder = Finder(briefing)
    with closing(IndexReader(path)) as reader:
        for number in range(12):
            parts: list[Condition] = data.draw(st.lists(leaves, min_size=1, max_size=3))
            join = data.draw(st.sampled_from((all_of, any_of)))
            condition = join([none_of(parts[0]), *parts[1:]]) if len(parts) > 2 else join(parts)
            hits = {(hit.section_id, hit.card_id) for hit in finder.find(Query(condition))}
            for few in (5000, 0):
                # Listed by the rarest field, or by the words that every card has.
                with patch.multiple(plan, _FEW=few, _MOST_PROBED=32 * (number % 2)):
                    rows = reader.search(Query(condition), 999, None, refuse).rows
                assert sorted((row.section_id, row.card_id) for row in rows) == sorted(hits)


@given(
    amounts=st.lists(st.tuples(numbers, numbers).map(sorted), min_size=1, max_size=3),
    wanted=st.tuples(numbers, numbers).map(sorted),
)
def test_numbers_that_overlap_are_found(
    amounts: list[list[Decimal]], wanted: list[Decimal], tmp_path_factory: pytest.TempPathFactory
) -> None:
    figures = tuple(
        Figure(id=f"f{number}", measure="m", unit="u", low=low, high=high)
        for number, (low, high) in enumerate(amounts)
    )
    card = Card(id="c", title="C", figures=figures)
    section = Section(id="s", kind=SectionKind.TERMS, title="S", cards=(card,))
    path = tmp_path_factory.mktemp("index") / "index.sqlite3"
    update(path, MemoryShelf(Briefing(id="b", title="B", sections=(section,))))
    low, high = wanted
    with closing(IndexReader(path)) as reader:
        for asked, is_found in (
            (Range(low, high), any(one[0] <= high and one[1] >= low for one in amounts)),
            (Range(low=low), any(one[1] >= low for one in amounts)),
            (Range(high=high), any(one[0] <= high for one in amounts)),
        ):
            rows = reader.search(Query(Comparison("fig", asked)), 9, None, refuse).rows
            assert bool(rows) is is_found
