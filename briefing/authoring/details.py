"""What a card of a special kind says in its front matter beside its claims."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from briefing.authoring.allowances import read_allowances
from briefing.authoring.citations import citation_places
from briefing.authoring.context import Context
from briefing.authoring.figures import read_citations
from briefing.authoring.ledger import Kind
from briefing.authoring.places import Spot
from briefing.authoring.rules import check_prose
from briefing.authoring.values import to_country, to_date, to_truth, to_word
from briefing.authoring.yaml_reader import Fields
from briefing.model.cards import (
    Detail,
    Disagreement,
    Judgement,
    Position,
    Reaction,
    SourceNote,
    Unknown,
)
from briefing.model.vocabulary import (
    ActorType,
    Confidence,
    Dimension,
    DisagreementState,
    Likelihood,
    Mode,
    SectionKind,
    Stance,
)

DETAIL_FIELDS: Final[Mapping[SectionKind, tuple[str, ...]]] = {
    SectionKind.REACTIONS: ("actor", "stance", "verb", "country", "speaker", "date"),
    SectionKind.DISAGREEMENTS: (
        "question",
        "dimension",
        "positions",
        "matters",
        "why",
        "state",
        "claims",
    ),
    SectionKind.UNKNOWNS: ("question", "why", "settled-by"),
    SectionKind.JUDGEMENTS: ("statement", "likelihood", "confidence", "confidence-basis"),
    SectionKind.SOURCES: ("source",),
}
"""The fields that cards of a kind have beside those of every card."""


def read_detail(kind: SectionKind, fields: Fields, context: Context) -> Detail | None:
    """Take what a card of a kind says beside its claims.

    Args:
        kind: What the card's section is about.
        fields: The card's front matter.
        context: Takes problems, ids and places.

    Returns:
        The detail; None where cards of the kind have none, or where it cannot be read.
    """
    reader = _READERS.get(kind)
    return None if reader is None else reader(fields, context)


def _reaction(fields: Fields, context: Context) -> Reaction | None:
    fields.require("actor")
    actor, speaker = fields.text("actor"), fields.text("speaker")
    for person in (actor, speaker):
        if person is not None:
            context.ledger.name(Kind.ACTOR, person)
    stance = to_word(fields.text("stance"), Stance, context.report)
    verb = _optional_prose(fields, "verb", context)
    if "stance" not in fields and "verb" not in fields:
        context.report.error(
            fields.place,
            "missing-field",
            "The reaction has neither a stance nor a verb.",
            "Add “stance: …”, or, where no stance fits, “verb: …” with what the actor does.",
        )
    country = to_country(fields.text("country"), context.report)
    date = to_date(fields.text("date"), context.report)
    if actor is None:
        return None
    known = context.actors.get(actor.text)
    if known is not None and known.type is ActorType.BLOC and "country" in fields:
        context.report.error(
            fields.field_place("country"),
            "country-of-bloc",
            f"“{actor.text}” is a bloc and has no country.",
            "Remove the country.",
        )
    if known is not None and known.type is ActorType.STATE and "country" not in fields:
        country = known.country
    return Reaction(
        actor=actor.text,
        stance=stance,
        verb=verb or None,
        country=country,
        speaker=speaker.text if speaker else None,
        date=date,
    )


def _disagreement(fields: Fields, context: Context) -> Disagreement | None:
    fields.require("dimension", "positions", "matters")
    question, why = _prose(fields, "question", context), _optional_prose(fields, "why", context)
    dimension = to_word(fields.text("dimension"), Dimension, context.report)
    matters = to_truth(fields.text("matters"), context.report)
    state = to_word(fields.text("state"), DisagreementState, context.report)
    typed = fields.each_fields("positions", ("says", "cite", "allow"))
    claims = tuple(context.ledger.name(Kind.CLAIM, one) for one in fields.texts("claims"))
    read = [_position(position, number, context) for number, position in enumerate(typed)]
    if "positions" in fields and len(typed) < 2:
        context.report.error(
            fields.field_place("positions"),
            "too-few-positions",
            "A disagreement needs at least two positions.",
            "Add what another source says, as “{says: …, cite: …}”.",
        )
    if question is None or dimension is None or matters is None:
        return None
    return Disagreement(
        question=question,
        dimension=dimension,
        positions=tuple(position for position in read if position is not None),
        matters=matters,
        why=why,
        state=state or DisagreementState.OPEN,
        claims=claims,
    )


def _position(fields: Fields, number: int, context: Context) -> Position | None:
    fields.require("cite")
    says = fields.required("says")
    if says is not None:
        check_prose(says, context.quote_limit, context.report)
    citations = read_citations(fields, context)
    allowed = read_allowances(fields.text("allow"), context.report)
    context.enter(
        f"position:{number}",
        Spot(
            fields.place,
            text=says,
            fields=fields.places(),
            citations=citation_places(citations),
        ),
    )
    if says is None:
        return None
    evidence = tuple(citation.evidence(Mode.PARAPHRASE) for citation in citations)
    return Position(says=says.text, evidence=evidence, allowed=allowed)


def _unknown(fields: Fields, context: Context) -> Unknown | None:
    question, why = _prose(fields, "question", context), _optional_prose(fields, "why", context)
    settled_by = _prose(fields, "settled-by", context)
    if question is None or settled_by is None:
        return None
    return Unknown(question=question, why=why, settled_by=settled_by)


def _judgement(fields: Fields, context: Context) -> Judgement | None:
    statement = _prose(fields, "statement", context)
    likelihood = to_word(fields.text("likelihood"), Likelihood, context.report)
    confidence = to_word(fields.required("confidence"), Confidence, context.report)
    basis = _prose(fields, "confidence-basis", context)
    if statement is None or confidence is None or basis is None:
        return None
    return Judgement(
        statement=statement, likelihood=likelihood, confidence=confidence, confidence_basis=basis
    )


def _source_note(fields: Fields, context: Context) -> SourceNote | None:
    source = fields.text("source")
    if source is None:
        return None
    not_held = context.ledger.defines(Kind.DOCUMENT, source.text)
    return SourceNote(
        source=context.ledger.name(Kind.DOCUMENT if not_held else Kind.SOURCE, source)
    )


def _prose(fields: Fields, name: str, context: Context) -> str | None:
    fields.require(name)
    return _optional_prose(fields, name, context) or None


def _optional_prose(fields: Fields, name: str, context: Context) -> str:
    text = fields.text(name)
    if text is None:
        return ""
    check_prose(text, context.quote_limit, context.report)
    return text.text


_READERS: Final[Mapping[SectionKind, Callable[[Fields, Context], Detail | None]]] = {
    SectionKind.REACTIONS: _reaction,
    SectionKind.DISAGREEMENTS: _disagreement,
    SectionKind.UNKNOWNS: _unknown,
    SectionKind.JUDGEMENTS: _judgement,
    SectionKind.SOURCES: _source_note,
}
