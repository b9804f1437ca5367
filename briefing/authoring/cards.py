"""From a card's file to a card: its front matter with figures and the detail of its kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from briefing.authoring.citations import Citation, citation_places, parse_citations, read_allowances
from briefing.authoring.claims import read_blocks, read_claims
from briefing.authoring.fields import (
    Fields,
    read_fields,
    split_front_matter,
    to_country,
    to_date,
    to_id,
    to_number,
    to_truth,
    to_word,
)
from briefing.authoring.folder import SourceFile
from briefing.authoring.problems import IdKind, Location, ParseContext, PartLocation
from briefing.authoring.rules import check_length, check_prose, check_quotation, check_title
from briefing.model.cards import (
    Card,
    Detail,
    Disagreement,
    Judgement,
    Position,
    Reaction,
    SourceNote,
    Unknown,
)
from briefing.model.claims import Figure
from briefing.model.vocabulary import (
    ActorType,
    Confidence,
    Dimension,
    DisagreementState,
    Likelihood,
    Mode,
    Qualifier,
    SectionKind,
    Stance,
)

FIGURE_FIELDS: Final = (
    "id",
    "measure",
    "value",
    "low",
    "high",
    "unit",
    "qualifier",
    "as-of",
    "as-reported",
    "said-by",
    "described-by",
    "note",
    "parts",
    "rivals",
    "cite",
    "allow",
)


def read_citations(fields: Fields, context: ParseContext) -> tuple[Citation, ...]:
    """Take the field ``cite`` of any mapping.

    Args:
        fields: The mapping.
        context: Takes problems and citation keys.
    """
    text = fields.text("cite")
    if text is None:
        return ()
    citations = parse_citations(text, context.report, at_sign=False)
    for citation in citations:
        context.ledger.name(IdKind.SOURCE, citation.key)
    return citations


def read_figure(fields: Fields, context: ParseContext) -> Figure | None:
    """Make a figure of its fields.

    Args:
        fields: With the names of `FIGURE_FIELDS`.
        context: Takes problems, ids and places.

    Returns:
        The figure; None where it lacks an id, a measure, a unit or a number.
    """
    report, ledger = context.report, context.ledger
    fields.require("id", "measure", "unit", "cite")
    typed_id, measure, unit = fields.text("id"), fields.text("measure"), fields.text("unit")
    id_ = to_id(typed_id, report)
    if typed_id is not None:
        ledger.define(IdKind.FIGURE, typed_id.text, typed_id.at(), report)
    value, low, high = _amount(fields, context)
    qualifier = to_word(fields.text("qualifier"), Qualifier, report) or Qualifier.EXACT
    as_of = to_date(fields.text("as-of"), report)
    as_reported, note = fields.text("as-reported"), fields.text("note")
    said_by, described_by = fields.text("said-by"), fields.text("described-by")
    for actor in (said_by, described_by):
        if actor is not None:
            ledger.name(IdKind.ACTOR, actor)
    parts = tuple(ledger.name(IdKind.FIGURE, part) for part in fields.texts("parts"))
    rivals = tuple(ledger.name(IdKind.FIGURE, rival) for rival in fields.texts("rivals"))
    citations = read_citations(fields, context)
    allowed = read_allowances(fields.text("allow"), report)
    if id_ is not None:
        context.enter(
            f"figure:{id_}",
            PartLocation(
                fields.place, fields=fields.places(), citations=citation_places(citations)
            ),
        )
    if as_reported is not None:
        check_quotation(as_reported, context.quote_limit, report)
    for text in (measure, note):
        if text is not None:
            check_prose(text, context.quote_limit, report)
    if "as-of" not in fields:
        report.warning(
            fields.place,
            "undated-figure",
            "The figure has no date.",
            "Add “as-of: 2023-12” where a source gives it.",
        )
    if id_ is None or measure is None or unit is None or (value is None and low is None):
        return None
    figure = Figure(
        id=id_,
        measure=measure.text,
        unit=unit.text,
        value=value,
        low=low,
        high=high,
        qualifier=qualifier,
        as_of=as_of,
        as_reported=as_reported.text if as_reported else None,
        said_by=said_by.text if said_by else None,
        described_by=described_by.text if described_by else None,
        note=note.text if note else None,
        parts=parts,
        rivals=rivals,
        evidence=tuple(citation.evidence(Mode.PARAPHRASE) for citation in citations),
        allowed=allowed,
    )
    if parts:
        context.totals.append((figure, fields.field_place("parts")))
    return figure


def _amount(
    fields: Fields, context: ParseContext
) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """The figure's value, low and high: the first or the last two, or none where they are wrong."""
    report = context.report
    value, low, high = (to_number(fields.text(name), report) for name in ("value", "low", "high"))
    given = [name for name in ("value", "low", "high") if name in fields]
    if given not in (["value"], ["low", "high"]):
        report.error(
            fields.field_place("value"),
            "bad-amount",
            f"A figure has a value, or a low and a high; this has {' and '.join(given) or 'none'}.",
            "Write “value: 32”, or “low: 3” and “high: 5”.",
        )
        return None, None, None
    if low is not None and high is not None and low > high:
        report.error(
            fields.field_place("low"),
            "bad-amount",
            f"The low end {low} is above the high end {high}.",
            "Swap the two.",
        )
        return None, None, None
    if given == ["low", "high"] and (low is None or high is None):
        return None, None, None
    return value, low, high


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


def read_detail(kind: SectionKind, fields: Fields, context: ParseContext) -> Detail | None:
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


