"""What a valid folder becomes."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from briefing.authoring.load import load_briefing
from briefing.model.actors import UNKNOWN_ORIGIN, Dateline
from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Disagreement, Judgement, Reaction, SourceNote, Unknown
from briefing.model.claims import Evidence, Quote
from briefing.model.dates import parse_date
from briefing.model.vocabulary import (
    ActorType,
    Basis,
    Likelihood,
    Mode,
    NameKind,
    Qualifier,
    SectionKind,
    Stance,
    Support,
)
from tests.unit.authoring.conftest import FIXTURE


@pytest.fixture(scope="module")
def two_towns() -> Briefing:
    briefing = load_briefing(FIXTURE).briefing
    assert briefing is not None
    return briefing


@pytest.fixture(scope="module")
def cards(two_towns: Briefing) -> dict[str, Card]:
    return {card.id: card for _, card in two_towns.cards()}


def test_front_matter(two_towns: Briefing) -> None:
    assert two_towns.title == "Lakeside and Hilltop agree to share the dam"
    assert two_towns.cutoff is not None
    assert two_towns.cutoff.edtf == "2024-05-02"
    assert two_towns.quote_limit == 12
    assert two_towns.key_figures[:2] == ("water-share", "households")


def test_bottom_line_is_the_first_section(two_towns: Briefing) -> None:
    first = two_towns.sections[0]
    assert (first.id, first.kind) == ("bottom-line", SectionKind.BOTTOM_LINE)
    (card,) = first.cards
    assert (card.id, card.title) == ("bottom-line", two_towns.title)
    assert card.claims[1].id == "so-what"
    assert card.claims[1].basis is Basis.ASSESSED
    assert card.claims[1].evidence[0].mode is Mode.INFERENCE


def test_sections_have_their_kinds_and_their_orders(two_towns: Briefing) -> None:
    kinds = {section.id: section.kind for section in two_towns.sections}
    assert set(kinds.values()) == set(SectionKind)
    assert kinds["doubts"] is SectionKind.SKEPTICS
    orders = {section.id: [card.id for card in section.cards] for section in two_towns.sections}
    assert orders["terms"] == ["share", "duration", "turbines"]
    assert orders["sources"] == ["about-herald", "about-post"]


def test_claims_of_a_card(cards: dict[str, Card]) -> None:
    summer, winter, leave, quote = cards["share"].claims
    assert summer.id == "summer"
    assert summer.text == "Hilltop takes two thirds of the water from June to August."
    assert summer.evidence == (
        Evidence(source="herald", paragraph=2),
        Evidence(source="post", paragraph=4),
    )
    assert (summer.item, winter.item) == (False, True)
    assert leave.evidence[1] == Evidence(source="post", paragraph=6, stance=Support.CONTRADICTS)
    assert isinstance(quote, Quote)
    assert (quote.speaker, quote.text) == ("mayor", "We trust them for now.")
    assert quote.evidence[0].mode is Mode.QUOTE
    assert quote.date is not None


def test_soft_line_breaks_and_brackets_are_text(cards: dict[str, Card]) -> None:
    assert cards["lakeside-council"].claims[1].text == "A good day for both our towns."
    assert "to be [sic] “thirty years too old”" in cards["gauge"].claims[0].text
    assert cards["rivers-union"].claims[0].evidence[0] == Evidence(
        source="herald", mode=Mode.SILENCE
    )


def test_figures(two_towns: Briefing) -> None:
    share, unofficial = two_towns.figures["water-share"], two_towns.figures["unofficial-share"]
    assert share.value == Decimal("66.6")
    assert share.qualifier is Qualifier.ABOUT
    assert (share.as_reported, share.said_by, share.rivals) == (
        "two thirds",
        "mayor",
        ("unofficial-share",),
    )
    assert share.evidence == (
        Evidence(source="herald", paragraph=2),
        Evidence(source="post", paragraph=4),
    )
    assert (unofficial.value, unofficial.low, unofficial.high) == (
        None,
        Decimal(58),
        Decimal("61.5"),
    )
    assert unofficial.evidence == (Evidence(source="engineers"),)


def test_details(cards: dict[str, Card]) -> None:
    reaction = cards["lakeside-council"].detail
    assert isinstance(reaction, Reaction)
    assert (reaction.actor, reaction.stance, reaction.country) == (
        "lakeside",
        Stance.WELCOMES,
        "CH",
    )
    disagreement = cards["share-or-level"].detail
    assert isinstance(disagreement, Disagreement)
    assert disagreement.matters
    assert [len(position.evidence) for position in disagreement.positions] == [1, 2]
    assert disagreement.positions[1].evidence[1].stance is Support.CONTEXT
    judgement = cards["will-it-hold"].detail
    assert isinstance(judgement, Judgement)
    assert judgement.likelihood is Likelihood.LIKELY
    assert isinstance(cards["winter-level"].detail, Unknown)
    assert cards["about-post"].detail == SourceNote(source="post")


def test_country_of_a_reaction_is_that_of_its_state(topic: Path) -> None:
    file = topic / "cards" / "reactions" / "hilltop-council.md"
    file.write_text(file.read_text("utf-8").replace("country: LI\n", ""), "utf-8")
    briefing = load_briefing(topic).briefing
    assert briefing is not None
    detail = next(card.detail for _, card in briefing.cards() if card.id == "hilltop-council")
    assert isinstance(detail, Reaction)
    assert detail.country == "LI"


def test_actors_and_sources(two_towns: Briefing) -> None:
    yerevan = two_towns.actors_by_id["yerevan"]
    assert yerevan.type is ActorType.PLACE
    assert [(name.text, name.kind) for name in yerevan.names] == [
        ("Yerevan", NameKind.USUAL),
        ("Երևան", NameKind.NATIVE),
        ("Erivan", NameKind.FORMER),
    ]
    assert yerevan.names[1].evidence[0].source == "herald"
    hilltop = two_towns.actors_by_id["hilltop"]
    assert [name.kind for name in hilltop.names] == [NameKind.USUAL, NameKind.ALIAS]
    herald, post = two_towns.sources_by_key["herald"], two_towns.sources_by_key["post"]
    assert herald.authors == ("Ann Lee", "Bo Marsh")
    assert (herald.url, herald.origin) == ("https://example.org/dam", "Regional Press Agency")
    assert (post.origin, post.authors, post.url) == (UNKNOWN_ORIGIN, (), None)


@pytest.mark.parametrize("typed", ["2024-04-30, ¶2", "2024-04-30 ¶ 2", '"2024-04-30 , ¶2"'])
def test_dateline_of_a_source(topic: Path, typed: str) -> None:
    file = topic / "sources.yaml"
    changed = file.read_text("utf-8").replace("issued: 2024-05~", f"dateline: {typed}")
    file.write_text(changed, "utf-8")
    briefing = load_briefing(topic).briefing
    assert briefing is not None
    post = briefing.sources_by_key["post"]
    assert post.dateline == Dateline(date=parse_date("2024-04-30"), paragraph=2)
    assert post.speaks_on == parse_date("2024-04-30")
    assert briefing.sources_by_key["herald"].dateline is None


def test_values_stay_what_was_typed(topic: Path) -> None:
    file = topic / "actors.yaml"
    file.write_text(
        file.read_text("utf-8")
        .replace("country: LI", "country: NO")
        .replace("role: Mayor of Lakeside", "role: 10:30"),
        "utf-8",
    )
    briefing = load_briefing(topic).briefing
    assert briefing is not None
    assert briefing.actors_by_id["hilltop"].country == "NO"
    assert briefing.actors_by_id["mayor"].role == "10:30"


GAUGE = Path("cards", "doubts", "gauge.md")


def claim_ids(topic: Path, body: str) -> list[str]:
    front = "---\ntitle: A\nactors: [engineer]\n---\n"
    (topic / GAUGE).write_text(front + body, "utf-8")
    loaded = load_briefing(topic)
    assert loaded.briefing is not None, loaded.problems
    card = next(card for _, card in loaded.briefing.cards() if card.id == "gauge")
    return [claim.id for claim in card.claims]


def test_derived_ids_survive_the_rewording_of_neighbours(topic: Path) -> None:
    before = claim_ids(topic, "A b c d e. [@post]\n\nF g h i. [@post]")
    after = claim_ids(topic, "New. [@post]\n\nZ a b c. [@post]\n\nF g h i j. [@post]")
    assert before[-1] == after[-1] == "f-g-h-i"


def test_derived_ids_are_unique_and_give_way_to_given_ones(topic: Path) -> None:
    body = "A b. [@post]\n\nA b! [@post]\n\nX. [@post] ^a-b\n\nԵրևան. [@post]"
    ids = claim_ids(topic, body)
    assert len(set(ids)) == 4
    assert ids[:3] == ["a-b-2", "a-b-3", "a-b"]
    assert ids[3].startswith("claim-")
    assert claim_ids(topic, "X. [@post] ^a-b-2\n\nA b. [@post]\n\nA b! [@post]") == [
        *("a-b-2", "a-b", "a-b-3"),
    ]


def test_escapes_are_resolved(topic: Path) -> None:
    (topic / GAUGE).write_text(
        "---\ntitle: A\nactors: [engineer]\n---\n\\*No\\* snake_case 2 * 3 <4 & 5. [@post]",
        "utf-8",
    )
    briefing = load_briefing(topic).briefing
    assert briefing is not None
    card = next(card for _, card in briefing.cards() if card.id == "gauge")
    assert card.claims[0].text == "*No* snake_case 2 * 3 <4 & 5."


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_other_line_ends_and_a_byte_order_mark_change_nothing(topic: Path, newline: str) -> None:
    for file in topic.rglob("*.*"):
        text = file.read_text("utf-8").replace("\n", newline)
        file.write_bytes(b"\xef\xbb\xbf" + text.encode())
    expected = load_briefing(FIXTURE).briefing
    loaded = load_briefing(topic)
    assert expected is not None
    assert loaded.briefing is not None
    assert loaded.briefing.digest == expected.digest


def test_a_curator_sets_how_long_a_quotation_may_be(topic: Path) -> None:
    file = topic / "briefing.md"
    file.write_text(file.read_text("utf-8").replace("quote-limit: 12", "quote-limit: 11"), "utf-8")
    briefing = load_briefing(topic).briefing
    assert briefing is not None
    assert briefing.quote_limit == 11
