"""The blast radius of a source: what would fall if it could not be relied on."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

import msgspec

from briefing.evidence.bearers import Bearer, BearerKind, bearers
from briefing.evidence.standing import supporting
from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Disagreement, Reaction


class Fate(StrEnum):
    """What becomes of something when sources are set aside."""

    LOST = "loses all support"
    SINGLE = "falls to one source"
    KEPT = "stands"


class Radius(msgspec.Struct, frozen=True):
    """What depends on some sources.

    Attributes:
        aside: Keys of the sources set aside.
        fates: What becomes of each claim, figure and position that anything supports, by its key.
        lost: What loses all support, in reading order.
        single: What had several sources and is left with one, in reading order.
        cards: Cards of which every claim, figure and position loses all support.
        reactions: Those of them that tell of a reaction.
        disagreements: Cards of disagreements that are none any more, one side or none being left.
    """

    aside: frozenset[str]
    fates: dict[str, Fate]
    lost: tuple[Bearer, ...]
    single: tuple[Bearer, ...]
    cards: tuple[Card, ...]
    reactions: tuple[Card, ...]
    disagreements: tuple[Card, ...]

    @property
    def claims_lost(self) -> tuple[Bearer, ...]:
        """The claims and quotes among what loses all support."""
        return tuple(one for one in self.lost if one.is_claim)

    @property
    def figures_lost(self) -> tuple[Bearer, ...]:
        """The figures among what loses all support."""
        return tuple(one for one in self.lost if one.kind is BearerKind.FIGURE)

    @property
    def claims_single(self) -> tuple[Bearer, ...]:
        """The claims and quotes that are left with one source."""
        return tuple(one for one in self.single if one.is_claim)


def without(briefing: Briefing, aside: Collection[str]) -> Radius:
    """Find what depends on some sources. It is a question: nothing is changed.

    Args:
        briefing: Any briefing.
        aside: Keys of the sources not to rely on.
    """
    touched = [one for one in bearers(briefing) if supporting(one)]
    fates = {one.key: fate_of(one, aside) for one in touched if one.card is not None}
    by_card: dict[str, list[Bearer]] = {}
    for one in touched:
        if one.card is not None:
            by_card.setdefault(one.card.id, []).append(one)
    cards = tuple(
        card
        for _, card in briefing.cards()
        if by_card.get(card.id)
        and all(fate_of(one, aside) is Fate.LOST for one in by_card[card.id])
    )
    return Radius(
        aside=frozenset(aside),
        fates=fates,
        lost=tuple(one for one in touched if fate_of(one, aside) is Fate.LOST),
        single=tuple(one for one in touched if fate_of(one, aside) is Fate.SINGLE),
        cards=cards,
        reactions=tuple(card for card in cards if isinstance(card.detail, Reaction)),
        disagreements=tuple(
            card
            for group in by_card.values()
            if (card := _disagreement(group)) and _sides_left(group, aside) < 2
        ),
    )


def fate_of(bearer: Bearer, aside: Collection[str]) -> Fate:
    """Say what becomes of something when sources are set aside.

    Args:
        bearer: Whatever rests on evidence; what nothing supports has nothing to lose.
        aside: Keys of the sources not to rely on.
    """
    before, after = supporting(bearer), supporting(bearer, aside)
    if before and not after:
        return Fate.LOST
    return Fate.SINGLE if len(after) == 1 < len(before) else Fate.KEPT


def _disagreement(group: list[Bearer]) -> Card | None:
    card = group[0].card
    return card if card is not None and isinstance(card.detail, Disagreement) else None


def _sides_left(group: list[Bearer], aside: Collection[str]) -> int:
    sides = [one for one in group if one.kind is BearerKind.POSITION]
    return sum(bool(supporting(one, aside)) for one in sides)
