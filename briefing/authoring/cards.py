"""From a card's file to a card: its front matter with figures, and the detail of its kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from briefing.authoring.citations import read_allowances, read_citations
from briefing.authoring.claims import read_blocks, read_claims
from briefing.authoring.drafts import Status
from briefing.authoring.fields import (
    Fields,
    Take,
    as_actor,
    as_names,
    as_string,
    as_value,
    as_word,
    is_id,
    read_fields,
    split_front_matter,
    take_all,
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
    Commitment,
    Deal,
    Detail,
    Disagreement,
    Doubt,
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

CARD_FIELDS: Final = ("title", "status", "actors", "tags", "written-by", "was", "figures")


def read_card(file: SourceFile, id_: str, kind: SectionKind, context: ParseContext) -> Card | None:
    """Make a card of its file; None where the file has no fields that can be read.

    Where there are errors the card may lack what could not be read.
    """
    report = context.report
    page = split_front_matter(file, report)
    if page is None:
        return None
    form = DETAIL_FORMS.get(kind)
    known = (*CARD_FIELDS, *(form.fields if form else ()))
    fields = read_fields(file.path, page.front_matter, 2, known, report)
    inside = context.within(id_)
    claims = read_claims(read_blocks(page, report), inside, dated=kind is SectionKind.TIMELINE)
    if fields is None:
        return None
    fields.require("title")
    fields.word("status", Status)
    title = fields.text("title")
    context.enter(id_, PartLocation(fields.location, title, fields.locations()))
    if title is not None:
        check_title(title, report)
    figures = (
        _read_figure(figure, inside) for figure in fields.each_fields("figures", FIGURE_FIELDS)
    )
    card = Card(
        id=id_,
        title=read_prose(fields, "title", context) or "",
        claims=claims,
        detail=_read_detail(form, fields, inside) if form else None,
        figures=tuple(figure for figure in figures if figure is not None),
        actors=tuple(context.ledger.name(IdKind.ACTOR, actor) for actor in fields.texts("actors")),
        tags=tuple(tag.text for tag in fields.texts("tags")),
        written_by=tuple(name.text for name in fields.texts("written-by")),
        was=_read_former(fields, context),
    )
    check_length(card, fields.field_location("title"), report)
    if not _says_something(card, kind, fields):
        message = "The card has a title but no content."
        fix = "Write at least one claim with its citations."
        report.error(Location(file.path, page.body_line), "empty-card", message, fix)
    return card


def _read_former(fields: Fields, context: ParseContext) -> tuple[str, ...]:
    """Take the ids that a card had before."""
    report = context.report
    found = []
    for typed in report.duplicates(fields.texts("was"), IdKind.CARD):
        if id_ := report.value(typed, to_id):
            context.ledger.define_former(IdKind.CARD, id_, typed.at(), report)
            found.append(id_)
    return tuple(found)


def _says_something(card: Card, kind: SectionKind, fields: Fields) -> bool:
    if card.claims or "figures" in fields:
        return True
    if kind is SectionKind.PEOPLE and card.actors:
        return True
    form = DETAIL_FORMS.get(kind)
    if card.detail is None:
        # One that is needed cannot be read, which is a problem already.
        return form is not None and form.detail not in OPTIONAL - {SourceNote}
    return not isinstance(card.detail, Reaction | Doubt)


# -- figures ---------------------------------------------------------------------------------------


def _read_words(fields: Fields, name: str, context: ParseContext) -> str | None:
    """Take somebody's words, given without quotation marks."""
    words = fields.text(name)
    if words is None:
        return None
    check_quotation(words, context.quote_limit, context.report)
    return words.text


_FIGURE: Final[Mapping[str, Take]] = {
    "id": as_value(to_id),
    "measure": read_prose,
    "value": as_value(to_number),
    "low": as_value(to_number),
    "high": as_value(to_number),
    "unit": as_string,
    "qualifier": as_word(Qualifier),
    "as-of": as_value(to_date),
    "as-reported": _read_words,
    "said-by": as_actor,
    "described-by": as_actor,
    "note": read_prose,
    "parts": as_names(IdKind.FIGURE),
    "rivals": as_names(IdKind.FIGURE),
}

