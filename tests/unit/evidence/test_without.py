"""What would fall without a source."""

from __future__ import annotations

from itertools import combinations

from briefing.evidence.support import Fate, bearers, supporting, without
from briefing.model.briefing import Briefing


def test_each_claim_of_a_briefing_loses_what_the_source_alone_supports(two_towns: Briefing) -> None:
    radius = without(two_towns, {"herald"})
    assert radius.fates["share#summer"] is Fate.SINGLE
    assert radius.fates["share#in-winter-the-shares"] is Fate.LOST
    assert radius.fates["share#we-trust-them-for"] is Fate.KEPT
    assert radius.fates["share#figure:water-share"] is Fate.SINGLE
    assert radius.fates["turbines#figure:turbines-total"] is Fate.LOST
    assert "turbines" in {card.id for card in radius.cards}
    assert "share" not in {card.id for card in radius.cards}


def test_a_contradiction_supports_nothing(two_towns: Briefing) -> None:
    claims = {one.key: one for one in bearers(two_towns) if one.is_claim}
    either = claims["share#either-side-may-leave"]
    assert supporting(either) == ("herald",)
    assert without(two_towns, {"post"}).fates[either.key] is Fate.KEPT
    assert without(two_towns, {"herald"}).fates[either.key] is Fate.LOST


def test_a_disagreement_needs_two_sides(two_towns: Briefing) -> None:
    assert {card.id for card in without(two_towns, {"post"}).disagreements} == {
        "share-or-level",
        "day-of-signature",
    }
    assert without(two_towns, {"engineers"}).disagreements == ()


def test_reactions_go_with_all_that_tells_of_them(two_towns: Briefing) -> None:
    everything = {source.key for source in two_towns.sources}
    radius = without(two_towns, everything)
    assert {card.id for card in radius.reactions} == {
        card.id
        for section, card in two_towns.cards()
        if section.kind == "reactions" and any(one.evidence for one in card.claims)
    }
    assert radius.single == ()


def test_setting_nothing_aside_costs_nothing(two_towns: Briefing) -> None:
    radius = without(two_towns, ())
    assert (radius.lost, radius.single, radius.cards, radius.disagreements) == ((), (), (), ())
    assert set(radius.fates.values()) == {Fate.KEPT}


def test_setting_more_aside_never_brings_anything_back(two_towns: Briefing) -> None:
    keys = [source.key for source in two_towns.sources]
    subsets = [frozenset(some) for n in range(len(keys) + 1) for some in combinations(keys, n)]
    for fewer, more in ((a, b) for a in subsets for b in subsets if a < b):
        less, all_ = without(two_towns, fewer), without(two_towns, more)
        assert {one.address for one in less.lost} <= {one.address for one in all_.lost}
        assert {card.id for card in less.cards} <= {card.id for card in all_.cards}
        assert all(set(supporting(one)) <= more for one in all_.lost)
