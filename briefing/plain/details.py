"""What a card of each kind says beside its text, as labels and values."""

from __future__ import annotations

from briefing.model.actors import NOT_HELD, UNKNOWN_ORIGIN
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
from briefing.model.vocabulary import SectionKind
from briefing.plain.phrases import (
    NOT_GIVEN,
    date_words,
    described_by,
    evidence_fields,
    name_words,
    source_name,
)

Fields = list[tuple[str, str]]


def detail_groups(briefing: Briefing, section: Section, card: Card) -> list[Fields]:
    """Say what a card holds beside its claims and figures.

    Args:
        briefing: Whose card it is.
        section: The section it stands in.
        card: The card.

    Returns:
        Labels in words and their values, in reading order; one group for the card, and among
        people one more for each of them. No group is empty.
    """
    fields = _kind_fields(briefing, card)
    people: list[Fields] = []
    if section.kind is SectionKind.PEOPLE:
        people = [_actor_fields(briefing, actor_id) for actor_id in card.actors]
    elif card.actors:
        fields.append(("About", "; ".join(briefing.actor_name(id_) for id_ in card.actors)))
    if card.tags:
        fields.append(("Tags", ", ".join(card.tags)))
    return [group for group in (fields, *people) if group]


def undescribed_sources(briefing: Briefing) -> list[Fields]:
    """Say what is known of the sources that no card describes, so that none is left out."""
    return [_source_fields(briefing, source.key) for source in briefing.undescribed]


def _kind_fields(briefing: Briefing, card: Card) -> Fields:
    match card.detail:
        case Reaction() as reaction:
            return _reaction_fields(briefing, reaction)
        case Disagreement() as disagreement:
            return _disagreement_fields(briefing, disagreement)
        case Judgement() as judgement:
            return _judgement_fields(judgement)
        case Unknown(question=question, why=why, settled_by=settled_by):
            return [
                ("Question", question),
                *([("Why it matters", why)] if why else []),
                ("What would settle it", settled_by),
            ]
        case SourceNote(source=key):
            return _source_fields(briefing, key)
        case None:
            return []


def _reaction_fields(briefing: Briefing, reaction: Reaction) -> Fields:
    speaker = briefing.actor_name(reaction.speaker) if reaction.speaker else NOT_GIVEN
    fields = [("Actor", briefing.actor_name(reaction.actor))]
    if reaction.country:
        fields.append(("Country", reaction.country))
    if reaction.stance:
        fields.append(("Stance", reaction.stance))
    if reaction.verb:
        fields.append(("As reported", reaction.verb))
    return [
        *fields,
        ("Speaker", speaker),
        ("Date", date_words(reaction.date)),
    ]


def _disagreement_fields(briefing: Briefing, disagreement: Disagreement) -> Fields:
    fields = [("Question", disagreement.question), ("Differs in", disagreement.dimension)]
    total = len(disagreement.positions)
    for number, position in enumerate(disagreement.positions, start=1):
        fields.append((f"Position {number} of {total}", position.says))
        fields += evidence_fields(briefing, position.evidence)
    return [
        *fields,
        ("Matters", "yes" if disagreement.matters else "no"),
        *([("Why", disagreement.why)] if disagreement.why else []),
        ("State", disagreement.state),
    ]


def _judgement_fields(judgement: Judgement) -> Fields:
    fields = [("Judgement", judgement.statement)]
    if judgement.likelihood:
        low, high = judgement.likelihood.percent
        fields.append(("Likelihood", f"{judgement.likelihood} ({low} to {high} per cent)"))
    return [
        *fields,
        ("Confidence", judgement.confidence),
        ("Basis of the confidence", judgement.confidence_basis),
    ]


def _source_fields(briefing: Briefing, key: str) -> Fields:
    source = briefing.document(key)
    if source is None:
        return [("Source", source_name(briefing, key))]
    not_held = [("Text", NOT_HELD)] if source in briefing.not_held else []
    return [
        ("Outlet", source.outlet),
        ("Citation key", key),
        ("Title", source.title),
        ("Type", source.type),
        ("Authors", ", ".join(source.authors) or NOT_GIVEN),
        ("Published", date_words(source.published)),
        ("Retrieved", date_words(source.retrieved)),
        ("Language", source.language or NOT_GIVEN),
        ("Address", source.url or NOT_GIVEN),
        ("First reported by", NOT_GIVEN if source.origin == UNKNOWN_ORIGIN else source.origin),
        ("Quality", source.descriptor or NOT_GIVEN),
        *not_held,
        *((f"Probable slip in paragraph {one.paragraph}", one.note) for one in source.slips),
    ]


def _actor_fields(briefing: Briefing, actor_id: str) -> Fields:
    actor = briefing.actors_by_id.get(actor_id)
    if actor is None:
        return [("Name", actor_id)]
    first, *others = actor.names
    fields: Fields = [("Name", first.text), *evidence_fields(briefing, first.evidence)]
    for name in others:
        fields += [("Also called", name_words(name)), *evidence_fields(briefing, name.evidence)]
    fields.append(("Kind", actor.type))
    if actor.country:
        fields.append(("Country", actor.country))
    if actor.role:
        fields.append(("Role", actor.role + described_by(briefing, actor.described_by)))
    return fields + evidence_fields(briefing, actor.evidence)
