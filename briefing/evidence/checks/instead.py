"""Whether something stands in a sentence where its passages have another: a name, an office."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Final

from briefing.evidence.checking import FIX, Cited, OpenSources, Verdict
from briefing.evidence.checks.held import Held
from briefing.evidence.checks.names import name_missing
from briefing.evidence.names import Named
from briefing.evidence.numbers import read_numbers
from briefing.evidence.states import capitals
from briefing.evidence.support import BearerKind
from briefing.evidence.texts import Passage
from briefing.evidence.word_lists import lines_of
from briefing.evidence.words import OurTexts, closest_sentences, content_stems
from briefing.model.vocabulary import ActorType


def check_instead(cited: Cited, sources: OpenSources, said: Sequence[Held]) -> Iterator[Verdict]:
    if cited.is_readable and cited.bearer.kind is BearerKind.ROLE:
        role = Held(cited, cited.own_words, sources)
        yield from _names(role, sources)
        yield from _kinds(role)
    if said:
        yield from _parties(cited, sources)
    for held in said:
        yield from _names(held, sources)
        yield from _kinds(held)


# -- names -----------------------------------------------------------------------------------------

_KINDS: Final = {
    ActorType.PERSON: "person",
    ActorType.STATE: "place",
    ActorType.PLACE: "place",
    ActorType.ORGANISATION: "organisation",
}


def _names(held: Held, sources: OpenSources) -> Iterator[Verdict]:
    """Point at a name that the nearest sentences lack, where they have another of its kind.

    An adjective is as good as the name, unless the other one is there by its name: *Yerevan* is not
    what a sentence on Armenians in *Baku* says.
    """
    if held.nearest is None or held.cited.bearer.is_about_sources:
        return
    theirs = [one for one in sources.lexicon.read(held.nearest) if one.actors]
    ours = {actor for one in held.named for actor in one.actors}
    for named in held.named:
        if named.sources or not named.actors or _is_there(named, held, sources):
            continue
        kinds = _kinds_of(named, sources)
        others = [one for one in theirs if not one.actors & ours]
        other = next((one for one in others if kinds & _kinds_of(one, sources)), None)
        if other is not None:
            words = held.word(named.first, named.last)
            name = sources.briefing.actor_name(min(other.actors))
            message = f"It says “{words}”; the nearest sentence of the passage names {name}."
            yield held.warn("name-instead", message, at=named.first, look=True)


def _is_there(named: Named, held: Held, sources: OpenSources) -> bool:
    """Whether the nearest sentence has a name, or another remark says that it is missing."""
    assert held.nearest is not None
    lexicon, bearer = sources.lexicon, held.cited.bearer
    if any(named.actors & one.actors for one in lexicon.read(held.nearest)):
        return True
    by_adjective = bool(named.actors & lexicon.actors_in(held.nearest))
    if by_adjective or bearer.kind is BearerKind.ROLE:
        return held.word(named.first, named.last) not in capitals()
    if bearer.is_aside and any(named.actors & lexicon.actors_in(one) for one in held.near):
        return True
    last = held.said.tokens[named.last - 1]
    if not held.said.capital(named.last - 1) and any(last in one.tokens for one in held.near):
        return True  # "the agency"
    missing = not any(named.actors & lexicon.actors_in(one) for one in held.whole)
    return missing and name_missing(held.cited, held.unshifted(named), sources) is not None


def _kinds_of(named: Named, sources: OpenSources) -> set[str]:
    known = sources.briefing.actors_by_id
    return {kind for one in named.actors if (kind := _KINDS.get(known[one].type))}


# -- who says which --------------------------------------------------------------------------------

_PART: Final = re.compile(r"(?:^|[;.]\s+)([^:;.]{2,40}):\s+([^;]+)")
"""Of “Agency: 14 deaths; company: nine” each party, with what it says."""


def _parties(cited: Cited, sources: OpenSources) -> Iterator[Verdict]:
    """Warn of two parties that each say what the passages have the other say."""
    found = _PART.findall(cited.bearer.text)
    for one, other in combinations(found, 2):
        places = [_said_where(says, cited, sources) for _, says in (one, other)]
        first, second = (
            [_fit(label, place, sources) for place in places] for label, _ in (one, other)
        )
        if first[1] > first[0] and second[0] > second[1]:
            message = f"“{one[0]}” and “{other[0]}” say each what the other says in the passages."
            yield Verdict(remark=cited.remark("attributed-elsewhere", message, FIX, at=0))
            return


def _said_where(says: str, cited: Cited, sources: OpenSources) -> Passage:
    """The sentence of all passages that has the most in common with some words."""
    words = Passage.of(says)
    stems = content_stems(words, read_numbers(words))
    ours = OurTexts([says], sources.lexicon)
    near = [
        sentence
        for excerpt in cited.excerpts
        for sentence in closest_sentences(excerpt.passage, ours)
    ]
    return max(near, key=lambda one: len(stems & content_stems(one, read_numbers(one))))


def _fit(label: str, sentence: Passage, sources: OpenSources) -> int:
    """How many words of a label a sentence has, in itself or in the names of those it names."""
    theirs = set(content_stems(sentence))
    for actor in sources.lexicon.actors_in(sentence):
        for name in sources.briefing.actors_by_id[actor].names:
            theirs |= content_stems(Passage.of(name.text))
    return len(content_stems(Passage.of(label)) & theirs)


# -- words of one kind -----------------------------------------------------------------------------

_FILE: Final = Path(__file__).parents[1] / "kinds.txt"


@cache
def _alternatives() -> dict[str, frozenset[_Kind]]:
    """By each word its kinds, and which of each kind it is."""
    found: dict[str, set[_Kind]] = defaultdict(set)
    for kind, line in enumerate(lines_of(_FILE)):
        for which, words in enumerate(line.split(" | ")):
            for word in words.split():
                found[word.removesuffix("s")].add((kind, which))
    return {word: frozenset(kinds) for word, kinds in found.items()}


_Kind = tuple[int, int]
"""The number of a kind, and of what is one of it."""


def _kinds(held: Held) -> Iterator[Verdict]:
    """Point at a word that no passage has, where the nearest sentence has another of its kind."""
    if held.nearest is None:
        return
    ours = {pair for token in held.said.tokens for pair in _kinds_of_word(token)}
    theirs = {pair for token in held.tokens for pair in _kinds_of_word(token)}
    for at, token in enumerate(held.said.tokens):
        if at in held.names:
            continue
        for kind, which in _kinds_of_word(token):
            other = _another(held.nearest, kind, ours)
            if (kind, which) not in theirs and other is not None:
                there = held.nearest.printed(other, other + 1)
                message = f"It says “{held.word(at)}”; the nearest sentence has “{there}”."
                role = held.cited.bearer.kind is BearerKind.ROLE
                yield held.warn("kind-instead", message, at=at, look=not role)
                return


def _another(sentence: Passage, kind: int, ours: set[_Kind]) -> int | None:
    """Where a sentence has a word of a kind that is not said."""
    return next(
        (
            at
            for at, token in enumerate(sentence.tokens)
            if any(pair[0] == kind and pair not in ours for pair in _kinds_of_word(token))
        ),
        None,
    )


def _kinds_of_word(token: str) -> frozenset[_Kind]:
    return _alternatives().get(token.removesuffix("s"), frozenset())
