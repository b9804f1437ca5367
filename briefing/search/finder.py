"""Finding words in a briefing while they are being typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby

import msgspec

from briefing.model.briefing import Briefing
from briefing.search.evaluation import (
    TOLD_BY_BRIEFING,
    Evaluation,
    Mark,
    SearchedCard,
    States,
    searched,
)
from briefing.search.known import Known, known_values, read_query
from briefing.search.language import Query, QueryError
from briefing.search.language.nodes import State
from briefing.search.places import Field
from briefing.search.spellings import Spellings

Span = tuple[int, int]
"""Start and end of a match in a text, in code points."""


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """One place of a card in which words were found; its title where no word was asked for.

    Attributes:
        section_id: Where the card stands.
        card_id: Where the place is.
        field: What the place is.
        text: All of its text.
        spans: The matches, left to right, without overlap; empty where no word was asked for.
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
        span: Its start and end in the text of the hit; None where no word was asked for.
    """

    hit: Hit
    span: Span | None


def nothing_told(state: State) -> None:
    """Tell nothing of any card: for searches without a reader or texts of sources."""


class Finder:
    """Finds words in one briefing, whose texts it folds once.

    A bare word is found at the beginning of a word of a card, whatever its place; all spellings of
    an actor count as matches of words that mean the actor. Fields are compared with the card as a
    whole.

    Attributes:
        known: What fields can be compared with in this briefing.

    Args:
        briefing: Where to find.
        states: Tells of which cards something is true that the briefing does not tell.
        today: Tells what “last month” is counted from.
    """

    def __init__(
        self,
        briefing: Briefing,
        states: States = nothing_told,
        today: Callable[[], date] = date.today,
    ) -> None:
        self.known: Known = known_values(briefing)
        self._states = states
        self._today = today
        self._spellings = Spellings(briefing.actors)
        self._cards = tuple(searched(briefing, *place) for place in briefing.cards())

    def read(self, text: str) -> Query | QueryError:
        """Read a query and hold its names against those of the briefing.

        Args:
            text: As typed so far.

        Returns:
            The query, or what is wrong with it.
        """
        return read_query(text, self.known, self._tells, self._today())

    def find(self, query: Query | str) -> list[Hit]:
        """Find the cards that a query means, with all places that hold its words.

        Args:
            query: As read; or its text, which finds nothing where it is no query.

        Returns:
            The places in reading order, of each card at least one; none for an empty query.
        """
        if isinstance(query, str):
            read = self.read(query)
            return [] if isinstance(read, QueryError) else self.find(read)
        if query.condition is None:
            return []
        test = Evaluation(self._spellings, self._states).test(query.condition)
        return [
            hit
            for card in self._cards
            if (marks := test(card)) is not None
            for hit in _hits(card, marks)
        ]

    def matches(self, query: Query | str) -> list[Match]:
        """Find all matches, to be walked through one by one.

        Args:
            query: As for `find`.

        Returns:
            The matches in reading order, of each card at least one.
        """
        return [
            Match(hit=hit, span=span) for hit in self.find(query) for span in hit.spans or (None,)
        ]

    def cards(self, query: Query | str) -> set[str]:
        """Find the cards that a query means.

        Args:
            query: As for `find`.

        Returns:
            Ids of the cards; none for an empty query.
        """
        return {hit.card_id for hit in self.find(query)}

    def count(self, query: Query | str) -> int:
        """Count the matches.

        Args:
            query: As for `find`.

        Returns:
            How many matches there are to walk through.
        """
        return sum(max(1, len(hit.spans)) for hit in self.find(query))

    def _tells(self, state: State) -> bool:
        return state in TOLD_BY_BRIEFING or self._states(state) is not None


def _hits(card: SearchedCard, marks: list[Mark]) -> list[Hit]:
    """The places of a card that hold the words; its title where there are none."""
    if not marks:
        return [_hit(card, 0, ())]
    by_place = groupby(sorted(marks), key=lambda mark: mark[0])
    return [
        _hit(card, number, merged([(start, end) for _, start, end in found]))
        for number, found in by_place
    ]


def _hit(card: SearchedCard, number: int, spans: tuple[Span, ...]) -> Hit:
    place, _ = card.places[number]
    return Hit(
        section_id=card.section.id,
        card_id=card.card.id,
        field=place.field,
        text=place.text,
        spans=spans,
        claim_id=place.claim_id,
        part=place.part,
    )


def merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Make one of spans that overlap; they are sorted by their start."""
    found: list[Span] = []
    for start, end in spans:
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)
