"""What a card is and holds, as far as the fields of a query ask for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Final

import msgspec

from briefing.model.briefing import Briefing, card_evidence
from briefing.model.cards import (
    Card,
    Disagreement,
    Judgement,
    Reaction,
    Section,
    SourceNote,
    Unknown,
)
from briefing.model.claims import Quote
from briefing.model.dates import EdtfDate
from briefing.model.vocabulary import ActorType, DisagreementState, Stance, Support
from briefing.search.folding import Folded, fold
from briefing.search.language.nodes import Kind

Names = tuple[Folded, ...]
"""Names to be compared with what was typed."""

_KIND_OF_DETAIL: Final = {
    Reaction: Kind.REACTION,
    Disagreement: Kind.DISAGREEMENT,
    Unknown: Kind.UNKNOWN,
    Judgement: Kind.JUDGEMENT,
    SourceNote: Kind.SOURCE,
}


class CardFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What a query can ask of a card as a whole.

    Attributes:
        sections: Id and kind of its section, folded.
        speakers: Ids and names of those who speak in it, or whose reaction it is.
        actors: Ids and names of those it is about, and of the speakers.
        codes: ISO 3166-1 alpha-2 codes of the countries of its actors.
        states: Names of these countries.
        stance: Of the reaction that it is.
        sources: Keys and outlets of the sources that it cites or describes.
        tags: Its tags.
        kinds: What it is and holds.
        dates: First and last day of the dates of its reaction, claims and figures.
        amounts: Low and high end of each figure; of a single number, both are the number.
        units: Of its figures.
        disputed: Whether it is an open disagreement, or something in it takes a side in one or has
            a source cited against it.
        source_count: How many sources support something in it.
    """

    sections: frozenset[str]
    speakers: Names
    actors: Names
    codes: frozenset[str]
    states: Names
    stance: Stance | None
    sources: Names
    tags: Names
    kinds: frozenset[Kind]
    dates: tuple[tuple[date | None, date | None], ...]
    amounts: tuple[tuple[Decimal, Decimal], ...]
    units: Names
    disputed: bool
    source_count: int


def card_facts(briefing: Briefing, section: Section, card: Card) -> CardFacts:
    """Gather what a query can ask of a card.

    Args:
        briefing: Whose actors and sources the card refers to.
        section: Where the card stands.
        card: The card.
    """
    reaction = card.detail if isinstance(card.detail, Reaction) else None
    speakers = list(dict.fromkeys(_speakers(card)))
    actors = list(dict.fromkeys([*card.actors, *speakers]))
    codes = frozenset(_codes(briefing, actors, reaction))
    evidence = card_evidence(card)
    return CardFacts(
        sections=frozenset(fold(name).text for name in (section.id, section.kind)),
        speakers=_folded(actor_names(briefing, speakers)),
        actors=_folded(actor_names(briefing, actors)),
        codes=codes,
        states=_folded(state_names(briefing, codes)),
        stance=reaction.stance if reaction else None,
        sources=_folded(source_names(briefing, _sources(card))),
        tags=_folded(card.tags),
        kinds=frozenset(_kinds(card)),
        dates=tuple((one.earliest, one.latest) for one in _dates(card)),
        amounts=tuple(_amounts(card)),
        units=_folded(figure.unit for figure in card.figures),
        disputed=_disputed(briefing, card),
        source_count=len({one.source for one in evidence if one.stance is Support.SUPPORTS}),
    )


def actor_names(briefing: Briefing, ids: Iterable[str]) -> Iterator[str]:
    """Ids and all names of some actors."""
    for id_ in ids:
        yield id_
        if actor := briefing.actors_by_id.get(id_):
            yield from (name.text for name in actor.names)


def state_names(briefing: Briefing, codes: Iterable[str]) -> Iterator[str]:
    """All names of the states of some ISO 3166-1 alpha-2 codes."""
    wanted = set(codes)
    for actor in briefing.actors:
        if actor.type is ActorType.STATE and actor.country in wanted:
            yield from (name.text for name in actor.names)


def source_names(briefing: Briefing, keys: Iterable[str]) -> Iterator[str]:
    """Keys and outlets of some sources."""
    for key in keys:
        yield key
        if source := briefing.sources_by_key.get(key):
            yield source.outlet


def _folded(names: Iterable[str]) -> Names:
    return tuple(fold(name) for name in dict.fromkeys(names))


def _speakers(card: Card) -> Iterator[str]:
    if isinstance(card.detail, Reaction):
        yield card.detail.actor
        if card.detail.speaker:
            yield card.detail.speaker
    for claim in card.claims:
        if isinstance(claim, Quote):
            yield claim.speaker
    for figure in card.figures:
        if figure.said_by:
            yield figure.said_by


def _codes(briefing: Briefing, actors: Iterable[str], reaction: Reaction | None) -> Iterator[str]:
    if reaction and reaction.country:
        yield reaction.country
    for id_ in actors:
        actor = briefing.actors_by_id.get(id_)
        if actor and actor.country:
            yield actor.country


def _sources(card: Card) -> Iterator[str]:
    if isinstance(card.detail, SourceNote):
        yield card.detail.source
    for evidence in card_evidence(card):
        yield evidence.source


def _kinds(card: Card) -> Iterator[Kind]:
    if card.detail is not None:
        yield _KIND_OF_DETAIL[type(card.detail)]
    for claim in card.claims:
        yield Kind.QUOTE if isinstance(claim, Quote) else Kind.CLAIM
    if card.figures:
        yield Kind.FIGURE


def _dates(card: Card) -> Iterator[EdtfDate]:
    if isinstance(card.detail, Reaction) and card.detail.date:
        yield card.detail.date
    for claim in card.claims:
        if claim.date:
            yield claim.date
    for figure in card.figures:
        if figure.as_of:
            yield figure.as_of


def _amounts(card: Card) -> Iterator[tuple[Decimal, Decimal]]:
    for figure in card.figures:
        numbers = [one for one in (figure.value, figure.low, figure.high) if one is not None]
        if numbers:
            yield min(numbers), max(numbers)


def _disputed(briefing: Briefing, card: Card) -> bool:
    if _is_open(card) or any(one.stance is Support.CONTRADICTS for one in card_evidence(card)):
        return True
    items = (*(claim.id for claim in card.claims), *(f"figure:{one.id}" for one in card.figures))
    keys = (f"{card.id}#{item}" for item in items)
    return any(_is_open(about) for key in keys for about in briefing.disputes.get(key, ()))


def _is_open(card: Card) -> bool:
    detail = card.detail
    return isinstance(detail, Disagreement) and detail.state is DisagreementState.OPEN
