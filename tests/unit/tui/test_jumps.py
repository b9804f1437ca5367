"""The jump list: back and forward over leaps, for any leaps and steps between them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from briefing.evidence.corpus import Corpus, Examination
from briefing.library.reader_tables import Place
from briefing.model.briefing import Revision
from briefing.tui.reader import jumps, navigation
from briefing.tui.reader.layout import Pane
from briefing.tui.reader.state import Checked, Jumps, Marks, ReadingState, Spot


def spot(briefing: str = "a", card: str = "c", claim: str | None = "1") -> Spot:
    return Spot(briefing, Place(section="s", card=card, claim=claim), Pane.CARD)


SPOTS = st.builds(spot, st.sampled_from("ab"), st.sampled_from("cde"), st.sampled_from("12"))
LISTS = st.builds(
    Jumps, st.lists(SPOTS, max_size=5).map(tuple), st.lists(SPOTS, max_size=5).map(tuple)
)


@pytest.fixture(scope="module")
def state(revision: Revision) -> ReadingState:
    check = Checked(Examination(revision.briefing, Corpus(None)))
    return navigation.begin(revision, check, Marks(), None, full=True)


def length(list_: Jumps) -> int:
    return len(list_.behind) + len(list_.ahead)


@given(LISTS, SPOTS, st.sampled_from([-1, 1]))
def test_one_way_and_the_other_is_where_the_reader_was(
    list_: Jumps, here: Spot, direction: int
) -> None:
    after, there = jumps.step(list_, here, direction)
    if there is None:
        side = list_.behind if direction < 0 else list_.ahead
        assert set(side) <= {here}
        return
    assert there != here
    again, back = jumps.step(after, there, -direction)
    assert back == here
    # What led nowhere is left out on the way; done twice, nothing changes any more.
    assert jumps.step(again, here, direction) == (after, there)
    assert length(after) <= length(list_)


@given(st.lists(st.tuples(st.sampled_from(["leap", "back", "forward"]), SPOTS), max_size=40))
def test_the_list_is_bounded_and_a_leap_is_undone_by_going_back(
    state: ReadingState, moves: list[tuple[str, Spot]]
) -> None:
    jumps_most = jumps.MOST
    here = spot("x", "x")
    for move, target in moves:
        if move == "leap":
            state, was, here = jumps.leapt(state, here), here, target
            assert state.jumps.ahead == ()
            assert state.jumps.behind[-1] == was
            if target != was:
                assert jumps.step(state.jumps, here, -1)[1] == was
        else:
            list_, there = jumps.step(state.jumps, here, -1 if move == "back" else 1)
            if there is not None:
                state, here = replace(state, jumps=list_), there
        assert length(state.jumps) <= jumps_most


def test_no_more_places_are_kept_than_anybody_goes_back_over(state: ReadingState) -> None:
    for number in range(2 * jumps.MOST):
        state = jumps.leapt(state, spot(card=f"{number}"))
    assert length(state.jumps) == jumps.MOST
    assert state.jumps.behind[-1] == spot(card=f"{2 * jumps.MOST - 1}")


def test_a_leap_to_where_the_reader_is_is_none(state: ReadingState) -> None:
    place = Place(section="terms", card="share", claim="summer")
    here = Spot(state.briefing.id, place, Pane.CARD)
    assert jumps.leapt(state.at("share"), here).jumps == Jumps()
    assert jumps.leapt(state.at("share", "summer"), here).jumps == Jumps()
    assert jumps.leapt(state.at("share", "in-winter-the-shares"), here).jumps == Jumps((here,))
    assert jumps.leapt(state.at("duration"), here).jumps == Jumps((here,))


def test_a_place_that_is_gone_is_forgotten_on_both_sides() -> None:
    gone, kept = spot(card="d"), spot(card="e")
    assert jumps.forgotten(Jumps((gone, kept), (kept, gone)), gone) == Jumps((kept,), (kept,))


def test_a_card_that_was_open_is_opened_where_only_its_row_is_on_the_way(
    state: ReadingState,
) -> None:
    place = Place(section="reactions", card="anglers", claim=None)
    short = replace(state, route=replace(state.route, full=False))
    opened = jumps.arrive(short, Jumps(), Spot("two-towns", place, Pane.CARDS))
    assert (opened.card_id, opened.wanted, opened.list_alone) == ("anglers", Pane.CARD, False)
    row = jumps.arrive(short, Jumps(), Spot("two-towns", replace(place, view=True), Pane.CARD))
    assert row.list_alone


def test_the_footer_names_the_card_or_the_list(state: ReadingState) -> None:
    at = state.at("share", pane=Pane.CARD)
    assert jumps.said(at, -1, "Z") == (
        "Back at “Hilltop gets two thirds of the water in…”; Z goes forward."
    )
    short = replace(state, route=replace(state.route, full=False)).at("anglers", pane=Pane.CARDS)
    assert jumps.said(short, 1, "z") == "Forward at “Who says what”; z goes back."