def _reaction(fields: Fields, context: ParseContext) -> Reaction | None:
    fields.require("actor")
    actor, speaker = fields.text("actor"), fields.text("speaker")
    for person in (actor, speaker):
        if person is not None:
            context.ledger.name(IdKind.ACTOR, person)
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


def _disagreement(fields: Fields, context: ParseContext) -> Disagreement | None:
    fields.require("dimension", "positions", "matters")
    question, why = _prose(fields, "question", context), _optional_prose(fields, "why", context)
    dimension = to_word(fields.text("dimension"), Dimension, context.report)
    matters = to_truth(fields.text("matters"), context.report)
    state = to_word(fields.text("state"), DisagreementState, context.report)
    typed = fields.each_fields("positions", ("says", "cite", "allow"))
    claims = tuple(context.ledger.name(IdKind.CLAIM, one) for one in fields.texts("claims"))
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


def _position(fields: Fields, number: int, context: ParseContext) -> Position | None:
    fields.require("cite")
    says = fields.required("says")
    if says is not None:
        check_prose(says, context.quote_limit, context.report)
    citations = read_citations(fields, context)
    allowed = read_allowances(fields.text("allow"), context.report)
    context.enter(
        f"position:{number}",
        PartLocation(
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


def _unknown(fields: Fields, context: ParseContext) -> Unknown | None:
    question, why = _prose(fields, "question", context), _optional_prose(fields, "why", context)
    settled_by = _prose(fields, "settled-by", context)
    if question is None or settled_by is None:
        return None
    return Unknown(question=question, why=why, settled_by=settled_by)


def _judgement(fields: Fields, context: ParseContext) -> Judgement | None:
    statement = _prose(fields, "statement", context)
    likelihood = to_word(fields.text("likelihood"), Likelihood, context.report)
    confidence = to_word(fields.required("confidence"), Confidence, context.report)
    basis = _prose(fields, "confidence-basis", context)
    if statement is None or confidence is None or basis is None:
        return None
    return Judgement(
        statement=statement, likelihood=likelihood, confidence=confidence, confidence_basis=basis
    )


def _source_note(fields: Fields, context: ParseContext) -> SourceNote | None:
    source = fields.text("source")
    if source is None:
        return None
    not_held = context.ledger.defines(IdKind.DOCUMENT, source.text)
    return SourceNote(
        source=context.ledger.name(IdKind.DOCUMENT if not_held else IdKind.SOURCE, source)
    )


def _prose(fields: Fields, name: str, context: ParseContext) -> str | None:
    fields.require(name)
    return _optional_prose(fields, name, context) or None


def _optional_prose(fields: Fields, name: str, context: ParseContext) -> str:
    text = fields.text(name)
    if text is None:
        return ""
    check_prose(text, context.quote_limit, context.report)
    return text.text


_READERS: Final[Mapping[SectionKind, Callable[[Fields, ParseContext], Detail | None]]] = {
    SectionKind.REACTIONS: _reaction,
    SectionKind.DISAGREEMENTS: _disagreement,
    SectionKind.UNKNOWNS: _unknown,
    SectionKind.JUDGEMENTS: _judgement,
    SectionKind.SOURCES: _source_note,
}


CARD_FIELDS: Final = ("title", "actors", "tags", "figures")
"""The fields that every card has."""


def read_card(file: SourceFile, id_: str, kind: SectionKind, context: ParseContext) -> Card | None:
    """Make a card of its file.

    Args:
        file: The file.
        id_: The card's id.
        kind: What its section is about.
        context: Takes problems, ids and places.

    Returns:
        The card; None where the file has no fields that can be read. Where there are errors it
        may lack what could not be read.
    """
    report = context.report
    parts = split_front_matter(file, report)
    if parts is None:
        return None
    known = (*CARD_FIELDS, *DETAIL_FIELDS.get(kind, ()))
    fields = read_fields(file, parts.front_matter, 2, known, report)
    inside = context.within(id_)
    claims = read_claims(
        read_blocks(file.path, parts.body, parts.body_line, report),
        inside,
        dated=kind is SectionKind.TIMELINE,
    )
    if fields is None:
        return None
    title = fields.required("title")
    context.enter(id_, PartLocation(fields.place, title, fields.places()))
    if title is not None:
        check_title(title, report)
        check_prose(title, context.quote_limit, report)
    figures = (
        read_figure(figure, inside) for figure in fields.each_fields("figures", FIGURE_FIELDS)
    )
    card = Card(
        id=id_,
        title="" if title is None else title.text,
        claims=claims,
        detail=read_detail(kind, fields, inside),
        figures=tuple(figure for figure in figures if figure is not None),
        actors=tuple(context.ledger.name(IdKind.ACTOR, actor) for actor in fields.texts("actors")),
        tags=tuple(tag.text for tag in fields.texts("tags")),
    )
    check_length(card, fields.field_place("title"), report)
    _check_content(card, kind, fields, Location(file.path, parts.body_line), context)
    return card


def _check_content(
    card: Card, kind: SectionKind, fields: Fields, place: Location, context: ParseContext
) -> None:
    """Report a card that tells nothing: neither a claim nor anything in its fields that does."""
    told = card.claims or "figures" in fields or (kind in DETAIL_FIELDS and card.detail is None)
    if told or not (card.detail is None or isinstance(card.detail, Reaction)):
        return
    if kind is SectionKind.PEOPLE and card.actors:
        return
    context.report.error(
        place,
        "empty-card",
        "The card has a title but no content.",
        "Write at least one claim with its citations.",
    )
