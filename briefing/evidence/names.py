"""The names in a briefing, and where they stand in a text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from briefing.evidence.states import DEMONYMS, SHORTEST
from briefing.evidence.texts import Passage
from briefing.evidence.tokens import tokens
from briefing.model.actors import Actor, Source
from briefing.model.briefing import Briefing
from briefing.model.vocabulary import ActorType

_LAST_VOWEL: Final = re.compile("(?:ia|ey|[aeioy])$")


class Named(msgspec.Struct, frozen=True):
    """A name as it stands in a text, from one token up to another."""

    first: int
    last: int
    actors: frozenset[str]  # ids of those whose name it is; more than one where they share it
    sources: frozenset[str]  # keys of the sources that it names the outlet or an author of


class _NameSpelling(msgspec.Struct, frozen=True):
    words: tuple[str, ...]
    capitals: tuple[str, ...]  # for each word "", "A" or "AA": how it must begin, or all of it
    actor: str | None
    sources: frozenset[str]

    def stands(self, passage: Passage, index: int) -> bool:
        """Whether it stands in a text at a token: "US" is not "us", "Turkey" is not "turkey"."""
        last = index + len(self.words)
        return tuple(passage.tokens[index:last]) == self.words and all(
            need == "" or _capitals(passage.printed(at, at + 1)).startswith(need)
            for at, need in enumerate(self.capitals, start=index)
        )


class Lexicon:
    """All names of a briefing: of its actors in all spellings, of its outlets and their authors.

    Of a person the last name alone will do. States and places are also named by the adjectives
    that English makes of their names; others must be listed among their names.
    """

    def __init__(self, briefing: Briefing) -> None:
        self.actors: Final = briefing.actors_by_id
        self._by_first: dict[str, list[_NameSpelling]] = defaultdict(list)
        self._by_adjective: dict[str, set[str]] = defaultdict(set)
        self._read: dict[Passage, Sequence[Named]] = {}
        self._named: dict[Passage, frozenset[str]] = {}
        for actor in briefing.actors:
            for spelling in _spellings(actor, briefing.sources):
                self._by_first[spelling.words[0]].append(spelling)
            for adjective in _adjectives(actor):
                self._by_adjective[adjective].add(actor.id)
        for source in briefing.sources:
            for label in _labels(source):
                self._by_first[tokens(label)[0]].append(
                    _spelling(label, None, frozenset({source.key}))
                )

    def read(self, passage: Passage) -> Sequence[Named]:
        """Find the names in a text, in order: the longest at each place, and no adjectives."""
        if passage not in self._read:
            self._read[passage] = self._names_in(passage)
        return self._read[passage]

    def _names_in(self, passage: Passage) -> list[Named]:
        found = []
        index = 0
        while index < len(passage.tokens):
            named = self._longest(passage, index)
            if named is not None:
                found.append(named)
            index = index + 1 if named is None else named.last
        return found

    def actors_in(self, passage: Passage) -> frozenset[str]:
        """Find the actors named in a text in any spelling, by an adjective, or in another name."""
        if passage not in self._named:
            self._named[passage] = self._actors_in(passage)
        return self._named[passage]

    def _actors_in(self, passage: Passage) -> frozenset[str]:
        found: set[str] = set()
        for index, token in enumerate(passage.tokens):
            found |= {one.actor for one in self._all(passage, index) if one.actor}
            if token in self._by_adjective and passage.capital(index):
                found |= self._by_adjective[token]
        return frozenset(found)

    def speaking(self, sources: Iterable[str]) -> set[str]:
        """Find the actors that are outlets or authors of some sources: who speaks there unnamed."""
        keys = set(sources)
        return {
            one.actor
            for spellings in self._by_first.values()
            for one in spellings
            if one.actor and one.sources & keys
        }

    def _longest(self, passage: Passage, index: int) -> Named | None:
        standing = self._all(passage, index)
        if not standing:
            return None
        length = max(len(one.words) for one in standing)
        longest = [one for one in standing if len(one.words) == length]
        actors = frozenset(one.actor for one in longest if one.actor)
        sources = frozenset(key for one in longest for key in one.sources)
        return Named(index, index + length, actors, sources)

    def _all(self, passage: Passage, index: int) -> Sequence[_NameSpelling]:
        spellings = self._by_first.get(passage.tokens[index])
        return [one for one in spellings if one.stands(passage, index)] if spellings else ()


def _spellings(actor: Actor, sources: Sequence[Source]) -> Iterator[_NameSpelling]:
    own = frozenset(source.key for source in sources if _is_outlet_or_author(actor, source))
    texts = {name.text for name in actor.names}
    if actor.type is ActorType.PERSON:
        texts |= {text.split()[-1] for text in texts if text.split()}
    for text in sorted(texts):
        if tokens(text):
            yield _spelling(text, actor.id, own)


def _spelling(text: str, actor: str | None, sources: frozenset[str]) -> _NameSpelling:
    passage = Passage.of(text)
    words = tuple(passage.tokens)
    capitals = tuple(
        "" if (at, word) == (0, "the") else _capitals(passage.printed(at, at + 1))
        for at, word in enumerate(words)
    )
    return _NameSpelling(words, capitals, actor, sources)


def _capitals(word: str) -> str:
    if not word[0].isupper():
        return ""
    return "AA" if len(word) > 1 and word.isupper() else "A"


def _is_outlet_or_author(actor: Actor, source: Source) -> bool:
    spellings = [words for name in actor.names if (words := tokens(name.text))]
    if actor.type is ActorType.PERSON:
        return any(tokens(author) in spellings for author in source.authors)
    outlet = f" {' '.join(tokens(source.outlet))} "
    return actor.type is ActorType.ORGANISATION and any(
        f" {' '.join(one)} " in outlet for one in spellings
    )


def _labels(source: Source) -> Iterator[str]:
    for label in (source.outlet, source.outlet.removeprefix("The "), *source.authors):
        if tokens(label):
            yield label


def _adjectives(actor: Actor) -> Iterator[str]:
    if actor.type not in (ActorType.STATE, ActorType.PLACE):
        return
    for name in actor.names:
        words = tokens(name.text)
        if len(words) == 1:
            for stem in {words[0], _LAST_VOWEL.sub("", words[0])}:
                if len(stem) >= SHORTEST:
                    yield from (stem + ending for ending in (*DEMONYMS, "s"))
                    if stem != words[0]:
                        yield stem
