"""Finding words in a briefing while they are being typed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date

import msgspec

from briefing.model.briefing import Briefing
from briefing.model.parts import Field, Part
from briefing.search.document import SearchedCard, head_of, searched_cards
from briefing.search.evaluate import TOLD_BY_BRIEFING, Evaluator
from briefing.search.facts import BriefingValues, comparison_error
from briefing.search.language import parse
from briefing.search.patterns import Pattern
from briefing.search.query import Query, QueryError, Span, State, comparisons
from briefing.search.similar import ListedNames, Similar

States = Callable[[State], Collection[str] | None]
"""Gives the ids of the cards of which a state is true; None where that cannot be told."""


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
            error = self._values.unknown(one, text)
            if isinstance(one.value, State) and not self._tells(one.value):
                message = f"“is:{one.value}” works in the reader only; remove it."
                error = comparison_error(one, text, message)
            if error:
                return error
        return query

    def find(self, query: Query | str) -> list[Hit]:
        """Find the cards that a query means, with all places of its words, in reading order."""
        if isinstance(query, str):
            read = self.read(query)
            return [] if isinstance(read, QueryError) else self.find(read)
        if query.condition is None:
            return []
        told: dict[State, Collection[str]] = {}

        def allow(state: State, _: str, card: str) -> bool:
            if state not in told:
                told[state] = self._states(state) or ()
            return card in told[state]

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

    def _tells(self, state: State) -> bool:
        return state in TOLD_BY_BRIEFING or self._states(state) is not None


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
