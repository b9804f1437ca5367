"""Which words of a passage a claim has too: the same words, numbers and names, however written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from briefing.evidence.names import Lexicon
from briefing.evidence.numbers import read_numbers
from briefing.evidence.stems import FUNCTION_WORDS
from briefing.evidence.texts import Passage
from briefing.evidence.tokens import is_word
from briefing.evidence.wording import Wording

_SMALL_WORDS: Final = FUNCTION_WORDS | {"done", "like", "one", "rather", "theirs"}
"""Words that two texts share whatever they are about."""

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


def shared_tokens(said: Sequence[str], passage: Passage, lexicon: Lexicon) -> frozenset[int]:
    """Find the words of a passage that some texts have too.

    Words are the same where they differ in their ending only, numbers where they amount to the
    same, names where they name the same actor.

    Args:
        said: Texts of the briefing.
        passage: A passage of a source.
        lexicon: All names of the briefing.

    Returns:
        Indices of tokens of the source's text.
    """
    ours = [Wording.of(text) for text in said]
    theirs = Wording.of_passage(passage)
    stems = {stem(token) for wording in ours for token in wording.tokens if _tells(token)}
    found = {n for n, token in enumerate(theirs.tokens) if _tells(token) and stem(token) in stems}
    values = {number.value for wording in ours for number in read_numbers(wording)}
    for number in read_numbers(theirs):
        if number.value in values:
            found.update(range(number.first, number.last))
    actors = {actor for wording in ours for actor in lexicon.actors_in(wording)}
    for named in lexicon.read(theirs):
        if named.actors & actors:
            found.update(range(named.first, named.last))
    return frozenset(passage.first + index for index in found)


def stem(token: str) -> str:
    """Take the ending off an English word, so that *releases* and *released* are the same.

    Args:
        token: In lower case.

    Returns:
        What is left; it need not be a word. A token with a digit stays as it is.
    """
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


def _tells(token: str) -> bool:
    """Whether a word says something of what a text is about."""
    return is_word(token) and token not in _SMALL_WORDS and (len(token) > 1 or token.isdigit())
