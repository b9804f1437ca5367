"""A briefing, or a part of it, as JSON."""

from __future__ import annotations

from datetime import datetime

import msgspec

from briefing.model.actors import Actor, Source
from briefing.model.briefing import Briefing, Revision
from briefing.model.cards import Card, Section
from briefing.model.dates import EdtfDate
from briefing.model.parts import row_lines
from briefing.model.record import Record
from briefing.model.vocabulary import SectionKind


class ShortRow(Record, frozen=True, kw_only=True, omit_defaults=False):
    """What a section's view tells of a card.

    Attributes:
        card: Id of the card.
        lines: Texts in reading order.
    """

    card: str
    lines: tuple[str, ...]


class ShortSection(Record, frozen=True, kw_only=True, omit_defaults=False):
    """What the short version has of a section: rows, or cards, whole.

    Attributes:
        id: Unique in the briefing.
        kind: What its cards are about.
        title: As shown in the list of sections.
        rows: One for each card, where the section's view is read.
        cards: Those that are read whole.
    """

    id: str
    kind: SectionKind
    title: str
    rows: tuple[ShortRow, ...]
    cards: tuple[Card, ...]


class ShortVersion(Record, frozen=True, kw_only=True, omit_defaults=False):
    """The short version of a briefing or of a section.

    Attributes:
        title: Of the briefing.
        cutoff: Date after which nothing was taken in.
        words: Number of words of the short version of the briefing.
        minutes: Minutes to read it.
        sections: Those that it has anything of.
        sources: Of the briefing.
        actors: Of the briefing.
    """

    title: str
    cutoff: EdtfDate | None
    words: int
    minutes: int
    sections: tuple[ShortSection, ...]
    sources: tuple[Source, ...]
    actors: tuple[Actor, ...]


class Exported(Record, frozen=True, kw_only=True, omit_defaults=False):
    """What is written: the one of briefing, section and card that was asked for; the rest is null.

    In what comes from the model, a field that is not given, or has its default, is left out.

    Attributes:
        address: ``NAME``, ``NAME/SECTION`` or ``NAME/SECTION/CARD``.
        revision: Number of the publication, counted from 1.
        published: Time of publication, UTC.
        briefing: The whole briefing.
        section: One section of it.
        card: One card of it.
        short: The short version of the briefing or section at the address.
    """

    address: str
    revision: int
    published: datetime
    briefing: Briefing | None = None
    section: Section | None = None
    card: Card | None = None
    short: ShortVersion | None = None


def to_json(revision: Revision, section: Section | None = None, card: Card | None = None) -> str:
    """Write a briefing, one section or one card as JSON (RFC 8259).

    Args:
        revision: The publication to write.
        section: One of its sections; None writes all of it.
        card: One card of the section; None writes all of it.

    Returns:
        Indented text that ends in a newline, the same for the same content; letters beyond ASCII
        stand as they are.
    """
    briefing = revision.briefing
    return _text(
        Exported(
            address="/".join(part.id for part in (briefing, section, card) if part),
            revision=revision.number,
            published=revision.published,
            briefing=None if section else briefing,
            section=None if card else section,
            card=card,
        )
    )


def short_json(revision: Revision, section: Section | None = None) -> str:
    """Write the short version of a briefing, or what it has of one section, as JSON (RFC 8259).

    Args:
        revision: The publication to write.
        section: One of its sections; None writes all of them.
    """
    briefing = revision.briefing
    sections = (section,) if section else briefing.sections
    return _text(
        Exported(
            address="/".join(part.id for part in (briefing, section) if part),
            revision=revision.number,
            published=revision.published,
            short=ShortVersion(
                title=briefing.title,
                cutoff=briefing.cutoff,
                words=briefing.short_word_count,
                minutes=briefing.short_minutes,
                sections=tuple(_short(briefing, one) for one in sections if one.is_in_short),
                sources=briefing.sources,
                actors=briefing.actors,
            ),
        )
    )


def _short(briefing: Briefing, section: Section) -> ShortSection:
    viewed = section.cards if section.is_viewed else ()
    rows = (
        ShortRow(card=card.id, lines=tuple(row_lines(briefing, section, card))) for card in viewed
    )
    return ShortSection(
        id=section.id,
        kind=section.kind,
        title=section.title,
        rows=tuple(rows),
        cards=section.short_cards,
    )


def _text(exported: Exported) -> str:
    text = msgspec.json.encode(exported, order="deterministic")
    return msgspec.json.format(text, indent=2).decode() + "\n"
