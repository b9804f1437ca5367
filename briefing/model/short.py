"""The short version of a briefing: what is read of it first, in two to five minutes.

Of each section it has some cards, whole; or the section's view, which gives each card a row; or
nothing. The curator says which (`Section.short`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from briefing.model.cards import Card, Disagreement, Reaction, Section
from briefing.model.record import sha256
from briefing.model.text import count_words
from briefing.model.vocabulary import DisagreementState, SectionKind

if TYPE_CHECKING:
    from briefing.model.briefing import Briefing


def row_lines(briefing: Briefing, section: Section, card: Card) -> list[str]:
    """Say what a section's view tells of a card.

    Args:
        briefing: Names the actors.
        section: Where the card stands.
        card: The card.

    Returns:
        Texts in reading order. Of a reaction: who, what they do, and their words. Of a card of a
        timeline: its title, then each event with its date. Of a disagreement: its title, and
        its state unless it is open. Of any other card: its title.
    """
    match card.detail:
        case Reaction() as reaction:
            return [_reaction_line(briefing, card, reaction)]
        case Disagreement(state=state) if state is not DisagreementState.OPEN:
            return [f"{card.title} ({state})"]
    if section.kind is SectionKind.TIMELINE:
        events = (f"{one.date.label}: {one.text}" if one.date else one.text for one in card.claims)
        return [card.title, *events]
    return [card.title]


def _reaction_line(briefing: Briefing, card: Card, reaction: Reaction) -> str:
    who = briefing.actor_name(reaction.actor)
    if reaction.speaker:
        who += f" ({briefing.actor_name(reaction.speaker)})"
    does = f"{who}, {reaction.verb or reaction.stance}"
    if card.exact_words:
        return f"{does}: “{card.exact_words}”"
    return does if reaction.verb else f"{does}: {card.title}"


def row_digest(briefing: Briefing, section: Section, card: Card) -> str:
    """Fingerprint what a section's view tells of a card, to tell whether it changed since.

    Returns:
        Sixteen hexadecimal digits of SHA-256.
    """
    return sha256(msgspec.json.encode(row_lines(briefing, section, card)))[:16]


def count_short_words(briefing: Briefing) -> int:
    """Count the words of the short version."""
    count = 0
    for section in briefing.sections:
        count += sum(card.words_with_figures for card in section.short_cards)
        if section.is_viewed:
            count += sum(count_words(row_lines(briefing, section, card)) for card in section.cards)
    return count
