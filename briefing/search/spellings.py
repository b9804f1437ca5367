"""Actors' names as a dictionary: who is meant by a term, and how else they are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from functools import cached_property
from typing import Final

import msgspec

from briefing.model.actors import Actor
from briefing.model.vocabulary import ActorType
from briefing.search.folding import Folded, fold
from briefing.search.patterns import Pattern, Term, compile_term, spelling_term

_SHORT: Final = 3
"""Most letters of a name that is found as a whole word only and, in capitals, as capitals only."""


class _Fit(IntEnum):
    """How much of a name a term covers."""

    NONE = 0
    SMALL_WORD = 1  # written small in the name, such as the “of” of “Republic of”
    PART = 2
    WHOLE = 3


class Spellings:
    """All names of all actors of a briefing.

    A term means an actor where it is a whole name of the actor. It also does where it is some words
    of a name, unless another actor's name has them too: *Yerevan* means one city, *republic* means
    no one country. People are the exception, for they are called by any part of their name. The
    last word may be unfinished once the term has four letters.
    """

    def __init__(self, actors: Sequence[Actor]) -> None:
        self._people = {actor.id for actor in actors if actor.type is ActorType.PERSON}
        self._spellings = {actor.id: _spellings(actor) for actor in actors}

    def patterns(self, terms: Sequence[Term]) -> list[list[Pattern]]:
        """Give for each term the patterns of which any will do: its own, names of whom it means."""
        fits = [{} if term.literal else self._fits(term, self._spellings) for term in terms]
        together = self._named_together(terms, fits)
        return [
            [self._own(term), *self._names(self._meant(fit) | named)]
            for term, fit, named in zip(terms, fits, together, strict=True)
        ]

    def names(self) -> Iterator[tuple[str, list[tuple[str, Term]]]]:
        for actor, spellings in self._spellings.items():
            yield actor, [(one.folded.text, one.term) for one in spellings]

    def meant(self, term: Term) -> set[str]:
        return self._meant(self._fits(term, self._spellings))

    def _named_together(
        self, terms: Sequence[Term], fits: Sequence[dict[str, _Fit]]
    ) -> list[set[str]]:
        """Say for each term whose whole name it is together with its neighbours."""
        named: list[set[str]] = [set() for _ in terms]
        for start in range(len(terms)):
            shared = set(fits[start])
            for stop in range(start + 2, len(terms) + 1):
                shared &= set(fits[stop - 1])
                if not shared:
                    break
                joined = self._fits(_joined(terms[start:stop]), shared)
                whole = {actor for actor, fit in joined.items() if fit is _Fit.WHOLE}
                for index in range(start, stop):
                    named[index] |= whole
        return named

    def _fits(self, term: Term, among: Iterable[str]) -> dict[str, _Fit]:
        """Say how much of a name of each actor a term covers, for those of whom it does."""
        pattern = compile_term(term)
        fits = {
            actor: max((_fit(pattern, spelling) for spelling in self._spellings[actor]), default=0)
            for actor in among
        }
        return {actor: _Fit(fit) for actor, fit in fits.items() if fit}

    def _meant(self, fits: dict[str, _Fit]) -> set[str]:
        return {
            actor
            for actor, fit in fits.items()
            if fit is _Fit.WHOLE or (fit is _Fit.PART and (actor in self._people or len(fits) == 1))
        }

    def _own(self, term: Term) -> Pattern:
        letters = _letters(" ".join(term.words))
        acronym = term.typed.isupper() and any(
            spelling.acronym and spelling.letters == letters
            for spellings in self._spellings.values()
            for spelling in spellings
        )
        return compile_term(term, capitals=acronym)

    def _names(self, actors: set[str]) -> list[Pattern]:
        return [
            spelling.pattern
            for actor, spellings in self._spellings.items()
            if actor in actors
            for spelling in spellings
        ]


class _Spelling(msgspec.Struct, frozen=True, dict=True):
    folded: Folded
    term: Term

    @cached_property
    def letters(self) -> str:
        return _letters(self.folded.text)

    @cached_property
    def acronym(self) -> bool:
        return len(self.letters) <= _SHORT and self.folded.original.isupper()

    @cached_property
    def pattern(self) -> Pattern:
        whole = len(self.letters) <= _SHORT
        return compile_term(self.term, whole=whole, capitals=self.acronym)


def _spellings(actor: Actor) -> list[_Spelling]:
    found = []
    for name in actor.names:
        term = spelling_term(name.text)
        if term and len(_letters(" ".join(term.words))) > 1:
            found.append(_Spelling(fold(name.text), term))
    return found


def _fit(pattern: Pattern, spelling: _Spelling) -> _Fit:
    text = spelling.folded.text
    best = _Fit.NONE
    for match in pattern.regex.finditer(text):
        rest = text[match.end() :]
        unfinished = rest[:1].isalnum()
        if unfinished and len(_letters(match.group())) <= _SHORT:
            continue
        covers_end = rest.isalnum() if unfinished else not _letters(rest)
        if covers_end and not _letters(text[: match.start()]):
            return _Fit.WHOLE
        start, _ = spelling.folded.span(*match.span())
        small = spelling.folded.original[start].islower()
        best = max(best, _Fit.SMALL_WORD if small else _Fit.PART)
    return best


def _joined(terms: Sequence[Term]) -> Term:
    words = tuple(word for term in terms for word in term.words)
    return Term(words, " ".join(term.typed for term in terms))


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())
