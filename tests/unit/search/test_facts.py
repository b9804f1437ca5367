"""What is true of a card, of all that it holds, and what a briefing knows by itself."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from msgspec.structs import replace

from briefing.model.actors import Actor, Name
from briefing.model.briefing import Briefing
from briefing.model.cards import Card
from briefing.model.claims import Claim, Evidence, Figure, Quote
from briefing.model.dates import parse_date
from briefing.model.records import Retraction
from briefing.model.vocabulary import ActorType, DisagreementState, SectionKind, Support
from briefing.search.facts import briefing_values, card_numbers, card_values
from tests.samples import ALL_FIELDS, CLAIMS, DETAILS, FIGURES


def values_of(
    card: Card, kind: SectionKind, briefing: Briefing = ALL_FIELDS
) -> dict[str, list[str]]:
    """By field, the values of a card in a section of a kind, their names parted by strokes."""
    section = next(one for one in ALL_FIELDS.sections if one.kind is kind)
    found: dict[str, list[str]] = {}
    for field, value in card_values(briefing, section, card):
        found.setdefault(field, []).append("|".join(value.names))
    return found


def day(text: str) -> Decimal:
    return Decimal(date.fromisoformat(text).toordinal())


def test_a_reaction_is_by_who_reacts_and_who_speaks_for_them() -> None:
    card = Card(id="c", title="C", detail=DETAILS[SectionKind.REACTIONS], tags=("t", "u"))
    assert values_of(card, SectionKind.REACTIONS) == {
        "in": ["reactions|reactions"],
        "briefing": ["two-towns|Two towns share a dam"],
        "by": ["lakeside|Lakeside|Seestadt", "mayor|Ann Lee"],
        "actor": ["lakeside|Lakeside|Seestadt", "mayor|Ann Lee"],
        "country": ["CH", "Lakeside|Seestadt"],
        "stance": ["welcomes"],
        "tag": ["t", "u"],
        "kind": ["reaction"],
    }
    assert card_numbers(ALL_FIELDS, card) == {
        "date": ((day("2023-12-01"), day("2023-12-31")),),
        "sources": ((0, 0),),
    }


def test_a_reaction_may_be_for_another_country_than_its_actors() -> None:
    detail = replace(DETAILS[SectionKind.REACTIONS], country="NO")
    found = values_of(Card(id="c", title="C", detail=detail), SectionKind.REACTIONS)
    assert found["country"] == ["CH", "NO", "Lakeside|Seestadt"]
    alone = replace(detail, actor="mayor", speaker=None)
    found = values_of(Card(id="c", title="C", detail=alone), SectionKind.REACTIONS)
    assert found["country"] == ["NO"]


def test_figures_have_speakers_units_dates_and_amounts() -> None:
    card = Card(id="c", title="C", figures=FIGURES)
    found = values_of(card, SectionKind.TERMS)
    assert (found["by"], found["actor"]) == (["mayor|Ann Lee"], ["mayor|Ann Lee"])
    assert (found["kind"], found["unit"]) == (["figure"], ["per cent", "francs"])
    assert found["source"] == ["herald|The Herald", "post|Post"]
    assert "country" not in found
    assert card_numbers(ALL_FIELDS, card) == {
        "date": ((day("2024-05-01"), day("2024-05-31")),),
        "fig": ((Decimal("66.6"), Decimal("66.6")), (3, 5000)),
        "sources": ((1, 1),),
    }
    bare = Figure(id="f", measure="m", unit="u")
    assert card_numbers(ALL_FIELDS, Card(id="c", title="C", figures=(bare,))).keys() == {"sources"}


def test_claims_and_quotes_have_kinds_speakers_and_dates() -> None:
    found = values_of(Card(id="c", title="C", claims=CLAIMS), SectionKind.TERMS)
    assert (found["kind"], found["by"]) == (["claim", "quote"], ["mayor|Ann Lee"])
    lost = Quote(id="q", text="So.", speaker="gone", evidence=(Evidence(source="gone"),))
    found = values_of(Card(id="c", title="C", claims=(lost,), actors=("lost",)), SectionKind.TERMS)
    assert not {"by", "actor", "source", "country"} & found.keys()
    dates = card_numbers(ALL_FIELDS, Card(id="c", title="C", claims=CLAIMS[:2] + CLAIMS[1:2]))[
        "date"
    ]
    assert dates == ((day("2024-05-01"), day("2024-05-01")),)


def test_open_dates_reach_over_all_days() -> None:
    claims = (
        Claim(id="a", text="a", date=parse_date("../2024-05-01")),
        Claim(id="b", text="b", date=parse_date("2024-05-01/..")),
    )
    (first, end), (start, last) = card_numbers(ALL_FIELDS, Card(id="c", title="C", claims=claims))[
        "date"
    ]
    assert end == start == day("2024-05-01")
    assert first < day("0001-01-01")
    assert last > day("9999-12-31")


def test_a_card_about_a_source_has_it_as_one() -> None:
    card = Card(id="c", title="C", detail=DETAILS[SectionKind.SOURCES])
    assert values_of(card, SectionKind.SOURCES)["source"] == ["herald|The Herald"]


def test_a_card_is_disputed_by_what_is_against_it_or_an_open_disagreement() -> None:
    def is_disputed(card: Card, briefing: Briefing = ALL_FIELDS) -> bool:
        return "disputed" in values_of(card, SectionKind.TERMS, briefing).get("is", [])

    against = Evidence(source="post", stance=Support.CONTRADICTS)
    calm = Claim(id="c1", text="So.", evidence=(Evidence(source="herald"),))
    assert is_disputed(Card(id="c", title="C", claims=(replace(calm, evidence=(against,)),)))
    listed = Card(id="card-terms", title="C", claims=(calm,))
    assert not is_disputed(listed)

    def stating(state: DisagreementState) -> Briefing:
        section = next(one for one in ALL_FIELDS.sections if one.kind is SectionKind.DISAGREEMENTS)
        detail = replace(DETAILS[section.kind], state=state, claims=("card-terms#c1",))
        about = (replace(section.cards[0], detail=detail),)
        return replace(ALL_FIELDS, sections=(replace(section, cards=about),))

    assert is_disputed(listed, stating(DisagreementState.OPEN))
    assert not is_disputed(listed, stating(DisagreementState.RESOLVED))
    assert not is_disputed(replace(listed, id="other"), stating(DisagreementState.OPEN))


def test_what_a_briefing_knows_by_itself() -> None:
    bloc = Actor(id="bloc", type=ActorType.BLOC, names=(Name(text="Valley"),), country="NO")
    briefing = replace(
        ALL_FIELDS, sections=ALL_FIELDS.sections[:1], actors=(*ALL_FIELDS.actors, bloc)
    )
    known = [(field, value.names, value.is_code) for field, value in briefing_values(briefing)]
    names = [("lakeside", "Lakeside", "Seestadt"), ("mayor", "Ann Lee"), ("bloc", "Valley")]
    assert known[: 1 + len(SectionKind)] == [
        ("in", ("bottom-line",), False),
        *(("in", (kind,), False) for kind in SectionKind),
    ]
    assert known[1 + len(SectionKind) :] == [
        *((field, one, False) for field in ("by", "actor") for one in names),
        *(("name", one[1:], False) for one in names),
        *(("country", ("CH",), True), ("country", ("NO",), True)),
        ("country", ("Lakeside", "Seestadt"), False),
        *(("source", ("herald", "The Herald"), False), ("source", ("post", "Post"), False)),
        ("source", ("radio", "Valley Radio"), False),
        ("briefing", ("two-towns", "Two towns share a dam"), False),
    ]


def test_a_source_that_is_retracted_counts_for_nothing() -> None:
    both = Claim(id="a", text="a", evidence=(Evidence(source="herald"), Evidence(source="post")))
    against = Evidence(source="post", stance=Support.CONTRADICTS)
    denied = Claim(id="b", text="b", evidence=(Evidence(source="herald"), against))
    day = parse_date("2024-05-03")
    gone = (Retraction(source="post", reason="made up", on=day),)
    briefing = replace(ALL_FIELDS, retractions=gone)
    for claim, before, after in ((both, 2, 1), (denied, 1, 1)):
        card = Card(id="c", title="C", claims=(claim,))
        assert card_numbers(ALL_FIELDS, card)["sources"] == ((Decimal(before), Decimal(before)),)
        assert card_numbers(briefing, card)["sources"] == ((Decimal(after), Decimal(after)),)
        assert values_of(card, SectionKind.TERMS, briefing)["is"] == ["single-source"]
