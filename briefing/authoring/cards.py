"""From a card's file to a card: its front matter with figures, and the detail of its kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from briefing.authoring.citations import read_allowances, read_citations
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
)
from briefing.authoring.folder import SourceFile
from briefing.authoring.problems import IdKind, Location, ParseContext, PartLocation
from briefing.authoring.rules import check_length, check_quotation, check_title, read_prose
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

CARD_FIELDS: Final = ("title", "actors", "tags", "figures")
FIGURE_FIELDS: Final = (
    *("id", "measure", "value", "low", "high", "unit", "qualifier", "as-of", "as-reported"),
    *("said-by", "described-by", "note", "parts", "rivals", "cite", "allow"),
)
POSITION_FIELDS: Final = ("says", "cite", "allow")
DETAIL_FIELDS: Final[Mapping[SectionKind, tuple[str, ...]]] = {
    SectionKind.REACTIONS: ("actor", "stance", "verb", "country", "speaker", "date"),
    SectionKind.DISAGREEMENTS: (
        *("question", "dimension", "positions", "matters", "why", "state", "claims"),
    ),
    SectionKind.UNKNOWNS: ("question", "why", "settled-by"),
    SectionKind.JUDGEMENTS: ("statement", "likelihood", "confidence", "confidence-basis"),
    SectionKind.SOURCES: ("source",),
}
"""The fields that cards of a kind have beside those of every card."""


def read_card(file: SourceFile, id_: str, kind: SectionKind, context: ParseContext) -> Card | None:
    """Make a card of its file; None where the file has no fields that can be read.

    Where there are errors the card may lack what could not be read.
    """
    report = context.report
    page = split_front_matter(file, report)
    if page is None:
        return None
    known = (*CARD_FIELDS, *DETAIL_FIELDS.get(kind, ()))
    fields = read_fields(file.path, page.front_matter, 2, known, report)
    inside = context.within(id_)
    claims = read_claims(read_blocks(page, report), inside, dated=kind is SectionKind.TIMELINE)
    if fields is None:
        return None
    fields.require("title")
    title = fields.text("title")
    context.enter(id_, PartLocation(fields.location, title, fields.locations()))
    if title is not None:
        check_title(title, report)
    figures = (
        _read_figure(figure, inside) for figure in fields.each_fields("figures", FIGURE_FIELDS)
    )
    read_detail = _DETAIL_READERS.get(kind)
    card = Card(
        id=id_,
        title=read_prose(fields, "title", context) or "",
        claims=claims,
        detail=read_detail(fields, inside) if read_detail else None,
        figures=tuple(figure for figure in figures if figure is not None),
        actors=tuple(context.ledger.name(IdKind.ACTOR, actor) for actor in fields.texts("actors")),
        tags=tuple(tag.text for tag in fields.texts("tags")),
    )
    check_length(card, fields.field_location("title"), report)
    if not _says_something(card, kind, fields):
        report.error(
            Location(file.path, page.body_line),
            "empty-card",
            "The card has a title but no content.",
            "Write at least one claim with its citations.",
        )
    return card


def _says_something(card: Card, kind: SectionKind, fields: Fields) -> bool:
    if card.claims or "figures" in fields:
        return True
    if kind is SectionKind.PEOPLE and card.actors:
        return True
    if card.detail is None:
        return kind in DETAIL_FIELDS  # it cannot be read, which is a problem already
    return not isinstance(card.detail, Reaction)


def _read_figure(fields: Fields, context: ParseContext) -> Figure | None:
    """Make a figure; None where it lacks an id, a measure, a unit or a number."""
    report, ledger = context.report, context.ledger
    fields.require("id", "measure", "unit", "cite")
    id_, unit = fields.take("id", to_id), fields.string("unit")
    if (typed_id := fields.text("id")) is not None:
        ledger.define(IdKind.FIGURE, typed_id.text, typed_id.at(), report)
    measure, note = (read_prose(fields, name, context) for name in ("measure", "note"))
    value, low, high = _read_amount(fields, context)
    qualifier = fields.word("qualifier", Qualifier) or Qualifier.EXACT
    as_of = fields.take("as-of", to_date)
    said_by, described_by = (
        fields.take(name, context.to_actor) for name in ("said-by", "described-by")
    )
    parts, rivals = (
        tuple(ledger.name(IdKind.FIGURE, figure) for figure in fields.texts(name))
        for name in ("parts", "rivals")
    )
    evidence, cited_at = read_citations(fields, Mode.PARAPHRASE, context)
    allowed = read_allowances(fields.text("allow"), context.report)
    if id_ is not None:
        context.enter(
            f"figure:{id_}", PartLocation(fields.location, None, fields.locations(), cited_at)
        )
    if (as_reported := fields.text("as-reported")) is not None:
        check_quotation(as_reported, context.quote_limit, report)
    if "as-of" not in fields:
        report.warning(
            fields.location,
            "undated-figure",
            "The figure has no date.",
            "Add “as-of: 2023-12” where a source gives it.",
        )
    if id_ is None or measure is None or unit is None or (value is None and low is None):
        return None
    figure = Figure(
        id=id_,
        measure=measure,
        unit=unit,
        value=value,
        low=low,
        high=high,
        qualifier=qualifier,
        as_of=as_of,
        as_reported=as_reported.text if as_reported else None,
        said_by=said_by,
        described_by=described_by,
        note=note,
        parts=parts,
        rivals=rivals,
        evidence=evidence,
        allowed=allowed,
    )
    if parts:
        context.totals.append((figure, fields.field_location("parts")))
    return figure


def _read_amount(
    fields: Fields, context: ParseContext
) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """The figure's value, low and high: the first or the last two, or none where they are wrong."""
    names = ("value", "low", "high")
    value, low, high = (fields.take(name, to_number) for name in names)
    given = [name for name in names if name in fields]
    if given not in (["value"], ["low", "high"]):
        context.report.error(
            fields.field_location("value"),
            "bad-amount",
            f"A figure has a value, or a low and a high; this has {' and '.join(given) or 'none'}.",
            "Write “value: 32”, or “low: 3” and “high: 5”.",
        )
    elif low is not None and high is not None and low > high:
        context.report.error(
            fields.field_location("low"),
            "bad-amount",
            f"The low end {low} is above the high end {high}.",
            "Swap the two.",
        )
    elif value is not None or (low is not None and high is not None):
        return value, low, high
    return None, None, None


