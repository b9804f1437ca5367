"""What the fields of a query are compared with: the values and numbers of a card, by field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Final

import msgspec

from briefing.model.actors import Actor
from briefing.model.briefing import Briefing
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
from briefing.model.parts import card_evidence
from briefing.model.vocabulary import ActorType, DisagreementState, SectionKind, Support
from briefing.search.query import CardKind, State

Numbers = dict[str, tuple[tuple[Decimal, Decimal], ...]]
"""By field, low and high end of each number; days count from 1 January 1 (1)."""

_KIND_OF_DETAIL: Final = {
    Reaction: CardKind.REACTION,
    Disagreement: CardKind.DISAGREEMENT,
    Unknown: CardKind.UNKNOWN,
    Judgement: CardKind.JUDGEMENT,
    SourceNote: CardKind.SOURCE,
}
_BEFORE_ALL: Final = 0
_AFTER_ALL: Final = date.max.toordinal() + 1


class FieldValue(msgspec.Struct, frozen=True):
    """One thing that a field can be compared with, such as an actor.

    Attributes:
        names: All that it is called.
        is_code: Whether a name must be given in full, whatever the field says.
    """

    names: tuple[str, ...]
    is_code: bool = False


Named = tuple[str, FieldValue]
"""A field and a value of it."""


class CardFacts(msgspec.Struct, frozen=True, array_like=True):
    """What is true of a card as a whole.

    Attributes:
        values: Numbers of the values of all its fields, see `briefing.search.values`.
        numbers: Its dates, figures and counts.
    """

    values: frozenset[int]
    numbers: Numbers


def card_values(briefing: Briefing, section: Section, card: Card) -> Iterator[Named]:
    """Give the values of a card; references that lead nowhere are left out."""
    reaction = card.detail if isinstance(card.detail, Reaction) else None
    speakers = dict.fromkeys(_speakers(card))
    actors = dict.fromkeys([*card.actors, *speakers])
    yield "in", FieldValue((section.id, section.kind))
    yield "briefing", FieldValue((briefing.id, briefing.title))
    yield from _actors(briefing, "by", speakers)
    yield from _actors(briefing, "actor", actors)
    yield from _countries(briefing, set(_codes(briefing, actors, reaction)))
    if reaction and reaction.stance:
        yield "stance", FieldValue((reaction.stance,))
    yield from _outlets(briefing, dict.fromkeys(_sources(card)))
    for tag in card.tags:
        yield "tag", FieldValue((tag,))
    for kind in dict.fromkeys(_kinds(card)):
        yield "kind", FieldValue((kind,))
    for figure in card.figures:
        yield "unit", FieldValue((figure.unit,))
    if _is_disputed(briefing, card):
        yield "is", FieldValue((State.DISPUTED,))
    if _source_count(card) == 1:
        yield "is", FieldValue((State.SINGLE_SOURCE,))


def briefing_values(briefing: Briefing) -> Iterator[Named]:
    """Give the values that a briefing knows by itself, whether or not a card has them."""
    for name in (*(section.id for section in briefing.sections), *SectionKind):
        yield "in", FieldValue((name,))
    for field in ("by", "actor"):
        yield from _actors(briefing, field, briefing.actors_by_id)
    codes = {actor.country for actor in briefing.actors if actor.country}
    yield from _countries(briefing, codes)
    yield from _outlets(briefing, briefing.sources_by_key)
    yield "briefing", FieldValue((briefing.id, briefing.title))


def card_numbers(card: Card) -> Numbers:
    """Gather the numbers of a card."""
    dates = dict.fromkeys((when.earliest, when.latest) for when in _dates(card))
    count = Decimal(_source_count(card))
    found = {
        "date": tuple((_day(first, _BEFORE_ALL), _day(last, _AFTER_ALL)) for first, last in dates),
        "fig": tuple(_amounts(card)),
        "sources": ((count, count),),
    }
    return {field: numbers for field, numbers in found.items() if numbers}


def _actors(briefing: Briefing, field: str, ids: Iterable[str]) -> Iterator[Named]:
    for id_ in ids:
        if actor := briefing.actors_by_id.get(id_):
            yield field, FieldValue((id_, *_names(actor)))


def _names(actor: Actor) -> Iterator[str]:
    return (name.text for name in actor.names)


def _outlets(briefing: Briefing, keys: Iterable[str]) -> Iterator[Named]:
    for key in keys:
        if source := briefing.sources_by_key.get(key):
            yield "source", FieldValue((key, source.outlet))


def _countries(briefing: Briefing, codes: set[str]) -> Iterator[Named]:
    """ISO 3166-1 alpha-2 codes, and all names of these states."""
    for code in sorted(codes):
        yield "country", FieldValue((code,), is_code=True)
    for actor in briefing.actors:
        if actor.type is ActorType.STATE and actor.country in codes:
            yield "country", FieldValue(tuple(_names(actor)))


def _codes(briefing: Briefing, actors: Iterable[str], reaction: Reaction | None) -> Iterator[str]:
    if reaction and reaction.country:
        yield reaction.country
    for id_ in actors:
        actor = briefing.actors_by_id.get(id_)
        if actor and actor.country:
            yield actor.country


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


def _sources(card: Card) -> Iterator[str]:
    if isinstance(card.detail, SourceNote):
        yield card.detail.source
    for evidence in card_evidence(card):
        yield evidence.source


def _source_count(card: Card) -> int:
    supports = (one for one in card_evidence(card) if one.stance is Support.SUPPORTS)
    return len({one.source for one in supports})


def _kinds(card: Card) -> Iterator[CardKind]:
    if card.detail is not None:
        yield _KIND_OF_DETAIL[type(card.detail)]
    for claim in card.claims:
        yield CardKind.QUOTE if isinstance(claim, Quote) else CardKind.CLAIM
    if card.figures:
        yield CardKind.FIGURE


def _dates(card: Card) -> Iterator[EdtfDate]:
    if isinstance(card.detail, Reaction) and card.detail.date:
        yield card.detail.date
    for claim in card.claims:
        if claim.date:
            yield claim.date
    for figure in card.figures:
        if figure.as_of:
            yield figure.as_of


def _day(day: date | None, otherwise: int) -> Decimal:
    return Decimal(day.toordinal() if day else otherwise)


def _amounts(card: Card) -> Iterator[tuple[Decimal, Decimal]]:
    for figure in card.figures:
        numbers = [one for one in (figure.value, figure.low, figure.high) if one is not None]
        if numbers:
            yield min(numbers), max(numbers)


def _is_disputed(briefing: Briefing, card: Card) -> bool:
    if _is_open(card) or any(one.stance is Support.CONTRADICTS for one in card_evidence(card)):
        return True
    items = (*(claim.id for claim in card.claims), *(f"figure:{one.id}" for one in card.figures))
    keys = (f"{card.id}#{item}" for item in items)
    return any(_is_open(about) for key in keys for about in briefing.disputes.get(key, ()))


def _is_open(card: Card) -> bool:
    detail = card.detail
    return isinstance(detail, Disagreement) and detail.state is DisagreementState.OPEN
