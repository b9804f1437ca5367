"""The meaning of a query: whether a card is meant, and which words were found in it.

Nothing else decides: the index only proposes cards.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain
from typing import Final, NamedTuple, Protocol

from briefing.search.document import BriefingHead, SearchedCard
from briefing.search.facts import ValueTable
from briefing.search.patterns import Pattern, Term, compile_term, read_terms, spelling_term
from briefing.search.query import (
    And,
    Asked,
    ChangedSince,
    Comparison,
    Condition,
    Not,
    Or,
    Phrase,
    Range,
    State,
    Word,
    in_groups,
)

Allow = Callable[[Asked, str, str], bool]
"""Says whether something holds of a card, given the ids of its briefing and of the card."""


class Judge(Protocol):
    """Decides on what an index cannot know of the cards in it."""

    def __call__(self, asked: Asked, briefing: str, card: str, /) -> bool:
        """As `Allow`."""

    def briefings(self, asked: Asked, /) -> Collection[str] | None:
        """Give the ids of the only briefings in which it may hold of a card; None for all."""


class _Refusal:
    def __call__(self, asked: Asked, briefing: str, card: str, /) -> bool:
        del asked, briefing, card
        return False

    def briefings(self, asked: Asked, /) -> None:
        del asked


refuse: Final[Judge] = _Refusal()
"""Decides where nobody knows of anything: nothing holds."""

TOLD_BY_BRIEFING: Final = frozenset({State.DISPUTED, State.SINGLE_SOURCE})
"""What needs neither the reader's marks nor the texts of sources."""

_LONGEST_ACRONYM: Final = 6
"""Most characters, dots included, of a name that may be found in capitals only."""


def asked_in(comparison: Comparison) -> Asked | None:
    """What a comparison asks that a card and its briefing do not tell; None where they do."""
    value = comparison.value
    if isinstance(value, ChangedSince):
        return value
    if comparison.field != "is" or isinstance(value, Range) or value in TOLD_BY_BRIEFING:
        return None
    return State(value)


class _Test(NamedTuple):
    """A condition: whether it holds of a card, and patterns that mark what made it hold."""

    holds: Callable[[SearchedCard], bool]
    found: Callable[[SearchedCard], Iterable[Pattern]] = lambda _: ()


class Evaluator:
    """Decides on cards of any briefings for one query.

    Attributes:
        typed: The words that were typed, but those that must not be there, as patterns.
    """

    def __init__(self, condition: Condition, values: ValueTable, allow: Allow) -> None:
        self._values = values
        self._allow = allow
        self.typed: list[Pattern] = []
        self._test = self._made(condition, negated=False)
        self.is_meant = self._test.holds

    def found(self, card: SearchedCard) -> list[Pattern]:
        """Give patterns of what made the query hold of a card: all alternatives, all names."""
        return list(dict.fromkeys(self._test.found(card)))

    def _made(self, condition: list[Word] | Condition, *, negated: bool) -> _Test:
        if isinstance(condition, Word):
            condition = [condition]
        match condition:
            case list():
                return self._words(word_terms(condition), negated=negated)
            case And(parts=parts):
                # Comparisons come first, as they cost least; words together may name somebody.
                return _all([self._made(part, negated=negated) for part in in_groups(parts)])
            case Or(parts=parts):
                return _any([self._made(part, negated=negated) for part in parts])
            case Not(part=part):
                inner = self._made(part, negated=True)
                return _Test(lambda card: not inner.holds(card))
            case Phrase():
                return self._words(phrase_terms(condition), negated=negated)
        return _Test(self._comparison(condition))

    def _words(self, terms: Sequence[Term], *, negated: bool) -> _Test:
        words = _Words(terms)
        if not negated:
            self.typed += words.patterns
        return _Test(words.occur_in, words.found_in)

    def _comparison(self, comparison: Comparison) -> Callable[[SearchedCard], bool]:
        field, value = comparison.field, comparison.value
        if isinstance(value, Range):
            return lambda card: any(
                value.meets(low, high) for low, high in card.facts.numbers.get(field, ())
            )
        asked, allow = asked_in(comparison), self._allow
        if asked is not None:
            return lambda card: allow(asked, card.head.id, card.id)
        assert isinstance(value, str), "all else was asked for above"
        meant = self._values.meant(field, value)
        return lambda card: not meant.isdisjoint(card.facts.values)


class _Words:
    """Words side by side, which together may be the name of somebody.

    Names are looked up only for cards that do not hold the very words, as most of those proposed by
    an index do.
    """

    def __init__(self, terms: Sequence[Term]) -> None:
        self.patterns = [compile_term(term) for term in terms]
        self._terms = terms
        self._in_names: dict[str, list[bool]] = {}
        self._named: dict[str, list[list[Pattern]]] = {}

    def occur_in(self, card: SearchedCard) -> bool:
        missing = []
        in_names = self._are_in_names(card.head)
        for index, (term, pattern) in enumerate(zip(self._terms, self.patterns, strict=True)):
            # A word that is in nobody's name means nobody, and need not be in capitals.
            if in_names[index] and _may_be_acronym(term):
                missing.append(index)
            elif not card.has(pattern):
                if term.literal or not in_names[index]:
                    return False
                missing.append(index)
        if not missing:
            return True
        named = self._names(card.head)
        return all(any(map(card.has, named[index])) for index in missing)

    def found_in(self, card: SearchedCard) -> Iterator[Pattern]:
        if any(self._are_in_names(card.head)):
            return chain.from_iterable(self._names(card.head))
        return iter(self.patterns)

    def _are_in_names(self, head: BriefingHead) -> list[bool]:
        if head.id not in self._in_names:
            self._in_names[head.id] = [
                one.regex.search(head.names) is not None for one in self.patterns
            ]
        return self._in_names[head.id]

    def _names(self, head: BriefingHead) -> list[list[Pattern]]:
        if head.id not in self._named:
            self._named[head.id] = head.spellings.patterns(self._terms)
        return self._named[head.id]


def word_terms(words: Iterable[Word]) -> list[Term]:
    return [
        Term(term.words, term.typed, literal=word.literal)
        for word in words
        for term in read_terms(word.text)
    ]


def phrase_terms(phrase: Phrase) -> list[Term]:
    """Nothing, where the phrase has no word."""
    term = spelling_term(phrase.text)
    whole = not phrase.prefix
    return [Term(term.words, term.typed, literal=True, whole=whole)] if term else []


def _may_be_acronym(term: Term) -> bool:
    """Whether it may depend on the briefing's names if only capitals match."""
    return len(term.typed) <= _LONGEST_ACRONYM and term.typed.isupper()


def _all(tests: Sequence[_Test]) -> _Test:
    return _Test(
        lambda card: all(test.holds(card) for test in tests),
        lambda card: chain.from_iterable(test.found(card) for test in tests),
    )


def _any(tests: Sequence[_Test]) -> _Test:
    return _Test(
        lambda card: any(test.holds(card) for test in tests),
        lambda card: chain.from_iterable(test.found(card) for test in tests if test.holds(card)),
    )
