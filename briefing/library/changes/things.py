"""A briefing taken apart into things with keys.

A thing is the least that is compared as one: a section, a card without what stands in it, what a
card's kind holds, a claim, a figure, a source, an actor, and the briefing without all of these.
What holds others names them, in order, so that nothing is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from enum import StrEnum
from operator import attrgetter
from typing import Any, Final

import msgspec

from briefing.model.actors import Actor, Source
from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Detail, Section
from briefing.model.claims import Claim, Figure


class ThingKind(StrEnum):
    """What is compared as one, in words for a reader."""

    BRIEFING = "briefing"
    SECTION = "section"
    CARD = "card"
    DETAIL = "detail"
    CLAIM = "claim"
    FIGURE = "figure"
    SOURCE = "source"
    ACTOR = "actor"


class Key(msgspec.Struct, frozen=True, order=True, gc=False):
    """Names a thing of a briefing.

    Attributes:
        card: Id of the card that it is or stands in; empty for what stands in none.
        id: What it is called where it stands: in its card, else in the briefing.
    """

    kind: ThingKind
    card: str = ""
    id: str = ""

    @property
    def item(self) -> str | None:
        """What views call it within its card; None for the card itself, or what is in none."""
        match self.kind:
            case ThingKind.CLAIM:
                return self.id
            case ThingKind.FIGURE:
                return f"figure:{self.id}"
            case _:
                return None

    @property
    def name(self) -> str:
        """``CARD#ITEM``, ``CARD``, or the id of what is in no card."""
        return "#".join(filter(None, (self.card, self.item))) or self.id


BRIEFING: Final = Key(ThingKind.BRIEFING)

Value = Briefing | Section | Card | Detail | Claim | Figure | Source | Actor

_OWN: Final[Mapping[type, Callable[[Any], object]]] = {
    kind: attrgetter(*(name for name in kind.__struct_fields__ if name not in held))
    for kind, held in (
        (Briefing, ("sections", "sources", "actors")),
        (Section, ("cards",)),
        (Card, ("claims", "figures", "detail")),
    )
}
"""Gives what is a thing's own, of kinds that hold others."""


class Thing(msgspec.Struct, frozen=True, gc=False):
    """A thing, and the keys of what it holds, in order."""

    value: Value
    holds: tuple[Key, ...] = ()

    def is_same(self, other: Thing) -> bool:
        """Whether nothing is different but what is in the things that they hold."""
        own = _OWN.get(type(self.value))
        if own is None:
            return self.value == other.value
        return self.holds == other.holds and own(self.value) == own(other.value)


Things = Mapping[Key, Thing]


def card_key(card: str) -> Key:
    return Key(ThingKind.CARD, card)


def claim_key(card: str, claim: str) -> Key:
    return Key(ThingKind.CLAIM, card, claim)


def source_key(key: str) -> Key:
    return Key(ThingKind.SOURCE, "", key)


def taken_apart(briefing: Briefing, whole: Container[str] = ()) -> dict[Key, Thing]:
    """Take a briefing apart, in reading order; sources and actors come last.

    Args:
        briefing: All of it.
        whole: Ids of cards that stay as they are, each one thing that holds nothing.
    """
    found: dict[Key, Thing] = {}
    for section in briefing.sections:
        cards = tuple(card_key(card.id) for card in section.cards)
        found[Key(ThingKind.SECTION, "", section.id)] = Thing(section, cards)
        for key, card in zip(cards, section.cards, strict=True):
            if card.id in whole:
                found[key] = Thing(card)
            else:
                parts = inside(card)
                found[key] = Thing(card, tuple(parts))
                found.update(parts)
    for source in briefing.sources:
        found[source_key(source.key)] = Thing(source)
    for actor in briefing.actors:
        found[Key(ThingKind.ACTOR, "", actor.id)] = Thing(actor)
    found[BRIEFING] = Thing(briefing, tuple(key for key in found if not key.card))
    return found


def inside(card: Card) -> dict[Key, Thing]:
    """What stands in a card."""
    found: dict[Key, Thing] = {}
    if card.detail is not None:
        found[Key(ThingKind.DETAIL, card.id)] = Thing(card.detail)
    for claim in card.claims:
        found[claim_key(card.id, claim.id)] = Thing(claim)
    for figure in card.figures:
        found[Key(ThingKind.FIGURE, card.id, figure.id)] = Thing(figure)
    return found
