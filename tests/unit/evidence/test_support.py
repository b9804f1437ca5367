"""How well a claim is supported (origins are counted, not outlets), and what a source carries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from decimal import Decimal
from itertools import combinations

import pytest

from briefing.evidence.anchors import Outcome
from briefing.evidence.corpus import Corpus, Examination
from briefing.evidence.support import (
    Bearer,
    BearerKind,
    Fate,
    Standing,
    bearers,
    fate_of,
    standing,
    supporting,
    without,
)
from briefing.model.actors import Actor, Name, Source
from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Disagreement, Position, Section
from briefing.model.claims import Allowance, Claim, Evidence, Figure, Quote
from briefing.model.vocabulary import (
    ActorType,
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


def test_what_rests_on_evidence_is_walked_through_in_reading_order() -> None:
    cited, allowed = (Evidence(source="herald"),), (Allowance(code="a", reason="So."),)
    yes = Position(says="Yes.", evidence=cited, allowed=allowed)
    claim = Claim(id="c", text="It holds.", evidence=cited, allowed=allowed)
    quote = Quote(id="q", text="It will hold.", evidence=cited, speaker="mayor")
    figure = Figure(
        id="f",
        measure="Height",
        value=Decimal(9),
        unit="metres",
        evidence=cited,
        allowed=allowed,
    )
    detail = Disagreement(
        question="Does it?",
        dimension=Dimension.STATUS,
        positions=(yes, Position(says="No.", evidence=())),
        matters=True,
        why="People live below it.",
    )
    card = Card(id="dam", title="T", claims=(claim, quote), figures=(figure,), detail=detail)
    section = Section(id="terms", kind=SectionKind.TERMS, title="Terms", cards=(card,))
    named = Name(text="Bo", evidence=cited)
    mayor = Actor(
        id="mayor",
        type=ActorType.PERSON,
        names=(Name(text="Ann"), named),
        role="Mayor",
        evidence=cited,
        allowed=allowed,
    )
    clerk = Actor(id="clerk", type=ActorType.PERSON, names=(Name(text="Cy"),), role="Clerk")
    angler = Actor(id="angler", type=ActorType.PERSON, names=(Name(text="Di"),), evidence=cited)
    briefing = Briefing(
        id="dam", title="T", sections=(section,), actors=(mayor, clerk, angler), sources=()
    )
    kind = BearerKind
    assert list(bearers(briefing)) == [
        Bearer(kind.POSITION, "position:0", "Yes.", cited, section, card, allowed=allowed),
        Bearer(kind.POSITION, "position:1", "No.", (), section, card),
        Bearer(kind.CLAIM, "c", "It holds.", cited, section, card, claim=claim, allowed=allowed),
        Bearer(kind.QUOTE, "q", "It will hold.", cited, section, card, claim=quote),
        Bearer(
            kind.FIGURE,
            "figure:f",
            figure.line,
            cited,
            section,
            card,
            figure=figure,
            allowed=allowed,
        ),
        Bearer(kind.ROLE, "actor:mayor", "Ann: Mayor", cited, allowed=allowed),
        Bearer(kind.NAME, "actor:mayor", "Bo", cited, allowed=allowed),
    ]


def test_a_bearer_has_an_address_of_its_section_and_card_where_it_has_them() -> None:
    card = Card(id="dam", title="T")
    section = Section(id="terms", kind=SectionKind.TERMS, title="Terms", cards=(card,))
    there = Bearer(BearerKind.FIGURE, "figure:f", "F", (), section, card)
    assert (there.key, there.address) == ("dam#figure:f", "terms/dam#figure:f")
    nowhere = Bearer(BearerKind.ROLE, "actor:mayor", "Mayor", ())
    assert (nowhere.key, nowhere.address) == ("actor:mayor", "actor:mayor")


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


def fates_of(briefing: Briefing, aside: Collection[str]) -> dict[str, Fate]:
    """What becomes of each claim, figure and position that anything supports, by its key."""
    found = (one for one in bearers(briefing) if supporting(one) and one.card is not None)
    return {one.key: fate_of(one, aside, ()) for one in found}


def test_each_claim_of_a_briefing_loses_what_the_source_alone_supports(two_towns: Briefing) -> None:
    radius, fates = without(two_towns, {"herald"}), fates_of(two_towns, {"herald"})
    assert fates["share#summer"] is Fate.SINGLE
    assert fates["share#in-winter-the-shares"] is Fate.LOST
    assert fates["share#we-trust-them-for"] is Fate.KEPT
    assert fates["share#figure:water-share"] is Fate.SINGLE
    assert fates["turbines#figure:turbines-total"] is Fate.LOST
    assert "turbines" in {card.id for card in radius.cards}
    assert "share" not in {card.id for card in radius.cards}


def test_a_contradiction_supports_nothing(two_towns: Briefing) -> None:
    claims = {one.key: one for one in bearers(two_towns) if one.is_claim}
    either = claims["share#either-side-may-leave"]
    assert supporting(either) == ("herald",)
    assert fates_of(two_towns, {"post"})[either.key] is Fate.KEPT
    assert fates_of(two_towns, {"herald"})[either.key] is Fate.LOST


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
    assert set(fates_of(two_towns, ()).values()) == {Fate.KEPT}


def test_setting_more_aside_never_brings_anything_back(two_towns: Briefing) -> None:
    keys = [source.key for source in two_towns.sources]
    subsets = [frozenset(some) for n in range(len(keys) + 1) for some in combinations(keys, n)]
    for fewer, more in ((a, b) for a in subsets for b in subsets if a < b):
        less, all_ = without(two_towns, fewer), without(two_towns, more)
        assert {one.address for one in less.lost} <= {one.address for one in all_.lost}
        assert {card.id for card in less.cards} <= {card.id for card in all_.cards}
        assert all(set(supporting(one)) <= more for one in all_.lost)


@pytest.mark.parametrize(
    ("cited", "aside", "fate"),
    [
        ("", "herald", Fate.KEPT),
        ("herald", "", Fate.KEPT),
        ("herald", "post", Fate.KEPT),
        ("herald", "herald", Fate.LOST),
        ("herald post", "", Fate.KEPT),
        ("herald post", "radio", Fate.KEPT),
        ("herald post", "post", Fate.SINGLE),
        ("herald post", "herald post", Fate.LOST),
        ("herald post radio", "post", Fate.KEPT),
        ("herald post radio", "post radio", Fate.SINGLE),
        ("herald herald", "post", Fate.KEPT),
        ("herald herald", "herald", Fate.LOST),
    ],
)
def test_the_fate_of_what_rests_on_sources(cited: str, aside: str, fate: Fate) -> None:
    evidence = [Evidence(source=key) for key in cited.split()]
    assert fate_of(Bearer(BearerKind.CLAIM, "c", "C", evidence), aside.split(), ()) is fate


def test_what_is_retracted_counts_neither_before_nor_after() -> None:
    evidence = [Evidence(source=key) for key in ("herald", "post", "radio")]
    bearer = Bearer(BearerKind.CLAIM, "c", "C", evidence)
    assert fate_of(bearer, ["post"], ["radio"]) is Fate.SINGLE
    assert fate_of(bearer, ["post"], ["herald", "radio"]) is Fate.LOST
    assert fate_of(bearer, ["post"], ["post"]) is Fate.KEPT


@pytest.mark.parametrize(
    ("aside", "lost", "single"),
    [
        (
            "engineers",
            {
                "claims": [
                    "share-or-level#the-engineers-report-predates",
                    "years#the-first-dry-summer",
                    "dam#the-dam-was-built",
                ],
                "figures": ["share#figure:unofficial-share"],
                "others": [],
            },
            ["gauge#nobody-has-offered-to"],
        ),
        (
            "post",
            {
                "claims": [
                    "bottom-line#so-what",
                    "share#we-trust-them-for",
                    "ferry#in-return-for-the",
                    "ferry#the-ferry-is-a",
                    "hilltop-council#hilltop-asks-for-two",
                    "anglers#the-anglers-fear-for",
                    "winter-level#the-committee-is-named",
                    "years#lakeside-sues-over-the",
                    "about-post#the-paper-gives-no",
                ],
                "figures": ["ferry#figure:dam-cost"],
                "others": [
                    "day-of-signature#position:1",
                    "share-or-level#position:1",
                    "actor:lakeside",
                    "actor:engineer",
                ],
            },
            [
                "bottom-line#lakeside-and-hilltop-agreed",
                "text-is-final#the-signed-text-has",
                "will-it-hold#both-towns-have-sold",
                "share#summer",
                "rivers-union#no-word-of-the",
            ],
        ),
    ],
)
def test_what_falls_is_told_by_its_kind(
    two_towns: Briefing, aside: str, lost: dict[str, list[str]], single: list[str]
) -> None:
    radius = without(two_towns, [aside])
    assert radius.aside == {aside}
    assert [one.key for one in radius.claims_lost] == lost["claims"]
    assert [one.key for one in radius.figures_lost] == lost["figures"]
    others = [one.key for one in radius.lost if one.kind.value not in {"claim", "quote", "figure"}]
    assert others == lost["others"]
    assert [one.key for one in radius.claims_single] == single


def test_what_becomes_single_is_in_reading_order_and_not_only_claims(two_towns: Briefing) -> None:
    radius = without(two_towns, {"post"})
    assert [one.key for one in radius.single if not one.is_claim] == ["share#figure:water-share"]
    assert [card.id for card in radius.cards] == [
        *("ferry", "hilltop-council", "anglers", "winter-level", "about-post"),
    ]
    assert [card.id for card in radius.reactions] == ["hilltop-council", "anglers"]
    assert "actor:mayor" not in fates_of(two_towns, {"post"})
    assert "will-it-hold#no-clerk-will-dispute" not in fates_of(two_towns, {"post"})


def test_a_card_that_nothing_supports_cannot_fall() -> None:
    state = DisagreementState.OPEN
    sources = (_source("herald"),)
    briefing = _briefing(Evidence(source="herald"), sources=sources, dispute=state)
    radius = without(briefing, {"herald"})
    assert ([card.id for card in radius.cards], radius.disagreements) == (["dam"], ())


def test_sources_against_are_told_once_in_the_order_cited() -> None:
    against = Support.CONTRADICTS
    briefing = _briefing(
        Evidence(source="post", paragraph=1, stance=against),
        Evidence(source="herald", paragraph=1, stance=against),
        Evidence(source="post", paragraph=2, stance=against),
        Evidence(source="radio", paragraph=2),
        Evidence(source="agency", paragraph=2),
        Evidence(source="radio", paragraph=1),
        sources=(_source("radio", AGENCY), _source("agency", AGENCY)),
    )
    assert _standing(briefing) == Standing(
        sources=("radio", "agency"),
        origins=frozenset({AGENCY}),
        unrecorded=0,
        contradicted_by=("post", "herald"),
        outcomes=Counter({Outcome.UNCHECKED: 6}),
    )
