"""What the index keeps of a card: enough to decide whether it is meant, and to list it."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Final

import msgspec

from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Section
from briefing.model.vocabulary import Stance
from briefing.search.facts import CardFacts, card_facts
from briefing.search.folding import Folded, fold
from briefing.search.index.errors import DamagedDocumentError
from briefing.search.language.nodes import Kind
from briefing.search.places import card_places

_CHECK: Final = 4
"""Bytes of the check sum before a document."""

_NAMES_KEPT: Final = 4096
BETWEEN: Final = "\nª\n"
"""Stands between folded texts: a letter that no folded text has, since it is folded to *a*, with
no word before or behind it."""


Texts = tuple[str, ...]


class Facts(msgspec.Struct, frozen=True, array_like=True):
    """The facts of a card as they are kept: its names not folded, everything in a fixed order.

    The attributes are those of `briefing.search.facts.CardFacts`.
    """

    sections: Texts
    speakers: Texts
    actors: Texts
    codes: Texts
    states: Texts
    stance: Stance | None
    sources: Texts
    tags: Texts
    kinds: tuple[Kind, ...]
    dates: tuple[tuple[date | None, date | None], ...]
    amounts: tuple[tuple[Decimal, Decimal], ...]
    units: Texts
    disputed: bool
    source_count: int

    def unpacked(self) -> CardFacts:
        """The facts as queries are compared with them."""
        return CardFacts(
            sections=frozenset(self.sections),
            speakers=_folded(self.speakers),
            actors=_folded(self.actors),
            codes=frozenset(self.codes),
            states=_folded(self.states),
            stance=self.stance,
            sources=_folded(self.sources),
            tags=_folded(self.tags),
            kinds=frozenset(self.kinds),
            dates=self.dates,
            amounts=self.amounts,
            units=_folded(self.units),
            disputed=self.disputed,
            source_count=self.source_count,
        )


class CardDocument(msgspec.Struct, frozen=True, array_like=True, dict=True):
    """A card, free of everything that neither a query nor a row of results asks for.

    Attributes:
        section: Id of its section.
        section_title: Title of its section.
        kind: What its section's cards are about.
        card: Its id.
        places: All its texts in reading order, each with the field that it is; the first is the
            title.
        otherwise_folded: For each text in reading order what it is folded to; None for a text in
            ASCII, as most are, which folds to its small letters.
        packed_facts: What it is and holds, as bytes.
    """

    section: str
    section_title: str
    kind: str
    card: str
    places: tuple[tuple[str, str], ...]
    otherwise_folded: tuple[str | None, ...]
    packed_facts: msgspec.Raw

    @cached_property
    def folded(self) -> str:
        """All its texts in reading order, folded and joined, see `join`."""
        return join(self.folded_texts())

    def folded_texts(self) -> list[str]:
        """Give all its texts in reading order, folded."""
        return [
            text.lower() if folded is None else folded
            for (_, text), folded in zip(self.places, self.otherwise_folded, strict=True)
        ]

    @property
    def title(self) -> str:
        """Its title."""
        return self.places[0][1]

    @property
    def facts(self) -> Facts:
        """What it is and holds; few queries ask for it, so it is read when one does."""
        return _facts_decoder.decode(self.packed_facts)

    def text(self, index: int) -> str:
        """Give the text of a place, by its number in reading order."""
        return self.places[index][1]


def join(folded: Iterable[str]) -> str:
    """Join folded texts so that no pattern matches across the end of one."""
    return BETWEEN.join(folded)


_encoder: Final = msgspec.msgpack.Encoder()
_facts_decoder: Final = msgspec.msgpack.Decoder(Facts)
_decoder: Final = msgspec.msgpack.Decoder(CardDocument)


def pack(document: CardDocument) -> bytes:
    """Make bytes of a document, by which it can be told whether they are still the same."""
    data = _encoder.encode(document)
    return zlib.crc32(data).to_bytes(_CHECK) + data


def unpack(data: bytes) -> CardDocument:
    """Read a document back.

    Raises:
        DamagedDocumentError: The bytes are no longer what they were.
        msgspec.MsgspecError: They are those of something else.
    """
    document = memoryview(data)[_CHECK:]
    if zlib.crc32(document) != int.from_bytes(data[:_CHECK]):
        raise DamagedDocumentError
    return _decoder.decode(document)


def documents(briefing: Briefing) -> list[CardDocument]:
    """Make the documents of all cards of a briefing, in reading order."""
    return [_document(briefing, section, card) for section, card in briefing.cards()]


def _document(briefing: Briefing, section: Section, card: Card) -> CardDocument:
    places = list(card_places(briefing, section, card))
    return CardDocument(
        section=section.id,
        section_title=section.title,
        kind=section.kind,
        card=card.id,
        places=tuple((place.field.value, place.text) for place in places),
        otherwise_folded=tuple(
            None if place.text.isascii() else fold(place.text).text for place in places
        ),
        packed_facts=msgspec.Raw(_encoder.encode(_facts(card_facts(briefing, section, card)))),
    )


def _facts(facts: CardFacts) -> Facts:
    return Facts(
        sections=tuple(sorted(facts.sections)),
        speakers=_originals(facts.speakers),
        actors=_originals(facts.actors),
        codes=tuple(sorted(facts.codes)),
        states=_originals(facts.states),
        stance=facts.stance,
        sources=_originals(facts.sources),
        tags=_originals(facts.tags),
        kinds=tuple(sorted(facts.kinds)),
        dates=facts.dates,
        amounts=facts.amounts,
        units=_originals(facts.units),
        disputed=facts.disputed,
        source_count=facts.source_count,
    )


def _originals(names: tuple[Folded, ...]) -> Texts:
    return tuple(name.original for name in names)


def _folded(names: Texts) -> tuple[Folded, ...]:
    return tuple(map(_folded_name, names))


@lru_cache(maxsize=_NAMES_KEPT)
def _folded_name(name: str) -> Folded:
    return fold(name)
