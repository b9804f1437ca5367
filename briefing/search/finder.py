"""Finding words in a briefing while they are being typed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from datetime import date

import msgspec

from briefing.model.briefing import Briefing
from briefing.model.errors import BriefingError
from briefing.model.parts import Field, Part
from briefing.search.document import SearchedCard, head_of, searched_cards
from briefing.search.evaluate import Evaluator, asked_in
from briefing.search.facts import BriefingValues, comparison_error
from briefing.search.language import parse
from briefing.search.patterns import Pattern
from briefing.search.query import Asked, Comparison, Query, QueryError, Span, comparisons
from briefing.search.similar import ListedNames, Similar

States = Callable[[Asked], Collection[str] | None]
"""Gives the ids of the cards of which something holds; None where that cannot be told.

It raises a `BriefingError` that says why what is asked makes no sense.
"""


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """One place of a card in which words were found; its title where no word was asked for.

    Attributes:
        spans: The matches, left to right, without overlap; empty where no word was asked for.
        item: What it belongs to, and ``refers``, see `briefing.model.parts.Part`.
    """

    section_id: str
    card_id: str
    field: Field
    text: str
    spans: tuple[Span, ...]
    item: str | None = None
    refers: str | None = None


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """One of the matches that a reader walks through; no span where no word was asked for."""

    hit: Hit
    span: Span | None


class Finder:
    """Finds words in one briefing, whose texts it folds once."""

    def __init__(
        self,
        briefing: Briefing,
        states: States = lambda _: None,
        today: Callable[[], date] = date.today,
    ) -> None:
        self._states = states
        self._today = today
        self._values = BriefingValues(briefing)
        self._names = ListedNames(self._values)
        self._cards = list(searched_cards(head_of(briefing), briefing, self._values))

    def read(self, text: str) -> Query | QueryError:
        """Read a query as typed so far and hold its names against those of the briefing."""
        query = parse(text, self._today())
        if isinstance(query, QueryError) or query.condition is None:
            return query
        for one in comparisons(query.condition):
            if error := self._values.unknown(one, text) or self._untold(one, text):
                return error
        return query

    def find(self, query: Query | str) -> list[Hit]:
        """Find the cards that a query means, with all places of its words, in reading order."""
        if isinstance(query, str):
            read = self.read(query)
            return [] if isinstance(read, QueryError) else self.find(read)
        if query.condition is None:
            return []
        told: dict[Asked, Collection[str]] = {}

        def allow(asked: Asked, _: str, card: str) -> bool:
            if asked not in told:
                # A query to all briefings may ask for what makes no sense in this one.
                with suppress(BriefingError):
                    told[asked] = self._states(asked) or ()
            return card in told.setdefault(asked, ())

        condition = self._names.with_states(query.condition)
        evaluator = Evaluator(condition, self._values, allow)
        return [
            hit
            for card, parts in self._cards
            if evaluator.is_meant(card)
            for hit in _hits(card, parts, evaluator.found(card))
        ]

    def similar(self, query: Query) -> Similar | None:
        """Say what is found instead where a query finds nothing; None if nothing is."""
        found = self._names.similar(query, lambda word: bool(self.find(Query(word))))
        return found if found and self.find(found.query) else None

    def matches(self, query: Query | str) -> list[Match]:
        return [
            Match(hit=hit, span=span) for hit in self.find(query) for span in hit.spans or (None,)
        ]

    def cards(self, query: Query | str) -> set[str]:
        return {hit.card_id for hit in self.find(query)}

    def count(self, query: Query | str) -> int:
        """Count the matches there are to walk through."""
        return sum(max(1, len(hit.spans)) for hit in self.find(query))

    def _untold(self, comparison: Comparison, text: str) -> QueryError | None:
        """Say why what only the reader or the sources tell cannot be told."""
        asked = asked_in(comparison)
        if asked is None:
            return None
        start, end = comparison.at
        try:
            if self._states(asked) is not None:
                return None
        except BriefingError as error:
            message, is_last = f"“{text[start:end]}”: {error}", end == len(text)
            return comparison_error(comparison, text, message, unfinished=is_last)
        message = f"“{text[start:end]}” works in the reader only; remove it."
        return comparison_error(comparison, text, message)


def _hits(card: SearchedCard, parts: Sequence[Part], patterns: Sequence[Pattern]) -> Iterator[Hit]:
    """The places that hold the words; the title where there are none."""
    for number, spans in list(card.matches(patterns)) or [(0, ())]:
        part = parts[number]
        yield Hit(
            section_id=card.head.sections[card.section].id,
            card_id=card.id,
            field=part.field,
            text=part.text,
            spans=spans,
            item=part.item,
            refers=part.refers,
        )