FIGURE_FIELDS: Final = (*_FIGURE, "cite", "allow")


def _read_figure(fields: Fields, context: ParseContext) -> Figure | None:
    """Make a figure; None where it lacks an id, a measure, a unit or a number."""
    fields.require("cite")
    if (typed_id := fields.text("id")) is not None:
        context.ledger.define(IdKind.FIGURE, typed_id.text, typed_id.at(), context.report)
    given = take_all(fields, _FIGURE, context, "id", "measure", "unit")
    evidence, cited_at = read_citations(fields, Mode.PARAPHRASE, context)
    allowed = read_allowances(fields.text("allow"), context.report)
    if typed_id is not None and is_id(typed_id.text):
        place = PartLocation(fields.location, None, fields.locations(), cited_at)
        context.enter(f"figure:{typed_id.text}", place)
    if "as-of" not in fields:
        message = "The figure has no date."
        fix = "Add “as-of: 2023-12” where a source gives it."
        context.report.warning(fields.location, "undated-figure", message, fix)
    if not _has_amount(fields, context) or given is None:
        return None
    figure = Figure(**given, evidence=evidence, allowed=allowed)
    if figure.parts:
        context.totals.append((figure, fields.field_location("parts")))
    return figure


def _has_amount(fields: Fields, context: ParseContext) -> bool:
    """Whether a figure has a value, or a low and a high; anything else is a problem."""
    names = [name for name in ("value", "low", "high") if name in fields]
    numbers = [fields.take(name, to_number) for name in names]
    if names not in (["value"], ["low", "high"]):
        given = " and ".join(names) or "none"
        message = f"A figure has a value, or a low and a high; this has {given}."
        fix = "Write “value: 32”, or “low: 3” and “high: 5”."
        context.report.error(fields.field_location("value"), "bad-amount", message, fix)
        return False
    low, high = numbers[0], numbers[-1]
    if low is not None and high is not None and low > high:
        message = f"The low end {low} is above the high end {high}."
        fix = "Swap the two."
        context.report.error(fields.field_location("low"), "bad-amount", message, fix)
        return False
    return None not in numbers


# -- what cards of a kind hold ---------------------------------------------------------------------


def _read_detail(form: DetailForm, fields: Fields, context: ParseContext) -> Detail | None:
    if form.detail in OPTIONAL and not any(name in fields for name in form.fields):
        return None  # of sources, the card is about all
    given = take_all(fields, form.fields, context, *form.needed)
    if form.detail is Reaction:
        given = _checked_reaction(given, fields, context)
    return None if given is None else form.detail(**given)


def _checked_reaction(
    given: dict[str, Any] | None, fields: Fields, context: ParseContext
) -> dict[str, Any] | None:
    """Report what a reaction must not be; give that of a state the state's country."""
    if "stance" not in fields and "verb" not in fields:
        message = "The reaction has neither a stance nor a verb."
        fix = "Add “stance: …”, or, where no stance fits, “verb: …” with what the actor does."
        context.report.error(fields.location, "missing-field", message, fix)
    known = context.actors.get(given["actor"]) if given else None
    if known is None:
        return given
    if known.type is ActorType.BLOC and "country" in fields:
        message = f"“{known.id}” is a bloc and has no country."
        fix = "Remove the country."
        context.report.error(fields.field_location("country"), "country-of-bloc", message, fix)
    inherits = known.type is ActorType.STATE and "country" not in fields
    return {**(given or {}), "country": known.country} if inherits else given


def _read_positions(fields: Fields, name: str, context: ParseContext) -> tuple[Position, ...]:
    typed = fields.each_fields(name, ("says", "cite", "allow"))
    read = [_read_position(position, number, context) for number, position in enumerate(typed)]
    if name in fields and len(typed) < 2:
        message = "A disagreement needs at least two positions."
        fix = "Add what another source says, as “{says: …, cite: …}”."
        context.report.error(fields.field_location(name), "too-few-positions", message, fix)
    return tuple(position for position in read if position is not None)


