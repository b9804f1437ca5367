"""How well a claim is supported (origins are counted, not outlets), and what a source carries."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest

from briefing.evidence.anchors import Outcome
from briefing.evidence.corpus import Corpus, Examination
from briefing.evidence.support import (
    Bearer,
    Fate,
    Standing,
    bearers,
    standing,
    supporting,
    without,
)
from briefing.model.actors import Source
from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Disagreement, Position, Section
from briefing.model.claims import Claim, Evidence
from briefing.model.vocabulary import (
    Basis,
    Dimension,
    DisagreementState,
    SectionKind,
    Support,
)

AGENCY = "Regional Press Agency"


def _source(key: str, origin: str = "unknown") -> Source:
    return Source(key=key, type="article", title=key, outlet=key, origin=origin)


def _briefing(
    *evidence: Evidence,
    sources: tuple[Source, ...],
    basis: Basis = Basis.REPORTED,
    dispute: DisagreementState | None = None,
) -> Briefing:
    claim = Claim(id="c", text="The dam holds.", evidence=evidence, basis=basis)
    cards = [Card(id="dam", title="The dam holds", claims=(claim,))]
    if dispute is not None:
        detail = Disagreement(
            question="Does it?",
            dimension=Dimension.STATUS,
            positions=(Position(says="Yes.", evidence=()), Position(says="No.", evidence=())),
            matters=True,
            why="People live below it.",
            state=dispute,
            claims=("dam#c",),
        )
        cards.append(Card(id="holds", title="Not all agree", detail=detail))
    section = Section(id="terms", kind=SectionKind.TERMS, title="Terms", cards=tuple(cards))
    return Briefing(id="dam", title="The dam holds", sections=(section,), sources=sources)


def _claim(briefing: Briefing) -> Bearer:
    return next(one for one in bearers(briefing) if one.is_claim)


def _standing(briefing: Briefing, aside: frozenset[str] = frozenset()) -> Standing:
    return standing(_claim(briefing), Examination(briefing, Corpus(None)), aside)


@pytest.mark.parametrize(
    ("origins", "named", "unrecorded"),
    [
        pytest.param((AGENCY, AGENCY), {AGENCY}, 0, id="two outlets with one origin are one"),
        pytest.param((AGENCY, "Lakeside Radio"), {AGENCY, "Lakeside Radio"}, 0, id="two origins"),
        pytest.param((AGENCY, "unknown"), {AGENCY}, 1, id="one that does not say counts as none"),
        pytest.param(("unknown", "unknown"), set(), 2, id="none says"),
    ],
)
def test_origins_are_counted_and_not_outlets(
    origins: tuple[str, str], named: set[str], unrecorded: int
) -> None:
    sources = (_source("herald", origins[0]), _source("post", origins[1]))
    briefing = _briefing(Evidence(source="herald"), Evidence(source="post"), sources=sources)
    how = _standing(briefing)
    assert how.sources == ("herald", "post")
    assert how.origins == named
    assert how.unrecorded == unrecorded


def test_a_source_counts_once_and_only_where_it_supports() -> None:
    briefing = _briefing(
        Evidence(source="herald", paragraph=1),
        Evidence(source="herald", paragraph=2),
        Evidence(source="post", stance=Support.CONTEXT),
        Evidence(source="radio", stance=Support.CONTRADICTS),
        sources=(_source("herald"), _source("post"), _source("radio")),
    )
    how = _standing(briefing)
    assert how.sources == ("herald",)
    assert how.contradicted_by == ("radio",)
    assert how.contested
    assert how.outcomes == Counter({Outcome.UNCHECKED: 4})


def test_a_source_that_is_not_listed_has_no_origin() -> None:
    assert _standing(_briefing(Evidence(source="herald"), sources=())).unrecorded == 1


def test_what_is_set_aside_is_out_of_account() -> None:
    briefing = _briefing(
        Evidence(source="herald"),
        Evidence(source="post", stance=Support.CONTRADICTS),
        sources=(_source("herald", AGENCY), _source("post")),
    )
    how = _standing(briefing, frozenset({"herald"}))
    assert (how.sources, how.origins, how.unsupported) == ((), frozenset(), True)
    assert how.contested
    assert not _standing(briefing, frozenset({"post"})).contested
    assert supporting(_claim(briefing)) == ("herald",)


def test_an_assumption_rests_on_nothing_and_lacks_nothing() -> None:
    how = _standing(_briefing(sources=(), basis=Basis.ASSUMED))
    assert how.assumed
    assert not how.unsupported
    assert _standing(_briefing(sources=())).unsupported


@pytest.mark.parametrize("state", DisagreementState)
def test_a_claim_in_an_open_disagreement_is_contested(state: DisagreementState) -> None:
    briefing = _briefing(Evidence(source="herald"), sources=(_source("herald"),), dispute=state)
    how = _standing(briefing)
    is_open = state is DisagreementState.OPEN
    assert how.disputed_in == (("holds",) if is_open else ())
    assert how.contested is is_open


@pytest.mark.parametrize(
    ("outcomes", "worst"),
    [
        ({Outcome.EXACT: 3}, Outcome.EXACT),
        ({Outcome.EXACT: 3, Outcome.UNCHECKED: 1}, Outcome.UNCHECKED),
        ({Outcome.ALTERED: 1, Outcome.UNCHECKED: 1}, Outcome.ALTERED),
        ({Outcome.ALTERED: 1, Outcome.AMBIGUOUS: 1}, Outcome.AMBIGUOUS),
        ({Outcome.EXACT: 9, Outcome.MISSING: 1, Outcome.AMBIGUOUS: 5}, Outcome.MISSING),
    ],
)
def test_the_worst_outcome_is_the_one_to_name(outcomes: dict[Outcome, int], worst: Outcome) -> None:
    how = Standing((), frozenset(), 0, (), Counter(outcomes))
    assert how.worst is worst


# -- without some sources --------------------------------------------------------------------------


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
