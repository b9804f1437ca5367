"""What a figure was in earlier revisions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from briefing.library.changes.history import figure_history
from briefing.model.briefing import Briefing, Revision
from briefing.model.claims import Figure
from briefing.model.vocabulary import Qualifier
from tests.strategies import briefings

from .samples import NOON, make_briefing


def figure(id_: str, value: int, measure: str = "Prisoners to be freed") -> Figure:
    return Figure(id=id_, measure=measure, unit="people", value=Decimal(value))


def with_figures(*figures: Figure, card: str = "card-0") -> Briefing:
    briefing = make_briefing()
    (section,) = briefing.sections
    cards = tuple(replace(one, figures=figures if one.id == card else ()) for one in section.cards)
    return replace(briefing, sections=(replace(section, cards=cards),))


def published(*briefings_: Briefing) -> list[Revision]:
    return [
        Revision(number=number, published=NOON + timedelta(days=number), briefing=one)
        for number, one in enumerate(briefings_, 1)
    ]


def told(revisions: Sequence[Revision]) -> dict[str, list[tuple[int, str]]]:
    return {
        id_: [(one.revision, one.figure.amount) for one in values]
        for id_, values in figure_history(revisions).items()
    }


def test_each_value_is_told_once_with_the_revision_that_brought_it() -> None:
    amounts = (55, 55, 80, 80, 120, 55)
    revisions = published(*(with_figures(figure("freed", one)) for one in amounts))
    assert told(revisions) == {"freed": [(1, "55"), (3, "80"), (5, "120"), (6, "55")]}
    first = figure_history(revisions)["freed"][0]
    assert first.published == NOON + timedelta(days=1)


def test_a_qualifier_and_a_unit_are_part_of_a_value() -> None:
    exact = figure("freed", 55)
    about = replace(exact, qualifier=Qualifier.ABOUT)
    families = replace(about, unit="families")
    assert told(published(*map(with_figures, (exact, about, families)))) == {
        "freed": [(1, "55"), (2, "about 55"), (3, "about 55")]
    }


def test_a_figure_that_was_renamed_or_moved_is_followed() -> None:
    revisions = published(
        with_figures(figure("freed", 55)),
        with_figures(figure("released", 80)),
        with_figures(figure("released", 120), card="card-1"),
    )
    assert told(revisions) == {"released": [(1, "55"), (2, "80"), (3, "120")]}


def test_one_that_takes_on_the_name_of_another_has_not_its_values() -> None:
    mills = figure("freed", 7, "Mills along the river")
    revisions = published(
        with_figures(figure("freed", 55)),
        with_figures(figure("released", 55)),
        with_figures(figure("released", 80), mills),
    )
    assert told(revisions) == {"released": [(1, "55"), (3, "80")], "freed": [(3, "7")]}
    at_once = published(revisions[0].briefing, revisions[2].briefing)
    assert told(at_once) == {"released": [(1, "55"), (2, "80")], "freed": [(2, "7")]}


def test_one_that_was_gone_and_is_back_has_the_values_of_before() -> None:
    one = with_figures(figure("freed", 55))
    revisions = published(one, with_figures(), with_figures(figure("freed", 80)))
    assert told(revisions) == {"freed": [(1, "55"), (3, "80")]}
    assert told(revisions[:2]) == {}


def test_of_no_revision_there_is_nothing() -> None:
    assert figure_history([]) == {}


@given(st.lists(briefings, min_size=1, max_size=3))
def test_the_last_value_is_the_present_one(several: list[Briefing]) -> None:
    last = several[-1].figures
    found = figure_history(published(*several))
    assert list(found) == list(last)
    for id_, values in found.items():
        assert values[-1].figure.quantity == last[id_].quantity
        assert all(one.figure.quantity != other.figure.quantity for one, other in pairwise(values))
