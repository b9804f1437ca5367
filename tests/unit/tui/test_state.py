"""Ways through a briefing, and marks compared with what it is now."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from briefing.evidence.corpus import Corpus, Examination
from briefing.library.reader_tables import row_mark
from briefing.model.briefing import Briefing
from briefing.model.parts import Field, card_digest, row_digest
from briefing.search.finder import Hit, Match
from briefing.tui.reader.state import Checked, Found, Marks, Route, marks_of
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
        "share": card_digest(briefing, cards["share"]),
        "years": card_digest(briefing, msgspec.structs.replace(cards["years"], title="Other")),
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


def test_a_row_is_read_only_in_the_wording_that_was_read(briefing: Briefing) -> None:
    section, card = next((one, two) for one, two in briefing.cards() if two.id == "anglers")
    for digest, rows in ((row_digest(briefing, section, card), {"anglers"}), ("0" * 16, set())):
        assert marks_of(briefing, {row_mark("anglers"): digest}, set()).rows == rows


def test_from_within_a_view_the_way_leads_out_of_it(briefing: Briefing) -> None:
    route = Route(briefing, full=False)
    onward, back = route.next_stop("anglers", 1), route.next_stop("anglers", -1)
    assert onward is not None
    assert back is not None
    assert (onward.cards[0].id, back.cards[0].id) == ("gauge", "duration")
    first = route.section_beyond("text-is-final", -1)
    assert first is not None
    assert first.id == "bottom-line"


def test_a_section_without_cards_is_no_stop(briefing: Briefing) -> None:
    sections = tuple(
        msgspec.structs.replace(one, cards=()) if one.id == "reactions" else one
        for one in briefing.sections
    )
    route = Route(msgspec.structs.replace(briefing, sections=sections), full=False)
    assert "reactions" not in {stop.section.id for stop in route.stops}
    assert all(stop.cards for stop in route.stops)


def test_a_narrowing_leaves_its_cards_only_beside_one_that_is_off_it_too(
    briefing: Briefing,
) -> None:
    terms = briefing.sections[2]
    narrowed = Route(briefing, frozenset(["share"]))
    assert [card.id for card in narrowed.listed(terms, "turbines")] == ["share"]
    short = Route(briefing, full=False)
    assert short.listed(terms, "turbines") == terms.cards
    assert [card.id for card in short.listed(terms, "share")] == ["share", "duration"]


def test_what_is_unread_is_counted_by_cards_and_by_stops(briefing: Briefing) -> None:
    route, reactions = Route(briefing, full=False), briefing.sections[4]
    marks = Marks(frozenset(["share"]), rows=frozenset(["anglers", "gauge", "winter-level"]))
    assert route.unread(briefing.sections[2], marks) == 1
    assert route.unread(reactions, marks) == len(reactions.cards) - 1
    assert route.unread_stops(Marks()) == 9
    assert route.unread_stops(marks) == 6


def test_matches_are_gone_through_round_and_round() -> None:
    none = Found("dam")
    assert (none.match, none.count, none.stepped(1).here) == (None, "no match", 0)
    hit = Hit(section_id="terms", card_id="share", field=Field.TITLE, text="Dam", spans=((0, 3),))
    matches = tuple(Match(hit=hit, span=(number, 3)) for number in range(3))
    found = Found("dam", matches)
    assert (found.match, found.count) == (matches[0], "1 of 3")
    assert [found.stepped(step).here for step in (1, -1, 3)] == [1, 2, 0]
    assert found.stepped(-1).match is matches[2]
    assert found.stepped(1).count == "2 of 3"
    one = Found("dam", matches[:1])
    assert one.stepped(1).here == 0


def test_only_what_loses_support_is_hit_without_a_source(briefing: Briefing) -> None:
    examination = Examination(briefing, Corpus(None))
    assert Checked(examination).radius is None
    assert Checked(examination, frozenset(["nobody"])).hit == frozenset()
    checked = Checked(examination, frozenset(["engineers"]))
    assert checked.hit
    assert checked.hit < frozenset(ids(briefing))
    assert checked.gone <= checked.hit
