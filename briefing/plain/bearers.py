"""What rests on evidence, by its address: ``NAME[/SECTION[/CARD]][#ITEM]``."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from briefing.evidence.support import Bearer, bearers, card_bearers
from briefing.library.library import Library
from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Section
from briefing.model.vocabulary import SectionKind
from briefing.plain.address import NotFoundError, Place, find_place, not_found


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """What an address leads to, with what rests on evidence in it.

    Attributes:
        place: The briefing, section or card.
        bearers: In reading order.
    """

    place: Place
    bearers: Sequence[Bearer]


def find_scope(library: Library, address: str, revision: int | None = None) -> Scope:
    """Follow an address to what cites evidence.

    Args:
        library: Where to look.
        address: As typed. After ``#`` stands a claim's id, ``figure:ID``, ``position:N`` counted
            from 0, or ``actor:ID``; what has that name in several cards is all meant.
        revision: Number of the revision to look in; None for the current one.

    Returns:
        What it leads to.

    Raises:
        NotFoundError: There is no such section, card or item.
        BriefingError: There is no such briefing, or it cannot be read.
    """
    within, mark, item = address.partition("#")
    place = find_place(library, within, revision)
    found = _within(place)
    if not mark:
        return Scope(place=place, bearers=found)
    wanted = [one for one in found if one.item == item]
    if not wanted:
        items = dict.fromkeys(one.item for one in found)
        raise NotFoundError(not_found(f"Nothing in “{within.rstrip('/')}” is called", item, items))
    return Scope(place=place, bearers=wanted)


def bearer_address(briefing: Briefing, bearer: Bearer) -> str:
    """Say where something stands, so that `find_scope` finds it again."""
    return f"{briefing.id}{'#' if bearer.section is None else '/'}{bearer.address}"


def _within(place: Place) -> list[Bearer]:
    if place.section is None:
        return list(bearers(place.briefing))
    cards = place.section.cards if place.card is None else (place.card,)
    return [one for card in cards for one in _of_card(place.briefing, place.section, card)]


def _of_card(briefing: Briefing, section: Section, card: Card) -> list[Bearer]:
    """What rests on evidence in a card; among people, also what is said of each of them."""
    found = list(card_bearers(section, card))
    if section.kind is SectionKind.PEOPLE:
        actors = {f"actor:{id_}" for id_ in card.actors}
        found += [one for one in bearers(briefing) if one.card is None and one.item in actors]
    return found
