"""Where each part of a briefing was typed, so that a later check can point at the very token."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec

from briefing.authoring.located import Located
from briefing.authoring.problems import Place

_START: Final = Place("briefing.md")


class Spot(msgspec.Struct, frozen=True):
    """Where one part of a briefing was typed.

    Attributes:
        place: Where it begins.
        text: Its text with the place of each character; None where it is no text.
        fields: Places of the values of its fields or attributes, by name as typed.
        citations: Places of its citation keys, in the order of its evidence.
    """

    place: Place
    text: Located | None = None
    fields: Mapping[str, Place] = msgspec.field(default_factory=dict)
    citations: tuple[Place, ...] = ()


class Places(msgspec.Struct, frozen=True):
    """Where each part of a briefing was typed.

    A part is named by a key:

    - ``share``: a card; its text is its title. The bottom line's card is ``bottom-line``;
    - ``share#summer``: a claim or quote of a card;
    - ``share#figure:water-share``: a figure;
    - ``day-of-signature#position:0``: a position of a disagreement, counted from 0; its text is
      what is said;
    - ``actor:mayor`` and ``actor:mayor#name:0``: an actor, and its names, counted from 0;
    - ``source:herald``: a source.

    Nothing is raised for a key that is not known: the place is then the start of ``briefing.md``.

    Attributes:
        start: The start of ``briefing.md``.
        spots: All parts that could be read, by key.
    """

    start: Place = _START
    spots: Mapping[str, Spot] = msgspec.field(default_factory=dict)

    def at(self, key: str, offset: int = 0) -> Place:
        """The place of a part, or of one character of its text.

        Args:
            key: Of the part.
            offset: Index in the text of a claim, a name or a title, or in what a position says;
                ignored where the part is no text.
        """
        spot = self.spots.get(key)
        if spot is None:
            return self.start
        if spot.text is None:
            return spot.place
        return spot.text.at(min(max(offset, 0), len(spot.text.text)))

    def field(self, key: str, name: str) -> Place:
        """The place of a field's value; that of the part where the field is not given.

        Args:
            key: Of the part.
            name: Of the field or attribute, as typed: ``as-reported``, ``date``.
        """
        spot = self.spots.get(key)
        return self.at(key) if spot is None else spot.fields.get(name, self.at(key))

    def citation(self, key: str, number: int) -> Place:
        """The place of a citation's key; that of the part where there is no such citation.

        Args:
            key: Of the part that cites.
            number: Index in the part's evidence.
        """
        spot = self.spots.get(key)
        if spot is None or not 0 <= number < len(spot.citations):
            return self.at(key)
        return spot.citations[number]
