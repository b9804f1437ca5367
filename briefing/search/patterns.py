"""The terms of a query, and each as a regular expression over folded text.

Patterns are tolerant of how names are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final

import msgspec

from briefing.search.folding import Folded, fold

_WORDS: Final = re.compile(r"[^\W_]+(?:(?:['.-]|(?<=\d),(?=\d))[^\W_]+)*")
_SCHWA: Final = {"a": "[aə]", "e": "[eə]", "ə": "[aeə]"}
_BETWEEN_WORDS: Final = r"(?:\W|_)+"
_KEPT: Final = 4096
"""Patterns kept: the same names stand in many briefings."""

_WORD_END: Final = r"(?![^\W_])"


class Term(msgspec.Struct, frozen=True):
    """One thing to look for: a word, or several words one after the other.

    Attributes:
        words: Folded. A word may hold what people write inside words: ``o'brien``,
            ``prisoner-of-war``, ``u.s``, ``120,000``.
        typed: The words as typed, with their capitals.
        literal: Whether it was quoted: then it means these words, and no other name of anybody.
        whole: Whether the last word must end where the term ends; otherwise it may go on.
    """

    words: tuple[str, ...]
    typed: str
    literal: bool = False
    whole: bool = False


def read_terms(text: str) -> list[Term]:
    """Read words, each as a term of its own; punctuation around words is ignored."""
    folded = fold(text)
    found = []
    for word in _WORDS.finditer(folded.text):
        start, end = folded.span(*word.span())
        found.append(Term((word.group(),), folded.original[start:end]))
    return found


def spelling_term(text: str) -> Term | None:
    """Read a name as a phrase to look for; None where it has no letter and no digit."""
    folded = fold(text)
    words = tuple(match.group() for match in _WORDS.finditer(folded.text))
    return Term(words, text) if words else None


def extent(text: str) -> tuple[int, int] | None:
    """Find where the first word of a text begins and the last ends; None where there is none."""
    folded = fold(text)
    spans = [match.span() for match in _WORDS.finditer(folded.text)]
    return folded.span(spans[0][0], spans[-1][1]) if spans else None


class Pattern(msgspec.Struct, frozen=True):
    """What to look for in folded text.

    Attributes:
        capitals: Whether only capitals match, so that “US” is not the “us” of “with us”.
    """

    regex: re.Pattern[str]
    capitals: bool = False

    def spans(self, folded: Folded) -> Iterator[tuple[int, int]]:
        """Give start and end in the original text of each place, left to right."""
        for match in self.regex.finditer(folded.text):
            start, end = folded.span(*match.span())
            if not self.capitals or folded.original[start:end].isupper():
                yield start, end


@lru_cache(maxsize=_KEPT)
def compile_term(term: Term, *, whole: bool = False, capitals: bool = False) -> Pattern:
    """Make a pattern that matches a term at the beginning of a word.

    An apostrophe, hyphen or dot inside a word may be there or not (*Qur'an*, *Quran*; *U.S.*,
    *US*), and so may a space where such a mark is typed or a letter meets a digit (*COP29*,
    *COP 29*), and a comma between digits. The vowels that romanise ``ə`` match it.
    """
    body = _BETWEEN_WORDS.join(_word(word) for word in term.words)
    first, rest = _split_first(body)
    # The check for a word's beginning comes after its first character: the engine then skips to
    # that character instead of checking at every offset.
    before = r"\d" if term.words[0][0].isdecimal() else r"[^\W_]"
    begin = f"{first}(?<!{before}.)"
    return Pattern(re.compile(begin + rest + (_WORD_END if whole or term.whole else "")), capitals)


def _split_first(body: str) -> tuple[str, str]:
    length = body.index("]") + 1 if body.startswith("[") else 1
    return body[:length], body[length:]


def _word(word: str) -> str:
    pieces = [_character(word[0])]
    for left, right in pairwise(word):
        if right.isalnum():
            pieces.append(_between(left, right) + _character(right))
    return "".join(pieces)


def _character(character: str) -> str:
    return _SCHWA.get(character, re.escape(character))


def _between(left: str, right: str) -> str:
    """What may stand between two characters of a word; `left` may be a mark such as a hyphen."""
    if not left.isalnum():
        return r"[\s,.']" if left in ",." and right.isdecimal() else r"[\s'.-]?"
    if left.isdecimal() and right.isdecimal():
        return ",?"
    if left.isdecimal() or right.isdecimal():
        return r"[\s'-]?"
    return "['.-]?"
