"""What every part of a briefing is read with."""

from __future__ import annotations

import msgspec

from briefing.authoring.ledger import Ledger
from briefing.authoring.places import Spot
from briefing.authoring.problems import Place, Report
from briefing.model.actors import Actor
from briefing.model.claims import Figure


class Context(msgspec.Struct):
    """What the readers of one briefing's files share.

    Attributes:
        report: Takes the problems.
        ledger: Takes the ids.
        quote_limit: Most words that a quotation may have.
        actors: Those of actors.yaml, by id.
        totals: Figures that have parts, each with the place where the parts are named.
        spots: Where each part of the briefing was typed, by the keys of `Places`.
        card: Id of the card that is being read; empty outside of cards.
    """

    report: Report
    ledger: Ledger = msgspec.field(default_factory=Ledger)
    quote_limit: int = 12
    actors: dict[str, Actor] = msgspec.field(default_factory=dict)
    totals: list[tuple[Figure, Place]] = msgspec.field(default_factory=list)
    spots: dict[str, Spot] = msgspec.field(default_factory=dict)
    card: str = ""

    def within(self, card: str) -> Context:
        """The same context for what stands in a card."""
        return msgspec.structs.replace(self, card=card)

    def enter(self, item: str, spot: Spot) -> None:
        """Note where a part was typed.

        Args:
            item: Key of the part within its card; its whole key outside of cards.
            spot: Where it is.
        """
        self.spots[f"{self.card}#{item}" if self.card else item] = spot
