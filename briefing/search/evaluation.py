"""A query made ready to be put to many cards."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import groupby
from typing import Final

import msgspec

from briefing.model.briefing import Briefing
from briefing.model.cards import Card, Section
from briefing.search.comparing import holds
from briefing.search.facts import CardFacts, card_facts
from briefing.search.folding import Folded, fold
from briefing.search.language.nodes import (
    And,
    Comparison,
    Condition,
    Is,
    Not,
    Or,
    Phrase,
    State,
    Word,
)
from briefing.search.patterns import Pattern
from briefing.search.places import Place, card_places
from briefing.search.spellings import Spellings
from briefing.search.terms import Term, read_terms, spelling_term

Mark = tuple[int, int, int]
"""Where a word was found: number of the place in its card, start and end in its text."""

Test = Callable[["SearchedCard"], "list[Mark] | None"]
"""Gives what words were found in a card, in any order; None where the card is not meant."""

States = Callable[[State], Collection[str] | None]
"""Gives the ids of the cards of which a state is true; None where that cannot be told."""

TOLD_BY_BRIEFING: Final = frozenset({State.DISPUTED, State.SINGLE_SOURCE})
"""What needs neither the reader's marks nor the texts of sources."""


class SearchedCard(msgspec.Struct, frozen=True, dict=True):
    """A card with all that a query may ask of it.

    Attributes:
        briefing: Where it stands.
        section: Where in it.
        card: The card.
        places: All its texts in reading order, folded.
    """

    briefing: Briefing
    section: Section
    card: Card
    places: Sequence[tuple[Place, Folded]]

    @cached_property
    def facts(self) -> CardFacts:
        """What it is and holds."""
        return card_facts(self.briefing, self.section, self.card)


def searched(briefing: Briefing, section: Section, card: Card) -> SearchedCard:
    """Prepare a card to be searched."""
    places = card_places(briefing, section, card)
    return SearchedCard(briefing, section, card, [(place, fold(place.text)) for place in places])


class Evaluation:
    """Makes tests of conditions, for the cards of one briefing.

    Args:
        spellings: Who is meant by a word, and how else they are written.
        states: What is true of which cards, beyond what the briefing itself tells.
    """

    def __init__(self, spellings: Spellings, states: States) -> None:
        self._spellings = spellings
        self._states = states

    def test(self, condition: Condition) -> Test:
        """Make a test of a condition.

        Args:
            condition: Any tree.

        Returns:
            Tells of a card whether it is meant, and what words of the query were found in it:
            those of all alternatives that hold, none of those that must not be there.
        """
        match condition:
            case And(parts=parts):
                return _all(list(self._tests(parts)))
            case Or(parts=parts):
                return _any([self.test(part) for part in parts])
            case Not(part=part):
                return _not(self.test(part))
            case Word():
                return self._words([condition])
            case Phrase():
                return self._found(phrase_terms(condition))
        return self._compared(condition)

    def _tests(self, parts: Sequence[Condition]) -> Iterator[Test]:
        """First what costs least. Words that stand side by side may name somebody together."""
        yield from (self.test(part) for part in parts if isinstance(part, Comparison))
        others = [part for part in parts if not isinstance(part, Comparison)]
        for is_word, run in groupby(others, lambda part: isinstance(part, Word)):
            if is_word:
                yield self._words([part for part in run if isinstance(part, Word)])
            else:
                yield from (self.test(part) for part in run)

    def _words(self, words: Sequence[Word]) -> Test:
        return self._found(word_terms(words))

    def _found(self, terms: Sequence[Term]) -> Test:
        patterns = self._spellings.patterns(terms)
        return _all([_search(any_of_these) for any_of_these in patterns])

    def _compared(self, comparison: Comparison) -> Test:
        if isinstance(comparison, Is) and comparison.value not in TOLD_BY_BRIEFING:
            ids = self._states(comparison.value) or ()
            return lambda card: [] if card.card.id in ids else None
        return lambda card: [] if holds(comparison, card.facts, card.briefing) else None


def word_terms(words: Iterable[Word]) -> list[Term]:
    """What to look for, for words side by side."""
    return [
        Term(term.words, term.typed, literal=word.literal)
        for word in words
        for term in read_terms(word.text)
    ]


def phrase_terms(phrase: Phrase) -> list[Term]:
    """What to look for, for a phrase; nothing where it has no word."""
    term = spelling_term(phrase.text)
    whole = not phrase.prefix
    return [Term(term.words, term.typed, literal=True, whole=whole)] if term else []


def _search(patterns: Sequence[Pattern]) -> Test:
    def test(card: SearchedCard) -> list[Mark] | None:
        found = [
            (number, start, end)
            for number, (_, folded) in enumerate(card.places)
            for pattern in patterns
            for start, end in pattern.spans(folded)
        ]
        return found or None

    return test


def _not(inner: Test) -> Test:
    return lambda card: [] if inner(card) is None else None


def _all(tests: Sequence[Test]) -> Test:
    def test(card: SearchedCard) -> list[Mark] | None:
        found: list[Mark] = []
        for one in tests:
            marks = one(card)
            if marks is None:
                return None
            found += marks
        return found

    return test


def _any(tests: Sequence[Test]) -> Test:
    def test(card: SearchedCard) -> list[Mark] | None:
        found = [marks for one in tests if (marks := one(card)) is not None]
        return [mark for marks in found for mark in marks] if found else None

    return test
