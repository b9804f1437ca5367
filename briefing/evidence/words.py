"""What two texts have in common: the same words, numbers and names, however they are written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Final

from briefing.evidence.names import Lexicon
from briefing.evidence.numbers import Number, read_numbers
from briefing.evidence.texts import Passage
from briefing.evidence.tokens import Span, is_word
from briefing.evidence.word_lists import lines_of


def word_set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_SMALL_WORDS: Final = word_set("""
a about above according after again against all also although among an and another any are as at be
because been before being below between both but by can could did do does doing done down during
each either else even ever every few for from further had has have having he her here hers him
himself his how however i if in into is it its itself just like may me might more most much must my
neither no nor not now of off on once one only or other our out over own per rather said same say
says shall she should since so some still such than that the their theirs them then there these they
this those though through thus to together too toward towards under until up upon us very was we
were what when where whether which while who whom whose why will with within without would yet you
your
""")
"""Words that two texts share whatever they are about."""

_SYNONYMS: Final = Path(__file__).with_name("synonyms.txt")
"""Words that news writes for one another, in lines: accord, deal, pact."""

_SHORTEST: Final = 3
"""Letters that are left of a word, at least, when its last vowels are taken away."""

_ENDINGS: Final = (
    (("ies", "y", 2), ("sses", "ss", 2), ("ss", "ss", 1), ("us", "us", 1), ("s", "", 3)),
    (("i", "", 6),),  # Azerbaijani
    (
        ("eed", "ee", 1),
        ("ied", "y", 2),
        ("ing", "", 3),
        ("ed", "", 3),
        ("ly", "", 4),
        ("ion", "", 5),
        ("an", "", 5),  # Armenian, European
    ),
)
"""Of each step the endings, what stands in their place, and how many letters must be before them;
the first that fits is taken."""

_CLOSE: Final = 0.6
"""Share of the words that the closest sentence has in common with a text, from which others are
close to it too."""


@lru_cache(maxsize=4096)
def stem(token: str) -> str:
    """Take the ending off an English word, so that *releases* and *released* are the same."""
    if not token.isalpha():
        return token
    word = token
    for endings in _ENDINGS:
        word = _without(endings, word)
    if len(word) > _SHORTEST and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    while len(word) > _SHORTEST and word[-1] in "aeioy":
        word = word[:-1]
    return word


def _without(endings: Sequence[tuple[str, str, int]], word: str) -> str:
    for ending, instead, least in endings:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            return word.removesuffix(ending) + instead
    return word


@cache
def _synonyms() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for line in lines_of(_SYNONYMS):
        stems = {stem(word) for word in line.split()}
        for one in stems:
            found[one] |= stems
    return {one: frozenset(stems) for one, stems in found.items()}


def same_in_sense(one: str) -> frozenset[str]:
    """The stems of the words that may stand for a word, by its stem; itself is among them."""
    return _synonyms().get(one, frozenset((one,)))


@lru_cache(maxsize=4096)
def content_stems(passage: Passage, numbers: Sequence[Number] = ()) -> frozenset[str]:
    """Collect what a text is about: stems of its words, and its numbers, "two" the same as "2"."""
    given = {f"#{one.value}" for one in numbers}
    taken = {index for one in numbers for index in range(one.first, one.last)}
    words = {
        stem(token)
        for index, token in enumerate(passage.tokens)
        if index not in taken and token[0].isalpha() and is_telling(token)
    }
    return frozenset(words | given)


def shared_tokens(said: Sequence[str], passage: Passage, lexicon: Lexicon) -> frozenset[int]:
    """Find the words of a passage that some texts of the briefing have too."""
    return OurTexts(said, lexicon).shared_with(passage)


class OurTexts:
    """Some texts of the briefing, read once to be compared with many passages."""

    def __init__(self, said: Sequence[str], lexicon: Lexicon) -> None:
        ours = [Passage.of(text) for text in said]
        self._lexicon = lexicon
        self._stems = {stem(token) for one in ours for token in one.tokens if is_telling(token)}
        self._values = {number.value for one in ours for number in read_numbers(one)}
        self._actors = {actor for one in ours for actor in lexicon.actors_in(one)}

    def shared_with(self, passage: Passage) -> frozenset[int]:
        """Find the words of a passage that these texts have too.

        Words are the same where they differ in their ending only, numbers where they amount to the
        same, names where they name the same actor. The indices are those of the source's text.
        """
        found = {
            at
            for at, token in enumerate(passage.tokens)
            if is_telling(token) and stem(token) in self._stems
        }
        for number in read_numbers(passage):
            if number.value in self._values:
                found.update(range(number.first, number.last))
        for named in self._lexicon.read(passage):
            if named.actors & self._actors:
                found.update(range(named.first, named.last))
        return frozenset(passage.first + index for index in found)


def words_only_in(
    said: str, some: Sequence[str], others: Sequence[str], lexicon: Lexicon
) -> list[Span]:
    """Find the words of a text that some texts have too, and others have not."""
    ours = Passage.of(said)
    found = shared_tokens(some, ours, lexicon) - shared_tokens(others, ours, lexicon)
    return [ours.text.spans[index] for index in sorted(found)]


def words_in_none(said: str, passages: Sequence[str], lexicon: Lexicon) -> list[Span]:
    """Find the words of a text, small ones apart, that none of some passages has."""
    ours = Passage.of(said)
    found = shared_tokens(passages, ours, lexicon)
    spans = ours.text.spans
    return [spans[n] for n, token in enumerate(ours.tokens) if is_telling(token) and n not in found]


def closest_sentences(passage: Passage, says: OurTexts) -> list[Passage]:
    """Find the sentences that have the most in common with a text; else the first of them."""
    sentences = split_sentences(passage)
    common = [len(says.shared_with(sentence)) for sentence in sentences]
    enough = max(1, max(common) * _CLOSE)
    kept = [one for one, number in zip(sentences, common, strict=True) if number >= enough]
    return kept or list(sentences[:1])


@lru_cache(maxsize=1024)
def split_sentences(passage: Passage) -> Sequence[Passage]:
    """Take a passage apart at the ends of sentences; the first and the last may be cut off."""
    starts = [n for n in passage.text.sentence_starts if passage.first < n < passage.last]
    bounds = [passage.first, *starts, passage.last]
    return [Passage(passage.text, first, last) for first, last in pairwise(bounds)]


def distinguishing_tokens(
    sentence: Passage, says: str, others: Sequence[str], lexicon: Lexicon
) -> frozenset[int]:
    """Find the words that bear out a text, and all numbers, as far as other texts lack them.

    Two articles have few sentences in common: to take all that differs would take nearly all.
    """
    numbers = {sentence.first + n for n, token in enumerate(sentence.tokens) if token[:1].isdigit()}
    own = shared_tokens([says], sentence, lexicon) | numbers
    return own - shared_tokens(others, sentence, lexicon)


@lru_cache(maxsize=16384)
def is_telling(token: str) -> bool:
    """Whether a word says something of what a text is about; not the "s" of "it's"."""
    return is_word(token) and token not in _SMALL_WORDS and (len(token) > 1 or token.isdigit())
