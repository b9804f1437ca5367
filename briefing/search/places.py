"""The places of a card where words can be found, in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

import msgspec

from briefing.model.actors import UNKNOWN_ORIGIN, Actor, Source
from briefing.model.briefing import Briefing
from briefing.model.cards import (
    Card,
    Detail,
    Disagreement,
    Judgement,
    Reaction,
    Section,
    SourceNote,
    Unknown,
)
from briefing.model.claims import Figure, Quote
from briefing.model.vocabulary import SectionKind


class Field(StrEnum):
    """What a place is: a word for a reader, and a key for a view that marks matches."""

    TITLE = "title"
    QUESTION = "question"
    POSITION = "position"
    WHY = "why"
    SETTLED_BY = "settled by"
    STATEMENT = "statement"
    CONFIDENCE_BASIS = "confidence basis"
    CLAIM = "claim"
    SPEAKER = "speaker"
    MEASURE = "measure"
    AMOUNT = "amount"
    AS_REPORTED = "as reported"
    NOTE = "note"
    SAID_BY = "said by"
    ACTOR = "actor"
    NAME = "name"
    ROLE = "role"
    SOURCE_TITLE = "source title"
    OUTLET = "outlet"
    AUTHOR = "author"
    ORIGIN = "origin"
    DESCRIPTOR = "descriptor"
    TAG = "tag"


class Place(msgspec.Struct, frozen=True):
    """One text of a card.

    Attributes:
        field: What it is.
        text: As the model holds it.
        claim_id: Id of the claim that it is, or whose speaker it names.
        part: What it belongs to, where the card has several: figure id, actor id, citation key,
            or number of the position, counted from 1.
    """

    field: Field
    text: str
    claim_id: str | None = None
    part: str | None = None


def card_places(briefing: Briefing, section: Section, card: Card) -> Iterator[Place]:
    """List all texts of a card.

    Title, what the card's kind holds, claims (each quotation followed by its speaker), figures,
    actors, tags. A card of people gives all names and the role of each actor; other cards give the
    name that we use.

    Args:
        briefing: Whose actors and sources the card refers to.
        section: Where the card stands.
        card: The card.

    Yields:
        Each place; empty texts and references that lead nowhere are left out.
    """
    yield Place(Field.TITLE, card.title)
    yield from _detail_places(briefing, card.detail)
    for claim in card.claims:
        yield Place(Field.CLAIM, claim.text, claim_id=claim.id)
        if isinstance(claim, Quote) and (speaker := briefing.actors_by_id.get(claim.speaker)):
            yield Place(Field.SPEAKER, speaker.name, claim_id=claim.id, part=speaker.id)
    for figure in card.figures:
        yield from _figure_places(briefing, figure)
    for id_ in card.actors:
        if actor := briefing.actors_by_id.get(id_):
            yield from _actor_places(actor, complete=section.kind is SectionKind.PEOPLE)
    for tag in card.tags:
        yield Place(Field.TAG, tag)


def _detail_places(briefing: Briefing, detail: Detail | None) -> Iterator[Place]:
    match detail:
        case Disagreement(question=question, positions=positions, why=why):
            yield Place(Field.QUESTION, question)
            for number, position in enumerate(positions, start=1):
                yield Place(Field.POSITION, position.says, part=str(number))
            if why:
                yield Place(Field.WHY, why)
        case Unknown(question=question, why=why, settled_by=settled_by):
            yield Place(Field.QUESTION, question)
            if why:
                yield Place(Field.WHY, why)
            yield Place(Field.SETTLED_BY, settled_by)
        case Judgement(statement=statement, confidence_basis=basis):
            yield Place(Field.STATEMENT, statement)
            yield Place(Field.CONFIDENCE_BASIS, basis)
        case Reaction(actor=actor_id, speaker=speaker_id):
            if actor := briefing.actors_by_id.get(actor_id):
                yield Place(Field.ACTOR, actor.name, part=actor.id)
            if speaker := briefing.actors_by_id.get(speaker_id or ""):
                yield Place(Field.SPEAKER, speaker.name, part=speaker.id)
        case SourceNote(source=key):
            if source := briefing.sources_by_key.get(key):
                yield from _source_places(source)


def _figure_places(briefing: Briefing, figure: Figure) -> Iterator[Place]:
    yield Place(Field.MEASURE, figure.measure, part=figure.id)
    yield Place(Field.AMOUNT, f"{figure.amount} {figure.unit}", part=figure.id)
    if figure.as_reported:
        yield Place(Field.AS_REPORTED, figure.as_reported, part=figure.id)
    if figure.note:
        yield Place(Field.NOTE, figure.note, part=figure.id)
    if speaker := briefing.actors_by_id.get(figure.said_by or ""):
        yield Place(Field.SAID_BY, speaker.name, part=figure.id)


def _actor_places(actor: Actor, *, complete: bool) -> Iterator[Place]:
    if not complete:
        yield Place(Field.ACTOR, actor.name, part=actor.id)
        return
    for name in actor.names:
        yield Place(Field.NAME, name.text, part=actor.id)
    if actor.role:
        yield Place(Field.ROLE, actor.role, part=actor.id)


def _source_places(source: Source) -> Iterator[Place]:
    yield Place(Field.SOURCE_TITLE, source.title, part=source.key)
    yield Place(Field.OUTLET, source.outlet, part=source.key)
    for author in source.authors:
        yield Place(Field.AUTHOR, author, part=source.key)
    if source.origin != UNKNOWN_ORIGIN:
        yield Place(Field.ORIGIN, source.origin, part=source.key)
    if source.descriptor:
        yield Place(Field.DESCRIPTOR, source.descriptor, part=source.key)
