"""The briefing of two towns through three revisions, with a change of nearly every kind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from functools import cache, partial
from typing import Any, Final

from msgspec.structs import replace

from briefing.library.library import Library
from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Disagreement, Reaction, Section
from briefing.model.claims import Claim, Evidence, Figure, Quote
from briefing.model.dates import parse_date
from briefing.model.records import Correction, Retraction
from briefing.model.vocabulary import DisagreementState, Stance
from tests.samples import two_towns
from tests.unit.library.samples import NOON

NAME: Final = "two-towns"
WRONG: Final = "Hilltop takes two thirds of the water from June to August."
RIGHT: Final = "Hilltop takes three fifths of the water from June to August."


def with_card(briefing: Briefing, id_: str, change: Callable[[Card], Card | None]) -> Briefing:
    """Change a card, or take it away where the change gives None."""

    def section_of(section: Section) -> Section:
        cards = (change(one) if one.id == id_ else one for one in section.cards)
        return replace(section, cards=tuple(one for one in cards if one is not None))

    return replace(briefing, sections=tuple(map(section_of, briefing.sections)))


def with_claim(briefing: Briefing, key: str, change: Callable[[Claim], Claim | None]) -> Briefing:
    """Change a claim, ``CARD#CLAIM``, or take it away where the change gives None."""
    card, _, id_ = key.partition("#")

    def card_of(one: Card) -> Card:
        claims = (change(claim) if claim.id == id_ else claim for claim in one.claims)
        return replace(one, claims=tuple(claim for claim in claims if claim is not None))

    return with_card(briefing, card, card_of)


def with_figure(briefing: Briefing, card: str, id_: str, **fields: Any) -> Briefing:  # noqa: ANN401
    def figure_of(figure: Figure) -> Figure:
        return replace(figure, **fields) if figure.id == id_ else figure

    def card_of(one: Card) -> Card:
        return replace(one, figures=tuple(map(figure_of, one.figures)))

    return with_card(briefing, card, card_of)


def with_section(briefing: Briefing, id_: str, change: Callable[[Section], Section]) -> Briefing:
    sections = tuple(change(one) if one.id == id_ else one for one in briefing.sections)
    return replace(briefing, sections=sections)


def _set(**fields: Any) -> Callable[[Any], Any]:  # noqa: ANN401
    return lambda one: replace(one, **fields)


def _nothing(_: object) -> None:
    return None


def _to_stance(stance: Stance, card: Card) -> Card:
    assert isinstance(card.detail, Reaction)
    return replace(card, detail=replace(card.detail, stance=stance))


def _to_state(state: DisagreementState, card: Card) -> Card:
    assert isinstance(card.detail, Disagreement)
    return replace(card, detail=replace(card.detail, state=state))


def _with_quotation(card: Card) -> Card:
    post = Evidence(source="post", paragraph=5)
    said = Quote(id="we-read-it", text="We read it twice a day.", speaker="mayor", evidence=(post,))
    return replace(card, claims=(*card.claims, said))


def _with_price(section: Section) -> Section:
    herald = Evidence(source="herald", paragraph=4)
    claim = Claim(id="gauge-costs", text="A new gauge costs as much as a bus.", evidence=(herald,))
    card = Card(id="gauge-price", title="A new gauge costs as much as a bus", claims=(claim,))
    return replace(section, cards=(*section.cards, card))


@cache
def second() -> Briefing:
    """More households, a milder stance, a new card, a quotation, words put otherwise."""
    made = with_figure(two_towns(), "duration", "households", value=Decimal(13100))
    made = with_card(made, "anglers", partial(_to_stance, Stance.CONDITIONAL))
    made = with_section(made, "background", _with_price)
    made = with_card(made, "gauge", _with_quotation)
    equal = "In winter the shares are equal, as they were before."
    return with_claim(made, "share#in-winter-the-shares", _set(text=equal))


@cache
def third() -> Briefing:
    """A correction, a retraction, a renamed card, a question settled, what was taken away."""
    made = with_claim(second(), "share#summer", _set(text=RIGHT))
    made = with_figure(made, "duration", "households", value=Decimal(13400))
    made = with_claim(made, "gauge#nobody-has-offered-to", _nothing)
    made = with_card(made, "winter-level", _nothing)
    made = with_card(made, "ferry", _set(id="pier", was=("ferry",)))
    made = with_card(made, "share-or-level", partial(_to_state, DisagreementState.RESOLVED))
    day = parse_date("2024-05-04")
    wrong = Correction(claim="share#summer", was=WRONG, reason="The text says 60 per cent.", on=day)
    retracted = Retraction(source="post", reason="The paper withdrew the article.", on=day)
    return replace(made, corrections=(wrong,), retractions=(retracted,))


def publish_three(library: Library) -> None:
    """Publish the three revisions at noon of 2, 3 and 4 May 2024."""
    for number, one in enumerate((two_towns(), second(), third())):
        library.publish([one], NOON + timedelta(days=number))
