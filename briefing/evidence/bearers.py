"""Everything in a briefing that rests on evidence, in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

import msgspec

from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Disagreement, Section
from briefing.model.claims import Allowance, Claim, Evidence, Figure, Quote


class BearerKind(StrEnum):
    """What it is that cites evidence."""

    CLAIM = "claim"
    QUOTE = "quote"
    FIGURE = "figure"
    POSITION = "position"
    ROLE = "role"
    NAME = "name"


class Bearer(msgspec.Struct, frozen=True):
    """Something that cites evidence.

    Attributes:
        kind: What it is.
        item: Its id in its card: a claim's id, ``figure:ID``, ``position:N`` counted from 0; for a
            role or a name ``actor:ID``.
        text: What is said, in a line.
        evidence: What it rests on, in the order cited.
        section: None for a role or a name.
        card: None for a role or a name.
        claim: The claim or quote, where it is one.
        figure: The figure, where it is one.
        allowed: Warnings that may stand.
    """

    kind: BearerKind
    item: str
    text: str
    evidence: Sequence[Evidence]
    section: Section | None = None
    card: Card | None = None
    claim: Claim | None = None
    figure: Figure | None = None
    allowed: Sequence[Allowance] = ()

    @property
    def key(self) -> str:
        """What it is known by in its briefing: ``CARD#ITEM``, or the item where it has no card."""
        return self.item if self.card is None else f"{self.card.id}#{self.item}"

    @property
    def address(self) -> str:
        """Where a reader finds it: ``SECTION/CARD#ITEM``, or the item where it has no card."""
        return self.key if self.section is None else f"{self.section.id}/{self.key}"

    @property
    def is_claim(self) -> bool:
        """Whether it is a claim or a quote."""
        return self.claim is not None


def bearers(briefing: Briefing) -> Iterator[Bearer]:
    """Walk through all that rests on evidence: cards in reading order, then the actors.

    Args:
        briefing: Any briefing.

    Yields:
        Of each card the positions, the claims, the figures; of each actor the role, then the names
        that have evidence of their own.
    """
    for section, card in briefing.cards():
        yield from card_bearers(section, card)
    yield from _actors(briefing)


def card_bearers(section: Section, card: Card) -> Iterator[Bearer]:
    """Walk through what rests on evidence in a card: positions, claims, figures."""
    if isinstance(card.detail, Disagreement):
        for number, position in enumerate(card.detail.positions):
            yield Bearer(
                BearerKind.POSITION,
                f"position:{number}",
                position.says,
                position.evidence,
                section,
                card,
                allowed=position.allowed,
            )
    for claim in card.claims:
        kind = BearerKind.QUOTE if isinstance(claim, Quote) else BearerKind.CLAIM
        yield Bearer(
            kind,
            claim.id,
            claim.text,
            claim.evidence,
            section,
            card,
            claim=claim,
            allowed=claim.allowed,
        )
    for figure in card.figures:
        yield Bearer(
            BearerKind.FIGURE,
            f"figure:{figure.id}",
            f"{figure.amount} {figure.unit}: {figure.measure}",
            figure.evidence,
            section,
            card,
            figure=figure,
            allowed=figure.allowed,
        )


def _actors(briefing: Briefing) -> Iterator[Bearer]:
    for actor in briefing.actors:
        item = f"actor:{actor.id}"
        if actor.role and actor.evidence:
            role = f"{actor.name}: {actor.role}"
            yield Bearer(BearerKind.ROLE, item, role, actor.evidence, allowed=actor.allowed)
        for name in actor.names:
            if name.evidence:
                yield Bearer(BearerKind.NAME, item, name.text, name.evidence, allowed=actor.allowed)
