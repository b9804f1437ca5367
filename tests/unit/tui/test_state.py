"""Ways through a briefing, and marks compared with what it is now."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from briefing.model.briefing import Briefing, card_digest
from briefing.tui.reader.state import Marks, Route, marks_of
from tests.strategies import briefings
from tests.thorough import examples


def ids(briefing: Briefing) -> list[str]:
    return [card.id for _, card in briefing.cards()]


def test_going_on_and_back_leads_through_all_cards(briefing: Briefing) -> None:
    route, order = Route(briefing), ids(briefing)
    assert [card.id for card in route.beyond(order[0], 1)] == order[1:]
    assert [card.id for card in route.beyond(order[-1], -1)] == order[-2::-1]
    assert list(route.beyond(order[-1], 1)) == []
    assert list(route.beyond(order[0], -1)) == []


def test_a_narrowing_is_never_left(briefing: Briefing) -> None:
    left = frozenset(["share", "turbines", "years"])
    route = Route(briefing, left)
    assert [card.id for card in route.beyond("bottom-line", 1)] == ["share", "turbines", "years"]
    assert [card.id for card in route.beyond("gauge", -1)] == ["turbines", "share"]
    assert [card.id for card in route.cards_in(briefing.sections[2])] == ["share", "turbines"]
    beyond = route.section_beyond("turbines", 1)
    assert beyond is not None
    assert beyond.id == "years"
    back = route.section_beyond("years", -1)
    assert back is not None
    assert back.id == "share"
    assert route.section_beyond("years", 1) is None
    assert route.section_start(0) is None


def test_sections_beyond_the_ends_are_none(briefing: Briefing) -> None:
    route = Route(briefing)
    assert route.section_start(-1) is None
    assert route.section_start(len(briefing.sections)) is None
    assert route.section_beyond(ids(briefing)[0], -1) is None
    assert route.section_beyond(ids(briefing)[-1], 1) is None


def test_an_unknown_card_is_the_first(briefing: Briefing) -> None:
    assert Route(briefing).find("gone")[1].id == ids(briefing)[0]
    assert Route(briefing).find(None)[1].id == ids(briefing)[0]


def test_a_card_is_read_only_in_the_wording_that_was_read(briefing: Briefing) -> None:
    cards = {card.id: card for _, card in briefing.cards()}
    read = {
        "share": card_digest(cards["share"]),
        "years": card_digest(msgspec.structs.replace(cards["years"], title="Other")),
        "gone": "0123456789abcdef",
    }
    marks = marks_of(briefing, read, {"share", "gone"})
    assert marks == Marks(*[frozenset(["share"])] * 3)
    assert marks.unread(briefing.sections[2].cards) == 2


@examples(10)
@given(briefings, st.data())
def test_marks_name_only_cards_that_there_are(briefing: Briefing, data: st.DataObject) -> None:
    known = [*ids(briefing), "x"]
    names = data.draw(st.sets(st.sampled_from(known)))
    marks = marks_of(briefing, dict.fromkeys(names, "0" * 16), names)
    assert marks.read == frozenset()
    assert marks.bookmarks <= set(ids(briefing))
