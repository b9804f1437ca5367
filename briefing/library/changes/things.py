"""A briefing taken apart into things with keys, and put together again.

A thing is the least that is compared as one: a section, a card without what stands in it, what a
card's kind holds, a claim, a figure, a source, an actor, and the briefing without all of these.
What holds others names them, in order, so that nothing is lost: `joined` of `taken_apart` is the
same.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from enum import StrEnum
from typing import Final, NamedTuple, TypeVar

from msgspec.structs import replace

from briefing.model.actors import Actor, Source
from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Detail, Section
from briefing.model.claims import Claim, Figure

T = TypeVar("T")


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


class Key(NamedTuple):
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


BRIEFING: Final = Key(ThingKind.BRIEFING)

Value = Briefing | Section | Card | Detail | Claim | Figure | Source | Actor


class Thing(NamedTuple):
    """A thing without what stands in it, and the keys of that in order."""

    value: Value
    holds: tuple[Key, ...] = ()


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
    held: list[Key] = []
    for section in briefing.sections:
        key = Key(ThingKind.SECTION, "", section.id)
        held.append(key)
        found[key] = Thing(replace(section, cards=()), tuple(card_key(c.id) for c in section.cards))
        for card in section.cards:
            if card.id in whole:
                found[card_key(card.id)] = Thing(card)
            else:
                found.update(_of_card(card))
    for source in briefing.sources:
        found[source_key(source.key)] = Thing(source)
    for actor in briefing.actors:
        found[Key(ThingKind.ACTOR, "", actor.id)] = Thing(actor)
    held += [key for key in found if key.kind in (ThingKind.SOURCE, ThingKind.ACTOR)]
    found[BRIEFING] = Thing(replace(briefing, sections=(), sources=(), actors=()), tuple(held))
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


def _of_card(card: Card) -> dict[Key, Thing]:
    found = inside(card)
    bare = replace(card, claims=(), figures=(), detail=None)
    return {card_key(card.id): Thing(bare, tuple(found)), **found}


def joined(things: Things) -> Briefing:
    """Put a briefing together of its things; those that nothing holds are left out."""
    top = things[BRIEFING]
    held = [things[key] for key in top.holds]
    sections = tuple(_section(things, one) for one in held if isinstance(one.value, Section))
    return replace(
        _as(top.value, Briefing),
        sections=sections,
        sources=tuple(one.value for one in held if isinstance(one.value, Source)),
        actors=tuple(one.value for one in held if isinstance(one.value, Actor)),
    )


def _section(things: Things, section: Thing) -> Section:
    cards = tuple(_card(things, things[key]) for key in section.holds)
    return replace(_as(section.value, Section), cards=cards)


def _card(things: Things, card: Thing) -> Card:
    held = [(key.kind, things[key].value) for key in card.holds]
    return replace(
        _as(card.value, Card),
        detail=next((value for kind, value in held if kind is ThingKind.DETAIL), None),
        claims=tuple(value for kind, value in held if kind is ThingKind.CLAIM),
        figures=tuple(value for kind, value in held if kind is ThingKind.FIGURE),
    )


def _as(value: object, kind: type[T]) -> T:
    if not isinstance(value, kind):
        raise TypeError(f"expected {kind.__name__}, got {type(value).__name__}")
    return value
