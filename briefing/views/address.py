"""Where something is: ``NAME``, ``NAME/SECTION`` or ``NAME/SECTION/CARD``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import msgspec

from briefing.library.library import Library
from briefing.model.briefing import Briefing, Revision
from briefing.model.cards import Card, Section
from briefing.model.errors import BriefingError
from briefing.model.text import nearest

if TYPE_CHECKING:
    from briefing.evidence.support import Bearer

_MOST_NAMED: Final = 30
"""More names than this help nobody."""


class NotFoundError(BriefingError):
    """There is nothing of that name; the message names what comes closest."""


class Destination(msgspec.Struct, frozen=True, kw_only=True):
    """What an address leads to: a briefing, a section of it, or a card of that section."""

    revision: Revision
    section: Section | None = None
    card: Card | None = None

    @property
    def briefing(self) -> Briefing:
        return self.revision.briefing


def follow_address(library: Library, address: str, revision: int | None = None) -> Destination:
    """Follow an address as typed, in the current revision or that of a number.

    Raises:
        NotFoundError: The briefing has no such section or card.
    """
    name, _, within = address.rstrip("/").partition("/")
    found = library.open(name, revision)
    if not within:
        return Destination(revision=found)
    section_id, _, card_id = within.partition("/")
    sections = {section.id: section for section in found.briefing.sections}
    section = sections.get(section_id)
    if section is None:
        raise NotFoundError(not_found(f"“{name}” has no section", section_id, sections))
    if not card_id:
        return Destination(revision=found, section=section)
    cards = {card.id: card for card in section.cards}
    card = cards.get(card_id)
    if card is None:
        raise NotFoundError(not_found(f"“{name}/{section_id}” has no card", card_id, cards))
    return Destination(revision=found, section=section, card=card)


def bearer_address(briefing: Briefing, bearer: Bearer) -> str:
    """Say where something that rests on evidence stands: ``NAME/SECTION/CARD#ITEM``."""
    return f"{briefing.id}{'#' if bearer.section is None else '/'}{bearer.address}"


def closest(word: str, known: Iterable[str]) -> str | None:
    """Find the known word that a misspelt or unfinished one comes closest to, if any does."""
    names = list(known)
    holding = (name for name in names if len(word) > 2 and word.lower() in name)
    return nearest(word, names) or next(holding, None)


def not_found(what: str, word: str, known: Iterable[str]) -> str:
    """Say that there is nothing of a name, with what comes closest or all there is.

    `what` begins the sentence, for example ``“two-towns” has no section``.
    """
    ids = list(known)
    if match := closest(word, ids):
        return f"{what} “{word}”; did you mean “{match}”?"
    known_words = ", ".join(ids[:_MOST_NAMED]) or "none at all"
    rest = f" … ({len(ids)} in all)" if len(ids) > _MOST_NAMED else ""
    return f"{what} “{word}”. There is: {known_words}{rest}."
