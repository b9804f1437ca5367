"""From a card's file to a card."""

from __future__ import annotations

from typing import Final

from briefing.authoring.blocks import read_blocks
from briefing.authoring.claims import read_claims
from briefing.authoring.context import Context
from briefing.authoring.details import DETAIL_FIELDS, read_detail
from briefing.authoring.figures import FIGURE_FIELDS, read_figure
from briefing.authoring.files import SourceFile
from briefing.authoring.front_matter import split_front_matter
from briefing.authoring.ledger import Kind
from briefing.authoring.places import Spot
from briefing.authoring.problems import Place
from briefing.authoring.rules import check_length, check_prose, check_title
from briefing.authoring.yaml_reader import Fields, read_fields
from briefing.model.cards import Card, Reaction
from briefing.model.vocabulary import SectionKind

CARD_FIELDS: Final = ("title", "actors", "tags", "figures")
"""The fields that every card has."""


def read_card(file: SourceFile, id_: str, kind: SectionKind, context: Context) -> Card | None:
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
    context.enter(id_, Spot(fields.place, title, fields.places()))
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
        actors=tuple(context.ledger.name(Kind.ACTOR, actor) for actor in fields.texts("actors")),
        tags=tuple(tag.text for tag in fields.texts("tags")),
    )
    check_length(card, fields.field_place("title"), report)
    _check_content(card, kind, fields, Place(file.path, parts.body_line), context)
    return card


def _check_content(
    card: Card, kind: SectionKind, fields: Fields, place: Place, context: Context
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
