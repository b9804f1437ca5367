"""What the reader is at: values that the screen owns and hands down to its panes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import msgspec

from briefing.evidence.bearers import Bearer, bearers
from briefing.evidence.examination import Examination
from briefing.evidence.names import Lexicon
from briefing.evidence.without import Fate, Radius, without
from briefing.model.briefing import Briefing, card_digest
from briefing.model.cards import Card, Section


class Marks(msgspec.Struct, frozen=True):
    """Which cards the reader has read and bookmarked.

    Attributes:
        read: Ids of the cards read in their present wording.
        bookmarks: Ids of the cards bookmarked.
    """

    read: frozenset[str] = frozenset()
    bookmarks: frozenset[str] = frozenset()

    def unread(self, cards: tuple[Card, ...]) -> int:
        """Count the unread among some cards."""
        return sum(card.id not in self.read for card in cards)


def marks_of(briefing: Briefing, read: dict[str, str], bookmarks: set[str]) -> Marks:
    """Compare stored marks with a briefing.

    Args:
        briefing: As it is now.
        read: Digest of each card as it was when it was read, by card id.
        bookmarks: Ids of cards.

    Returns:
        Marks in which a card that changed since it was read is unread again.
    """
    present = {card.id: card for _, card in briefing.cards()}
    still = {
        id_
        for id_, digest in read.items()
        if id_ in present and card_digest(present[id_]) == digest
    }
    return Marks(frozenset(still), frozenset(bookmarks & present.keys()))


class Checked(msgspec.Struct, frozen=True, dict=True):
    """How the briefing stands against its sources.

    Attributes:
        examination: What came of looking for its passages.
        aside: Keys of the sources that the reader set aside, to see what depends on them.
    """

    examination: Examination
    aside: frozenset[str] = frozenset()

    @cached_property
    def lexicon(self) -> Lexicon:
        """All names of the briefing."""
        return Lexicon(self.examination.briefing)

    @cached_property
    def radius(self) -> Radius | None:
        """What falls with the sources set aside; None where none is."""
        return without(self.examination.briefing, self.aside) if self.aside else None

    @cached_property
    def hit(self) -> frozenset[str]:
        """Ids of the cards in which something loses support with the sources set aside."""
        fates = self.radius.fates if self.radius else {}
        return frozenset(
            key.partition("#")[0] for key, fate in fates.items() if fate is not Fate.KEPT
        )

    @cached_property
    def gone(self) -> frozenset[str]:
        """Ids of the cards in which nothing is left, or that are no disagreement any more."""
        fallen = (*self.radius.cards, *self.radius.disagreements) if self.radius else ()
        return frozenset(card.id for card in fallen)

    @cached_property
    def figures(self) -> dict[str, Bearer]:
        """All figures by id, with the cards that give them."""
        found = bearers(self.examination.briefing)
        return {one.figure.id: one for one in found if one.figure is not None}


class Route(msgspec.Struct, frozen=True, dict=True):
    """The cards in reading order, and the ways through them.

    Attributes:
        briefing: What is read.
        visible: Ids of the cards that a narrowing leaves; None for all.
    """

    briefing: Briefing
    visible: frozenset[str] | None = None

    @cached_property
    def _stops(self) -> tuple[tuple[Section, Card], ...]:
        return tuple(self.briefing.cards())

    def shows(self, card: Card) -> bool:
        """Whether a card is left by the narrowing."""
        return self.visible is None or card.id in self.visible

    def cards_in(self, section: Section) -> tuple[Card, ...]:
        """The cards of a section that the narrowing leaves."""
        return tuple(card for card in section.cards if self.shows(card))

    def find(self, card_id: str | None) -> tuple[Section, Card]:
        """The card of an id, with its section; the first card where there is none such."""
        for section, card in self._stops:
            if card.id == card_id:
                return section, card
        return self._stops[0]

    def beyond(self, card_id: str, step: int) -> Iterator[Card]:
        """The visible cards after a card (``step`` 1) or before it (``step`` -1)."""
        ids = [card.id for _, card in self._stops]
        here = ids.index(card_id)
        stops = self._stops[here + 1 :] if step > 0 else self._stops[:here][::-1]
        return (card for _, card in stops if self.shows(card))

    def section_start(self, number: int) -> Card | None:
        """The first visible card of a section, counted from 0; None where there is none."""
        if not 0 <= number < len(self.briefing.sections):
            return None
        return next(iter(self.cards_in(self.briefing.sections[number])), None)

    def section_beyond(self, card_id: str, step: int) -> Card | None:
        """The first visible card of the next section that has one, in either direction."""
        section, _ = self.find(card_id)
        number = self.briefing.sections.index(section) + step
        while 0 <= number < len(self.briefing.sections):
            if card := self.section_start(number):
                return card
            number += step
        return None