def _read_position(fields: Fields, number: int, context: ParseContext) -> Position | None:
    fields.require("says", "cite")
    says = read_prose(fields, "says", context)
    evidence, cited_at = read_citations(fields, Mode.PARAPHRASE, context)
    allowed = read_allowances(fields.text("allow"), context.report)
    place = PartLocation(fields.location, fields.text("says"), fields.locations(), cited_at)
    context.enter(f"position:{number}", place)
    return None if says is None else Position(says=says, evidence=evidence, allowed=allowed)


def _read_commitments(fields: Fields, name: str, context: ParseContext) -> tuple[Commitment, ...]:
    typed = fields.each_fields(name, ("by", "to", "does", "status", "cite", "allow"))
    read = [_read_commitment(owed, number, context) for number, owed in enumerate(typed)]
    return tuple(owed for owed in read if owed is not None)


def _read_commitment(fields: Fields, number: int, context: ParseContext) -> Commitment | None:
    fields.require("cite")
    table: dict[str, Take] = {
        "by": as_names(IdKind.ACTOR),
        "to": as_names(IdKind.ACTOR),
        "does": read_prose,
        "status": read_prose,
    }
    given = take_all(fields, table, context, "by", "does", "status")
    evidence, cited_at = read_citations(fields, Mode.PARAPHRASE, context)
    allowed = read_allowances(fields.text("allow"), context.report)
    place = PartLocation(fields.location, fields.text("does"), fields.locations(), cited_at)
    context.enter(f"commitment:{number}", place)
    return None if given is None else Commitment(**given, evidence=evidence, allowed=allowed)


def _read_source(fields: Fields, name: str, context: ParseContext) -> str | None:
    source = fields.text(name)
    if source is None:
        return None
    not_held = context.ledger.defines(IdKind.DOCUMENT, source.text)
    return context.ledger.name(IdKind.DOCUMENT if not_held else IdKind.SOURCE, source)


OPTIONAL: Final = frozenset([Deal, Doubt, SourceNote])
"""Details that a card of their kind need not have."""

_DEAL_FIELDS: Final[Mapping[str, Take]] = {"commitments": _read_commitments}


class DetailForm(NamedTuple):
    """What is made of the fields of a kind of card, and which of them are needed."""

    detail: type[Detail]
    fields: Mapping[str, Take]
    needed: tuple[str, ...]


DETAIL_FORMS: Final[Mapping[SectionKind, DetailForm]] = {
    SectionKind.REACTIONS: DetailForm(
        Reaction,
        {
            "actor": as_actor,
            "stance": as_word(Stance),
            "verb": read_prose,
            "country": as_value(to_country),
            "speaker": as_actor,
            "date": as_value(to_date),
        },
        ("actor",),
    ),
    SectionKind.DISAGREEMENTS: DetailForm(
        Disagreement,
        {
            "question": read_prose,
            "dimension": as_word(Dimension),
            "positions": _read_positions,
            "matters": as_value(to_truth),
            "why": read_prose,
            "state": as_word(DisagreementState),
            "claims": as_names(IdKind.CLAIM),
        },
        ("question", "dimension", "positions", "matters"),
    ),
    SectionKind.TERMS: DetailForm(Deal, _DEAL_FIELDS, ("commitments",)),
    SectionKind.SIDE_DEALS: DetailForm(Deal, _DEAL_FIELDS, ("commitments",)),
    SectionKind.SKEPTICS: DetailForm(
        Doubt, {"by": as_actor, "doubts": read_prose}, ("by", "doubts")
    ),
    SectionKind.UNKNOWNS: DetailForm(
        Unknown,
        {"question": read_prose, "why": read_prose, "settled-by": read_prose},
        ("question", "settled-by"),
    ),
    SectionKind.JUDGEMENTS: DetailForm(
        Judgement,
        {
            "statement": read_prose,
            "likelihood": as_word(Likelihood),
            "confidence": as_word(Confidence),
            "confidence-basis": read_prose,
        },
        ("statement", "confidence", "confidence-basis"),
    ),
    SectionKind.SOURCES: DetailForm(SourceNote, {"source": _read_source}, ("source",)),
}
"""The fields that cards of a kind have beside those of every card."""
