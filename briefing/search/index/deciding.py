"""Whether a proposed card is meant, and where its first match is: by its text and its facts.

This is `briefing.search.evaluation` for one card of each of many briefings. There, names are
looked up once and put to all cards of a briefing; here they are looked up only for cards that do
not hold the very words, as most of those proposed do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import groupby
from typing import Final

from briefing.search.comparing import holds
from briefing.search.evaluation import TOLD_BY_BRIEFING, phrase_terms, word_terms
from briefing.search.facts import CardFacts
from briefing.search.finder import Span, merged
from briefing.search.folding import fold
from briefing.search.index.document import BETWEEN, CardDocument
from briefing.search.index.head import Head
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
from briefing.search.patterns import Pattern, compile_term
from briefing.search.terms import Term

Allow = Callable[[State, str, str], bool]
"""Says whether a state holds of a card, given the ids of its briefing and of the card."""

Matches = list[tuple[int, tuple[Span, ...]]]
"""By the number of a place in reading order, the matches in it from left to right."""

_LONGEST_ACRONYM: Final = 6
"""Most characters, dots included, of a name that may be found in capitals only."""


class Candidate:
    """A card that may be meant.

    Attributes:
        head: Its briefing.
        document: What is kept of it.
    """

    def __init__(self, head: Head, document: CardDocument) -> None:
        self.head = head
        self.document = document

    @cached_property
    def facts(self) -> CardFacts:
        """What it is and holds."""
        return self.document.facts.unpacked()

    def has(self, pattern: Pattern) -> bool:
        """Whether a pattern occurs in a text."""
        if not pattern.capitals:
            return pattern.regex.search(self.document.folded) is not None
        return any(self.spans(place, [pattern]) for place in self.places_with([pattern]))

    def places_with(self, patterns: Sequence[Pattern]) -> Iterator[int]:
        """Number the places where patterns occur, whatever their capitals, in reading order."""
        folded = self.document.folded
        place, start, end = 0, 0, -1
        while True:
            found = (pattern.regex.search(folded, end + 1) for pattern in patterns)
            first = min((match.start() for match in found if match), default=None)
            if first is None:
                return
            place += folded.count(BETWEEN, start, first)
            yield place
            start, end = first, folded.find(BETWEEN, first)
            if end < 0:
                return

    def spans(self, place: int, patterns: Sequence[Pattern]) -> list[Span]:
        """Find patterns in a place."""
        folded = fold(self.document.text(place))
        return [span for pattern in patterns for span in pattern.spans(folded)]


Test = Callable[[Candidate], bool]


class _Words:
    """Words side by side, which together may be the name of somebody."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self.terms = tuple(terms)
        self.patterns = tuple(map(compile_term, terms))
        self._named: dict[str, Sequence[Sequence[Pattern]]] = {}
        self._in_names: dict[str, Sequence[bool]] = {}

    def occur_in(self, card: Candidate) -> bool:
        """Whether each word occurs, or a name of somebody whom it means."""
        missing = []
        for index, (term, pattern) in enumerate(zip(self.terms, self.patterns, strict=True)):
            # A word that is in nobody's name means nobody, and need not be in capitals.
            may_mean = self._may_mean(card.head)[index]
            if may_mean and _may_be_acronym(term):
                missing.append(index)
            elif not card.has(pattern):
                if not may_mean or term.literal:
                    return False
                missing.append(index)
        if not missing:
            return True
        named = self.named(card)
        return all(any(map(card.has, named[index])) for index in missing)

    def _may_mean(self, head: Head) -> Sequence[bool]:
        """Which of the words are in names of a briefing."""
        if head.id not in self._in_names:
            names = head.names
            self._in_names[head.id] = [one.regex.search(names) is not None for one in self.patterns]
        return self._in_names[head.id]

    def named(self, card: Candidate) -> Sequence[Sequence[Pattern]]:
        """What counts as a match of each word in the briefing of a card."""
        head = card.head
        if head.id not in self._named:
            self._named[head.id] = head.spellings.patterns(self.terms)
        return self._named[head.id]


class Decider:
    """Decides for one query.

    Args:
        condition: What is asked for.
        allow: Decides on what only the reader, or the evidence, can tell.
    """

    def __init__(self, condition: Condition, allow: Allow) -> None:
        self._allow = allow
        self._sought: list[_Words] = []
        self.meant: Test = self._test(condition, sought=True)

    def matches(self, card: Candidate) -> Matches:
        """Find the words of the query in a card.

        Returns:
            The title, where it has matches, and the first other place that has.
        """
        own = [pattern for words in self._sought for pattern in words.patterns]
        return _first_matches(card, own) or _first_matches(card, list(self._names(card)))

    def _names(self, card: Candidate) -> Iterator[Pattern]:
        for words in self._sought:
            for patterns in words.named(card):
                yield from patterns

    def _test(self, condition: Condition, *, sought: bool) -> Test:
        match condition:
            case And(parts=parts):
                tests = list(self._tests(parts, sought=sought))
                return lambda card: all(test(card) for test in tests)
            case Or(parts=parts):
                tests = [self._test(part, sought=sought) for part in parts]
                return lambda card: any(test(card) for test in tests)
            case Not(part=part):
                inner = self._test(part, sought=False)
                return lambda card: not inner(card)
            case Word():
                return self._words(word_terms([condition]), sought=sought)
            case Phrase():
                return self._words(phrase_terms(condition), sought=sought)
        return self._comparison(condition)

    def _tests(self, parts: Sequence[Condition], *, sought: bool) -> Iterator[Test]:
        """First what costs least; words are grouped as in `briefing.search.evaluation`."""
        yield from (self._comparison(part) for part in parts if isinstance(part, Comparison))
        others = [part for part in parts if not isinstance(part, Comparison)]
        for is_word, run in groupby(others, lambda part: isinstance(part, Word)):
            if is_word:
                words = [part for part in run if isinstance(part, Word)]
                yield self._words(word_terms(words), sought=sought)
            else:
                yield from (self._test(part, sought=sought) for part in run)

    def _words(self, terms: Sequence[Term], *, sought: bool) -> Test:
        words = _Words(terms)
        if sought:
            self._sought.append(words)
        return words.occur_in

    def _comparison(self, comparison: Comparison) -> Test:
        if isinstance(comparison, Is) and comparison.value not in TOLD_BY_BRIEFING:
            state, allow = comparison.value, self._allow
            return lambda card: allow(state, card.head.id, card.document.card)
        return lambda card: holds(comparison, card.facts, card.head.briefing)


def _may_be_acronym(term: Term) -> bool:
    """Whether it depends on the names of the briefing if other letters than capitals match."""
    return len(term.typed) <= _LONGEST_ACRONYM and term.typed.isupper()


def _first_matches(card: Candidate, patterns: Sequence[Pattern]) -> Matches:
    found: Matches = []
    for place in card.places_with(patterns):
        if spans := card.spans(place, patterns):
            found.append((place, merged(sorted(spans))))
            if place > 0:
                break
    return found
