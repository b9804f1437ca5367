"""A briefing, or a part of it, as JSON."""

from __future__ import annotations

from datetime import datetime

import msgspec

from briefing.model.briefing import Briefing, Revision
from briefing.model.cards import Card, Section
from briefing.model.record import Record


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
    """

    address: str
    revision: int
    published: datetime
    briefing: Briefing | None = None
    section: Section | None = None
    card: Card | None = None


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
    exported = Exported(
        address="/".join(part.id for part in (briefing, section, card) if part),
        revision=revision.number,
        published=revision.published,
        briefing=None if section else briefing,
        section=None if card else section,
        card=card,
    )
    text = msgspec.json.encode(exported, order="deterministic")
    return msgspec.json.format(text, indent=2).decode() + "\n"
