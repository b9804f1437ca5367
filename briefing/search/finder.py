"""Finding words in a briefing while they are being typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from briefing.model.briefing import Briefing
from briefing.search.folding import Folded, fold
from briefing.search.patterns import Pattern
from briefing.search.places import Field, Place, card_places
from briefing.search.query import parse_query
from briefing.search.spellings import Spellings

Span = tuple[int, int]
"""Start and end of a match in a text, in code points."""


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """One place of a card in which words were found.

    Attributes:
        section_id: Where the card stands.
        card_id: Where the place is.
        field: What the place is.
        text: All of its text.
        spans: The matches, left to right, without overlap; never empty.
        claim_id: Id of the claim that the place is, or whose speaker it names.
        part: What it belongs to, where a card has several: figure id, actor id, citation key, or
            number of the position, counted from 1.
    """

    section_id: str
    card_id: str
    field: Field
    text: str
    spans: tuple[Span, ...]
    claim_id: str | None = None
    part: str | None = None


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """One of the matches that a reader walks through.

    Attributes:
        hit: The place where it is.
        span: Its start and end in the text of the hit.
    """

    hit: Hit
    span: Span


@dataclass(frozen=True, slots=True)
class _FoldedCard:
    section_id: str
    card_id: str
    places: tuple[tuple[Place, Folded], ...]


class Finder:
    """Finds words in one briefing, whose texts it folds once.

    A card is found if every term of the query occurs somewhere in it, at the beginning of a word.
    All spellings of an actor count as matches of a term that means the actor.
    """

    def __init__(self, briefing: Briefing) -> None:
        self._spellings = Spellings(briefing.actors)
        self._cards = tuple(
            _FoldedCard(
                section.id,
                card.id,
                tuple((place, fold(place.text)) for place in card_places(briefing, section, card)),
            )
            for section, card in briefing.cards()
        )

    def find(self, query_text: str) -> list[Hit]:
        """Find all places that hold a term, in cards that hold every term.

        Args:
            query_text: As typed so far; see `briefing.search.query.parse_query`.

        Returns:
            The places in reading order; none for an empty query.
        """
        query = parse_query(query_text)
        if not query.terms:
            return []
        terms = self._spellings.patterns(query)
        return [hit for card in self._cards for hit in _hits(card, terms)]

    def matches(self, query_text: str) -> list[Match]:
        """Find all matches, to be walked through one by one.

        Args:
            query_text: As typed so far.

        Returns:
            The matches in reading order.
        """
        return [Match(hit=hit, span=span) for hit in self.find(query_text) for span in hit.spans]

    def cards(self, query_text: str) -> set[str]:
        """Find the cards that hold every term.

        Args:
            query_text: As typed so far.

        Returns:
            Ids of the cards; none for an empty query.
        """
        return {hit.card_id for hit in self.find(query_text)}

    def count(self, query_text: str) -> int:
        """Count the matches.

        Args:
            query_text: As typed so far.

        Returns:
            How many matches there are to walk through.
        """
        return sum(len(hit.spans) for hit in self.find(query_text))


def _hits(card: _FoldedCard, terms: Sequence[Sequence[Pattern]]) -> list[Hit]:
    hits: list[Hit] = []
    missing = set(range(len(terms)))
    for place, folded in card.places:
        spans: list[Span] = []
        for index, patterns in enumerate(terms):
            found = [span for pattern in patterns for span in pattern.spans(folded)]
            if found:
                missing.discard(index)
                spans += found
        if spans:
            hits.append(
                Hit(
                    section_id=card.section_id,
                    card_id=card.card_id,
                    field=place.field,
                    text=place.text,
                    spans=_merged(spans),
                    claim_id=place.claim_id,
                    part=place.part,
                )
            )
    return [] if missing else hits


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    """Sort the spans and make one of those that overlap."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
