"""Words as the index keeps them, and as it looks for them; names of whom a card names among them.

A pattern of `briefing.search.patterns` begins at the beginning of a word and may skip what people
write inside words. The index keeps, for every place where a word can begin, what stands from there
on without such marks: *prisoner-of-war* is kept as *prisoner*, *of*, *war*, and as
*prisonerofwar* and *ofwar*. Whatever a pattern finds is then found as the prefix of a kept word.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import Final, NamedTuple

from briefing.search.document import BETWEEN, BriefingHead
from briefing.search.patterns import Term

EVERY: Final = BETWEEN.strip()
"""A word of every card, and of no text."""

LONGEST: Final = 40
"""Letters after which joined words are no longer told apart."""

_PIECE: Final = re.compile(r"[^\W_]+")

_SIGNS: Final = re.compile(r"[\d',.ə-]")
_SCHWA: Final = "ə"
_MOST_SCHWAS: Final = 6
_MOST_PIECES: Final = 4


class Columns(NamedTuple):
    """What full-text search knows of a card.

    Attributes:
        joined: Words that arise where marks inside words are skipped.
        names: Words by which those whom it names are called elsewhere.
        parts: Words that mean somebody whom it names only among others, such as *republic*.
    """

    title: str
    body: str
    joined: str
    names: str
    parts: str

    def words(self) -> set[str]:
        return {word for text in self for word in pieces(text)}


class IndexedWords:
    """The words that the index keeps of the texts of one briefing."""

    def __init__(self, head: BriefingHead) -> None:
        self._names: list[tuple[str, list[str]]] = []
        """Actors, each with the beginnings of the words of a name."""
        self._meaning: dict[str, set[str]] = {}
        self._parts: dict[str, set[str]] = {}
        for actor, names in head.spellings.names():
            words: set[str] = set()
            for folded, term in names:
                self._names.append((actor, [pieces(word)[0] for word in term.words]))
                words |= {*pieces(folded), *joined_words(folded)}
            meaning = {word for word in words if actor in head.spellings.meant(Term((word,), word))}
            self._meaning[actor], self._parts[actor] = meaning, words - meaning

    def columns(self, folded: str) -> Columns:
        """List the words of a card, of which all texts are given, folded and joined."""
        title, _, body = folded.partition(BETWEEN)
        joined = {word for text in folded.split(BETWEEN) for word in joined_words(text)}
        known = {*pieces(folded), *joined}
        ordered = sorted(known)
        named = {
            actor for actor, name in self._names if all(_begins(ordered, word) for word in name)
        }
        names = {word for actor in named for word in self._meaning[actor]} - known
        parts = {EVERY, *(word for actor in named for word in self._parts[actor])}
        joined |= set(map(in_joined, joined))
        return Columns(title, body, _listed(joined), _listed(names), _listed(parts))


def in_joined(word: str) -> str:
    """What stands beside a joined word, to be found where pieces of texts are not."""
    return f"{EVERY}{word}"


def _listed(words: Iterable[str]) -> str:
    return " ".join(sorted(words))


def _begins(words: Sequence[str], letters: str) -> bool:
    """Whether one of some words, in order, begins so."""
    index = bisect_left(words, letters)
    return index < len(words) and words[index].startswith(letters)


def pieces(folded: str) -> list[str]:
    """Split a folded text at everything that is no letter and no digit."""
    return _PIECE.findall(folded)


def joined_words(folded: str) -> set[str]:
    """Find the words that arise where marks inside words are skipped; mostly none."""
    if not _has_marks(folded):
        return set()
    found: set[str] = set()
    spans = [match.span() for match in _PIECE.finditer(folded)]
    for index, (start, end) in enumerate(spans):
        run = _run(folded, spans, index)
        for offset in _beginnings(folded, start, end):
            word = run[offset - start :]
            if offset > start or len(word) > end - start:
                found.add(word)
            if offset > start:
                found.add(folded[offset:end])
            if _SCHWA in word:
                found.update(spelled(word))
    return found


def segmentations(word: str) -> list[list[str]]:
    """Say in which ways a typed word may stand in a text, as whole pieces one after the other.

    Where there would be too many, the first piece alone, which is in all of them.
    """
    parts = pieces(word)
    if len(parts) > _MOST_PIECES:
        return [parts[:1]]
    ways = []
    for cuts in product((False, True), repeat=len(parts) - 1):
        way = [parts[0]]
        for cut, part in zip(cuts, parts[1:], strict=True):
            if cut:
                way.append(part)
            else:
                way[-1] += part
        ways.append(way)
    return ways


def spelled(piece: str) -> list[str]:
    """Spell a piece without ``ə``, which the index keeps as *a* and as *e* as well.

    What follows the last of too many cannot be told apart.
    """
    first, *rest = piece.split(_SCHWA)[: _MOST_SCHWAS + 1]
    ways = product("ae", repeat=len(rest))
    return [first + "".join(map("".join, zip(way, rest, strict=True))) for way in ways]


def _has_marks(folded: str) -> bool:
    """Whether a text has a mark before a letter, a digit or ``ə``: most texts have none."""
    for match in _SIGNS.finditer(folded):
        if match.group().isalnum() or folded[match.end() : match.end() + 1].isalnum():
            return True
    return False


def _run(folded: str, spans: list[tuple[int, int]], index: int) -> str:
    """What stands from a piece on, across marks that may be skipped."""
    start, end = spans[index]
    run = folded[start:end]
    for following, stop in spans[index + 1 :]:
        mark = folded[end:following]
        if len(mark) != 1 or not _skipped(run[-1], mark, folded[following]):
            break
        if len(run) > 2 * LONGEST:
            break
        run += folded[following:stop]
        end = stop
    return run


def _skipped(left: str, mark: str, right: str) -> bool:
    digits = left.isdecimal() + right.isdecimal()
    if digits == 2:
        return mark == ","
    if digits == 1:
        return mark in "'-" or mark.isspace()
    return mark in "'.-"


def _beginnings(folded: str, start: int, end: int) -> Iterator[int]:
    """Where a word can begin inside a piece: at its start, and where digits follow letters."""
    yield start
    for offset in range(start + 1, end):
        if folded[offset].isdecimal() and not folded[offset - 1].isdecimal():
            yield offset
