"""The file ``briefing.md``: title, cut-off, sections, key figures and the bottom line."""

from __future__ import annotations

from typing import Final

import msgspec

from briefing.authoring.blocks import read_blocks
from briefing.authoring.claims import read_claims
from briefing.authoring.context import Context
from briefing.authoring.files import SourceFile
from briefing.authoring.front_matter import split_front_matter
from briefing.authoring.ledger import Kind
from briefing.authoring.located import Located
from briefing.authoring.places import Spot
from briefing.authoring.problems import Place, write_instead
from briefing.authoring.rules import (
    check_bottom_line,
    check_length,
    check_prose,
    check_title,
)
from briefing.authoring.short import TypedShort, read_short
from briefing.authoring.values import is_id, to_count, to_date, to_id, to_language, to_word
from briefing.authoring.yaml_reader import Fields, read_fields
from briefing.model.cards import Card, Section
from briefing.model.dates import EdtfDate
from briefing.model.vocabulary import SectionKind

OUTLINE_FIELDS: Final = ("title", "cut-off", "language", "quote-limit", "key-figures", "sections")
SECTION_FIELDS: Final = ("id", "kind", "title", "cards", "short")
BOTTOM_LINE: Final = SectionKind.BOTTOM_LINE.value
"""Id of the first section and of its one card."""


class SectionPlan(msgspec.Struct, frozen=True):
    """A section as ``briefing.md`` announces it.

    Attributes:
        id: The folder of its cards.
        kind: What its cards are about; None where the kind given is not known.
        title: As shown in the list of sections.
        cards: Ids of its cards with their places; None where all files of the folder are meant.
        place: Where the section is announced.
        short: What of it is in the short version.
    """

    id: str
    kind: SectionKind | None
    title: str
    cards: tuple[Located, ...] | None
    place: Place
    short: TypedShort = None


class Outline(msgspec.Struct, frozen=True):
    """What ``briefing.md`` says."""

    title: str
    cutoff: EdtfDate | None
    language: str
    key_figures: tuple[str, ...]
    bottom_line: Section
    sections: tuple[SectionPlan, ...]


def read_outline(file: SourceFile, context: Context) -> Outline | None:
    """Read ``briefing.md``; sets the context's limit of words in a quotation.

    Args:
        file: The file.
        context: Takes problems, ids and places.

    Returns:
        What it says; None where its fields cannot be read.
    """
    report = context.report
    parts = split_front_matter(file, report)
    if parts is None:
        return None
    fields = read_fields(file, parts.front_matter, 2, OUTLINE_FIELDS, report)
    if fields is None:
        return None
    fields.require("sections")
    context.quote_limit = to_count(fields.text("quote-limit"), report) or context.quote_limit
    title = fields.required("title")
    context.enter(BOTTOM_LINE, Spot(fields.place, title, fields.places()))
    if title is not None:
        check_title(title, report)
        check_prose(title, context.quote_limit, report)
    blocks = read_blocks(file.path, parts.body, parts.body_line, report)
    card = Card(
        id=BOTTOM_LINE,
        title="" if title is None else title.text,
        claims=read_claims(blocks, context.within(BOTTOM_LINE), dated=False),
    )
    start = blocks[0].text.at() if blocks else Place(file.path, parts.body_line)
    if not blocks:
        report.error(
            start,
            "missing-bottom-line",
            "The briefing has no bottom line.",
            "Write what is new, and why it matters, after the front matter.",
        )
    else:
        check_bottom_line(card, start, report)
        check_length(card, start, report)
    for kind in (Kind.SECTION, Kind.CARD):
        context.ledger.define(kind, BOTTOM_LINE, start, report)
    return Outline(
        title=card.title,
        cutoff=to_date(fields.required("cut-off"), report),
        language=to_language(fields.text("language"), report) or "en",
        key_figures=_key_figures(fields, context),
        bottom_line=Section(
            id=BOTTOM_LINE, kind=SectionKind.BOTTOM_LINE, title="Bottom line", cards=(card,)
        ),
        sections=_sections(fields, context),
    )


def _key_figures(fields: Fields, context: Context) -> tuple[str, ...]:
    found: list[str] = []
    for figure in fields.texts("key-figures"):
        if figure.text in found:
            context.report.error(
                figure.at(),
                "duplicate-id",
                f"The figure “{figure.text}” is in this list already.",
                "Name it once.",
            )
        found.append(context.ledger.name(Kind.FIGURE, figure))
    return tuple(found)


def _sections(fields: Fields, context: Context) -> tuple[SectionPlan, ...]:
    plans = (_section(item, context) for item in fields.each_fields("sections", SECTION_FIELDS))
    return tuple(plan for plan in plans if plan is not None)


def _section(fields: Fields, context: Context) -> SectionPlan | None:
    typed_id, title = fields.required("id"), fields.required("title")
    if typed_id is None:
        return None
    context.ledger.define(Kind.SECTION, typed_id.text, typed_id.at(), context.report)
    if title is not None:
        check_title(title, context.report)
    id_ = to_id(typed_id, context.report)
    kind = _kind(typed_id, fields, context)
    if id_ is None:
        return None
    return SectionPlan(
        id=id_,
        kind=kind,
        title="" if title is None else title.text,
        cards=tuple(fields.texts("cards")) if "cards" in fields else None,
        place=typed_id.at(),
        short=read_short(fields),
    )


def _kind(id_: Located, fields: Fields, context: Context) -> SectionKind | None:
    kinds = [kind for kind in SectionKind if kind is not SectionKind.BOTTOM_LINE]
    if "kind" in fields:
        kind = fields.text("kind")
        if kind is None or kind.text in kinds:
            return None if kind is None else SectionKind(kind.text)
        if kind.text != BOTTOM_LINE:
            return to_word(kind, SectionKind, context.report)
        fix = "Remove the section; the text of briefing.md is the bottom line."
        context.report.error(kind.at(), "unknown-value", "A briefing has one bottom line.", fix)
        return None
    if id_.text in kinds:
        return SectionKind(id_.text)
    if is_id(id_.text) and id_.text != BOTTOM_LINE:
        context.report.error(
            id_.at(),
            "missing-field",
            f"“{id_.text}” is not the id of a standard section, so it needs a kind.",
            f"{write_instead(id_.text, kinds).removesuffix('.')}, or add “kind: …”.",
        )
    return None
