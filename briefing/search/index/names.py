"""Whom a card names, in whatever spelling, so that it is found by any other."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from briefing.model.actors import Actor
from briefing.model.vocabulary import ActorType
from briefing.search.folding import fold
from briefing.search.index.marks import mark
from briefing.search.index.words import LONGEST, PIECE, joined, pieces
from briefing.search.terms import spelling_term

_SHORT: Final = 3
"""Most letters of a word that means its actor only where it is whole, see `spellings`."""

_NAME: Final = "name"
_PART: Final = "part"
_JOINED: Final = "joined"


def of_name(word: str) -> str:
    """Make the word that stands for a word which means an actor whom the card names."""
    return mark(_NAME, word)


def in_marks(word: str) -> str:
    """Make the word that stands for one that arises where marks inside words are skipped."""
    return mark(_JOINED, word)


def part_of_name(word: str) -> str:
    """Make the word that stands for a word which means its actor only among its neighbours."""
    return mark(_PART, word)


class Names:
    """All names of the actors of a briefing, as words of the index.

    They are coarser than `briefing.search.spellings`, which decides who is meant: never a card too
    few is proposed, and a word such as *republic*, which two states share, proposes none of theirs.
    """

    def __init__(self, actors: Sequence[Actor]) -> None:
        self._spellings: list[tuple[str, list[str]]] = []
        words: dict[str, set[str]] = defaultdict(set)
        small: dict[str, set[str]] = defaultdict(set)
        for actor in actors:
            for name in actor.names:
                if (term := spelling_term(name.text)) is None:
                    continue
                self._spellings.append((actor.id, [pieces(word)[0] for word in term.words]))
                words[actor.id] |= _words(name.text)
                small[actor.id] |= _small(name.text)
        people = {actor.id for actor in actors if actor.type is ActorType.PERSON}
        owners: dict[str, set[str]] = defaultdict(set)
        for id_, own in words.items():
            for word in own:
                owners[word].add(id_)
        known = sorted(owners)
        self._meaning = {
            id_: {
                word
                for word in own
                if id_ in people or (word not in small[id_] and _alone(word, known, owners))
            }
            for id_, own in words.items()
        }
        for id_, spelling in self._spellings:
            if len(spelling) == 1:
                self._meaning[id_].update(_single(spelling[0], words[id_]))
        self._parts = {id_: own - self._meaning[id_] for id_, own in words.items()}

    def named(self, words: Sequence[str]) -> set[str]:
        """Give the words by which a card is found for the actors that it names.

        Args:
            words: All words of the card, sorted.

        Returns:
            The words that it does not have itself, those that mean somebody only among their
            neighbours as parts of a name.
        """
        named = {
            id_
            for id_, spelling in self._spellings
            if all(_has_prefix(words, word) for word in spelling)
        }
        meaning = {word for id_ in named for word in self._meaning[id_]}
        parts = {part_of_name(word) for id_ in named for word in self._parts[id_]}
        return {of_name(word) for word in meaning.difference(words)} | parts


def _single(word: str, own: set[str]) -> set[str]:
    """All words of the index that come from a name of one word: each may mean its actor."""
    return {one for one in own if one.startswith(word)}


def _words(name: str) -> set[str]:
    folded = fold(name).text
    return {*pieces(folded), *joined(folded)}


def _small(name: str) -> set[str]:
    """Words that are always written small in a name, such as the “of” of “Republic of”."""
    folded = fold(name)
    written: dict[str, bool] = {}
    for match in PIECE.finditer(folded.text):
        start, _ = folded.span(*match.span())
        word = match.group()[:LONGEST]
        written[word] = written.get(word, True) and folded.original[start].islower()
    return {word for word, small in written.items() if small}


def _alone(word: str, known: Sequence[str], owners: dict[str, set[str]]) -> bool:
    """Whether no other actor's name has the word, perhaps longer."""
    if len(word) <= _SHORT:
        return True
    index = bisect_left(known, word)
    found: set[str] = set()
    while index < len(known) and known[index].startswith(word):
        found |= owners[known[index]]
        if len(found) > 1:
            return False
        index += 1
    return True


def _has_prefix(words: Sequence[str], prefix: str) -> bool:
    index = bisect_left(words, prefix)
    return index < len(words) and words[index].startswith(prefix)