def _read_reaction(fields: Fields, context: ParseContext) -> Reaction | None:
    fields.require("actor")
    actor, speaker = (fields.take(name, context.to_actor) for name in ("actor", "speaker"))
    stance, verb = fields.word("stance", Stance), read_prose(fields, "verb", context)
    if "stance" not in fields and "verb" not in fields:
        context.report.error(
            fields.location,
            "missing-field",
            "The reaction has neither a stance nor a verb.",
            "Add “stance: …”, or, where no stance fits, “verb: …” with what the actor does.",
        )
    country, date = fields.take("country", to_country), fields.take("date", to_date)
    if actor is None:
        return None
    known = context.actors.get(actor)
    if known is not None and known.type is ActorType.BLOC and "country" in fields:
        context.report.error(
            fields.field_location("country"),
            "country-of-bloc",
            f"“{actor}” is a bloc and has no country.",
            "Remove the country.",
        )
    if known is not None and known.type is ActorType.STATE and "country" not in fields:
        country = known.country
    return Reaction(
        actor=actor, stance=stance, verb=verb, country=country, speaker=speaker, date=date
    )


def _read_disagreement(fields: Fields, context: ParseContext) -> Disagreement | None:
    fields.require("question", "dimension", "positions", "matters")
    question = read_prose(fields, "question", context)
    why = read_prose(fields, "why", context)
    dimension = fields.word("dimension", Dimension)
    matters = fields.take("matters", to_truth)
    state = fields.word("state", DisagreementState)
    typed = fields.each_fields("positions", POSITION_FIELDS)
    claims = tuple(context.ledger.name(IdKind.CLAIM, one) for one in fields.texts("claims"))
    read = [_read_position(position, number, context) for number, position in enumerate(typed)]
    if "positions" in fields and len(typed) < 2:
        context.report.error(
            fields.field_location("positions"),
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
        why=why or "",
        state=state or DisagreementState.OPEN,
        claims=claims,
    )


def _read_position(fields: Fields, number: int, context: ParseContext) -> Position | None:
    fields.require("says", "cite")
    says = read_prose(fields, "says", context)
    evidence, cited_at = read_citations(fields, Mode.PARAPHRASE, context)
    allowed = read_allowances(fields.text("allow"), context.report)
    context.enter(
        f"position:{number}",
        PartLocation(fields.location, fields.text("says"), fields.locations(), cited_at),
    )
    return None if says is None else Position(says=says, evidence=evidence, allowed=allowed)


def _read_unknown(fields: Fields, context: ParseContext) -> Unknown | None:
    fields.require("question", "settled-by")
    question, why, settled_by = (
        read_prose(fields, name, context) for name in ("question", "why", "settled-by")
    )
    if question is None or settled_by is None:
        return None
    return Unknown(question=question, why=why or "", settled_by=settled_by)


def _read_judgement(fields: Fields, context: ParseContext) -> Judgement | None:
    fields.require("statement", "confidence", "confidence-basis")
    statement = read_prose(fields, "statement", context)
    likelihood = fields.word("likelihood", Likelihood)
    confidence = fields.word("confidence", Confidence)
    basis = read_prose(fields, "confidence-basis", context)
    if statement is None or confidence is None or basis is None:
        return None
    return Judgement(
        statement=statement, likelihood=likelihood, confidence=confidence, confidence_basis=basis
    )


def _read_source_note(fields: Fields, context: ParseContext) -> SourceNote | None:
    source = fields.text("source")
    if source is None:
        return None
    not_held = context.ledger.defines(IdKind.DOCUMENT, source.text)
    kind = IdKind.DOCUMENT if not_held else IdKind.SOURCE
    return SourceNote(source=context.ledger.name(kind, source))


_DETAIL_READERS: Final[Mapping[SectionKind, Callable[[Fields, ParseContext], Detail | None]]] = {
    SectionKind.REACTIONS: _read_reaction,
    SectionKind.DISAGREEMENTS: _read_disagreement,
    SectionKind.UNKNOWNS: _read_unknown,
    SectionKind.JUDGEMENTS: _read_judgement,
    SectionKind.SOURCES: _read_source_note,
}
