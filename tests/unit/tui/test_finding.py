"""What was found, and where in it the reader is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.model.briefing import Briefing
from briefing.search.finder import Finder
from briefing.tui.reader.state import Found
from briefing.tui.rendering.results import result_items
from briefing.tui.rendering.text import marker


def found(briefing: Briefing, query: str) -> Found:
    return Found(query, tuple(Finder(briefing).matches(query)))


def test_stepping_goes_round_both_ways(briefing: Briefing) -> None:
    walk = found(briefing, "committee")
    assert walk.count == "1 of 3"
    assert walk.stepped(1).count == "2 of 3"
    assert walk.stepped(-1).count == "3 of 3"
    assert walk.stepped(-1).stepped(1) == walk
    assert walk.at(1).stepped(2).count == "1 of 3"


def test_nothing_found_has_no_match_wherever_one_steps() -> None:
    nothing = Found("zzz")
    assert nothing.match is None
    assert nothing.count == "no match"
    assert nothing.stepped(1).match is None


def test_all_matches_are_marked_and_the_present_one_apart(briefing: Briefing) -> None:
    walk = found(briefing, "turbines").at(1)
    match = walk.match
    assert match is not None
    marked = marker(walk)(match.hit.text)
    assert [span.style for span in marked.spans] == ["match-here"]
    other = walk.matches[0].hit.text
    assert [span.style for span in marker(walk)(other).spans] == ["match"]
    assert marker(walk)("no such text").spans == []
    assert marker(walk)("[b]").plain == "[b]"


def test_every_match_in_the_fixture_leads_to_an_item_of_its_card(briefing: Briefing) -> None:
    cards = {card.id: card for _, card in briefing.cards()}
    for query in ("hilltop", "turbines", "aliyev", "fixed", "winter", "lakeside"):
        for match in found(briefing, query).matches:
            key = match.hit.item
            card = cards[match.hit.card_id]
            known = {claim.id for claim in card.claims}
            known |= {f"figure:{figure.id}" for figure in card.figures}
            assert (
                key is None
                or key in known
                or key.startswith(("actor:", "position:", "commitment:"))
            )


@pytest.mark.parametrize("width", [10, 38, 60, 100])
def test_results_have_one_row_for_each_place_and_no_more_room_than_given(
    briefing: Briefing, width: int
) -> None:
    walk = found(briefing, "hilltop")
    items = list(result_items(briefing, walk, width))
    rows = [item for item in items if item.selectable]
    assert len(rows) == len(Finder(briefing).find("hilltop"))
    first = [walk.matches[int(row.key)].hit for row in rows]
    assert len({id(hit) for hit in first}) == len(rows)
    if width >= 38:
        assert all(line.cell_length <= width for row in rows for line in row.lines)
        assert all(line.spans for row in rows for line in row.lines)


@given(st.integers(-50, 50))
def test_the_present_match_is_always_one_of_them(steps: int) -> None:
    walk = Found("x", ()).stepped(steps)
    assert walk.here == 0
