"""What is in a revision, by its key: a card, or what rests on evidence."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from briefing.evidence.support import Bearer, bearers, supporting
from briefing.library.changes.differences import spoken
from briefing.library.changes.things import ThingKind
from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Section
from briefing.model.claims import Evidence
from briefing.model.parts import card_evidence


class ByKey:
    """A briefing by the keys of what is in it.

    A key is ``CARD`` or ``CARD#ITEM``; the item of an actor, ``actor:ID``, may stand by itself.
    """

    def __init__(self, briefing: Briefing) -> None:
        self.briefing = briefing

    @cached_property
    def cards(self) -> dict[str, tuple[Section, Card]]:
        return {card.id: (section, card) for section, card in self.briefing.cards()}

    @cached_property
    def _bearers(self) -> dict[str, Bearer]:
        found: dict[str, Bearer] = {}
        for one in bearers(self.briefing):
            found.setdefault(one.key, one)
        return found

    def bearer(self, key: str) -> Bearer | None:
        """What rests on evidence; None for a card, and where there is no such thing."""
        card, _, item = key.partition("#")
        if item.startswith(f"{ThingKind.ACTOR}:") and card in self.cards:
            return self._bearers.get(item)
        return self._bearers.get(key)

    def has(self, key: str) -> bool:
        return key in self.cards or self.bearer(key) is not None

    def said(self, key: str) -> str:
        """What it says, or the title of the card; empty where there is no such thing."""
        found = self.bearer(key)
        if found is not None:
            return spoken(found.claim, self.briefing) if found.claim else found.text
        return self.cards[key][1].title if key in self.cards else ""

    def texts(self, key: str) -> set[str]:
        """What a correction may say that it said."""
        found = self.bearer(key)
        return {self.said(key), found.text} if found else set()

    def evidence(self, key: str) -> Sequence[Evidence]:
        found = self.bearer(key)
        if found is not None:
            return found.evidence
        return card_evidence(self.cards[key][1]) if key in self.cards else ()

    def support(self, key: str) -> tuple[str, ...]:
        """The outlets that support it, those of retracted sources left out."""
        found = self.bearer(key)
        keys = supporting(found, self.briefing.retracted) if found else ()
        return tuple(dict.fromkeys(map(self.outlet, keys)))

    def outlet(self, source: str) -> str:
        """The outlet of a source; of one that is not listed, its key."""
        found = self.briefing.document(source)
        return found.outlet if found else source

    def place(self, key: str) -> str:
        """Where it stands: ``SECTION/CARD``."""
        card = key.partition("#")[0]
        return f"{self.cards[card][0].id}/{card}" if card in self.cards else card

    def address(self, key: str) -> str:
        _, mark, item = key.partition("#")
        return f"{self.briefing.id}/{self.place(key)}{mark}{item}"
