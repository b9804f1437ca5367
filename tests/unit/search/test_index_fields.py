"""Fields mean in the index what they mean in one briefing, whatever the briefing holds."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.model.briefing import Briefing
from briefing.model.claims import Figure
from briefing.model.dates import EdtfDate
from briefing.model.vocabulary import SectionKind, Stance
from briefing.search.facts import CardFacts, card_facts
from briefing.search.finder import Finder
from briefing.search.index.building import update
from briefing.search.index.document import documents
from briefing.search.index.head import head_of
from briefing.search.index.keeper import refuse
from briefing.search.index.marks import EVERY, amount_marks, card_marks, date_marks
from briefing.search.index.reading import IndexReader
from briefing.search.language import Query
from briefing.search.language.nodes import (
    About,
    Amount,
    By,
    Comparison,
    Condition,
    Dated,
    FromSource,
    In,
    InBriefing,
    InUnit,
    Is,
    Kind,
    OfCountry,
    OfKind,
    Range,
    SourceCount,
    State,
    Tagged,
    WithStance,
    all_of,
    any_of,
    none_of,
)
from tests.strategies import briefings, edtf_dates, numbers
from tests.unit.search.index_shelves import MemoryShelf, simple_briefing


def values_of(briefing: Briefing) -> list[Comparison]:
    """A comparison with each thing that a briefing holds."""
    found: list[Comparison] = [InBriefing(value=briefing.id), InBriefing(value=briefing.title)]
    for section, card in briefing.cards():
        facts: CardFacts = card_facts(briefing, section, card)
        found += [In(value=section.id), In(value=section.kind)]
        found += [By(value=name.original) for name in facts.speakers]
        found += [About(value=name.original) for name in facts.actors]
        found += [OfCountry(value=code) for code in facts.codes]
        found += [OfCountry(value=name.original) for name in facts.states]
        found += [FromSource(value=name.original) for name in facts.sources]
        found += [Tagged(value=name.original) for name in facts.tags]
        found += [InUnit(value=name.original) for name in facts.units]
    return found


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
days = st.builds(
    lambda when: Dated(value=when.edtf, earliest=when.earliest, latest=when.latest), edtf_dates()
)
closed: st.SearchStrategy[Comparison] = st.one_of(
    st.builds(In, value=st.sampled_from(list(SectionKind))),
    st.builds(WithStance, value=st.sampled_from(Stance)),
    st.builds(OfKind, value=st.sampled_from(Kind)),
    st.builds(Amount, value=ranges),
    st.builds(
        SourceCount,
        value=st.builds(
            lambda number, up: (
                Range(low=Decimal(number)) if up else Range(high=Decimal(number), below=True)
            ),
            st.integers(0, 3),
            st.booleans(),
        ),
    ),
    st.builds(Is, value=st.sampled_from((State.DISPUTED, State.SINGLE_SOURCE, State.NEW))),
    days,
)


@settings(max_examples=60)
@given(briefing=briefings.map(with_numbers), data=st.data())
def test_fields_mean_what_they_mean_in_one_briefing(
    briefing: Briefing, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("index") / "index.sqlite3"
    update(path, MemoryShelf(briefing))
    leaves = st.sampled_from(values_of(briefing)) | closed
    finder = Finder(briefing)
    with closing(IndexReader(path)) as reader:
        for _ in range(12):
            parts: list[Condition] = data.draw(st.lists(leaves, min_size=1, max_size=3))
            join = data.draw(st.sampled_from((all_of, any_of)))
            condition = join([none_of(parts[0]), *parts[1:]]) if len(parts) > 2 else join(parts)
            rows = reader.search(Query(condition), 999, None, refuse).rows
            found = sorted((row.section_id, row.card_id) for row in rows)
            hits = {(hit.section_id, hit.card_id) for hit in finder.find(Query(condition))}
            assert found == sorted(hits)


@given(
    when=edtf_dates(),
    bounds=st.lists(st.dates(), min_size=2, max_size=2).map(sorted),
    far=st.booleans(),
    open_end=st.sampled_from(("start", "stop", "neither")),
)
def test_dates_that_overlap_share_a_box(
    when: EdtfDate, bounds: list[date], far: bool, open_end: str
) -> None:
    start, stop = bounds if far else (when.earliest or bounds[0], when.latest or bounds[1])
    first = None if open_end == "start" else start
    last = None if open_end == "stop" else max(start, stop)
    begins_in_time = when.earliest is None or last is None or when.earliest <= last
    ends_in_time = when.latest is None or first is None or when.latest >= first
    if begins_in_time and ends_in_time:
        marks = marks_of(dates=((when.earliest, when.latest),))
        assert marks & set(date_marks(first, last))


@given(amount=st.tuples(numbers, numbers).map(sorted), wanted=st.tuples(numbers, numbers))
def test_numbers_that_overlap_share_a_box(
    amount: list[Decimal], wanted: tuple[Decimal, Decimal]
) -> None:
    low, high = sorted(wanted)
    marks = marks_of(amounts=((amount[0], amount[1]),))
    if amount[0] <= high and amount[1] >= low:
        assert marks & set(amount_marks(float(low), float(high)))
    if amount[1] >= low:
        assert marks & set(amount_marks(float(low), None))
    if amount[0] <= high:
        assert marks & set(amount_marks(None, float(high)))


def test_a_day_has_few_boxes_and_so_has_a_decade() -> None:
    assert len(date_marks(date(2023, 12, 13), date(2023, 12, 13))) < 10
    assert len(date_marks(date(2010, 1, 1), date(2019, 12, 31))) < 10
    assert len(date_marks(None, None)) < 100


def marks_of(**facts: object) -> set[str]:
    """The marks of a card with such facts."""
    plain = documents(simple_briefing("b", "text"))[0].facts
    revision = MemoryShelf(simple_briefing("b", "text")).open("b")
    assert revision is not None
    return card_marks(head_of(revision), msgspec.structs.replace(plain, **facts)) - {EVERY}
