"""Proves that changes lose nothing: applied to the earlier revision, they give the later one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from msgspec.structs import replace

from briefing.library.changes.kinds import Change
from briefing.library.changes.things import BRIEFING, Thing, ThingKind, Things, taken_apart
from briefing.model.actors import Actor, Source
from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Section

T = TypeVar("T")


def applied(changes: Iterable[Change], old: Briefing) -> Briefing:
    """Give the later revision of the earlier one and all changes between them."""
    things = taken_apart(old)
    things.update(one.edited for one in changes if one.edited is not None)
    # What is gone is in there still, but nothing holds it any more.
    return joined(things)


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
